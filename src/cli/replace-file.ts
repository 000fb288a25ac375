import { stat } from "node:fs/promises";
import type { Command } from "commander";
import { done, type Outcome, refuse } from "../core/kernel/outcome.ts";
import { isSure, withYes, type YesFlag } from "./confirm.ts";
import type { Desk } from "./desk.ts";

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
