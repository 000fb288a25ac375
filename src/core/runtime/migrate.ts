import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import type { Database, DatabaseAddress } from "./database.ts";
import { sqlState } from "./database-error.ts";

/**
 * @property unrecorded what the migration makes is there already, without its line in the history
 * @property lost the product's tables are there, and no history
 */
export type MigrationTrouble =
  | "locked"
  | "failed"
  | "edited"
  | "newer"
  | "broken"
  | "busy"
  | "unrecorded"
  | "lost";

/** What a face says it with. @property problem PostgreSQL's own sentence @property line of the script */
export type MigrationDetail = {
  readonly migration?: string;
  readonly table?: string;
  readonly seconds?: number;
  readonly line?: number;
  readonly problem?: string;
};

/** The schema cannot be brought up to date; the message says which migration and what to do. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
  readonly trouble: MigrationTrouble;
  readonly detail: MigrationDetail;
  constructor(
    trouble: MigrationTrouble,
    message: string,
    { detail = {}, ...options }: ErrorOptions & { readonly detail?: MigrationDetail } = {},
  ) {
    super(message, options);
    this.trouble = trouble;
    this.detail = detail;
  }
}

export type MigrateOptions = {
  /** Holds one folder per migration, `<timestamp>_<name>/migration.sql`. */
  readonly directory?: string;
  /** How long to wait for another process that is migrating. */
  readonly lockTimeoutMs?: number;
};

export type MigrationStatus = {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  /** Why `migrate` would refuse; empty when it would not. */
  readonly problems: readonly MigrationError[];
};

export const MIGRATIONS_DIRECTORY = fileURLToPath(new URL("../../../prisma/migrations", import.meta.url));

/**
 * Prisma's own lock, though Prisma asks others not to use it: whoever runs `prisma migrate deploy` by hand
 * and we must not do it at once.
 */
export const PRISMA_LOCK = "72707369";
const LOCK_TIMEOUT_MS = 60_000;
/** A change that cannot get its table must not hold up everyone who queues behind it. */
const TABLE_LOCK_TIMEOUT_MS = 10_000;
const LOCK_NOT_AVAILABLE = "55P03";

