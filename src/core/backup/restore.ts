import { once } from "node:events";
import { finished } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import type { DatabaseAddress } from "../runtime/database.ts";
import { sqlState } from "../runtime/database-error.ts";
import { applyWithin, type Migration, migrationsBehind, PRISMA_LOCK, replay } from "../runtime/migrate.ts";
import {
  dropAll,
  isOurs,
  listTables,
  NOT_KEPT,
  scaffoldOf,
  someOf,
  WRITTEN_BY_MIGRATIONS,
} from "./catalog.ts";
import { withConnection } from "./connect.ts";
import { openBackup } from "./container.ts";
import { type BackupSummary, CannotUse, damaged, type FileRefusal, type OnProgress } from "./model.ts";
import { othersAtWork } from "./others-at-work.ts";
import { type Part, partsOf, type Sequence, type TableStart } from "./records.ts";
import { readThrough, refusing } from "./verify-backup.ts";

export type RestoreInput = {
  readonly file: string;
  readonly passphrase?: string | undefined;
  /** Whether what the database holds may be replaced, and whether whoever asks has said so twice. */
  readonly mayReplace: boolean;
  readonly isConfirmed: boolean;
  readonly onProgress?: OnProgress | undefined;
};

export type RestoreRefusal =
  | FileRefusal
  | "database_has_data"
  | "database_strange"
  | "database_in_use"
  | "database_forbids"
  | "restore_not_confirmed"
  | "backup_other_mode";

export type Restored = BackupSummary & {
  /** Migrations that came after the backup was made, and were applied to what it held. */
  readonly migrated: readonly string[];
  /** Whether there was something in the database before. */
  readonly hasReplaced: boolean;
};

const LOCK_TIMEOUT_MS = 10_000;
const LOCK_NOT_AVAILABLE = "55P03";
const FORBIDDEN = "42501";
/** How the work is shared out on a bar: reading the file through, loading it, building what stands on the rows. */
const CHECKED = 0.15;
const LOADED = 0.75;

/**
 * Makes a database be what a backup file holds: all of it in one transaction, or nothing.
 *
 * The file is read through first, so that a damaged one changes nothing; then the old is dropped, the schema made by the
 * migrations that the file knows, the rows loaded, keys and indexes built over them, sequences set, and what migrations
 * came later applied, within one transaction: until its end nobody sees anything of the new, and a death at any moment
 * leaves the old. The owner of the database may do all that; no superuser is needed.
 *
 * Safe to repeat: the same file gives the same rows.
 */
export async function restore(
  address: DatabaseAddress,
  input: RestoreInput,
): Promise<Outcome<Restored, RestoreRefusal>> {
  return refusing(async () => {
    const { onProgress } = input;
    const checked = await readThrough({ ...input, onProgress: (share) => onProgress?.(share * CHECKED) });
    const { known, pending, strange } = await migrationsBehind(checked.migrations);
    if (strange[0] !== undefined) {
      return refuse("backup_newer", { given: input.file, migration: strange[0], product: checked.product });
    }
    const restored = await withConnection(address, async (client) => {
      await client.query(
        `BEGIN; SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}; SET LOCAL maintenance_work_mem = '256MB'`,
      );
      try {
        const outcome = await replace(client, { checked, known, pending }, input);
        await client.query(outcome.ok ? "COMMIT" : "ROLLBACK");
        if (outcome.ok) await client.query("ANALYZE");
        return outcome;
      } catch (error) {
        await client.query("ROLLBACK").catch(() => undefined);
        throw asRefusal(error);
      }
    });
    if (restored.ok) onProgress?.(1);
    return restored;
  });
}

/** What the server does not let us do, in words for who may change that. */
function asRefusal(error: unknown): unknown {
  const state = sqlState(error);
  if (state === LOCK_NOT_AVAILABLE) return new CannotUse("database_in_use");
  if (state === FORBIDDEN) return new CannotUse("database_forbids", { problem: (error as Error).message });
  return error;
}

type Plan = {
  readonly checked: BackupSummary;
  readonly known: readonly Migration[];
  readonly pending: readonly Migration[];
};

