import { expect, it } from "vitest";
import { fileName } from "../../../../src/core/exports/rules/file-name.ts";
import { localDay } from "../../../../src/core/kernel/local-day.ts";

it.each([
  ["operations", "excel", "2026-11-25", "2026-11-25", "finance-2026-11-25.csv"],
  ["operations", "plain", "2026-11-25", "2026-11-25", "finance-2026-11-25-plain.csv"],
  ["specialist", "excel", "2026-11-16", "2026-11-22", "finance-by-specialist-2026-11-16_2026-11-22.csv"],
] as const)("a file of %s (%s) from %s to %s is called %s-like", (contents, dialect, from, to, name) => {
  expect(fileName({ contents, dialect, from: localDay(from), to: localDay(to) })).toBe(name);
});
