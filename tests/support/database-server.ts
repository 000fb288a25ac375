import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import type { DatabaseAddress } from "../../src/core/runtime/database.ts";
import { startEmbeddedPostgres, stopEmbeddedPostgres } from "../../src/core/runtime/embedded-postgres.ts";
import { MIGRATIONS_DIRECTORY, migrate } from "../../src/core/runtime/migrate.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where databases for tests are made and dropped. */
    readonly testServerUrl: string;
  }
}

const TEMPLATE_PREFIX = "okoshko_test_template_";
const CLONE_PREFIX = "okoshko_test_run_";
const OWNER = `${import.meta.dirname} ${process.getuid?.()}`;
const TEST_DATA_DIR = path.join(
  tmpdir(),
  `okoshko-test-${createHash("sha256").update(OWNER).digest("hex").slice(0, 8)}`,
);
const TEMPLATES_KEPT = 3;
const CLONE_AGE_MAX_MS = 2 * 60 * 60 * 1000;

/**
 * Vitest's global setup: one server for the run, which stays for the next one, except where there is no
 * next one. Without it the run fails.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { connectionString } = await testServer();
  await onServer(connectionString, dropLeftovers);
  project.provide("testServerUrl", connectionString);
  return async () => {
    if (process.env.CI !== undefined) await stopEmbeddedPostgres(TEST_DATA_DIR);
  };
}

/** `TEST_DATABASE_URL`, or a server of this checkout's own in the temporary folder. */
export async function testServer(): Promise<DatabaseAddress> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined && given !== "") {
    refuseForeign(new URL(given).pathname.slice(1));
    return { connectionString: given };
  }
  const { connectionString } = await startEmbeddedPostgres(TEST_DATA_DIR);
  return { connectionString: inDatabase(connectionString, "postgres") };
}

/** Tests make, fill and drop databases: only ones that say so in their name. */
export function refuseForeign(database: string): void {
  if (!database.includes("test")) {
    throw new Error(`"${database}" is not a database for tests: its name must contain "test".`);
  }
}

export function inDatabase(connectionString: string, database: string): string {
  const url = new URL(connectionString);
  url.pathname = `/${database}`;
  return url.href;
}

export async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Sortable by the time it was made, so that what a killed run left behind can be told. */
export function cloneName(): string {
  return `${CLONE_PREFIX}${Date.now()}_${randomBytes(4).toString("hex")}`;
}

/** An empty database with every migration applied, to be cloned; made once per state of the migrations. */
export async function ensureTemplate(serverUrl: string): Promise<string> {
  const name = `${TEMPLATE_PREFIX}${migrationsDigest()}`;
  return onServer(serverUrl, async (client) => {
    if (await exists(client, name)) return name;
    // Several files may ask at once; the others wait and find it.
    await client.query("SELECT pg_advisory_lock(hashtext('okoshko test template'))");
    if (await exists(client, name)) return name;
    const draft = cloneName();
    await client.query(`CREATE DATABASE ${draft} TEMPLATE template0`);
    try {
      if (existsSync(MIGRATIONS_DIRECTORY)) await migrate({ connectionString: inDatabase(serverUrl, draft) });
      await client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
    } catch (error) {
      await client.query(`DROP DATABASE ${draft} WITH (FORCE)`);
      throw error;
    }
    return name;
  });
}

async function exists(client: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [name]);
  return rowCount !== 0;
}

async function dropLeftovers(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT datname AS name FROM pg_database WHERE datname ^@ $1 OR datname ^@ $2 ORDER BY oid DESC",
    [TEMPLATE_PREFIX, CLONE_PREFIX],
  );
  const names = rows.map(({ name }) => name);
  const templates = names.filter((name) => name.startsWith(TEMPLATE_PREFIX));
  const clones = names.filter((name) => Date.now() - madeAtMs(name) > CLONE_AGE_MAX_MS);
  for (const name of [...templates.slice(TEMPLATES_KEPT), ...clones]) {
    // One that is in use is not a leftover, and stays.
    await client.query(`DROP DATABASE IF EXISTS ${name}`).catch(() => undefined);
  }
}

/** Never, for what is not a clone. */
function madeAtMs(name: string): number {
  return Number(/_run_(\d+)_/.exec(name)?.[1] ?? Number.POSITIVE_INFINITY);
}

function migrationsDigest(): string {
  const digest = createHash("sha256");
  if (!existsSync(MIGRATIONS_DIRECTORY)) return "none";
  const files = readdirSync(MIGRATIONS_DIRECTORY, { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => name.endsWith(".sql")).sort()) {
    digest.update(file).update(readFileSync(path.join(MIGRATIONS_DIRECTORY, file)));
  }
  return digest.digest("hex").slice(0, 12);
}
