import type { Command } from "commander";
import { COMMAND } from "./command-name.ts";

const WIDTH_MAX = 78;

/** Examples under a command's help, each to be copied whole: a long one is broken before a flag. */
export const withExamples = (command: Command, ...examples: readonly string[]): Command =>
  command.addHelpText("after", `\nПримеры:\n${examples.map(broken).join("\n")}`);

function broken(example: string): string {
  const [first = "", ...parts] = `${COMMAND} ${example}`.split(/ (?=--\w)/);
  const lines = [`  ${first}`];
  for (const part of parts) {
    const line = `${lines.at(-1)} ${part}`;
    if (line.length <= WIDTH_MAX) lines[lines.length - 1] = line;
    else lines.push(`      ${part}`);
  }
  return lines.join(" \\\n");
}
