import { expect, inject, it } from "vitest";
import { sql } from "../../src/core/runtime/sql.ts";
import { emptyTestDatabase, expectNoOpenTransaction } from "./database.ts";
import setUp, { refuseForeign } from "./database-server.ts";

const db = await emptyTestDatabase();
const other = await emptyTestDatabase();

it("a test file has its database to itself, and its name says that it is for tests", async () => {
  await db.run(sql`CREATE TABLE mine (id integer)`);
  expect(await other.first(sql`SELECT to_regclass('mine') AS mine`)).toEqual({ mine: null });
  const named = await db.first<{ name: string }>(sql`SELECT current_database() AS name`);
  expect(named?.name).toMatch(/test/);
});

it("the product's connections are in UTC and read big numbers as numbers", async () => {
  expect(await db.first(sql`SELECT current_setting('TimeZone') AS zone, 7::bigint AS seven`)).toEqual({
    zone: "UTC",
    seven: 7,
  });
});

it("refuses to touch a database whose name does not say that it is for tests", () => {
  expect(() => refuseForeign("okoshko")).toThrow(/must contain "test"/);
  expect(() => refuseForeign("okoshko_test_run_1")).not.toThrow();
});

it.each([
  ["is not there", "postgresql://okoshko@127.0.0.1:1/okoshko_test", /ECONNREFUSED/],
  ["is not for tests", "postgresql://okoshko@127.0.0.1:1/okoshko", /must contain "test"/],
])("a run whose database %s fails, and is not skipped", async (_, url, reason) => {
  const given = process.env.TEST_DATABASE_URL;
  process.env.TEST_DATABASE_URL = url;
  try {
    await expect(setUp({ provide: () => undefined } as never)).rejects.toThrow(reason);
  } finally {
    if (given === undefined) delete process.env.TEST_DATABASE_URL;
    else process.env.TEST_DATABASE_URL = given;
  }
});

it("notices a transaction that a test left open, and only that", async () => {
  await expectNoOpenTransaction(db);
  const client = await db.pool.connect();
  await client.query("BEGIN");
  await expect(expectNoOpenTransaction(db)).rejects.toThrow(/left open/);
  await client.query("ROLLBACK");
  client.release();
  await expectNoOpenTransaction(db);
});

it("works on the server of the run", () => {
  expect(inject("testServerUrl")).toMatch(/^postgres/);
});