async function replace(
  client: pg.Client,
  { checked, known, pending }: Plan,
  input: RestoreInput,
): Promise<Outcome<Restored, RestoreRefusal>> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [PRISMA_LOCK]);
  const admitted = await admit(client, checked, input);
  if (!admitted.ok) return admitted;

  await dropAll(client);
  await replay(client, known);
  const { down, up } = await scaffoldOf(client);
  for (const statement of down) await client.query(statement);
  const tables = await listTables(client);
  // What the migrations themselves wrote is in the file, too, as it was when the copy was made.
  await client.query(`TRUNCATE ${[...tables.map(({ quoted }) => quoted), ...NOT_KEPT].join(", ")}`);

  const { onProgress } = input;
  const sequences = await load(client, {
    ...input,
    onProgress: (share) => onProgress?.(CHECKED + share * (LOADED - CHECKED)),
  });
  for (const [index, statement] of up.entries()) {
    await client.query(statement);
    onProgress?.(LOADED + ((index + 1) / up.length) * (0.99 - LOADED));
  }
  for (const { name, value, isCalled } of sequences) {
    await client.query("SELECT setval(quote_ident($1)::regclass, $2, $3)", [name, value, isCalled]);
  }
  await applyWithin(client, pending);
  return done({
    ...checked,
    migrated: pending.map(({ name }) => name),
    hasReplaced: admitted.value.rowsAbout > 0,
  });
}

/** Looks at what is there before anything of it is touched. */
async function admit(
  client: pg.Client,
  checked: BackupSummary,
  { mayReplace, isConfirmed }: RestoreInput,
): Promise<Outcome<{ readonly rowsAbout: number }, RestoreRefusal>> {
  const tables = await listTables(client);
  if (tables.length > 0 && !isOurs(tables)) return refuse("database_strange", { names: someOf(tables) });
  const filled: string[] = [];
  for (const { name, quoted } of tables) {
    const { rowCount } = await client.query(`SELECT FROM ${quoted} LIMIT 1`);
    if (rowCount !== 0) filled.push(name);
  }
  // A new database is not empty: what its migrations wrote is nobody's data, but it is counted as a copy counts it.
  const isHeld = filled.some((name) => !WRITTEN_BY_MIGRATIONS.includes(name));
  const tablesWithRows = isHeld ? filled.length : 0;
  if (isHeld) {
    const mode = (await client.query<{ mode: string }>("SELECT mode FROM installation")).rows[0]?.mode;
    if (mode !== undefined && checked.mode !== undefined && mode !== checked.mode) {
      return refuse("backup_other_mode", { theirs: checked.mode, ours: mode });
    }
    if (!mayReplace) return refuse("database_has_data", { tables: tablesWithRows });
  }
  const others = await othersAtWork(client);
  if (others.count > 0) {
    return refuse("database_in_use", { count: others.count, names: others.names });
  }
  // The last of all: whoever is asked about it is asked about something that can be done.
  if (tablesWithRows > 0 && !isConfirmed) {
    return refuse("restore_not_confirmed", { tables: tablesWithRows, createdAt: checked.createdAt });
  }
  return done({ rowsAbout: tablesWithRows });
}

/** Reads the file once more, this time into the tables; each checksum is checked again. */
async function load(
  client: pg.Client,
  { file, passphrase, onProgress }: RestoreInput,
): Promise<readonly Sequence[]> {
  const opened = await openBackup(file, { passphrase, ...(onProgress ? { onProgress } : {}) });
  try {
    const parts = partsOf(opened.content);
    let sequences: readonly Sequence[] | undefined;
    for (let next = await parts.next(); !next.done; next = await parts.next()) {
      if (next.value.kind === "table") await loadTable(client, next.value.table, parts);
      if (next.value.kind === "close") sequences = next.value.sequences;
    }
    if (sequences === undefined) throw damaged("файл обрывается");
    return sequences;
  } finally {
    await opened.close();
  }
}

async function loadTable(client: pg.Client, table: TableStart, parts: AsyncGenerator<Part>): Promise<void> {
  const columns = table.columns.map((column) => client.escapeIdentifier(column)).join(", ");
  const into = client.query(
    // Nobody sees these rows before the end, so they may be written as if they had always been there.
    copyFrom(`COPY ${client.escapeIdentifier(table.name)} (${columns}) FROM STDIN WITH (FREEZE)`),
  );
  const ended = finished(into);
  // Once the server has refused, the stream knows nothing but that it has no connection.
  const refused: { reason?: unknown } = {};
  ended.catch((reason: unknown) => {
    refused.reason = reason;
  });
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    if (refused.reason !== undefined) throw refused.reason;
    const part = next.value;
    if (part.kind === "rows" && !into.write(part.bytes)) await Promise.race([once(into, "drain"), ended]);
    if (part.kind !== "end") continue;
    into.end();
    await ended;
    if (into.rowCount !== part.end.rows) throw damaged(`в таблице ${table.name} строк не столько`);
    return;
  }
}
