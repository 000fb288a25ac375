import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { type Info, parse } from "csv-parse";
import { done, type Outcome, type Refused, refuse } from "../kernel/outcome.ts";
import type { Field, FileRefusal, ImportFile, Mapping, RejectedCell, TableRow } from "./model.ts";
import { type Columns, delimiterOf, matchColumns, plainCell } from "./rules/cell.ts";
import { headingTrouble } from "./rules/heading-trouble.ts";

const BATCH = 500;
const SNIFFED_BYTES = 64 * 1024;
/** So much is parsed at once: whoever wants the first rows alone does not wait for the rest of a long file. */
const PIECE_BYTES = 64 * 1024;

type Encoding = "utf-8" | "utf-16le" | "windows-1251";

/** A file that was looked through once: how it is written, what its columns are, which content it has. */
export type Table<Key extends string> = {
  readonly file: ImportFile;
  readonly form: TableForm<Key>;
  readonly encoding: Encoding;
  readonly delimiter: string;
  /** Of the whole content: the same file has the same. */
  readonly digest: string;
  readonly headings: readonly string[];
  readonly columns: Columns<Key>;
};

export type TableForm<Key extends string> = {
  readonly fields: readonly Field<Key>[];
  readonly mapping: Mapping<Key>;
};

/** How a file is written, and what its first line says. */
export type TableHead = Written & { readonly digest: string; readonly headings: readonly string[] };

/**
 * Looks a file through: UTF-8, UTF-16 or Windows-1251, cells between `;`, `,` or tabs.
 *
 * Whatever is not UTF-8 to the last byte, and has no mark of UTF-16, is taken for Windows-1251: as Excel saves in Russia.
 */
export async function readHead(
  file: ImportFile,
): Promise<Outcome<TableHead, "import_file_empty" | "import_file_not_text">> {
  const seen = await lookThrough(file);
  if (seen.bytes === 0) return refuse("import_file_empty");
  if (isBook(seen.start)) return refuse("import_file_not_text", { kind: "xlsx" });
  const encoding = encodingOf(seen);
  if (encoding !== "utf-16le" && seen.start.includes(0)) return refuse("import_file_not_text");
  const text = new TextDecoder(encoding).decode(seen.start, { stream: true });
  if (text.trim() === "") return refuse("import_file_empty");
  const delimiter = delimiterOf(/^\s*(.*)/.exec(text)?.[1] ?? "");
  const headings = await firstRecord({ file, encoding, delimiter });
  return done({ file, encoding, delimiter, digest: seen.digest, headings });
}

/** Looks a file through, and which columns of the form it has. */
export async function openTable<Key extends string>(
  file: ImportFile,
  form: TableForm<Key>,
): Promise<Outcome<Table<Key>, FileRefusal>> {
  const head = await readHead(file);
  if (!head.ok) return head;
  const { headings } = head.value;
  const columns = matchColumns(form.fields, headings, form.mapping);
  const [twice] = columns.twice;
  if (twice !== undefined) return refuse("import_column_twice", { given: twice });
  if (columns.missing.length > 0) {
    const unreadable = refuseUnreadable(headings, (some) => knows(form, some));
    if (unreadable !== undefined) return unreadable;
    return refuse("import_columns_missing", {
      missing: columns.missing.map(({ key, title }) => form.mapping[key]?.[0] ?? title).join(", "),
      found: headings.join(", ").slice(0, FOUND_MAX),
    });
  }
  return done({ ...head.value, form, columns });
}

const knows = <Key extends string>(
  { fields, mapping }: TableForm<Key>,
  headings: readonly string[],
): boolean => Object.keys(matchColumns(fields, headings, mapping).places).length > 0;

/** Refuses a first line whose cells are parted by another sign, or whose letters are of another encoding. */
export function refuseUnreadable(
  headings: readonly string[],
  isKnown: (headings: readonly string[]) => boolean,
): Refused<"import_separator_unknown" | "import_encoding_unknown"> | undefined {
  const trouble = headingTrouble(headings, isKnown);
  if (trouble === undefined) return undefined;
  return trouble.is === "separator"
    ? refuse("import_separator_unknown", { given: trouble.sign === " " ? "пробел" : `«${trouble.sign}»` })
    : refuse("import_encoding_unknown", { found: headings.join(", ").slice(0, SHOWN_OF_UNREADABLE) });
}

const SHOWN_OF_UNREADABLE = 60;

/** The first rows below the headings, cell by cell, as they stand in the file. */
export async function readFirstRows(
  head: TableHead,
  rowsMax: number,
): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const { record, info } of recordsOf(head)) {
    if (info.records > 1) rows.push(record.map(plainCell));
    if (rows.length >= rowsMax) break;
  }
  return rows;
}

export const FOUND_MAX = 300;

type Seen = {
  readonly bytes: number;
  readonly digest: string;
  readonly isUtf8: boolean;
  readonly start: Buffer;
};

