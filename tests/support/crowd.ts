import type { PoolClient } from "pg";
import type { App } from "../../src/core/app.ts";
import { sqlState } from "../../src/core/runtime/database-error.ts";
import { sql } from "../../src/core/runtime/sql.ts";

/** So many clients who agreed to everything, made in two statements. */
export async function makeCrowd(app: App, count: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, () => app.newId());
  const now = app.clock.now();
  await app.db.run(sql`
    INSERT INTO clients (id, name, referral_code, created_at)
    SELECT id, 'Гость', id::text, ${now} FROM unnest(${ids}::uuid[]) AS one (id)`);
  await app.db.run(sql`
    INSERT INTO consents (id, client_id, kind, action, text_version, pressed, created_at)
    SELECT gen_random_uuid(), id, 'personal_data', 'given', '1', 'Согласна', ${now} FROM unnest(${ids}::uuid[]) AS one (id)`);
  return ids;
}

/** The same product, remembering the SQLSTATE of every statement that failed within a transaction. */
export function watched<A extends App>(app: A): { readonly app: A; readonly failures: string[] } {
  const failures: string[] = [];
  const connect = async (): Promise<PoolClient> => {
    const client = await app.db.pool.connect();
    const query = async (order: { readonly text: string }) => {
      try {
        return await client.query(order);
      } catch (error) {
        failures.push(sqlState(error) ?? String(error));
        throw error;
      }
    };
    return { query, release: (error?: Error) => client.release(error) } as unknown as PoolClient;
  };
  const pool = Object.create(app.db.pool, { connect: { value: connect } }) as typeof app.db.pool;
  return { app: { ...app, db: { ...app.db, pool } }, failures };
}

/** How often each answer was given. */
export function tally(answers: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...new Set(answers)].map((one) => [one, answers.filter((other) => other === one).length]),
  );
}
