import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { testDatabase } from "./support/database.ts";
import { differenceOf, SCHEMA_FILE } from "./support/schema-engine.ts";

const db = await testDatabase();
const address = { connectionString: db.connection.connectionString ?? "" };
const schema = readFileSync(SCHEMA_FILE, "utf8");

it("the migrations and schema.prisma agree", async () => {
  const { isEmpty, script } = await differenceOf(address, schema);
  expect(script).toContain("empty migration");
  expect(isEmpty).toBe(true);
});

it("a column that only schema.prisma has would be noticed", async () => {
  const planted = schema.replace(/^model (\w+) \{$/m, "model $1 {\n  plantedColumn Int?");
  const { isEmpty, script } = await differenceOf(address, planted);
  expect(isEmpty).toBe(false);
  expect(script).toContain('ADD COLUMN     "plantedColumn" INTEGER');
});

it("a table that only the database has would be noticed", async () => {
  await db.pool.query("CREATE TABLE planted_table (id integer PRIMARY KEY)");
  const { isEmpty, script } = await differenceOf(address, schema);
  expect(isEmpty).toBe(false);
  expect(script).toContain('DROP TABLE "planted_table"');
});