const HISTORY_TABLE = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  varchar(36) PRIMARY KEY NOT NULL,
    checksum            varchar(64) NOT NULL,
    finished_at         timestamptz,
    migration_name      varchar(255) NOT NULL,
    logs                text,
    rolled_back_at      timestamptz,
    started_at          timestamptz NOT NULL DEFAULT now(),
    applied_steps_count integer NOT NULL DEFAULT 0
  )`;

export type Migration = { readonly name: string; readonly script: string };
type HistoryRow = {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
};

/**
 * Applies the migrations that the database does not have yet, each in a transaction of its own, in the
 * order of their names, and answers which. Any number of processes may call it at once: one works, the
 * others find nothing left to do. The history is kept as `prisma migrate deploy` keeps it.
 *
 * A migration may not contain what PostgreSQL refuses inside a transaction.
 *
 * @throws MigrationError nothing of the migration it names has been applied; the ones before it have
 */
export async function migrate(
  database: Database | DatabaseAddress,
  { directory = MIGRATIONS_DIRECTORY, lockTimeoutMs = LOCK_TIMEOUT_MS }: MigrateOptions = {},
): Promise<readonly string[]> {
  const migrations = await readMigrations(directory);
  return withClient(database, async (client) => {
    await takeLock(client, lockTimeoutMs);
    try {
      const { history, problems } = await compare(client, migrations);
      if (problems[0] !== undefined) throw problems[0];
      await client.query("SET client_min_messages = warning");
      await client.query(HISTORY_TABLE);
      await client.query("RESET client_min_messages");
      const pending = pendingOf(history, migrations);
      await client.query(`SET lock_timeout = ${TABLE_LOCK_TIMEOUT_MS}`);
      for (const migration of pending) await apply(client, migration);
      return pending.map(({ name }) => name);
    } finally {
      // The connection ends after this, and a session's locks with it.
      await client.query("SELECT pg_advisory_unlock($1)", [PRISMA_LOCK]).catch(() => undefined);
    }
  });
}

/** Compares the database with the folder; changes nothing, waits for nobody. */
export async function migrationStatus(
  database: Database | DatabaseAddress,
  { directory = MIGRATIONS_DIRECTORY }: Pick<MigrateOptions, "directory"> = {},
): Promise<MigrationStatus> {
  const migrations = await readMigrations(directory);
  return withClient(database, async (client) => {
    const { history, problems } = await compare(client, migrations);
    return {
      applied: history.filter((row) => row.finished_at !== null).map((row) => row.migration_name),
      pending: pendingOf(history, migrations).map(({ name }) => name),
      problems,
    };
  });
}

/** Sorts this program's migrations by a history: those in it, those it lacks; and what is in it and strange to us. */
export async function migrationsBehind(
  applied: readonly { readonly name: string; readonly checksum: string }[],
  directory = MIGRATIONS_DIRECTORY,
): Promise<{
  readonly known: readonly Migration[];
  readonly pending: readonly Migration[];
  readonly strange: readonly string[];
}> {
  const migrations = await readMigrations(directory);
  const checksums = new Map(applied.map(({ name, checksum }) => [name, checksum]));
  const isKnown = ({ name, script }: Migration) => checksumsOf(script).includes(checksums.get(name) ?? "");
  const known = migrations.filter(isKnown);
  const names = new Set(known.map(({ name }) => name));
  return {
    known,
    pending: migrations.filter(({ name }) => !checksums.has(name)),
    strange: applied.map(({ name }) => name).filter((name) => !names.has(name)),
  };
}

/** Runs the scripts inside the caller's transaction; whoever calls brings the history's rows with them. */
export async function replay(client: pg.Client, migrations: readonly Migration[]): Promise<void> {
  await client.query(HISTORY_TABLE);
  for (const { script } of migrations) await client.query(script);
}

/** Applies them inside the caller's transaction, and notes each in the history. */
export async function applyWithin(client: pg.Client, migrations: readonly Migration[]): Promise<void> {
  for (const migration of migrations) await applyOne(client, migration);
}

/** The migrations of a folder in the order of their names. */
export async function readMigrations(directory: string): Promise<readonly Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => {
      const script = await readFile(path.join(directory, name, "migration.sql"), "utf8");
      return { name, script };
    }),
  );
}

async function withClient<T>(
  database: Database | DatabaseAddress,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client("pool" in database ? database.connection : database);
  // A lost connection also fails the statement that was running, and that is where it is told.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function takeLock(client: pg.Client, lockTimeoutMs: number): Promise<void> {
  await client.query(`SET lock_timeout = ${Math.trunc(lockTimeoutMs)}`);
  try {
    await client.query("SELECT pg_advisory_lock($1)", [PRISMA_LOCK]);
  } catch (error) {
    if (sqlState(error) !== LOCK_NOT_AVAILABLE) throw error;
    const seconds = Math.round(lockTimeoutMs / 1000);
    throw new MigrationError(
      "locked",
      `Another process has been changing the schema of this database for more than ${seconds} s. Start again when it is done.`,
      { cause: error, detail: { seconds } },
    );
  }
}

async function compare(client: pg.Client, migrations: readonly Migration[]) {
  // Tables first: whoever makes them meanwhile brings the history's rows with them.
  const table = await tableOf(client, migrations);
  const { rows } = await client.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS is_there");
  const history = rows[0]?.is_there === true ? await readHistory(client) : [];
  const isLost = table !== undefined && history.length === 0;
  return { history, problems: isLost ? [lost(table)] : findProblems(history, migrations) };
}

const lost = (table: string): MigrationError =>
  new MigrationError(
    "lost",
    `This database has tables of the program (${table}), and its history of migrations is lost. Do not begin anew in it: restore an earlier backup into an empty database.`,
    { detail: { table } },
  );

/** One that the migrations make, and that is there. */
async function tableOf(client: pg.Client, migrations: readonly Migration[]): Promise<string | undefined> {
  const names = migrations.flatMap(({ script }) =>
    [...script.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?"?(\w+)"?/gi)].map(([, name]) => name),
  );
  const { rows } = await client.query<{ name: string }>(
    "SELECT name FROM unnest($1::text[]) name WHERE to_regclass(quote_ident(name)) IS NOT NULL LIMIT 1",
    [names],
  );
  return rows[0]?.name;
}

async function readHistory(client: pg.Client): Promise<readonly HistoryRow[]> {
  const { rows } = await client.query<HistoryRow>(
    `SELECT migration_name, checksum, finished_at FROM _prisma_migrations
      WHERE rolled_back_at IS NULL ORDER BY migration_name`,
  );
  return rows;
}

function pendingOf(history: readonly HistoryRow[], migrations: readonly Migration[]): readonly Migration[] {
  const known = new Set(history.map((row) => row.migration_name));
  return migrations.filter(({ name }) => !known.has(name));
}

function findProblems(
  history: readonly HistoryRow[],
  migrations: readonly Migration[],
): readonly MigrationError[] {
  const scripts = new Map(migrations.map(({ name, script }) => [name, script]));
  return history.flatMap(({ migration_name: name, checksum, finished_at }) => {
    const script = scripts.get(name);
    if (finished_at === null) {
      const message = `Migration ${name} began in this database and never finished. Mend it by hand, then mark it with "prisma migrate resolve".`;
      return [new MigrationError("failed", message, { detail: { migration: name } })];
    }
    if (script === undefined) {
      const message = `This database is newer than the program: it has migration ${name}, which the program does not know. Run the newer program.`;
      return [new MigrationError("newer", message, { detail: { migration: name } })];
    }
    if (!checksumsOf(script).includes(checksum)) {
      const message = `Migration ${name} was edited after it had been applied to this database. Restore its file, and put the change into a new migration.`;
      return [new MigrationError("edited", message, { detail: { migration: name } })];
    }
    return [];
  });
}

async function apply(client: pg.Client, { name, script }: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await applyOne(client, { name, script });
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw explained(error, { name, script });
  }
}

async function applyOne(client: pg.Client, { name, script }: Migration): Promise<void> {
  // Without values it is one simple query, so a script of many statements goes in whole.
  await client.query(script);
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, clock_timestamp(), 1)`,
    [randomUUID(), sha256(script), name],
  );
}

