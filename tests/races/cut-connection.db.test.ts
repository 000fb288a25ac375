import { describe, expect, it } from "vitest";
import { sql } from "../../src/core/runtime/sql.ts";
import { write } from "../../src/core/runtime/transaction.ts";
import { testApp } from "../support/app.ts";

const app = await testApp();
const pidOf = async (via: Pick<typeof app.db, "first">) =>
  (await via.first<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`))?.pid ?? 0;
const isGone = async (pid: number) =>
  (await app.db.first(sql`SELECT 1 FROM pg_stat_activity WHERE pid = ${pid}`)) === undefined;

/** An event that nobody heard would end this process, and the test with it. */
describe("a connection that the server cuts", () => {
  it("between two statements of a transaction fails it; the next one works", async () => {
    const cut = write(app.db, async (tx) => {
      const pid = await pidOf(tx);
      await app.db.run(sql`SELECT pg_terminate_backend(${pid})`);
      await expect.poll(() => isGone(pid)).toBe(true);
      await tx.run(sql`SELECT 1`);
    });
    await expect(cut).rejects.toThrow();
    expect(await write(app.db, pidOf)).toBeGreaterThan(0);
  });

  it("within a statement fails it; the next one works", async () => {
    const cut = write(app.db, (tx) => tx.run(sql`SELECT pg_terminate_backend(pg_backend_pid())`));
    await expect(cut).rejects.toThrow();
    expect(await write(app.db, pidOf)).toBeGreaterThan(0);
  });

  it("while it is idle is replaced", async () => {
    const pid = await pidOf(app.db);
    await write(app.db, (tx) =>
      tx.run(sql`SELECT pg_terminate_backend(${pid}) WHERE pg_backend_pid() <> ${pid}`),
    ).catch(() => 0);
    await expect.poll(async () => (await pidOf(app.db)) > 0).toBe(true);
  });
});
