import type { Database } from "./database.ts";
import { queryable, type Sql, sql } from "./sql.ts";

const BATCH = 500;

/**
 * Reads the rows of a statement in batches through a cursor of the server, so that memory stays flat however many there
 * are: one moment of the database, and nothing can be written. A reader who stops lets the connection go.
 */
export async function* readInBatches<Row>(db: Database, statement: Sql): AsyncGenerator<readonly Row[]> {
  const client = await db.pool.connect();
  let isWell = false;
  try {
    const via = queryable(client);
    await via.run(sql`BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY`);
    // All of it will be read: the plan for the whole, not for the first rows.
    await via.run(sql`SET LOCAL cursor_tuple_fraction = 1`);
    const { text, values } = statement;
    await client.query({ text: `DECLARE batches NO SCROLL CURSOR FOR ${text}`, values: values as unknown[] });
    for (;;) {
      const rows = await via.many<Row>(sql`FETCH 500 FROM batches`);
      if (rows.length > 0) yield rows;
      if (rows.length < BATCH) break;
    }
    isWell = true;
  } finally {
    try {
      await client.query("ROLLBACK");
      client.release();
    } catch (error) {
      client.release(isWell ? undefined : (error as Error));
    }
  }
}
