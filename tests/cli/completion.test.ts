import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Command } from "commander";
import { afterAll, describe, expect, it } from "vitest";
import { completionScript } from "../../src/cli/completion.ts";
import type { Desk } from "../../src/cli/desk.ts";
import { makeProgram } from "../../src/cli/program.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "okoshko-completion-test-"));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(path.join(folder, "папка с именем"));
writeFileSync(path.join(folder, "клиенты 1.csv"), "");

const io = { env: {}, columns: 80, out: () => undefined, err: () => undefined };
// Nothing of the desk is touched before a command runs.
const program = makeProgram({ io } as unknown as Desk);
const scripts = { bash: path.join(folder, "okoshko.bash"), zsh: path.join(folder, "_okoshko") };
writeFileSync(scripts.bash, completionScript(program, "bash"));
writeFileSync(scripts.zsh, completionScript(program, "zsh"));

/** What bash itself offers for the last of the words, line by line, for many lines at once. */
function offeredByBash(lines: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const ask = lines.map((words) => {
    const list = ["okoshko", ...words].map((word) => `'${word}'`).join(" ");
    return `COMP_WORDS=(${list}); COMP_CWORD=${words.length}; _okoshko; printf '%s\\n' "\${COMPREPLY[@]}" ---`;
  });
  const script = `source "${scripts.bash}"; ${ask.join("\n")}`;
  const out = execFileSync("bash", ["--norc", "-c", script], { cwd: folder, encoding: "utf8" });
  return out
    .split("---\n")
    .slice(0, -1)
    .map((block) => block.split("\n").filter(Boolean));
}

const offered = (...words: readonly string[]): readonly string[] => offeredByBash([words])[0] ?? [];

type Leaf = { readonly way: readonly string[]; readonly command: Command };
const leavesOf = (command: Command, way: readonly string[] = []): readonly Leaf[] => [
  { way, command },
  ...command.commands.flatMap((verb) => leavesOf(verb, [...way, verb.name()])),
];

describe("completion in bash", () => {
  it.each([
    [["sl"], ["slots"]],
    [["slots", "ge"], ["generate"]],
    [
      ["slots", "time-off", "l"],
      ["list", "lift"],
    ],
    [["help", "cl"], ["clients"]],
    [["report", "finance", "--format=c"], ["--format=csv"]],
    [["report", "finance", "--format", "=", "c"], ["csv"]],
    [["clients", "export", "--out=кли"], ["--out=клиенты 1.csv"]],
    [["slots", "help", "g"], ["generate"]],
    [
      ["slots", "list", "--s"],
      ["--specialist", "--state"],
    ],
    [
      ["slots", "list", "--state", ""],
      ["free", "booked", "closed"],
    ],
    [["slots", "list", "--state", "=", "b"], ["booked"]],
    [
      ["slots", "list", "--state", "="],
      ["free", "booked", "closed"],
    ],
    [["--json", "slots", "list", "--specialist", "list", "--ki"], ["--kind"]],
    [["slots", "list", "--kind", "hot", "--state", "f"], ["free"]],
    [["doctor", "--only", "database,di"], ["database,disk"]],
    [["doctor", "--only", "database,d"], ["database,disk"]],
    [
      ["settings", "get", "backup.k"],
      ["backup.keepDaily", "backup.keepWeekly"],
    ],
    [["settings", "set", "backup.keepDaily", "b"], []],
    [["report", "columns", "occ"], ["occupancy"]],
    [["completion", "z"], ["zsh"]],
    [["clients", "import", "кли"], ["клиенты 1.csv"]],
    [["db", "backup", "x", "--passphrase-file", "кли"], ["клиенты 1.csv"]],
    [["schedule", "add", "--folder", ""], ["папка с именем"]],
    [["slots", "list", "--specialist", ""], []],
    [["nonsense", ""], expect.arrayContaining(["slots", "doctor"])],
  ])("%j", (words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });

  it("knows every command and every flag of the program", () => {
    const leaves = leavesOf(program);
    const answers = offeredByBash(
      leaves.flatMap(({ way }) => [
        [...way, ""],
        [...way, "--"],
      ]),
    );
    leaves.forEach(({ way, command }, at) => {
      const [verbs = [], flags = []] = answers.slice(at * 2);
      const names = command.commands.map((verb) => verb.name());
      if (names.length > 0) expect([...verbs].sort(), way.join(" ")).toEqual([...names, "help"].sort());
      const expected = [...command.options, ...(command.parent?.options ?? []), ...program.options];
      const longs = expected.filter(({ hidden }) => !hidden).map(({ long }) => long);
      expect(flags, way.join(" ")).toEqual(expect.arrayContaining([...new Set(longs), "--help"]));
    });
    expect(leaves.length).toBeGreaterThan(80);
  });
});

