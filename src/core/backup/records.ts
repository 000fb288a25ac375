import { createHash, type Hash } from "node:crypto";
import { z } from "zod";
import { parsed } from "./container.ts";
import { type BackupHead, damaged } from "./model.ts";

/**
 * Inside of the seals and the compression: records of a letter, a length and that many bytes. `H` says what the backup
 * is; a table is `T` with its name and columns, `D` with rows as COPY writes them, and `E` with how many they are and
 * their SHA-256; `Z` holds the sequences and how many tables and rows there should be.
 */
const LETTERS = ["H", "T", "D", "E", "Z"] as const;
type Letter = (typeof LETTERS)[number];
const FRAME_BYTES = 5;
const RECORD_MAX = 4 * 1024 * 1024;

const HEAD = z.object({
  product: z.string(),
  createdAt: z.iso.datetime().transform((text) => new Date(text)),
  mode: z
    .enum(["sandbox", "live"])
    .nullable()
    .transform((mode) => mode ?? undefined),
  source: z.object({ host: z.string(), database: z.string(), postgres: z.string() }),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
}) satisfies z.ZodType<BackupHead>;
const TABLE = z.object({ name: z.string(), columns: z.array(z.string()).min(1) });
const END = z.object({ rows: z.number().int(), bytes: z.number().int(), sha256: z.string() });
const SEQUENCE = z.object({ name: z.string(), value: z.string(), isCalled: z.boolean() });
const CLOSE = z.object({
  tables: z.number().int(),
  rows: z.number().int(),
  sequences: z.array(SEQUENCE),
});

export type TableStart = z.output<typeof TABLE>;
export type TableEnd = z.output<typeof END>;
export type Sequence = z.output<typeof SEQUENCE>;

/** A backup as it is read: the head first, then table after table, and the sequences. */
export type Part =
  | { readonly kind: "head"; readonly head: BackupHead }
  | { readonly kind: "table"; readonly table: TableStart }
  | { readonly kind: "rows"; readonly bytes: Buffer }
  | { readonly kind: "end"; readonly end: TableEnd }
  | { readonly kind: "close"; readonly sequences: readonly Sequence[] };

export function record(letter: Letter, content: Buffer | object): Buffer {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
  const frame = Buffer.alloc(FRAME_BYTES);
  frame.write(letter, "latin1");
  frame.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([frame, bytes]);
}

/** Reads the records and holds them against what they say of themselves: order, rows, checksums, how many there are. */
export async function* partsOf(content: AsyncIterable<Buffer>): AsyncGenerator<Part> {
  let open: { hash: Hash; bytes: number } | undefined;
  let tables = 0;
  let rows = 0;
  let isClosed = false;
  let isFirst = true;
  for await (const { letter, bytes } of framesOf(content)) {
    if (isClosed || (letter === "H") !== isFirst) throw damaged(ORDER);
    isFirst = false;
    if ((letter === "D" || letter === "E") !== (open !== undefined)) throw damaged(ORDER);
    if (letter === "H") yield { kind: "head", head: read(HEAD, bytes) };
    else if (letter === "T") {
      open = { hash: createHash("sha256"), bytes: 0 };
      yield { kind: "table", table: read(TABLE, bytes) };
    } else if (letter === "D" && open !== undefined) {
      open.hash.update(bytes);
      open.bytes += bytes.length;
      yield { kind: "rows", bytes };
    } else if (letter === "E" && open !== undefined) {
      const end = read(END, bytes);
      if (open.hash.digest("hex") !== end.sha256 || open.bytes !== end.bytes) throw damaged(CHECKSUM);
      open = undefined;
      tables += 1;
      rows += end.rows;
      yield { kind: "end", end };
    } else {
      const close = read(CLOSE, bytes);
      if (close.tables !== tables || close.rows !== rows) throw damaged("таблиц или строк не столько");
      isClosed = true;
      yield { kind: "close", sequences: close.sequences };
    }
  }
  if (!isClosed) throw damaged("файл обрывается");
}

const ORDER = "части стоят не по порядку";
const CHECKSUM = "контрольная сумма таблицы не сходится";

function read<T>(schema: z.ZodType<T>, bytes: Buffer): T {
  const result = schema.safeParse(parsed(bytes));
  if (!result.success) throw damaged("не читается описание таблицы");
  return result.data;
}

/** The writer keeps records short, so that a whole one fits into memory. */
async function* framesOf(
  content: AsyncIterable<Buffer>,
): AsyncGenerator<{ readonly letter: Letter; readonly bytes: Buffer }> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const part of content) {
    rest = rest.length === 0 ? part : Buffer.concat([rest, part]);
    while (rest.length >= FRAME_BYTES) {
      const letter = LETTERS.find((one) => one === rest.toString("latin1", 0, 1));
      const size = rest.readUInt32BE(1);
      if (letter === undefined || size > RECORD_MAX) throw damaged(ORDER);
      if (rest.length < FRAME_BYTES + size) break;
      yield { letter, bytes: rest.subarray(FRAME_BYTES, FRAME_BYTES + size) };
      rest = rest.subarray(FRAME_BYTES + size);
    }
  }
  if (rest.length > 0) throw damaged("файл обрывается");
}
