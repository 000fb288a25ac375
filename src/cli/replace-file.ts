import { open, stat } from "node:fs/promises";
import type { Command } from "commander";
import { done, type Outcome, refuse } from "../core/kernel/outcome.ts";
import { isSure, withYes, type YesFlag } from "./confirm.ts";
import type { Desk } from "./desk.ts";
import { wrongValue } from "./usage.ts";

/** The flags of every command that may write its answer to a file. */
export const withOut = (command: Command, about = "он появится, только когда готов целиком"): Command =>
  withYes(
    command.option("--out <файл>", `записать в файл; ${about}`),
    "заменить файл --out, если он уже есть",
  );

/**
 * Whether a file may be written over: what stands there goes only when the operator said so, by the flag or when asked at
 * the terminal. Where nothing stands, or an empty file, nothing is lost; a pipe or a device is a place to write to.
 */
export async function mayReplace(
  desk: Pick<Desk, "io">,
  flags: YesFlag,
  file: string,
): Promise<Outcome<null, "file_in_the_way">> {
  const isFree = !(await isThere(file)) || (await isSure(desk, flags, questionOf(file)));
  return isFree ? done(null) : refuse("file_in_the_way", { given: file });
}

/** Whether the operator, asked at the terminal, lets a file be written over; nobody is asked where nothing stands. */
export const isLetReplace = async (desk: Pick<Desk, "io">, file: string): Promise<boolean> =>
  (await isThere(file)) && (await isSure(desk, {}, questionOf(file)));

const questionOf = (file: string): string => `Файл ${file} уже есть: его заменит новый.`;

async function isThere(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() === true && found.size > 0;
}

export type ListOfTrouble = {
  /** Where the list goes. */
  readonly file: string;
  readonly flag: string;
  /** What the list is about: never written over. */
  readonly about: string;
  /** The first line of such a list. */
  readonly heading: string;
};

/**
 * Whether the list of what is wrong with a file may be written over what stands there: an earlier one of its kind is
 * written anew each time the file is mended and tried again; all else goes only when the operator said so.
 *
 * @throws UsageError when it is the very file that is read
 */
export async function mayReplaceList(
  desk: Pick<Desk, "io">,
  flags: YesFlag,
  { file, flag, about, heading }: ListOfTrouble,
): Promise<Outcome<null, "file_in_the_way">> {
  const [there, read] = await Promise.all([file, about].map((one) => stat(one).catch(() => undefined)));
  if (there !== undefined && there.dev === read?.dev && there.ino === read.ino)
    throw wrongValue(flag, { given: file, expected: "другой файл: этот переносится" });
  return (await beginsWith(file, heading)) ? done(null) : mayReplace(desk, flags, file);
}

async function beginsWith(file: string, heading: string): Promise<boolean> {
  if (!(await isThere(file))) return false;
  const handle = await open(file, "r").catch(() => undefined);
  const begin = Buffer.alloc(Buffer.byteLength(heading) + MARK_BYTES);
  const { bytesRead = 0 } = (await handle?.read(begin, 0, begin.length, 0).catch(() => undefined)) ?? {};
  await handle?.close();
  return begin
    .toString("utf8", 0, bytesRead)
    .replace(/^\ufeff/, "")
    .startsWith(heading);
}

/** A mark of UTF-8 may stand before the heading. */
const MARK_BYTES = 3;