const hasZsh = spawnSync("zsh", ["--version"]).status === 0;

describe.skipIf(!hasZsh)("completion in zsh", () => {
  /** Its own words for what it would show are put down instead of shown. */
  const STUBS = `
    compdef() { : }
    compset() { [[ $1 == -P ]] && current=\${current##$~2} }
    compadd() { shift; print -l -- \${(M)@:#$current*} }
    _files() { print -- "files $*" }`;
  const zsh = (...words: readonly string[]): readonly string[] => {
    const list = ["okoshko", ...words].map((word) => `'${word}'`).join(" ");
    const script = `${STUBS}\nsource "${scripts.zsh}"\nwords=(${list}); CURRENT=${words.length + 1}; _okoshko`;
    return execFileSync("zsh", ["-f", "-c", script], { encoding: "utf8" }).split("\n").filter(Boolean);
  };
  it.each([
    [["sl"], ["slots"]],
    [
      ["slots", "list", "--s"],
      ["--specialist", "--state"],
    ],
    [["slots", "list", "--state=b"], ["booked"]],
    [["doctor", "--only", "database,di"], ["disk"]],
    [["doctor", "--only=database,d"], ["disk"]],
    [["clients", "import", ""], ["files "]],
    [["schedule", "add", "--folder", ""], ["files -/"]],
  ])("%j", (words, expected) => {
    expect(zsh(...words)).toEqual(expected);
  });
});

describe("the installed command", () => {
  const run = (file: string, argv: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    spawnSync(file, argv, { cwd: folder, encoding: "utf8", env: { PATH: process.env.PATH, ...env } });

  it("works from any folder through a link, on the data of the program's folder, and calls itself by its name", () => {
    const link = path.join(folder, "okoshko");
    symlinkSync(path.join(ROOT, "bin/okoshko"), link);
    const help = run(link, ["slots", "list", "--help"]);
    expect([help.status, help.stderr]).toEqual([0, ""]);
    expect(help.stdout).toContain("  okoshko slots list --specialist Анна");
    expect(help.stdout).not.toContain("npm run");
    const lookedIn = (env: Readonly<Record<string, string>>) =>
      JSON.parse(run(link, ["db", "status", "--json"], env).stderr).error.detail.given;
    expect(lookedIn({ OKOSHKO_HOME: folder })).toBe(path.join(folder, ".data"));
    expect(lookedIn({ DATA_DIR: "own" })).toBe(path.join(ROOT, "own"));
  });

  it("says what to do where it was installed as a copy", () => {
    const copy = path.join(folder, "node_modules/okoshko/bin");
    mkdirSync(copy, { recursive: true });
    cpSync(path.join(ROOT, "bin/okoshko"), path.join(copy, "okoshko"));
    const { status, stdout, stderr } = run(path.join(copy, "okoshko"), ["--help"]);
    expect([status, stdout]).toEqual([3, ""]);
    expect(stderr).toContain("Поставьте ссылку: npm link");
  });
});
