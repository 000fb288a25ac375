import { expect, it } from "vitest";
import { feedBroadcasts, findBroadcast } from "../../../src/core/broadcasts/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { makeReaders, makeRunning, switchMarketing } from "../../support/broadcast.ts";

const app = await testApp();
await switchMarketing(app, "on");

/** The same product, whose connection is cut before the n-th time that it runs such a statement. */
function cutBefore(statement: string, nth: number) {
  let times = 0;
  const connect = async () => {
    const client = await app.db.pool.connect();
    const query = async (order: { readonly text: string }) => {
      if (order.text.includes(statement)) {
        times += 1;
        if (times === nth) await client.query("SELECT pg_terminate_backend(pg_backend_pid())");
      }
      return client.query(order);
    };
    return { query, release: (error?: Error) => client.release(error) };
  };
  const pool = Object.create(app.db.pool, { connect: { value: connect } }) as typeof app.db.pool;
  return { ...app, db: { ...app.db, pool } };
}

it("MS-3: a feeder that dies between two parts of the planning plans nobody twice, and nobody is forgotten", async () => {
  const ids = await makeReaders(app, 20_500);
  const { id } = await makeRunning(app);
  await expect(feedBroadcasts(cutBefore("INSERT INTO broadcast_recipients", 2))).rejects.toThrow();
  const half = await findBroadcast(app.db, id);
  expect(half).toMatchObject({ plannedAt: undefined, recipients: 20_000 });

  await feedBroadcasts(app);
  const planned = await findBroadcast(app.db, id);
  expect(planned).toMatchObject({ plannedAt: app.clock.now(), recipients: ids.length, leftOut: {} });
  const rows = await app.db.first<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM broadcast_recipients WHERE broadcast_id = ${id}::uuid`,
  );
  expect(rows?.count).toBe(ids.length);
});
