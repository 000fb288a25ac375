import type { PoolClient } from "pg";
import type { Outcome } from "../kernel/outcome.ts";
import { refuse } from "../kernel/outcome.ts";
import type { Database } from "./database.ts";
import { sqlState, violatedConstraint } from "./database-error.ts";
import { type Queryable, queryable } from "./sql.ts";

declare const txBrand: unique symbol;

/** The inside of one transaction: a type of its own, so that the outer connection is never used in it. */
export type Tx = Queryable & { readonly [txBrand]: true };

/** Constraint name in the database → the refusal it stands for. */
export type Conflicts<R extends string> = Readonly<Record<string, R>>;

const ATTEMPTS_MAX = 5;
/** Serialisation failure, deadlock: the whole of the work is tried again. */
const TRY_AGAIN = new Set(["40001", "40P01"]);

/**
 * Runs one use case in one transaction: all of its writes, or none.
 *
 * A returned refusal rolls back, and so does everything in a rehearsal, so nothing stays of what came before it. A deadlock is retried from
 * the top, so `work` must not touch anything outside `tx`. A violated constraint named in `conflicts`
 * becomes that refusal; any other error rolls back and is rethrown.
 */
export async function inTransaction<T, R extends string>(
  db: Database,
  conflicts: Conflicts<R>,
  work: (tx: Tx) => Promise<Outcome<T, R>>,
): Promise<Outcome<T, R>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptOnce(db, work);
    } catch (error) {
      const refusal = conflicts[violatedConstraint(error) ?? ""];
      if (refusal !== undefined) return refuse(refusal);
      if (attempt < ATTEMPTS_MAX && TRY_AGAIN.has(sqlState(error) ?? "")) continue;
      throw error;
    }
  }
}

/** The same for work that cannot refuse. */
export async function write<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  const outcome = await inTransaction<T, never>(db, {}, async (tx) => ({ ok: true, value: await work(tx) }));
  return (outcome as { value: T }).value;
}

async function attemptOnce<T, R extends string>(
  db: Database,
  work: (tx: Tx) => Promise<Outcome<T, R>>,
): Promise<Outcome<T, R>> {
  const client = await db.pool.connect();
  let broken: unknown;
  try {
    await client.query({ name: "begin", text: "BEGIN" });
    const outcome = await work(queryable(client) as Tx);
    const isKept = outcome.ok && db.isRehearsal !== true;
    const hasWritten = isKept && db.onWritten !== undefined && (await hasNumber(client));
    await client.query(isKept ? { name: "commit", text: "COMMIT" } : { name: "rollback", text: "ROLLBACK" });
    if (hasWritten) db.onWritten?.();
    return outcome;
  } catch (error) {
    broken = await rollBack(client);
    throw error;
  } finally {
    client.release(broken instanceof Error ? broken : undefined);
  }
}

/** A transaction gets its number at its first write. */
async function hasNumber(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ hasNumber: boolean }>(
    'SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS "hasNumber"',
  );
  return rows[0]?.hasNumber === true;
}

/** A connection that cannot even roll back is thrown away. */
async function rollBack(client: PoolClient): Promise<unknown> {
  try {
    await client.query({ name: "rollback", text: "ROLLBACK" });
    return undefined;
  } catch (error) {
    return error;
  }
}
