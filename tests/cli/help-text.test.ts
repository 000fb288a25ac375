import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wrapped } from "../../src/cli/help-text.ts";
import { commandLine } from "./command-line.ts";
import { verbsOfProgram } from "./program-tree.ts";

describe("a text under a help", () => {
  it.each([
    ["коротко", "коротко"],
    ["один два три четыре пять", "один два три\nчетыре пять"],
    ["  kind: один два три", "  kind: один\n    два три"],
    ["  2  один два три", "  2  один два\n     три"],
    ["  длинное имя здесь  один два", "  длинное имя\n    здесь  один\n    два"],
    ['  {"columns": {"name": "ФИО"}}', '  {"columns": {"name": "ФИО"}}'],
    ["раз\n\nоченьдлинноеслово", "раз\n\nоченьдлинноеслово"],
  ])("%j is %j in fourteen columns", (text, lines) => expect(wrapped(text, 14)).toBe(lines));

  it("loses no word, and no line is longer than its words make it", () =>
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.stringMatching(/^[а-яa-z]{1,9}$/), { minLength: 1 })),
        fc.integer({ min: 12, max: 60 }),
        (paragraphs, width) => {
          const text = paragraphs.map((words) => words.join(" ")).join("\n");
          const lines = wrapped(text, width);
          expect(lines.split(/\s+/)).toEqual(text.split(/\s+/));
          expect(Math.max(...lines.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(width);
        },
      ),
    ));
});

describe.each([80, 60])("in %i columns", (columns) => {
  const run = commandLine({ db: { connection: {} }, clock: { now: () => new Date() } } as never, columns);
  it.each([...verbsOfProgram().map(({ name }) => name), ""])(
    "the help of «%s» fits, its examples aside",
    async (name) => {
      const { out } = await run([...name.split(" ").filter(Boolean), "--help"]);
      const [told = ""] = out.split("\nПримеры:\n");
      expect(told).toContain("Как вызвать:");
      const long = told
        .split("\n")
        .filter((line) => line.length > columns && !line.trimStart().startsWith("{"));
      expect(long).toEqual([]);
    },
  );
});
