import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { hostname } from "node:os";
import { pipeline } from "node:stream/promises";
import { constants, createZstdCompress } from "node:zlib";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import type { DatabaseAddress } from "../runtime/database.ts";
import { PRODUCT_VERSION } from "../runtime/version.ts";
import { FileTrouble, writeWholeFile } from "../runtime/whole-file.ts";
import { isOurs, type KeptTable, listSequences, listTables, someOf } from "./catalog.ts";
import { withConnection } from "./connect.ts";
import { headOf, sealed } from "./container.ts";
import type { BackupHead, BackupSummary, OnProgress, TableCount } from "./model.ts";
import { record, type Sequence } from "./records.ts";
import { newSeal } from "./seal.ts";

export type BackUpInput = {
  readonly file: string;
  /** Undefined: the file is not encrypted. */
  readonly passphrase?: string | undefined;
  /** Whether a file of that name may be replaced. */
  readonly replaces: boolean;
  readonly now: Date;
  readonly onProgress?: OnProgress | undefined;
};

export type BackUpRefusal =
  | "file_unwritable"
  | "file_exists"
  | "file_is_folder"
  | "file_is_device"
  | "database_empty"
  | "database_strange";

/** Fast: what reads the tables is the one that waits. */
const LEVEL = 1;
/** Rows are handed on in pieces of about this size. */
const PIECE_BYTES = 256 * 1024;
const RECORD_BYTES_MAX = 1024 * 1024;

/**
 * Writes a copy of the database as it is at one moment, while others work with it, into a file that is there whole or
 * not at all.
 *
 * One transaction that can only read sees one snapshot; rows go straight from COPY through the checksum, compression
 * and seal to the disk, so that memory stays flat. Sequences are read last, and are never behind what they have given.
 * A folder or a device is refused whatever may be replaced: the whole file takes its name, and the device would be gone.
 */
export async function backUp(
  address: DatabaseAddress,
  input: BackUpInput,
): Promise<Outcome<BackupSummary, BackUpRefusal>> {
  const there = await stat(input.file).catch(() => undefined);
  if (there?.isDirectory()) return refuse("file_is_folder", { given: input.file });
  if (there !== undefined && !there.isFile()) return refuse("file_is_device", { given: input.file });
  try {
    return await withConnection(address, async (client) => {
      await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
      const tables = await listTables(client);
      if (tables.length === 0) return refuse("database_empty");
      if (!isOurs(tables)) return refuse("database_strange", { names: someOf(tables) });
      // Whoever wants to change a table's shape waits, at most as long as they are willing to.
      await client.query(`LOCK TABLE ${tables.map(({ quoted }) => quoted).join(", ")} IN ACCESS SHARE MODE`);
      const head = await describe(client, input.now);
      // Nobody could make tables again for the rows of such a copy.
      if (head.migrations.length === 0) return refuse("database_strange", { names: someOf(tables) });
      return done(await write(client, { head, tables }, input));
    });
  } catch (error) {
    if (!(error instanceof FileTrouble)) throw error;
    const { file: given, code: problem } = error;
    return problem === "EEXIST"
      ? refuse("file_exists", { given })
      : refuse("file_unwritable", { given, problem });
  }
}

async function describe(client: pg.Client, now: Date): Promise<BackupHead> {
  const { rows: migrations } = await client.query<BackupHead["migrations"][number]>(`
    SELECT migration_name AS name, checksum FROM _prisma_migrations
    WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`);
  const { rows } = await client.query<{
    mode: BackupHead["mode"] | null;
    database: string;
    postgres: string;
  }>(`
    SELECT (SELECT mode FROM installation) AS mode, current_database() AS database,
           current_setting('server_version') AS postgres`);
  const [row] = rows;
  const source = { host: hostname(), database: row?.database ?? "", postgres: row?.postgres ?? "" };
  return { product: PRODUCT_VERSION, createdAt: now, mode: row?.mode ?? undefined, source, migrations };
}

type Subject = { readonly head: BackupHead; readonly tables: readonly KeptTable[] };

async function write(
  client: pg.Client,
  { head, tables }: Subject,
  input: BackUpInput,
): Promise<BackupSummary> {
  const counts: TableCount[] = [];
  const { wrapping, sealFor } = await newSeal(input.passphrase);
  const begin = headOf(wrapping);
  const seal = sealFor(begin);
  const fileBytes = await writeWholeFile(input.file, input, async (append) => {
    let bytes = begin.length;
    await append(begin);
    await pipeline(
      () => recordsOf(client, { head, tables }, counts, input.onProgress),
      createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: LEVEL } }),
      (compressed: AsyncIterable<Buffer>) => sealed(compressed, seal),
      async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) {
          await append(chunk);
          bytes += chunk.length;
        }
      },
    );
    return bytes;
  });
  const rows = counts.reduce((sum, table) => sum + table.rows, 0);
  return { ...head, isEncrypted: input.passphrase !== undefined, fileBytes, tables: counts, rows };
}

async function* recordsOf(
  client: pg.Client,
  { head, tables }: Subject,
  counts: TableCount[],
  onProgress: OnProgress | undefined,
): AsyncGenerator<Buffer> {
  yield record("H", { ...head, mode: head.mode ?? null });
  const total = tables.reduce((sum, { rowsAbout }) => sum + rowsAbout, 0);
  let past = 0;
  for (const table of tables) {
    yield* tableRecords(
      client,
      table,
      (count) => counts.push(count),
      (share) => onProgress?.((past + share * table.rowsAbout) / total),
    );
    past += table.rowsAbout;
  }
  const rows = counts.reduce((sum, one) => sum + one.rows, 0);
  yield record("Z", { tables: counts.length, rows, sequences: await readSequences(client) });
}

async function* tableRecords(
  client: pg.Client,
  { quoted, name, columns, rowsAbout }: KeptTable,
  onEnd: (count: TableCount) => void,
  onShare: (share: number) => void,
): AsyncGenerator<Buffer> {
  yield record("T", { name, columns });
  const list = columns.map((column) => client.escapeIdentifier(column)).join(", ");
  const rows = client.query(copyTo(`COPY ${quoted} (${list}) TO STDOUT`));
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of piecesOf(rows)) {
    hash.update(piece);
    bytes += piece.length;
    yield record("D", piece);
    onShare(Math.min(1, bytes / ROW_BYTES_ABOUT / rowsAbout));
  }
  yield record("E", { rows: rows.rowCount, bytes, sha256: hash.digest("hex") });
  onEnd({ name, rows: rows.rowCount, bytes });
}

const ROW_BYTES_ABOUT = 200;

/** Gathers what is small and cuts what is large: the network gives pieces of any size. */
async function* piecesOf(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const part of source) {
    waiting.push(part);
    bytes += part.length;
    if (bytes < PIECE_BYTES) continue;
    let whole = Buffer.concat(waiting, bytes);
    for (; whole.length > RECORD_BYTES_MAX; whole = whole.subarray(RECORD_BYTES_MAX)) {
      yield whole.subarray(0, RECORD_BYTES_MAX);
    }
    yield whole;
    waiting = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(waiting, bytes);
}

async function readSequences(client: pg.Client): Promise<readonly Sequence[]> {
  const read: Sequence[] = [];
  for (const { quoted, name } of await listSequences(client)) {
    const { rows } = await client.query<{ value: string; isCalled: boolean }>(
      `SELECT last_value::text AS value, is_called AS "isCalled" FROM ${quoted}`,
    );
    if (rows[0] !== undefined) read.push({ name, ...rows[0] });
  }
  return read;
}