/** A table, a column, a function, a schema, or another thing of that name is there. */
const DUPLICATES: ReadonlySet<string> = new Set(["42P07", "42701", "42723", "42P06", "42710"]);

function explained(error: unknown, { name, script }: Migration): MigrationError {
  const state = sqlState(error) ?? "";
  if (state === LOCK_NOT_AVAILABLE) {
    const seconds = TABLE_LOCK_TIMEOUT_MS / 1000;
    const message = `Migration ${name} waited more than ${seconds} s for a table that others are using. Start again when they are done.`;
    return new MigrationError("busy", message, { cause: error, detail: { migration: name, seconds } });
  }
  const { message: problem, position } = error as { message: string; position?: string };
  if (DUPLICATES.has(state)) {
    const message = `What migration ${name} makes is in this database already (${problem}), and its line is missing in the history. Restore an earlier backup into an empty database.`;
    return new MigrationError("unrecorded", message, { cause: error, detail: { migration: name, problem } });
  }
  const line = position === undefined ? undefined : script.slice(0, Number(position)).split("\n").length;
  const at = line === undefined ? "" : ` at line ${line}`;
  return new MigrationError("broken", `Migration ${name} failed${at}: ${problem}`, {
    cause: error,
    detail: { migration: name, problem, ...(line === undefined ? {} : { line }) },
  });
}

/** A checkout may change the ends of lines; Prisma does not call that an edit either. */
function checksumsOf(script: string): readonly string[] {
  const unix = script.replaceAll("\r\n", "\n");
  return [script, unix, unix.replaceAll("\n", "\r\n")].map(sha256);
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
