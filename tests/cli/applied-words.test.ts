import { expect, it } from "vitest";
import { appliedWords } from "../../src/cli/commands/db.ts";

it.each([
  [1, "Применена 1 миграция:"],
  [2, "Применены 2 миграции:"],
  [5, "Применено 5 миграций:"],
  [11, "Применено 11 миграций:"],
  [21, "Применена 21 миграция:"],
])("%i migrations that were applied are counted in Russian", (count, said) => {
  const names = Array.from({ length: count }, (_, index) => `2026_${index}`);
  expect(appliedWords(names)).toBe([said, ...names.map((name) => `  ${name}`)].join("\n"));
});
