import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isOutOfSight,
  minutesBetween,
  plusMinutes,
  stepped,
  timeOf,
  titleOf,
  weekdayOf,
} from "../../src/admin/components/calendar/days.ts";

describe("days and times without a zone", () => {
  it.each([
    ["day", "2026-12-31", 1, "2027-01-01"],
    ["week", "2026-12-01", -1, "2026-11-24"],
    ["list", "2026-12-01", 1, "2026-12-08"],
    ["month", "2026-01-31", 1, "2026-02-01"],
    ["month", "2026-01-31", -1, "2025-12-01"],
  ] as const)("one press in a %s view leads from %s by %i to %s", (view, date, steps, to) => {
    expect(stepped(view, date, steps)).toBe(to);
  });

  it.each([
    [{ view: "day", date: "2026-12-01", from: "2026-12-01" }, "вт, 1 декабря 2026"],
    [{ view: "week", date: "2026-12-01", from: "2026-11-30" }, "30 ноя – 6 дек"],
    [{ view: "month", date: "2026-12-01", from: "2026-11-30" }, "декабрь 2026"],
  ] as const)("%j is called so: %s", (span, title) => {
    expect(titleOf(span).replaceAll(/[\u00a0\u202f]/g, " ")).toBe(title);
  });

  it("knows whether days are out of sight", () => {
    const week = { from: "2026-11-30", days: 7 };
    const out = (from: string, to: string) => isOutOfSight(week, { from, to });
    expect([out("2026-11-20", "2026-11-29"), out("2026-12-07", "2026-12-20")]).toEqual([true, true]);
    expect([out("2026-11-20", "2026-11-30"), out("2026-12-06", "2026-12-20")]).toEqual([false, false]);
  });

  it("counts minutes on as if every day had 24 hours, and back", () => {
    expect(plusMinutes("2026-12-31T23:30", 45)).toBe("2027-01-01T00:15");
    expect([timeOf("2026-12-31T23:30"), weekdayOf("2026-11-29")]).toEqual(["23:30", 7]);
    fc.assert(
      fc.property(fc.integer({ min: -50_000, max: 50_000 }), (minutes) => {
        const from = "2026-06-15T12:00";
        expect(minutesBetween({ from, to: plusMinutes(from, minutes) })).toBe(minutes);
      }),
    );
  });
});
