import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayOf, localDay, plusDays } from "../../../../src/core/kernel/local-day.ts";
import {
  boundsOf,
  lengthOf,
  PERIOD_DAYS_MAX,
  type Period,
  readPeriod,
} from "../../../../src/core/reports/rules/analytics-period.ts";

const period = (from: string, to: string): Period => ({ from: localDay(from), to: localDay(to) });

const anyPeriod = fc
  .record({ start: fc.integer({ min: 0, max: 10_000 }), length: fc.integer({ min: 1, max: 400 }) })
  .map(({ start, length }): Period => {
    const from = plusDays(localDay("2010-01-01"), start);
    return { from, to: plusDays(from, length - 1) };
  });

describe("a period that was typed", () => {
  it.each([
    ["2026-11-01", "2026-11-30", period("2026-11-01", "2026-11-30")],
    ["2026-11-01", "2026-11-01", period("2026-11-01", "2026-11-01")],
    ["2024-01-01", "2024-12-31", period("2024-01-01", "2024-12-31")],
    ["2026-11-02", "2026-11-01", "ends_before_it_begins"],
    ["2024-01-01", "2025-01-01", "period_too_long"],
    ["2026-02-30", "2026-03-01", "no_such_day"],
    ["вчера", "2026-03-01", "no_such_day"],
    ["", "", "no_such_day"],
    ["1999-12-31", "2000-01-01", "no_such_day"],
    ["2099-12-31", "2100-01-01", "no_such_day"],
  ])("%s to %s", (from, to, answer) => {
    expect(readPeriod({ from, to })).toEqual(answer);
  });
});

describe("the bounds of a period (UN-4)", () => {
  it("are midnights of the business: the evening of UTC is the next day in Moscow", () => {
    expect(
      boundsOf(period("2026-11-24", "2026-11-25"), "Europe/Moscow").map((at) => at.toISOString()),
    ).toEqual(["2026-11-23T21:00:00.000Z", "2026-11-24T21:00:00.000Z", "2026-11-25T21:00:00.000Z"]);
  });

  it("give a day of a clock change its own length", () => {
    const [begin, end] = boundsOf(period("2026-03-29", "2026-03-29"), "Europe/Berlin");
    expect((Number(end) - Number(begin)) / 3_600_000).toBe(23);
  });

  it("leave no moment out and count none twice", () => {
    fc.assert(
      fc.property(
        anyPeriod,
        fc.constantFrom("Europe/Moscow", "Europe/Berlin", "America/Sao_Paulo"),
        (asked, zone) => {
          const bounds = boundsOf(asked, zone);
          expect(bounds).toHaveLength(lengthOf(asked) + 1);
          for (const [place, begin] of bounds.entries()) {
            const day = plusDays(asked.from, place);
            expect(dayOf(begin, zone)).toBe(day);
            expect(dayOf(new Date(begin.getTime() - 1), zone)).toBe(plusDays(day, -1));
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

it("a period is a year and a day at most", () => {
  expect(PERIOD_DAYS_MAX).toBe(366);
});