async function lookThrough(file: ImportFile): Promise<Seen> {
  const hash = createHash("sha256");
  const strict = new TextDecoder("utf-8", { fatal: true });
  const start: Uint8Array[] = [];
  let bytes = 0;
  let isUtf8 = true;
  const decode = (part?: Uint8Array): void => {
    if (!isUtf8) return;
    try {
      strict.decode(part, { stream: part !== undefined });
    } catch {
      isUtf8 = false;
    }
  };
  for await (const part of file.open()) {
    hash.update(part);
    decode(part);
    if (bytes < SNIFFED_BYTES) start.push(part);
    bytes += part.length;
  }
  decode();
  return {
    bytes,
    isUtf8,
    digest: hash.digest("hex"),
    start: Buffer.concat(start).subarray(0, SNIFFED_BYTES),
  };
}

/** What Excel keeps for itself: a zip (`.xlsx`) or an OLE document (`.xls`). */
const isBook = (start: Buffer): boolean =>
  start.subarray(0, 4).equals(Buffer.from("PK\x03\x04", "latin1")) ||
  start.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]));

function encodingOf({ start, isUtf8 }: Seen): Encoding {
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  return isUtf8 ? "utf-8" : "windows-1251";
}

type Written = {
  readonly file: ImportFile;
  readonly encoding: Encoding;
  readonly delimiter: string;
};

async function firstRecord(written: Written): Promise<readonly string[]> {
  for await (const { record } of recordsOf(written)) return record;
  return [];
}

type Parsed = { readonly record: readonly string[]; readonly info: Info };

type Hearing = {
  readonly onPart?: (part: Uint8Array) => void;
  /** A piece of text goes to the parser, so many bytes of UTF-8 long. */
  readonly onText?: (bytes: number) => void;
  /** A quotation mark was opened and nowhere closed. */
  readonly onBroken?: () => void;
};

/** The records of a file; whoever has enough of them stops listening, and the file is read no further. */
async function* recordsOf(
  { file, encoding, delimiter }: Written,
  { onPart, onText, onBroken }: Hearing = {},
): AsyncGenerator<Parsed> {
  async function* texts(): AsyncGenerator<string> {
    const decoder = new TextDecoder(encoding);
    for await (const part of file.open()) {
      onPart?.(part);
      for (let at = 0; at < part.length; at += PIECE_BYTES) {
        const text = decoder.decode(part.subarray(at, at + PIECE_BYTES), { stream: true });
        onText?.(Buffer.byteLength(text));
        yield text;
      }
    }
    yield decoder.decode();
  }
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    // What cannot be parsed is told, and what came before it is not lost.
    skip_records_with_error: true,
    on_skip: () => {
      onBroken?.();
      return undefined;
    },
  });
  const source = Readable.from(texts());
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const one of parser) yield one as Parsed;
  } finally {
    source.destroy();
    parser.destroy();
  }
}

export type TableBatch<Key extends string> = {
  readonly rows: readonly TableRow<Key>[];
  readonly rejected: readonly RejectedCell[];
};

/** The content is not the one that was looked through. */
export class FileChanged extends Error {
  override readonly name = "FileChanged";
}

/**
 * The rows of a table, a few hundred at a time, empty ones left out. A row that cannot be told apart into cells is among
 * the rejected, and the last: nobody knows where the next begins.
 *
 * @throws FileChanged at the end, when the file has another content than before
 */
export async function* readRows<Key extends string>(
  table: Table<Key>,
  onProgress: (share: number) => void = () => undefined,
): AsyncGenerator<TableBatch<Key>> {
  const { file, headings } = table;
  const hash = createHash("sha256");
  let read = 0;
  const onPart = (part: Uint8Array): void => {
    hash.update(part);
    read += part.length;
  };
  let rows: TableRow<Key>[] = [];
  let rejected: RejectedCell[] = [];
  let lineEnd = 0;
  let isBroken = false;
  const onBroken = (): void => {
    isBroken = true;
  };
  let parsing = 0;
  const onText = (bytes: number): void => {
    parsing += bytes;
  };
  for await (const { record, info } of recordsOf(table, { onPart, onText, onBroken })) {
    const line = lineEnd + 1;
    lineEnd = info.lines;
    if (info.records === 1 || record.every((cell) => cell.trim() === "")) continue;
    const extra = record.slice(headings.length).find((cell) => cell.trim() !== "");
    if (extra !== undefined) rejected.push(wholeRow(line, extra, "cells_too_many", headings.length));
    else rows.push({ line, cells: cellsOf(table, record) });
    if (rows.length + rejected.length < BATCH) continue;
    yield { rows, rejected };
    // The file is read ahead of the rows: of what was read counts what the rows came from.
    onProgress(Math.min(1, (read / file.bytes) * (info.bytes / Math.max(1, parsing))));
    rows = [];
    rejected = [];
  }
  if (isBroken) rejected.push(wholeRow(lineEnd + 1, "", "quotes_not_closed"));
  if (rows.length + rejected.length > 0) yield { rows, rejected };
  onProgress(1);
  if (hash.digest("hex") !== table.digest) throw new FileChanged();
}

const wholeRow = (
  line: number,
  given: string,
  problem: RejectedCell["problem"],
  detail?: number,
): RejectedCell => ({ line, column: undefined, given, problem, detail });

function cellsOf<Key extends string>(
  { form, columns }: Table<Key>,
  record: readonly string[],
): TableRow<Key>["cells"] {
  const entries = form.fields.map(
    ({ key }) => [key, plainCell(record[columns.places[key] ?? -1] ?? "")] as const,
  );
  return Object.fromEntries(entries) as TableRow<Key>["cells"];
}
