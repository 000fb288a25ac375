import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import type { Desk } from "../desk.ts";
import { UsageError, wrongValue } from "../usage.ts";

/** Conditions as they were typed, or the file that has them. */
export type Described = { readonly definition?: string; readonly file?: string };

export const withDefinition = (command: Command): Command =>
  command
    .option("--definition <json>", "условия в JSON; из чего они составляются: segments facts")
    .option("--file <файл>", "файл с условиями; «-» — со стандартного ввода");

/**
 * The conditions of a call, as JSON holds them; the core reads what they say.
 *
 * @throws UsageError when there is none, or it is no JSON
 */
export async function definitionFrom(desk: Desk, { definition, file }: Described): Promise<unknown> {
  if ((definition === undefined) === (file === undefined)) {
    throw new UsageError("Нужно одно из двух: --definition с условиями в JSON или --file с файлом.", {
      flag: "--definition",
    });
  }
  const flag = file === undefined ? "--definition" : "--file";
  const text = definition ?? (file === "-" ? await desk.io.readInput() : await contentOf(file ?? ""));
  try {
    return JSON.parse(text);
  } catch {
    throw wrongValue(flag, { given: text, expected: "JSON с условиями" });
  }
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch {
    throw wrongValue("--file", { given: file, expected: "файл, который можно прочитать" });
  }
}
