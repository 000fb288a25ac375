import { it, expect } from "vitest";
import { testApp } from "../support/app.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { write } from "../../src/core/runtime/transaction.ts";
import { setTimeout as sleep } from "node:timers/promises";
const app = await testApp();
it("survives a cut between statements", async () => {
  await expect(write(app.db, async (tx) => {
    const row = await tx.first<{pid:number}>(sql`SELECT pg_backend_pid() AS pid`);
    await app.db.run(sql`SELECT pg_terminate_backend(${row?.pid})`);
    await sleep(200);
    await tx.run(sql`SELECT 1`);
  })).rejects.toThrow();
  expect(await app.db.first(sql`SELECT 1 AS one`)).toEqual({one: 1});
});
it("survives a cut within a statement", async () => {
  await expect(write(app.db, async (tx) => {
    await tx.run(sql`SELECT pg_terminate_backend(pg_backend_pid())`);
  })).rejects.toThrow();
  await sleep(200);
  expect(await app.db.first(sql`SELECT 1 AS one`)).toEqual({one: 1});
});
