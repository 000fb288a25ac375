import { describe, expect, it } from "vitest";
import { runCli } from "../../src/cli/main.ts";
import { verbsOfProgram } from "./program-tree.ts";

/** Refused before a database is looked for: none is there. */
async function refusalOf(...argv: readonly string[]) {
  let err = "";
  const io = {
    ...{ env: { DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" }, columns: 80 },
    ...{ out: () => undefined, readInput: async () => "", askSecret: undefined },
    err: (text: string) => {
      err += text;
    },
  };
  return { exit: await runCli(argv, io), err };
}

const writers = verbsOfProgram()
  .filter(({ command }) => command.options.some(({ long }) => long === "--out"))
  .map(({ name }) => name.split(" "));

describe("a name of a file that promises something else than what would be written", () => {
  it.each([...writers, ["clients", "export", "+79001234567"]])(
    "%j is refused before anything is done",
    async (...call) => {
      const { exit, err } = await refusalOf(...call, "--out", "май.xlsx");
      expect(exit).toBe(2);
      expect(err).toMatch(/^--out: дано «май\.xlsx», ожидается имя на \.(csv, \.json или \.txt|html)/);
    },
  );

  it.each([
    [["--out", "a.pdf", "--format", "csv"], "имя на .csv, .json или .txt"],
    [["--out", "a.tsv"], "имя на .csv, .json или .txt"],
    [["--out", "a.json", "--format", "csv"], "с --format csv имя на .csv"],
    [["--out", "a.csv", "--format", "table"], "с --format table имя на .txt"],
    [["--out", "A.CSV", "--format", "json"], "с --format json имя на .json"],
    [["--out", "a.xlsx", "--plain"], "имя на .csv, .json или .txt"],
  ])("%j: what is allowed is said", async (flags, expected) => {
    const { exit, err } = await refusalOf("report", "finance", ...flags);
    expect([exit, err]).toEqual([2, expect.stringContaining(`ожидается ${expected}`)]);
  });

  it.each([
    [["--out", "a.csv.part", "--format", "csv"]],
    [["--out", "a.txt"]],
    [["--out", "a.txt", "--plain"]],
    [["--out", "май.2026"]],
    [["--out", "a"]],
    [["--out", "/dev/full"]],
    [["--out", "-"]],
    [["--out", "a.JSON"]],
  ])("%j goes on to the database", async (flags) => {
    expect((await refusalOf("report", "finance", ...flags)).exit).toBe(3);
  });
});
