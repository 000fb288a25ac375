import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timeOffStretches } from "../../../../src/core/calendar/rules/weekly-time-off.ts";
import { localDay, plusDays, type Weekday, weekdayOf } from "../../../../src/core/kernel/local-day.ts";
import { refusalOf } from "../../../support/footprint.ts";
import { granted } from "../../../support/make.ts";

const now = new Date("2026-11-23T09:00:00Z");
const moscow = { zone: "Europe/Moscow", now };
const TUESDAY: Weekday = 2;
const weekly = (over: object = {}) => ({
  ...{ fromDay: localDay("2026-12-01"), toDay: localDay("2026-12-15"), weekdays: new Set([TUESDAY]) },
  ...over,
});
const at = (text: string) => new Date(`2026-${text}:00Z`);

describe("time off that repeats weekly (SL-4)", () => {
  it("is whole days of the business, the last one included (UN-4)", () => {
    expect(granted(timeOffStretches(weekly(), moscow))).toEqual([
      { startsAt: at("11-30T21:00"), endsAt: at("12-01T21:00") },
      { startsAt: at("12-07T21:00"), endsAt: at("12-08T21:00") },
      { startsAt: at("12-14T21:00"), endsAt: at("12-15T21:00") },
    ]);
  });

  it("or the same hours of each; what is over is left out, what has begun is not", () => {
    const hours = { from: 11 * 60, to: 13 * 60 };
    const span = weekly({
      fromDay: localDay("2026-11-16"),
      toDay: localDay("2026-11-30"),
      weekdays: new Set([1]),
      hours,
    });
    expect(granted(timeOffStretches(span, moscow))).toEqual([
      { startsAt: at("11-23T08:00"), endsAt: at("11-23T10:00") },
      { startsAt: at("11-30T08:00"), endsAt: at("11-30T10:00") },
    ]);
  });

  it("stays at its local hours over a clock change, and is no time where the clocks skip it (SL-5)", () => {
    const berlin = { zone: "Europe/Berlin", now: new Date("2026-01-01T00:00:00Z") };
    const sundays = (hours: object) => ({
      ...{ fromDay: localDay("2026-03-22"), toDay: localDay("2026-03-29"), weekdays: new Set<Weekday>([7]) },
      ...hours,
    });
    const noon = granted(timeOffStretches(sundays({ hours: { from: 720, to: 780 } }), berlin));
    expect(noon.map(({ startsAt }) => startsAt)).toEqual([at("03-22T11:00"), at("03-29T10:00")]);
    const night = granted(timeOffStretches(sundays({ hours: { from: 125, to: 175 } }), berlin));
    expect(night).toHaveLength(1);
  });

  it("once is as it is given", () => {
    const span = { startsAt: at("11-24T10:00"), endsAt: at("11-24T12:30") };
    expect(granted(timeOffStretches(span, moscow))).toEqual([span]);
    const backwards = { startsAt: at("11-24T10:00"), endsAt: at("11-24T10:00") };
    expect(refusalOf(timeOffStretches(backwards, moscow))).toBe("time_off_reversed");
  });

  it.each([
    ["backwards", { toDay: localDay("2026-11-30") }, "time_off_reversed"],
    ["with hours backwards", { hours: { from: 840, to: 780 } }, "time_off_reversed"],
    ["on no day of the week", { weekdays: new Set() }, "time_off_on_no_day"],
    [
      "on a day that is not among them",
      { toDay: localDay("2026-12-01"), weekdays: new Set([3]) },
      "time_off_on_no_day",
    ],
    ["all over", { fromDay: localDay("2026-11-01"), toDay: localDay("2026-11-20") }, "time_off_past"],
    ["of 366 days", { toDay: localDay("2027-12-01") }, "done"],
    ["of 367 days", { toDay: localDay("2027-12-02") }, "time_off_too_long"],
  ] as const)("%s: %o is %s", (_, over, refusal) => {
    expect(refusalOf(timeOffStretches(weekly(over), moscow))).toBe(refusal);
  });

  it("has one stretch for each of its days, apart and in order", () => {
    const days = fc.uniqueArray(fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7), { minLength: 1 });
    fc.assert(
      fc.property(days, fc.integer({ min: 7, max: 60 }), (weekdays, length) => {
        const fromDay = localDay("2026-12-01");
        const span = weekly({ toDay: plusDays(fromDay, length - 1), weekdays: new Set(weekdays) });
        const found = granted(timeOffStretches(span, moscow));
        const wanted = Array.from({ length }, (_, day) => plusDays(fromDay, day)).filter((day) =>
          weekdays.includes(weekdayOf(day)),
        );
        expect(found).toHaveLength(wanted.length);
        found.forEach(({ startsAt }, index) => {
          const before = found[index - 1];
          if (before) expect(startsAt.getTime()).toBeGreaterThanOrEqual(before.endsAt.getTime());
        });
      }),
    );
  });
});
