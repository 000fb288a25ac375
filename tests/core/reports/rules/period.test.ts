import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { daysBetween, type LocalDay, localDay, plusDays } from "../../../../src/core/kernel/local-day.ts";
import { daysOf, PERIODS, type PeriodName, previousDays } from "../../../../src/core/reports/rules/period.ts";

const days = ([from, to]: readonly [string, string]) => ({ from: localDay(from), to: localDay(to) });
const anyDay = fc.integer({ min: 0, max: 20_000 }).map((count) => plusDays(localDay("2000-01-01"), count));

describe("the days of a named period", () => {
  it.each<[PeriodName, string, readonly [string, string]]>([
    ["today", "2026-11-26", ["2026-11-26", "2026-11-26"]],
    ["yesterday", "2026-11-01", ["2026-10-31", "2026-10-31"]],
    ["week", "2026-11-26", ["2026-11-23", "2026-11-26"]],
    ["week", "2026-11-23", ["2026-11-23", "2026-11-23"]],
    ["week", "2026-11-29", ["2026-11-23", "2026-11-29"]],
    ["month", "2026-11-01", ["2026-11-01", "2026-11-01"]],
    ["month", "2026-11-30", ["2026-11-01", "2026-11-30"]],
    ["lastWeek", "2026-11-23", ["2026-11-16", "2026-11-22"]],
    ["lastWeek", "2026-11-29", ["2026-11-16", "2026-11-22"]],
    ["lastWeek", "2026-01-01", ["2025-12-22", "2025-12-28"]],
    ["lastMonth", "2026-01-15", ["2025-12-01", "2025-12-31"]],
    ["lastMonth", "2028-03-31", ["2028-02-01", "2028-02-29"]],
  ])("%s on %s", (name, today, expected) => {
    expect(daysOf(name, localDay(today))).toEqual(days(expected));
  });
});

describe("the period to compare with", () => {
  it.each<[string, readonly [string, string], readonly [string, string]]>([
    ["a day with the day before", ["2026-11-26", "2026-11-26"], ["2026-11-25", "2026-11-25"]],
    ["the first of a month with the day before", ["2026-11-01", "2026-11-01"], ["2026-10-31", "2026-10-31"]],
    ["a month that runs with its days", ["2026-11-01", "2026-11-26"], ["2026-10-01", "2026-10-26"]],
    ["a day that the month before lacks", ["2026-03-01", "2026-03-30"], ["2026-02-01", "2026-02-28"]],
    ["a whole month with a whole one", ["2026-11-01", "2026-11-30"], ["2026-10-01", "2026-10-31"]],
    ["a whole shorter month", ["2026-02-01", "2026-02-28"], ["2026-01-01", "2026-01-31"]],
    ["a week that runs", ["2026-11-23", "2026-11-26"], ["2026-11-16", "2026-11-19"]],
    ["a whole week", ["2026-11-23", "2026-11-29"], ["2026-11-16", "2026-11-22"]],
    ["any days with as many before", ["2026-11-10", "2026-11-12"], ["2026-11-07", "2026-11-09"]],
    ["a quarter", ["2026-07-01", "2026-09-30"], ["2026-03-31", "2026-06-30"]],
  ])("%s", (_, of, expected) => {
    expect(previousDays(days(of))).toEqual(days(expected));
  });

  it("ends before the period begins, and begins no later than it ends, whatever the period", () => {
    const ofNamed = fc.record({ today: anyDay, name: fc.constantFrom(...PERIODS) });
    fc.assert(
      fc.property(ofNamed, ({ today, name }) => {
        const period = daysOf(name, today);
        const before = previousDays(period);
        expect(before.from <= before.to && before.to < period.from).toBe(true);
        expect(period.to <= today).toBe(true);
      }),
    );
  });

  it("is as long as the period, but for months of another length", () => {
    const ofDays = fc.record({ from: anyDay, length: fc.integer({ min: 0, max: 400 }) });
    fc.assert(
      fc.property(ofDays, ({ from, length }) => {
        const period = { from, to: plusDays(from, length) };
        const before = previousDays(period);
        const difference = daysBetween(before) - length;
        const isOfMonth = (day: LocalDay) => day.endsWith("-01");
        expect(Math.abs(difference)).toBeLessThanOrEqual(isOfMonth(from) ? 3 : 0);
      }),
    );
  });
});
