import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "..");

/** A file by its path from the root, with its text. */
type Sources = ReadonlyMap<string, string>;

/** A check answers who offends. */
type Check = (sources: Sources) => readonly string[];

const offenders =
  (breaks: (file: string, text: string, sources: Sources) => boolean): Check =>
  (sources) =>
    [...sources].filter(([file, text]) => breaks(file, text, sources)).map(([file]) => file);

const LINES_MAX = 400;
const CLOCK_OR_CHANCE =
  /\bDate\.now\(|\bnew Date\(\s*\)|\bMath\.random\(|\brandomUUID\(|\bperformance\.now\(|\bprocess\.env\b|Temporal\.Now\b/;
const LEFTOVER = /\b(FIXME|XXX|TODO)\b|\b(it|test|describe)\.only\(|console\.log\(/;
const REGISTRY = /\bregistry\.[\w.-]+\.\w|"resolved": "http|^\s*(@[\w-]+:)?registry\s*=/m;
const MACHINE_PATH = /(?<![\w./~-])\/(?:home|Users|root|work|workspace|mnt)\/[\w.-]+/;
const CODE = /\.(ts|tsx|mjs|cjs|js)$/;
const TEXTS = /\/texts\//;

const isCore = (file: string): boolean => /^src\/core\/(?!runtime\/)/.test(file);
const isRule = (file: string): boolean => /^src\/core\/[^/]+\/rules\/.+\.ts$/.test(file);
const testOf = (rule: string): string => rule.replace(/^src\//, "tests/").replace(/\.ts$/, ".test.ts");

const checks: Readonly<
  Record<string, { readonly check: Check; readonly planted: readonly [string, string] }>
> = {
  "no file outgrows a sitting": {
    check: offenders(
      (file, text) =>
        file.startsWith("src/") &&
        CODE.test(file) &&
        !TEXTS.test(file) &&
        text.split("\n").length > LINES_MAX,
    ),
    planted: ["src/core/booking/hold-slot.ts", "\n".repeat(LINES_MAX)],
  },
  "core takes time, chance and settings as arguments": {
    check: offenders((file, text) => isCore(file) && CLOCK_OR_CHANCE.test(text)),
    planted: ["src/core/booking/hold-slot.ts", "const now = new Date();"],
  },
  "nothing half-finished is left behind": {
    check: offenders((file, text) => CODE.test(file) && LEFTOVER.test(text)),
    planted: ["src/bot/bot.ts", "// TODO later"],
  },
  "every rule has a test of the same name": {
    check: offenders((file, _, sources) => isRule(file) && !sources.has(testOf(file))),
    planted: ["src/core/booking/rules/planted.ts", "export const planted = 1;"],
  },
  "nothing knows where this machine gets its packages from": {
    check: offenders((_, text) => REGISTRY.test(text)),
    planted: ["package-lock.json", '"resolved": "https://registry.example.org/zod"'],
  },
  "nothing knows where on this machine it stands": {
    check: offenders((_, text) => MACHINE_PATH.test(text)),
    planted: ["docs/operations.md", "cd /home/anna/okoshko"],
  },
  "no name says nothing": {
    check: offenders(
      (file) => CODE.test(file) && /(^|[/-])(utils?|helpers?|common|manager|misc)(\.|\/|-)/.test(file),
    ),
    planted: ["src/core/booking/utils.ts", ""],
  },
};

const SELF = "tests/tidy.test.ts";
const BINARY = /\.(png|jpe?g|gif|webp|ico|woff2?|ttf|pdf|zip|gz|wasm|webm|mp4)$/;

/** What is or will be committed; but this file, which has to name what it looks for. */
function committed(): Sources {
  const list = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
  const names = execFileSync("git", list, { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 26 }).split("\0");
  const files = names.filter(
    (name) => name !== "" && name !== SELF && !BINARY.test(name) && existsSync(path.join(ROOT, name)),
  );
  return new Map(files.map((name) => [name, readFileSync(path.join(ROOT, name), "utf8")]));
}

describe.each(Object.entries(checks))("%s", (_, { check, planted: [file, text] }) => {
  it("holds", () => {
    expect(check(committed())).toEqual([]);
  });

  it("would be noticed", () => {
    expect(check(new Map([[file, text]]))).toEqual([file]);
  });
});

it("looks at the whole of the repository", () => {
  const sources = committed();
  for (const file of ["package.json", "src/core/runtime/config.ts", ".ci/run"])
    expect(sources.has(file)).toBe(true);
});
