import { open, rename, rm } from "node:fs/promises";
import type { Desk } from "./desk.ts";
import type { Reply } from "./output.ts";
import { wrongValue } from "./usage.ts";

/** It may name clients: nobody else on the machine is to read it. */
const OWN_EYES_ONLY = 0o600;

/**
 * Writes a report that is made while it is written: to a file, or to standard output, and says nothing more than where
 * it is. A file is there only when all of it is: until then it has another name, and after a failure none.
 */
export async function writeReport(
  { io }: Desk,
  file: string | undefined,
  parts: AsyncIterable<string> | Iterable<string>,
  flag = "--out",
): Promise<Reply> {
  if (file === undefined) {
    for await (const part of parts) io.out(part);
    return { json: {}, text: () => "", isWritten: true };
  }
  const unfinished = `${file}.part`;
  let bytes = 0;
  try {
    const handle = await open(unfinished, "w", OWN_EYES_ONLY);
    try {
      for await (const part of parts) bytes += (await handle.write(part)).bytesWritten;
    } finally {
      await handle.close();
    }
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw inWords(error, { file, flag });
  }
  return { json: { file, bytes }, text: () => `Готово: ${file}` };
}

/** What the operator can do about it; a full disk and the like stay what they are. */
function inWords(error: unknown, { file, flag }: { readonly file: string; readonly flag: string }): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const wrong = (expected: string) => wrongValue(flag, { given: file, expected });
  if (code === "ENOENT" || code === "ENOTDIR") return wrong("файл в папке, которая есть");
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return wrong("файл там, где можно писать");
  if (code === "EISDIR") return wrong("имя файла, а не папки");
  if (code === "ENOSPC") return new Error(`на диске кончилось место, файл ${file} не записан`);
  return error;
}
