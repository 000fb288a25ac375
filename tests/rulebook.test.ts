import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync } from "@swc/core";
import { expect, it } from "vitest";

const TESTS = import.meta.dirname;

/** The rulebook's sections with the number of their rules. */
const SECTIONS = { UN: 4, SL: 8, PR: 6, PT: 3, PY: 8, CX: 8, EP: 6, MS: 9, PE: 5 } as const;
const RULES = Object.entries(SECTIONS).flatMap(([section, count]) =>
  Array.from({ length: count }, (_, index) => `${section}-${index + 1}`),
);

const CALLERS = new Set(["it", "test", "describe"]);

/** The words under which tests are known: what `it`, `test` and `describe` are called with, tables included. */
function titlesIn(source: string): readonly string[] {
  const titles: string[] = [];
  const walk = (node: unknown): void => {
    if (!isNode(node)) return;
    const { callee, arguments: given } = node;
    if (node.type === "CallExpression" && CALLERS.has(rootOf(callee)) && Array.isArray(given)) {
      const title = wordsOf(given[0]?.expression);
      if (title !== undefined) titles.push(title);
    }
    Object.values(node).forEach(walk);
  };
  walk(parseSync(source, { syntax: "typescript" }).body);
  return titles;
}

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;

/** `it` of `it`, of `it.skip`, and of `it.each(…)`. */
function rootOf(callee: unknown): string {
  if (!isNode(callee)) return "";
  if (callee.type === "Identifier") return String(callee.value);
  return rootOf(callee.type === "CallExpression" ? callee.callee : callee.object);
}

function wordsOf(title: unknown): string | undefined {
  if (!isNode(title)) return undefined;
  if (title.type === "StringLiteral") return String(title.value);
  if (title.type !== "TemplateLiteral" || !Array.isArray(title.quasis)) return undefined;
  return title.quasis.map((part: { readonly raw: string }) => part.raw).join("…");
}

/** The rules that no test names in its title. */
function unnamed(sources: readonly string[]): readonly string[] {
  const named = new Set(sources.flatMap(titlesIn).flatMap((title) => title.match(/\b[A-Z]{2}-\d+\b/g) ?? []));
  return RULES.filter((rule) => !named.has(rule));
}

const sources = readdirSync(TESTS, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.test\.ts$/.test(file) && file !== "rulebook.test.ts")
  .map((file) => readFileSync(path.join(TESTS, file), "utf8"));

it("every rule of the rulebook is named by a test that proves it", () => {
  expect(unnamed(sources)).toEqual([]);
});

it("a rule that no title names would be noticed, wherever else it stands", () => {
  const others = RULES.filter((rule) => rule !== "CX-4").join(" ");
  const planted = `
    // CX-4
    const CX4 = "CX-4";
    expect("CX-4").toBe(CX4);
    describe("${others}", () => it.each([["CX-4"]])("%s of CX-41", () => undefined));`;
  expect(unnamed([planted])).toEqual(["CX-4"]);
  for (const title of ['it("a (CX-4)", f)', 'describe.each([1])("CX-4: %s", f)', "test(`CX-4`, f)"])
    expect(unnamed([planted, title])).toEqual([]);
});
