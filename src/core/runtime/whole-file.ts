import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { access, type FileHandle, link, lstat, open, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";

/** It may hold what nobody else on the machine is to read. */
const OWN_EYES_ONLY = 0o600;
export const PART_SUFFIX = ".part";

/** The file cannot be written; `code` is the system's word for why: ENOSPC, EACCES, EEXIST. */
export class FileTrouble extends Error {
  override readonly name = "FileTrouble";
  readonly file: string;
  readonly code: string;
  constructor(file: string, code: string, cause?: unknown) {
    super(`${file}: ${code}`, { cause });
    this.file = file;
    this.code = code;
  }
}

/**
 * Writes a file that is there whole or not at all: beside it under another name, readable by its owner alone, and under
 * its own name once all of it is on the disk. What was written is removed when the writing fails or the process is ended
 * by a signal; only a sudden death (`kill -9`) leaves a `*.part`, which the next file written into the same folder an
 * hour later sweeps away.
 *
 * @param replaces whether a file that is there may be replaced; if not, it is trouble with the code EEXIST
 * @throws FileTrouble for what the disk says; what `write` itself throws comes out as it is
 */
export async function writeWholeFile<T>(
  file: string,
  { replaces }: { readonly replaces: boolean },
  write: (append: (bytes: Buffer) => Promise<void>) => Promise<T>,
): Promise<T> {
  if (!replaces && (await isThere(file))) throw new FileTrouble(file, "EEXIST");
  await sweepParts(path.dirname(file));
  const part = `${file}.${randomBytes(4).toString("hex")}${PART_SUFFIX}`;
  const handle = await trying(file, () => open(part, "wx", OWN_EYES_ONLY));
  const atExit = (): void => rmSync(part, { force: true });
  process.on("exit", atExit);
  try {
    const result = await write((bytes) => trying(file, () => writeAll(handle, bytes)));
    await trying(file, () => handle.sync());
    await handle.close();
    await trying(file, () => (replaces ? rename(part, file) : takeName(part, file)));
    await syncFolder(path.dirname(file));
    return result;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(part, { force: true }).catch(() => undefined);
    throw error;
  } finally {
    process.off("exit", atExit);
  }
}

/**
 * Finds out whether a file can be written before there is anything to write: beside it one without content comes and goes.
 *
 * @throws FileTrouble for what the disk says, as `writeWholeFile` would
 */
export async function tryWholeFile(file: string): Promise<void> {
  if ((await lstat(file).catch(() => undefined))?.isDirectory()) throw new FileTrouble(file, "EISDIR");
  const part = `${file}.${randomBytes(4).toString("hex")}${PART_SUFFIX}`;
  await trying(file, async () => (await open(part, "wx", OWN_EYES_ONLY)).close());
  await rm(part, { force: true });
}

const LEFTOVER = /.\.[0-9a-f]{8}\.part$/;
/** Whoever writes a file writes all the time. */
export const LEFTOVER_AGE_MS = 60 * 60 * 1_000;

/**
 * Removes what a sudden death left half written: by its name, its owner and its mode ours, and untouched for an hour, so that
 * nobody is still writing it. What cannot be removed stays: it stands in nobody's way.
 */
async function sweepParts(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => LEFTOVER.test(one))) {
    const left = path.join(folder, name);
    const found = await lstat(left).catch(() => undefined);
    const isOurs =
      found?.isFile() === true &&
      (found.mode & 0o777) === OWN_EYES_ONLY &&
      found.uid === (process.getuid?.() ?? found.uid);
    if (isOurs && Date.now() - found.mtimeMs > LEFTOVER_AGE_MS)
      await rm(left, { force: true }).catch(() => undefined);
  }
}

/** A name that nobody has: of two who write it at once, one has it and the other hears EEXIST. */
async function takeName(part: string, file: string): Promise<void> {
  try {
    await link(part, file);
    await rm(part, { force: true });
  } catch (error) {
    if (error instanceof Error && "code" in error && !WITHOUT_LINKS.has(String(error.code))) throw error;
    // The disk knows no links (FAT): the name is taken empty, and given to the whole file.
    await (await open(file, "wx", OWN_EYES_ONLY)).close();
    await rename(part, file);
  }
}

const WITHOUT_LINKS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let from = 0; from < bytes.length; ) {
    from += (await handle.write(bytes, from, bytes.length - from)).bytesWritten;
  }
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

async function trying<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new FileTrouble(file, error instanceof Error && "code" in error ? String(error.code) : "", error);
  }
}

/** So that the new name, too, outlives a power cut; a system that cannot do it for folders is no reason to fail. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
