import type { Command } from "commander";
import { wrongValue } from "./usage.ts";

/** Where nothing is a value: it takes away what was written there. */
const MAY_BE_BLANK: ReadonlySet<string> = new Set(["--description", "--about", "--meeting-url", "значение"]);

const isBlank = (value: unknown): boolean =>
  Array.isArray(value) ? value.some(isBlank) : typeof value === "string" && value.trim() === "";

/**
 * Refuses a flag or a value that was given without anything in it, before anything is done: a variable of a script was
 * empty. What has a form of its own was refused by its parser.
 *
 * @throws UsageError
 */
export function refuseBlank(command: Command): void {
  for (const option of command.options) {
    const { flags, long } = option;
    const flag = long ?? flags;
    const isLost = isBlank(command.getOptionValue(option.attributeName()));
    if (isLost && !MAY_BE_BLANK.has(flag)) refuse(flag, `${formIn(flags)}${insteadOf(flag, command)}`);
  }
  for (const [place, argument] of command.registeredArguments.entries()) {
    const name = argument.name();
    if (!MAY_BE_BLANK.has(name) && isBlank(command.args[place])) refuse(name, `<${name}>`);
  }
}

/** Whoever wanted to be rid of it is told how. */
function insteadOf(flag: string, { options }: Command): string {
  const without = flag.replace("--", "--no-");
  return options.some(({ long }) => long === without) ? `; чтобы убрать — ${without}` : "";
}

/** `--folder <папка>` → `<папка>`. */
const formIn = (flags: string): string => /<.+>$/.exec(flags)?.[0] ?? flags;

const refuse = (flag: string, form: string): never => {
  throw wrongValue(flag, { given: "", expected: `не пустое значение: ${form}` });
};
