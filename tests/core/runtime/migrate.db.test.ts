import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, it } from "vitest";
import { MigrationError, migrate, migrationStatus } from "../../../src/core/runtime/migrate.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { emptyTestDatabase } from "../../support/database.ts";

const db = await emptyTestDatabase();
let directory = "";

const FIRST = "20260101000000_first";
const SECOND = "20260102000000_second";

function plant(name: string, script: string): void {
  mkdirSync(path.join(directory, name), { recursive: true });
  writeFileSync(path.join(directory, name, "migration.sql"), script);
}

const trouble = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof MigrationError) return `${error.trouble}: ${error.message}`;
  throw new Error(`expected a MigrationError, not ${String(error)}`);
};

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), "okoshko-migrations-"));
  plant(
    FIRST,
    "CREATE TABLE firsts (id integer);\nCREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;\n",
  );
  plant(SECOND, "CREATE TABLE seconds (id integer);\n");
});

afterEach(async () => {
  rmSync(directory, { recursive: true });
  await db.pool.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
});

it("applies what is missing, in the order of the names, and nothing twice", async () => {
  expect(await migrationStatus(db, { directory })).toEqual({
    applied: [],
    pending: [FIRST, SECOND],
    problems: [],
  });
  expect(await migrate(db, { directory })).toEqual([FIRST, SECOND]);
  expect(await migrate(db, { directory })).toEqual([]);
  expect(await migrationStatus(db, { directory })).toEqual({
    applied: [FIRST, SECOND],
    pending: [],
    problems: [],
  });
});

it("of eight migrators at once one works and seven find nothing to do", async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => migrate(db, { directory })));
  expect(all.map((names) => names.length).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 2]);
});

it("leaves nothing of a migration that fails, and keeps the ones before it", async () => {
  plant(SECOND, "CREATE TABLE seconds (id integer);\nINSERT INTO nowhere VALUES (1);\n");
  expect(await trouble(migrate(db, { directory }))).toMatch(
    /^broken: Migration 20260102000000_second failed at line 2: .*nowhere/,
  );
  expect(await migrationStatus(db, { directory })).toMatchObject({ applied: [FIRST], pending: [SECOND] });
  expect(await db.first(sql`SELECT to_regclass('seconds') AS there`)).toEqual({ there: null });
});

it("tells a migration whose line in the history is lost from one that fails", async () => {
  await migrate(db, { directory });
  await db.run(sql`DELETE FROM _prisma_migrations WHERE migration_name = ${SECOND}`);
  const error = await migrate(db, { directory }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    trouble: "unrecorded",
    detail: { migration: SECOND, problem: 'relation "seconds" already exists' },
  });
  expect(await migrationStatus(db, { directory })).toMatchObject({ applied: [FIRST], pending: [SECOND] });
});

it.each(["DELETE FROM _prisma_migrations", "DROP TABLE _prisma_migrations"])(
  "takes a database without its history for none that is new: %s",
  async (loss) => {
    await migrate(db, { directory });
    await db.pool.query(loss);
    expect(await trouble(migrate(db, { directory }))).toMatch(/^lost: .*(firsts|seconds)/);
    expect((await migrationStatus(db, { directory })).problems).toMatchObject([{ trouble: "lost" }]);
  },
);

it("refuses a migration that was edited after it ran, but not one with other line ends", async () => {
  await migrate(db, { directory });
  plant(SECOND, "CREATE TABLE seconds (id integer);\r\n");
  expect(await migrate(db, { directory })).toEqual([]);
  plant(SECOND, "CREATE TABLE seconds (id bigint);\n");
  expect(await trouble(migrate(db, { directory }))).toMatch(/^edited: .*20260102000000_second/);
  expect((await migrationStatus(db, { directory })).problems).toHaveLength(1);
});

it("refuses a database that a newer program has migrated", async () => {
  await migrate(db, { directory });
  rmSync(path.join(directory, SECOND), { recursive: true });
  expect(await trouble(migrate(db, { directory }))).toMatch(/^newer: .*20260102000000_second/);
});

it("refuses a database in which a migration began and did not finish, until it is resolved", async () => {
  await migrate(db, { directory });
  await db.run(sql`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = ${SECOND}`);
  expect(await trouble(migrate(db, { directory }))).toMatch(/^failed: .*20260102000000_second/);
  await db.run(sql`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = ${SECOND}`);
  await db.run(sql`DROP TABLE seconds`);
  expect(await migrate(db, { directory })).toEqual([SECOND]);
});

it("waits for another migrator no longer than it was told", async () => {
  const other = new pg.Client(db.connection);
  await other.connect();
  await other.query("SELECT pg_advisory_lock(72707369)");
  expect(await trouble(migrate(db, { directory, lockTimeoutMs: 100 }))).toMatch(/^locked: /);
  await other.end();
  expect(await migrate(db, { directory })).toEqual([FIRST, SECOND]);
});
