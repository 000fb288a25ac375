import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@prisma/client";
import { Filter } from "adminjs";
import { afterAll, describe, expect, it } from "vitest";
import { plansOf } from "../../bench/support/plans.ts";
import { PrismaResource } from "../../src/admin/prisma-resource.ts";
import { namedLike } from "../../src/admin/tell-clients.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testDatabase } from "../support/database.ts";

const MANY = 6_000;

const db = await testDatabase();
const { types: _ours, ...connection } = db.connection;
const client = new PrismaClient({
  adapter: new PrismaPg({ ...connection, max: 2 }),
  log: [{ emit: "event", level: "query" }],
});
const statements: { readonly text: string; readonly values: readonly unknown[] }[] = [];
client.$on("query", ({ query, params }) => statements.push({ text: query, values: JSON.parse(params) }));
afterAll(() => client.$disconnect());

/** Three who joined first, in a table of which PostgreSQL believes that every thirtieth has their name. */
await db.run(sql`
  INSERT INTO clients (name, referral_code, created_at)
  SELECT CASE WHEN n % 30 = 0 OR n < 4 THEN 'Волкова ' ELSE 'Анна ' END || n, 'plan' || n, now() - interval '1 year' + n * interval '1 minute' FROM generate_series(1, ${MANY}::int) n`);
await db.run(sql`ALTER TABLE clients SET (autovacuum_enabled = false)`);
await db.run(sql`ANALYZE clients`);
await db.run(sql`UPDATE clients SET name = 'Анна' WHERE name LIKE 'Волкова __%'`);

const list = new PrismaResource({
  ...{ model: "Client", client, columns: ["name", "createdAt"], titleColumn: "name", foundByPart: ["name"] },
  asked: (filter, value) => (filter === "name" ? namedLike(value) : undefined),
});

/** The newest whose name has this part, and how they were looked for. */
async function search(part: string) {
  statements.length = 0;
  const filter = new Filter({ name: part }, list);
  const rows = await list.find(filter, { limit: 25, sort: { sortBy: "createdAt", direction: "desc" } });
  const read = statements.find(({ text }) => text.includes("ORDER BY"));
  if (read === undefined) throw new Error("no rows were read");
  const hint = statements.find(({ text }) => text.startsWith("SET LOCAL"))?.text;
  return { names: rows.map((row) => String(row.get("name"))), read, hint };
}

async function indexesOf(read: Awaited<ReturnType<typeof search>>["read"], hint: string | undefined) {
  const via = await db.pool.connect();
  try {
    await via.query("BEGIN");
    if (hint !== undefined) await via.query(hint);
    return (await plansOf(via, read)).map(({ index }) => index);
  } finally {
    await via.query("ROLLBACK");
    via.release();
  }
}

describe("the search of a list by a part of a name", () => {
  it("finds the few first and orders them then, however many PostgreSQL expects", async () => {
    const { names, read, hint } = await search("Волкова");
    expect(names).toEqual(["Волкова 3", "Волкова 2", "Волкова 1"]);
    expect(await indexesOf(read, hint)).not.toContain("clients_created_at");
  });

  it("would walk through everybody in the order of their joining without that", async () => {
    const { read } = await search("Волкова");
    expect(await indexesOf(read, undefined)).toContain("clients_created_at");
  });

  it("leaves many to PostgreSQL: the newest of them are soon met", async () => {
    const { names, hint } = await search("Анна");
    expect(names).toHaveLength(25);
    expect(hint).toBeUndefined();
  });
});
