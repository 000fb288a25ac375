import path from "node:path";
import type { App } from "../app.ts";
import type { Zone } from "../kernel/local-day.ts";
import { financeCsv } from "../reports/index.ts";
import { fileProblem } from "../runtime/file-problem.ts";
import { FileTrouble, writeWholeFile } from "../runtime/whole-file.ts";
import type { ExportFile } from "./model.ts";
import { fileName } from "./rules/file-name.ts";

/** Words are written together until there are so many of them. */
const CHUNK_BYTES = 256 * 1024;

type Wanted = { readonly file: ExportFile; readonly zone: Zone };

const chunksOf = (
  app: Pick<App, "db">,
  { file, zone }: Wanted,
  onRows: (rows: number) => void = () => undefined,
): AsyncIterable<string> => {
  const { from, to, contents, dialect } = file;
  const by = contents === "operations" ? undefined : contents;
  return financeCsv(app, { from, to, zone }, { by, dialect, onRows });
};

/** Where a file is, and how many rows it has below its head. */
export type WrittenFile = { readonly place: string; readonly rows: number };

/**
 * Writes an export's file into its folder: there whole or not at all, in the place of an earlier one of the same name.
 *
 * @throws FileTrouble for what the disk says
 */
export async function writeExport(
  app: Pick<App, "db">,
  { folder, file, zone }: Wanted & { readonly folder: string },
): Promise<WrittenFile> {
  const place = path.join(folder, fileName(file));
  let rows = 0;
  const onRows = (more: number) => {
    rows += more;
  };
  await writeWholeFile(place, { replaces: true }, async (append) => {
    let waiting: string[] = [];
    let length = 0;
    for await (const chunk of chunksOf(app, { file, zone }, onRows)) {
      waiting.push(chunk);
      length += chunk.length;
      if (length < CHUNK_BYTES) continue;
      await append(Buffer.from(waiting.join("")));
      [waiting, length] = [[], 0];
    }
    await append(Buffer.from(waiting.join("")));
  });
  return { place, rows };
}

/** How many rows a file would have now that nobody keeps in a folder. */
export async function countRows(app: Pick<App, "db">, wanted: Wanted): Promise<number> {
  let rows = 0;
  const onRows = (more: number) => {
    rows += more;
  };
  for await (const _ of chunksOf(app, wanted, onRows));
  return rows;
}

/** What Telegram takes as a document, less a margin. */
const DOCUMENT_BYTES_MAX = 49 * 1024 * 1024;

/**
 * The same file as a document for a chat, as the books stand now.
 *
 * @returns undefined: it is larger than Telegram takes
 */
export async function exportDocument(
  app: Pick<App, "db">,
  wanted: Wanted,
): Promise<{ readonly name: string; readonly bytes: Buffer } | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunksOf(app, wanted)) {
    const part = Buffer.from(chunk);
    parts.push(part);
    length += part.length;
    if (length > DOCUMENT_BYTES_MAX) return undefined;
  }
  return { name: fileName(wanted.file), bytes: Buffer.concat(parts) };
}

/** Why a file is not there, in people's words. */
export function problemOf(error: unknown): string {
  if (error instanceof FileTrouble) return `${error.file}: ${fileProblem(error.code)}`;
  return error instanceof Error ? error.message : String(error);
}
