import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Queryable, sql } from "./sql.ts";

/** A line of `prisma/invariants.md`. */
export type ListedPromise = {
  /** Of the check, exclusion, unique index or trigger that keeps it. */
  readonly name: string;
  /** Its id in the rulebook, or `–`. */
  readonly rule: string;
  /** The refusals that a use case makes of it, or `invariant`. */
  readonly becomes: readonly string[];
};

const LIST = fileURLToPath(new URL("../../../prisma/invariants.md", import.meta.url));

/** What the database is to promise, as it is written down. */
export async function listedPromises(file = LIST): Promise<readonly ListedPromise[]> {
  const text = await readFile(file, "utf8");
  return [...text.matchAll(/^\| `(\w+)` \| ([^|]+) \| [^|]+ \| ([^|]+) \|$/gm)].map(
    ([, name = "", rule = "", becomes = ""]) => ({
      name,
      rule: rule.trim(),
      becomes: becomes.trim().split(", "),
    }),
  );
}

const FAST = /^- The indexes that make the hot queries fast \((.+)\) promise nothing\.$/m;

/** The indexes without which the product is right, but slow. */
export async function listedIndexes(file = LIST): Promise<readonly string[]> {
  const [, names = ""] = FAST.exec(await readFile(file, "utf8")) ?? [];
  return [...names.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);
}

/** Every index of the live database that may be used. */
export async function usableIndexes(via: Queryable): Promise<ReadonlySet<string>> {
  const rows = await via.many<{ name: string }>(sql`
    SELECT relname AS name FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE indisvalid AND relnamespace = 'public'::regnamespace`);
  return new Set(rows.map(({ name }) => name));
}

/**
 * The names of what the live database does promise, sorted. A trigger that was switched off, a check that was never
 * held against the old rows and a unique index that was not finished promise nothing.
 */
export async function keptPromises(via: Queryable): Promise<readonly string[]> {
  const rows = await via.many<{ name: string }>(sql`
    SELECT conname AS name FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'x', 'u') AND convalidated
    UNION SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
      WHERE indisunique AND indisvalid AND NOT indisprimary AND relnamespace = 'public'::regnamespace
    UNION SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
      WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND relnamespace = 'public'::regnamespace`);
  return rows.map(({ name }) => name).sort();
}
