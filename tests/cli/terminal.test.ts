import { expect, it } from "vitest";
import { columnsOf } from "../../src/cli/terminal.ts";

it.each([
  ["a terminal says it itself", { columns: 120 }, "80", 120],
  ["one that is very narrow is taken for forty", { columns: 20 }, undefined, 40],
  ["without a terminal a row stays one line", {}, undefined, 200],
  ["unless the shell says otherwise", {}, "80", 80],
  ["a terminal that knows nothing is none", { columns: 0 }, "", 200],
  ["what is no number is not heeded", {}, "wide", 200],
])("the width of a line: %s", (_, stream, said, columns) => {
  expect(columnsOf(stream, said)).toBe(columns);
});
