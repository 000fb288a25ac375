import { open, stat } from "node:fs/promises";
import { done, type Outcome } from "../core/kernel/outcome.ts";
import { FileTrouble, tryWholeFile, writeWholeFile } from "../core/runtime/whole-file.ts";
import type { YesFlag } from "./confirm.ts";
import { type Desk, replyOfDeed } from "./desk.ts";
import type { Reply } from "./output.ts";
import { startProgress } from "./progress.ts";
import { mayReplace } from "./replace-file.ts";
import { wrongValue } from "./usage.ts";

/** `--out -` is standard output, as everywhere. */
const STANDARD_OUTPUT = "-";

export const isStandardOutput = (file: string | undefined): file is undefined | "-" =>
  file === undefined || file === STANDARD_OUTPUT;

type Parts = AsyncIterable<string> | Iterable<string>;

export type ReportPlace = {
  /** Undefined, or `-`: standard output. */
  readonly file: string | undefined;
  /** How it was given. */
  readonly flag?: string;
  /** What the operator said of a file that stands there; undefined: they were asked before. */
  readonly replacing: YesFlag | undefined;
  /** How much of it is made already, from 0 to 1; undefined where nobody can tell. */
  readonly share?: () => number;
};

/**
 * Writes a report that is made while it is written: to a file, or to standard output, and says nothing more than where
 * it is. A file is there only when all of it is: until then it has another name, and after a failure none. A pipe or a
 * device that was named is written into as it is. A file that stands there is replaced only when the operator said so.
 */
export async function writeReport(
  { io }: Pick<Desk, "io">,
  { file, flag = "--out", replacing, share }: ReportPlace,
  parts: Parts,
): Promise<Outcome<Reply, "file_in_the_way">> {
  const may =
    isStandardOutput(file) || replacing === undefined
      ? done(null)
      : await mayReplace({ io }, replacing, file);
  if (!may.ok) return may;
  // Between the lines of an answer that people read there is no place for a bar.
  const isSeen = isStandardOutput(file) && io.isOutSeen === true;
  const progress = startProgress(isSeen ? { ...io, bar: undefined } : io);
  const told = (): void => {
    if (share !== undefined) progress.report(share());
  };
  try {
    if (isStandardOutput(file)) {
      for await (const part of parts) {
        await io.out(part);
        told();
      }
      return done({ json: {}, text: () => "", isWritten: true });
    }
    const write = async (append: Append): Promise<number> => {
      let bytes = 0;
      for await (const part of parts) {
        const chunk = Buffer.from(part);
        await append(chunk);
        bytes += chunk.length;
        told();
      }
      return bytes;
    };
    const bytes = (await isPlace(file))
      ? await writeInto(file, write)
      : await writeWholeFile(file, { replaces: true }, write);
    return replyOfDeed({ file, bytes }, `Готово: ${file}`);
  } catch (error) {
    throw isStandardOutput(file) ? error : inWords(error, { file, flag });
  } finally {
    progress.end();
  }
}

/** Finds out that a report could not be written while nothing is done yet. @throws UsageError, FileTrouble */
export async function tryPlace(file: string, flag: string): Promise<void> {
  try {
    if (!isStandardOutput(file) && !(await isPlace(file))) await tryWholeFile(file);
  } catch (error) {
    throw inWords(error, { file, flag });
  }
}

type Append = (bytes: Buffer) => Promise<void>;

/** A named pipe or a device is a place to write to, not a name to take. */
async function isPlace(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) throw new FileTrouble(file, "EISDIR");
  return found !== undefined && !found.isFile();
}

async function writeInto<T>(file: string, write: (append: Append) => Promise<T>): Promise<T> {
  const trouble = (error: unknown): never => {
    throw new FileTrouble(file, error instanceof Error && "code" in error ? String(error.code) : "", error);
  };
  const handle = await open(file, "w").catch(trouble);
  try {
    return await write((bytes) => handle.writeFile(bytes).catch(trouble));
  } finally {
    await handle.close();
  }
}

/** A name that can be no file is a wrong call; what the disk says stays trouble of the disk. */
function inWords(error: unknown, { file, flag }: { readonly file: string; readonly flag: string }): unknown {
  if (!(error instanceof FileTrouble)) return error;
  const wrong = (expected: string) => wrongValue(flag, { given: file, expected });
  if (error.code === "ENOENT" || error.code === "ENOTDIR") return wrong("файл в папке, которая есть");
  if (error.code === "EISDIR") return wrong("имя файла, а не папки");
  return error;
}
