import type { Command } from "commander";

const PREFIX = "npm run -s cli --";
const WIDTH_MAX = 78;

const given = new WeakMap<Command, readonly string[]>();

/** Examples under a command's help, each to be copied whole: a long one is broken before a flag. Given anew, these count. */
export function withExamples(command: Command, ...examples: readonly string[]): Command {
  const isNew = !given.has(command);
  given.set(command, examples);
  const text = () => `\nПримеры:\n${(given.get(command) ?? []).map(broken).join("\n")}`;
  return isNew ? command.addHelpText("after", text) : command;
}

function broken(example: string): string {
  const [first = "", ...parts] = `${PREFIX} ${example}`.split(/ (?=--\w)/);
  const lines = [`  ${first}`];
  for (const part of parts) {
    const line = `${lines.at(-1)} ${part}`;
    if (line.length <= WIDTH_MAX) lines[lines.length - 1] = line;
    else lines.push(`      ${part}`);
  }
  return lines.join(" \\\n");
}
