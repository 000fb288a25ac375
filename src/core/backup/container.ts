import { type FileHandle, open } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { createZstdDecompress } from "node:zlib";
import { CannotUse, codeOf, damaged, type OnProgress } from "./model.ts";
import { type Seal, sealOf, TAG_BYTES, WRAPPING, type Wrapping } from "./seal.ts";

/**
 * The file: a line that says what it is, the length and the JSON of how it is kept, then chunks: four bytes of length
 * (the highest bit marks the last one), what was compressed, its seal. Nothing stands behind the last one.
 */
const MAGIC = "OKOSHKO BACKUP 1\n";
const NEWER = /^OKOSHKO BACKUP \d/;
const LENGTH_BYTES = 4;
const LAST = 0x8000_0000;
const CHUNK_BYTES = 256 * 1024;
const SEALED_MAX = CHUNK_BYTES + TAG_BYTES;
const WRAPPING_MAX = 4_096;

export function headOf(wrapping: Wrapping): Buffer {
  const json = Buffer.from(JSON.stringify(wrapping));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(json.length);
  return Buffer.concat([Buffer.from(MAGIC), length, json]);
}

/** Cuts a compressed stream into sealed chunks; the last one may be short, and is always there. */
export async function* sealed(source: AsyncIterable<Buffer>, seal: Seal): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  let number = 0;
  const close = (payload: Buffer, isLast: boolean): Buffer => {
    const closed = seal.close(payload, { number, isLast });
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE((isLast ? LAST : 0) + closed.length);
    number += 1;
    return Buffer.concat([length, closed]);
  };
  for await (const part of source) {
    waiting.push(part);
    bytes += part.length;
    if (bytes <= CHUNK_BYTES) continue;
    let whole = Buffer.concat(waiting, bytes);
    for (; whole.length > CHUNK_BYTES; whole = whole.subarray(CHUNK_BYTES)) {
      yield close(whole.subarray(0, CHUNK_BYTES), false);
    }
    waiting = [whole];
    bytes = whole.length;
  }
  yield close(Buffer.concat(waiting, bytes), true);
}

export type OpenedFile = {
  readonly isEncrypted: boolean;
  readonly bytes: number;
  /** What was written, decompressed; each seal is checked before what it holds is handed on. */
  readonly content: AsyncIterable<Buffer>;
  close(): Promise<void>;
};

/**
 * Opens a backup file for one reading from its beginning.
 *
 * @throws CannotUse when it cannot be read, is none, is newer, or the passphrase does not fit; while it is read: damaged
 */
export async function openBackup(
  file: string,
  { passphrase, onProgress }: { readonly passphrase: string | undefined; readonly onProgress?: OnProgress },
): Promise<OpenedFile> {
  const handle = await open(file, "r").catch((error: unknown) => {
    throw new CannotUse("backup_unreadable", { given: file, problem: codeOf(error) });
  });
  try {
    const { size } = await handle.stat();
    const read = reader(handle, file);
    const head = await readHead(read, file);
    const seal = await sealOf(head.wrapping, head.bytes, passphrase);
    const chunks = opened(read, seal, (done) => onProgress?.(done / size));
    // A failure comes out of the last stream of the line, where the content is read.
    const content = pipeline(Readable.from(chunks), createZstdDecompress(), () => undefined);
    const close = async (): Promise<void> => {
      content.destroy();
      await handle.close();
    };
    return { isEncrypted: head.wrapping.encryption !== null, bytes: size, content, close };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Whether a copy is encrypted, read off its head; undefined: it cannot be read, or is none. */
export async function isEncryptedFile(file: string): Promise<boolean | undefined> {
  try {
    const handle = await open(file, "r");
    try {
      return (await readHead(reader(handle, file), file)).wrapping.encryption !== null;
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}

/** So many of the next bytes; fewer only where the file ends. */
type Read = (bytes: number) => Promise<Buffer>;

const reader =
  (handle: FileHandle, file: string): Read =>
  async (bytes) => {
    const into = Buffer.allocUnsafe(bytes);
    let have = 0;
    while (have < bytes) {
      const { bytesRead } = await handle
        .read(into, have, bytes - have, null)
        .catch((error: unknown): never => {
          throw new CannotUse("backup_unreadable", { given: file, problem: codeOf(error) });
        });
      if (bytesRead === 0) break;
      have += bytesRead;
    }
    return into.subarray(0, have);
  };

async function readHead(read: Read, file: string): Promise<{ wrapping: Wrapping; bytes: Buffer }> {
  const magic = await read(MAGIC.length);
  if (magic.toString("latin1") !== MAGIC) {
    throw new CannotUse(NEWER.test(magic.toString("latin1")) ? "backup_newer" : "not_a_backup", {
      given: file,
    });
  }
  const length = await read(LENGTH_BYTES);
  const size = length.length === LENGTH_BYTES ? length.readUInt32BE() : Number.POSITIVE_INFINITY;
  if (size > WRAPPING_MAX) throw damaged("не читается начало файла");
  const json = await read(size);
  const wrapping = WRAPPING.safeParse(parsed(json));
  if (!wrapping.success) throw damaged("не читается начало файла");
  return { wrapping: wrapping.data, bytes: Buffer.concat([magic, length, json]) };
}

export function parsed(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString());
  } catch {
    return undefined;
  }
}

async function* opened(read: Read, seal: Seal, onBytes: (done: number) => void): AsyncGenerator<Buffer> {
  let done = 0;
  for (let number = 0; ; number += 1) {
    const length = await read(LENGTH_BYTES);
    if (length.length < LENGTH_BYTES) throw damaged("файл обрывается");
    const word = length.readUInt32BE();
    const isLast = word >= LAST;
    const size = isLast ? word - LAST : word;
    if (size < TAG_BYTES || size > SEALED_MAX) throw damaged("контрольная сумма не сходится");
    const chunk = await read(size);
    if (chunk.length < size) throw damaged("файл обрывается");
    const payload = seal.open(chunk, { number, isLast });
    if (payload.length > 0) yield payload;
    done += LENGTH_BYTES + size;
    onBytes(done);
    if (!isLast) continue;
    if ((await read(1)).length > 0) throw damaged("после конца копии в файле есть что-то ещё");
    return;
  }
}
