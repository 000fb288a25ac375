import { expect, it } from "vitest";
import { type RunFile, runText } from "../../../src/core/exports/words.ts";
import { localDay } from "../../../src/core/kernel/local-day.ts";

const file = (
  day: string,
  rows: number,
  place: string | undefined = `/var/x/finance-${day}.csv`,
): RunFile => ({
  ...{ days: { from: localDay(day), to: localDay(day) }, place, rows },
});

it.each<[string, readonly RunFile[], string]>([
  ["nothing", [], ""],
  ["a file", [file("2026-11-25", 12)], "25.11.2026: finance-2026-11-25.csv, 12 строк"],
  ["one that nobody keeps", [{ ...file("2026-11-25", 1), place: undefined }], "25.11.2026: 1 строка"],
  [
    "a few, each by itself",
    [file("2026-11-24", 2), file("2026-11-25", 0)],
    "24.11.2026: finance-2026-11-24.csv, 2 строки; 25.11.2026: finance-2026-11-25.csv, 0 строк",
  ],
  [
    "many, by their number",
    ["2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25"].map((day) => file(day, 400)),
    "22.11.2026 — 25.11.2026: 4 файла, всего 1\u00a0600 строк",
  ],
])("a run of %s is told", (_, files, words) => {
  expect(runText(files)).toBe(words);
});
