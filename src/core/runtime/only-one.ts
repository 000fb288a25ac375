import type { Database } from "./database.ts";
import { queryable, sql } from "./sql.ts";

/**
 * Does work that one process at a time may do, over all that share the database; undefined when another is at it.
 *
 * The lock is the connection's own, so the death of the process, however sudden, frees it.
 */
export async function onlyOne<T>(db: Database, role: string, work: () => Promise<T>): Promise<T | undefined> {
  const client = await db.pool.connect();
  const via = queryable(client);
  let broken: Error | undefined;
  try {
    const row = await via.first<{ won: boolean }>(
      sql`SELECT pg_try_advisory_lock(hashtextextended('role:' || ${role}, 0)) AS won`,
    );
    if (!row?.won) return undefined;
    try {
      return await work();
    } finally {
      // A connection that cannot unlock is closed, which unlocks as well.
      broken = await via.run(sql`SELECT pg_advisory_unlock(hashtextextended('role:' || ${role}, 0))`).then(
        () => undefined,
        (error: Error) => error,
      );
    }
  } finally {
    client.release(broken);
  }
}
