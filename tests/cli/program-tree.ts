import type { Command, Option } from "commander";
import type { Desk } from "../../src/cli/desk.ts";
import { makeProgram } from "../../src/cli/program.ts";

export type Verb = {
  /** `slots time-off list` */
  readonly name: string;
  readonly command: Command;
  readonly options: readonly Option[];
};

/** Every verb of the program, as commander knows it; nothing runs. */
export function verbsOfProgram(): readonly Verb[] {
  const io = {
    ...{ env: {}, columns: 80, askSecret: undefined, readInput: async () => "" },
    out: () => undefined,
    err: () => undefined,
  };
  const nowhere = async (): Promise<never> => {
    throw new Error("the tree is only looked at");
  };
  const ground: Desk["ground"] = {
    ...{ isEmbedded: true, address: nowhere, migrate: nowhere, repair: nowhere, migrationState: nowhere },
    ...{ server: nowhere, stop: nowhere, examined: nowhere },
  };
  const desk: Desk = {
    io,
    ground,
    openApp: nowhere,
    openTill: () => undefined,
    openReturn: nowhere,
    answer: () => undefined,
  };
  return verbsOf(makeProgram(desk), []);
}

const verbsOf = (command: Command, path: readonly string[]): readonly Verb[] =>
  command.commands.length === 0
    ? [{ name: path.join(" "), command, options: command.options }]
    : command.commands.flatMap((child) => verbsOf(child, [...path, child.name()]));

/** `--from <день>` → `<день>`; nothing for a flag that stands alone. */
export const formOf = ({ flags }: Option): string => /<.*>/.exec(flags)?.[0] ?? "";
