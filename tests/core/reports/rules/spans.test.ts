import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { daysBetween, localDay, plusDays, weekdayOf } from "../../../../src/core/kernel/local-day.ts";
import { SPAN_UNITS, spansOf } from "../../../../src/core/reports/rules/spans.ts";

const period = (from: string, to: string) => ({ from: localDay(from), to: localDay(to) });

describe("the spans of a period", () => {
  it.each([
    ["week", "2026-11-25", "2026-12-01", ["2026-11-25 2026-11-29", "2026-11-30 2026-12-01"]],
    ["week", "2026-11-23", "2026-11-29", ["2026-11-23 2026-11-29"]],
    [
      "month",
      "2028-01-31",
      "2028-03-01",
      ["2028-01-31 2028-01-31", "2028-02-01 2028-02-29", "2028-03-01 2028-03-01"],
    ],
    ["day", "2026-12-31", "2027-01-01", ["2026-12-31 2026-12-31", "2027-01-01 2027-01-01"]],
  ] as const)("by %s from %s to %s are %j", (unit, from, to, spans) => {
    expect(spansOf(period(from, to), unit).map((one) => `${one.from} ${one.to}`)).toEqual(spans);
  });

  it("hold every day once, and none crosses the end of a week or a month", () => {
    const start = fc.integer({ min: 0, max: 9_000 }).map((days) => plusDays(localDay("2010-01-01"), days));
    fc.assert(
      fc.property(start, fc.nat(400), fc.constantFrom(...SPAN_UNITS), (from, length, unit) => {
        const to = plusDays(from, length);
        const spans = spansOf({ from, to }, unit);
        expect(spans[0]?.from).toBe(from);
        expect(spans.at(-1)?.to).toBe(to);
        for (const [place, span] of spans.entries()) {
          expect(span.from <= span.to).toBe(true);
          if (place > 0) expect(plusDays(spans[place - 1]?.to ?? from, 1)).toBe(span.from);
          if (unit === "month") expect(span.from.slice(0, 7)).toBe(span.to.slice(0, 7));
          if (unit === "week") expect(weekdayOf(span.from) + daysBetween(span)).toBe(weekdayOf(span.to));
        }
      }),
    );
  });
});
