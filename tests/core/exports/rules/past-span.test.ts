import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXPORT_SPANS } from "../../../../src/core/exports/model.ts";
import { pastSpan } from "../../../../src/core/exports/rules/past-span.ts";
import { localDay, plusDays } from "../../../../src/core/kernel/local-day.ts";

describe("the past span", () => {
  it.each([
    ["day", "2026-11-26", "2026-11-25", "2026-11-25"],
    ["day", "2026-03-01", "2026-02-28", "2026-02-28"],
    ["week", "2026-11-26", "2026-11-16", "2026-11-22"],
    ["week", "2026-11-23", "2026-11-16", "2026-11-22"],
    ["week", "2026-11-22", "2026-11-09", "2026-11-15"],
    ["month", "2026-11-26", "2026-10-01", "2026-10-31"],
    ["month", "2026-01-01", "2025-12-01", "2025-12-31"],
    ["month", "2028-03-31", "2028-02-01", "2028-02-29"],
  ] as const)("of a %s on %s is %s to %s", (span, day, from, to) => {
    expect(pastSpan(span, localDay(day))).toEqual({ from, to });
  });

  it("is over before the day, and spans follow each other without a gap", () => {
    const day = fc.integer({ min: 0, max: 20_000 }).map((days) => plusDays(localDay("2000-01-01"), days));
    fc.assert(
      fc.property(fc.constantFrom(...EXPORT_SPANS), day, (span, today) => {
        const { from, to } = pastSpan(span, today);
        expect(from <= to && to < today).toBe(true);
        expect(pastSpan(span, from).to).toBe(plusDays(from, -1));
      }),
    );
  });
});
