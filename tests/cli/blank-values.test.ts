import type { Command, Option } from "commander";
import { expect, it } from "vitest";
import { wordsOf } from "../../src/cli/arguments.ts";
import { runCli } from "../../src/cli/main.ts";
import { verbsOfProgram } from "./program-tree.ts";

/** Where nothing clears what was written. */
const CLEARS = new Set(["--description", "--about", "--meeting-url", "значение"]);

/** No database stands behind these calls: what is not refused at once ends with 3. */
async function call(argv: readonly string[]) {
  let err = "";
  const io = {
    ...{ env: { DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" }, columns: 80 },
    ...{ out: () => undefined, readInput: async () => "[]", askSecret: undefined },
    err: (words: string) => {
      err += words;
    },
  };
  const exit = await runCli([...argv, "--json"], io);
  return { exit, error: JSON.parse(err).error };
}

const takers = verbsOfProgram().flatMap(({ name, command, options }) =>
  options
    .filter(({ required }) => required)
    .map((option) => ({ verb: name, command, flag: option.long ?? "", option })),
);

/** A right value for whatever has to be given beside the flag that is looked at. */
const VALUES: Readonly<Record<string, string>> = {
  ...{ день: "2026-12-01", "с-до": "10:00-11:00", рубли: "1", n: "60", "±n": "+1", uuid: "1" },
  ...{ "день и время": "2026-12-01 10:00", id: "0f8fad5b", номер: "1", число: "5", период: "day" },
  ...{ платёж: "0f8fad5b", расписание: "0 7 * * *" },
};
const valueFor = (form: string): string => VALUES[form] ?? "Анна";
const given = ({ long, flags, parseArg }: Option): readonly string[] => [
  long ?? "",
  wordsOf(parseArg)[0] ?? valueFor(/<(.+)>/.exec(flags)?.[1] ?? ""),
];
const argumentsOf = (command: Command): readonly string[] =>
  command.registeredArguments.filter(({ required }) => required).map((one) => valueFor(one.name()));

it.each(takers)(
  "$verb $flag without anything in it is a wrong call that says what is expected",
  async (taker) => {
    const { verb, command, flag } = taker;
    const beside = command.options.filter((one) => one.mandatory && one.long !== flag).flatMap(given);
    const { exit, error } = await call([...verb.split(" "), ...argumentsOf(command), ...beside, flag, ""]);
    if (CLEARS.has(flag)) {
      expect(error.message).not.toContain("дано «»");
      return;
    }
    expect([exit, error.code, error.detail.flag, error.detail.given]).toEqual([2, "wrong_usage", flag, ""]);
    expect(error.message).toMatch(/^--[\w-]+: дано «», ожидается .+\.$/);
  },
);

it("whoever wanted to be rid of it is told how", async () => {
  const { error } = await call(["schedule", "change", "1", "--folder", ""]);
  expect(error.message).toBe(
    "--folder: дано «», ожидается не пустое значение: <папка>; чтобы убрать — --no-folder.",
  );
});

it.each(verbsOfProgram().filter(({ command }) => command.registeredArguments.length > 0))(
  "$name without anything in its first value is a wrong call, too",
  async ({ name, command }) => {
    const [first] = command.registeredArguments;
    const beside = command.options.filter(({ mandatory }) => mandatory).flatMap(given);
    const rest = argumentsOf(command).slice(1);
    const { exit, error } = await call([...name.split(" "), "", ...rest, ...beside]);
    expect([exit, error.code, error.detail.given]).toEqual([2, "wrong_usage", ""]);
    expect(error.message).toContain(`${first?.name()}: дано «», ожидается `);
  },
);
