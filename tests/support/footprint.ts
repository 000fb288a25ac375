import { expect } from "vitest";
import type { App } from "../../src/core/app.ts";
import type { Outcome } from "../../src/core/kernel/outcome.ts";
import type { Database } from "../../src/core/runtime/database.ts";
import { raw, sql } from "../../src/core/runtime/sql.ts";

/** Every table with the number of its rows and a digest of what they hold. */
export async function footprint(db: Database): Promise<readonly unknown[]> {
  const tables = await db.many<{ name: string }>(sql`
    SELECT relname AS name FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> '_prisma_migrations' ORDER BY relname`);
  const looks = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS name, count(*) AS rows, md5(string_agg(t::text, '|' ORDER BY t::text)) AS digest FROM ${name} t`,
  );
  // Large tables are read by several workers, in whatever order they end.
  return db.many(sql`${raw(looks.join(" UNION ALL "))} ORDER BY name`);
}

/** The answer of a use case that must leave every row as it was. */
export async function writingNothing<T>(app: Pick<App, "db">, work: () => Promise<T>): Promise<T> {
  const before = await footprint(app.db);
  const answer = await work();
  expect(await footprint(app.db), "rows changed").toEqual(before);
  return answer;
}

/** The name of a refusal, or `done`. */
export const refusalOf = (outcome: Outcome<unknown, string>): string =>
  outcome.ok ? "done" : outcome.refusal;

/** The refusal of a use case that wrote nothing. */
export async function refusedBy(
  app: Pick<App, "db">,
  work: () => Promise<Outcome<unknown, string>>,
): Promise<string> {
  return refusalOf(await writingNothing(app, work));
}
