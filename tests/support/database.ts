import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, expect, inject } from "vitest";
import { type Database, type DatabaseOptions, openDatabase } from "../../src/core/runtime/database.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { cloneName, ensureTemplate, inDatabase, onServer, refuseForeign } from "./database-server.ts";

/**
 * A database of this test file's own with every migration applied and no rows, dropped when the file is
 * through. To be called at the top of the file: `const db = await testDatabase()`.
 *
 * After each test it fails when a transaction was left open.
 */
export async function testDatabase(options: DatabaseOptions = {}): Promise<Database> {
  const db = await makeDatabase(await ensureTemplate(inject("testServerUrl")), options);
  afterEach(() => expectNoOpenTransaction(db));
  return db;
}

/** The same without the migrations: a database with nothing in it. */
export async function emptyTestDatabase(options: DatabaseOptions = {}): Promise<Database> {
  return makeDatabase("template0", options);
}

async function makeDatabase(template: string, options: DatabaseOptions): Promise<Database> {
  const serverUrl = inject("testServerUrl");
  const name = cloneName();
  refuseForeign(name);
  await onServer(serverUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  const db = openDatabase({ connectionString: inDatabase(serverUrl, name) }, options);
  afterAll(async () => {
    await db.close();
    await onServer(serverUrl, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  });
  return db;
}

const SETTLE_ATTEMPTS = 5;
const SETTLE_PAUSE_MS = 50;

/** A transaction may be between two of its statements at this moment; one that stays there was forgotten. */
export async function expectNoOpenTransaction(db: Database): Promise<void> {
  let open: readonly { query: string }[] = [];
  for (let attempt = 0; attempt < SETTLE_ATTEMPTS; attempt += 1) {
    open = await db.many<{ query: string }>(sql`
      SELECT query FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'`);
    if (open.length === 0) return;
    await sleep(SETTLE_PAUSE_MS);
  }
  expect(open, "a transaction was left open").toEqual([]);
}
