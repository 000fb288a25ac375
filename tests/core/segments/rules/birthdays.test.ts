import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { daysFrom, localDay, plusDays } from "../../../../src/core/kernel/local-day.ts";
import { isKeptWithin, monthOf } from "../../../../src/core/segments/rules/birthdays.ts";

describe("a birthday (MS-3, PE-4)", () => {
  it.each([
    ["1990-11-23", "2026-11-23", "2026-11-23", true],
    ["1990-11-24", "2026-11-23", "2026-11-23", false],
    ["1604-11-23", "2026-11-23", "2026-11-23", true],
    ["1990-11-22", "2026-11-23", "2026-11-30", false],
    ["1990-11-30", "2026-11-23", "2026-11-30", true],
    ["1990-12-01", "2026-11-23", "2026-11-30", false],
    // Over the end of the year.
    ["1990-01-02", "2026-12-28", "2027-01-03", true],
    ["1990-12-27", "2026-12-28", "2027-01-03", false],
    // The 29th of February: its own day in a leap year, the 28th in another.
    ["2000-02-29", "2028-02-29", "2028-02-29", true],
    ["2000-02-29", "2028-02-28", "2028-02-28", false],
    ["2000-02-29", "2027-02-28", "2027-02-28", true],
    ["2000-02-29", "2027-03-01", "2027-03-01", false],
    ["1604-02-29", "2027-02-27", "2027-02-28", true],
    ["2000-02-28", "2027-02-28", "2027-02-28", true],
  ])("of %s is kept from %s to %s: %s", (birthday, from, to, isKept) => {
    expect(isKeptWithin(localDay(birthday), { from: localDay(from), to: localDay(to) })).toBe(isKept);
  });

  const anyDay = fc.nat(2_000).map((n) => plusDays(localDay("2023-01-01"), n));

  it("is kept on exactly one day of any year to come, and on none twice", () => {
    fc.assert(
      fc.property(anyDay, anyDay, (birthday, from) => {
        const days = daysFrom({ from, to: plusDays(from, 364) });
        const kept = days.filter((day) => isKeptWithin(birthday, { from: day, to: day }));
        const isLongYear = plusDays(from, 365).slice(5) !== from.slice(5);
        expect(kept.length).toBeGreaterThanOrEqual(isLongYear ? 0 : 1);
        expect(kept.length).toBeLessThanOrEqual(isLongYear || from.slice(5) > "02-27" ? 2 : 1);
      }),
    );
  });

  it("is kept within a stretch when it is kept on one of its days", () => {
    fc.assert(
      fc.property(anyDay, anyDay, fc.nat(40), (birthday, from, length) => {
        const to = plusDays(from, length);
        const isOnOne = daysFrom({ from, to }).some((day) => isKeptWithin(birthday, { from: day, to: day }));
        expect(isKeptWithin(birthday, { from, to })).toBe(isOnOne);
      }),
    );
  });

  it("has the month of its date", () => {
    expect(monthOf(localDay("1604-02-29"))).toBe(2);
  });
});
