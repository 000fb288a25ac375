import { describe, expect, it } from "vitest";
import { owedSpans, SPANS_OWED_MAX } from "../../../../src/core/exports/rules/owed-spans.ts";
import { localDay, plusDays } from "../../../../src/core/kernel/local-day.ts";

const days = (from: string, count: number) =>
  Array.from({ length: count }, (_, place) => plusDays(localDay(from), place));

describe("owed spans", () => {
  it("are one for each missed day, oldest first", () => {
    expect(owedSpans("day", days("2026-11-24", 3)).map(({ from }) => from)).toEqual([
      "2026-11-23",
      "2026-11-24",
      "2026-11-25",
    ]);
  });
  it("are one for all due times of a week, and none without any", () => {
    expect(owedSpans("week", days("2026-11-23", 7))).toEqual([{ from: "2026-11-16", to: "2026-11-22" }]);
    expect(owedSpans("day", [])).toEqual([]);
  });
  it("end with the latest after a long standstill", () => {
    const owed = owedSpans("day", days("2026-01-02", 100));
    expect(owed).toHaveLength(SPANS_OWED_MAX);
    expect(owed.at(-1)?.to).toBe(plusDays(localDay("2026-01-02"), 98));
  });
});
