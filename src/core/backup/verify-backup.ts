import type { Outcome } from "../kernel/outcome.ts";
import { done } from "../kernel/outcome.ts";
import { openBackup } from "./container.ts";
import {
  type BackupHead,
  type BackupSummary,
  CannotUse,
  damaged,
  type FileRefusal,
  type OnProgress,
  type TableCount,
} from "./model.ts";
import { partsOf } from "./records.ts";

export type OpenInput = {
  readonly file: string;
  readonly passphrase?: string | undefined;
  readonly onProgress?: OnProgress | undefined;
};

/** Reads a whole file, checks every checksum, and says what is in it. No database is needed, and nothing is written. */
export async function verifyBackup(input: OpenInput): Promise<Outcome<BackupSummary, FileRefusal>> {
  return refusing(async () => done(await readThrough(input)));
}

/** @throws CannotUse */
export async function readThrough({ file, passphrase, onProgress }: OpenInput): Promise<BackupSummary> {
  const opened = await openBackup(file, { passphrase, ...(onProgress ? { onProgress } : {}) });
  try {
    let head: BackupHead | undefined;
    let table = "";
    const tables: TableCount[] = [];
    for await (const part of partsOf(opened.content)) {
      if (part.kind === "head") head = part.head;
      if (part.kind === "table") table = part.table.name;
      if (part.kind === "end") tables.push({ name: table, rows: part.end.rows, bytes: part.end.bytes });
    }
    if (head === undefined) throw damaged("файл обрывается");
    const rows = tables.reduce((sum, one) => sum + one.rows, 0);
    return { ...head, isEncrypted: opened.isEncrypted, fileBytes: opened.bytes, tables, rows };
  } catch (error) {
    throw asDamage(error);
  } finally {
    await opened.close();
  }
}

/** What zstd cannot make sense of is damage, too. */
function asDamage(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code.startsWith("ZSTD_") || code === "Z_BUF_ERROR" ? damaged("сжатые данные не читаются") : error;
}

/** Runs what may find a file unusable deep inside of its streams. */
export async function refusing<T, R extends string>(
  work: () => Promise<Outcome<T, R>>,
): Promise<Outcome<T, R>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CannotUse) return error.refused;
    throw error;
  }
}
