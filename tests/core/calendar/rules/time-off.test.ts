import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { outsideTimeOff, timeOffStretch } from "../../../../src/core/calendar/rules/time-off.ts";
import { type Interval, overlaps } from "../../../../src/core/kernel/interval.ts";
import { localDay } from "../../../../src/core/kernel/local-day.ts";
import { refusalOf } from "../../../support/footprint.ts";
import { granted } from "../../../support/make.ts";

const at = (text: string) => new Date(`2026-${text}:00Z`);
const now = at("11-23T09:00");
const moscow = { zone: "Europe/Moscow", now };

describe("a stretch of time off", () => {
  it("is as given, or whole days from midnight to midnight of the business (UN-4)", () => {
    const given = { startsAt: at("11-24T10:00"), endsAt: at("11-24T12:30") };
    expect(granted(timeOffStretch(given, moscow))).toEqual(given);
    const days = { fromDay: localDay("2026-12-01"), toDay: localDay("2026-12-02") };
    expect(granted(timeOffStretch(days, moscow))).toEqual({
      startsAt: at("11-30T21:00"),
      endsAt: at("12-02T21:00"),
    });
  });

  it("is 23 hours on the day when clocks go forward, 25 when they go back (SL-5)", () => {
    const hoursOn = (text: string) => {
      const day = localDay(text);
      const berlin = { zone: "Europe/Berlin", now: new Date("2026-01-01T00:00:00Z") };
      const { startsAt, endsAt } = granted(timeOffStretch({ fromDay: day, toDay: day }, berlin));
      return (endsAt.getTime() - startsAt.getTime()) / 3_600_000;
    };
    expect([hoursOn("2026-03-29"), hoursOn("2026-10-25"), hoursOn("2026-06-01")]).toEqual([23, 25, 24]);
  });

  it.each([
    [
      "that ends as it begins",
      { startsAt: at("12-01T10:00"), endsAt: at("12-01T10:00") },
      "time_off_reversed",
    ],
    ["backwards", { fromDay: localDay("2026-12-02"), toDay: localDay("2026-12-01") }, "time_off_reversed"],
    ["that is over", { startsAt: at("11-23T07:00"), endsAt: at("11-23T09:00") }, "time_off_past"],
    ["that has begun", { startsAt: at("11-23T07:00"), endsAt: at("11-23T09:01") }, "done"],
    ["of today", { fromDay: localDay("2026-11-23"), toDay: localDay("2026-11-23") }, "done"],
    ["of 366 days", { fromDay: localDay("2026-12-01"), toDay: localDay("2027-12-01") }, "done"],
    ["of 367 days", { fromDay: localDay("2026-12-01"), toDay: localDay("2027-12-02") }, "time_off_too_long"],
    [
      "of years, by the clock",
      { startsAt: at("12-01T10:00"), endsAt: new Date("2029-01-01T00:00:00Z") },
      "time_off_too_long",
    ],
  ] as const)("%s: %o is %s", (_, span, refusal) => {
    expect(refusalOf(timeOffStretch(span, moscow))).toBe(refusal);
  });
});

describe("slots outside of time off", () => {
  const minutes = ([from, length]: readonly [number, number]): Interval => ({
    startsAt: new Date(from * 60_000),
    endsAt: new Date((from + length) * 60_000),
  });

  it("touch it, and are not cut by it", () => {
    const [before, within, cut, after] = [
      minutes([0, 60]),
      minutes([60, 30]),
      minutes([90, 60]),
      minutes([150, 30]),
    ];
    const off = [minutes([60, 40]), minutes([140, 10])];
    expect(outsideTimeOff([before, within, cut, after], off)).toEqual([before, after]);
    expect(outsideTimeOff([before, within], [])).toEqual([before, within]);
  });

  it("are those that overlap none of it, whatever it looks like", () => {
    const stretches = (apart: boolean) =>
      fc
        .array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 60 })), { maxLength: 12 })
        .map((list) => list.map(minutes).sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime()))
        .map((list) =>
          apart ? list.filter((one, at) => list.slice(0, at).every((other) => !overlaps(one, other))) : list,
        );
    fc.assert(
      fc.property(stretches(true), stretches(false), (slots, off) => {
        expect(outsideTimeOff(slots, off)).toEqual(
          slots.filter((slot) => !off.some((one) => overlaps(slot, one))),
        );
      }),
    );
  });
});
