import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvariantError } from "../../../src/core/kernel/invariant.ts";
import {
  clockReaches,
  dayOf,
  daysBetween,
  daysFrom,
  instantAt,
  isZone,
  type LocalDay,
  localDay,
  minuteOfDay,
  parseLocalDay,
  plusDays,
  startOfDay,
  weekdayOf,
  type Zone,
} from "../../../src/core/kernel/local-day.ts";
import { isRefuted } from "./arbitraries.ts";
import { CLOCK_CHANGES, firstPast, firstShowing, minutesAround } from "./clock-changes.ts";

const at = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const instant = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text);

describe("a calendar day", () => {
  it.each(["2026-12-01", "2024-02-29", "0001-01-01", "9999-12-31"])("%s is one", (text) => {
    expect(parseLocalDay(text)).toBe(text);
    expect(localDay(text)).toBe(text);
  });

  it.each([
    "",
    "2026-02-29",
    "2026-02-30",
    "2026-13-01",
    "2026-00-10",
    "2026-04-31",
    "2026-1-1",
    "01.12.2026",
    "2026-12-01T10:00",
    " 2026-12-01",
    "2026-12-01\n",
    "20261201",
  ])("%j is none", (text) => {
    expect(parseLocalDay(text)).toBeUndefined();
    expect(() => localDay(text)).toThrow(InvariantError);
  });
});

describe("a zone", () => {
  it.each(["Europe/Moscow", "UTC", "America/St_Johns", "Asia/Kathmandu"])("%s is one", (name) => {
    expect(isZone(name)).toBe(true);
  });

  it.each(["", "Moscow", "Europe/Nowhere", "МСК", "Europe/Moscow; DROP"])("%j is none", (name) => {
    expect(isZone(name)).toBe(false);
  });

  it("every zone of this Node can be reckoned with", () => {
    const noon = new Date("2026-06-01T12:00:00Z");
    for (const zone of Intl.supportedValuesOf("timeZone")) {
      expect(isZone(zone)).toBe(true);
      expect(instantAt(dayOf(noon, zone), minuteOfDay(noon, zone), zone)).toEqual(noon);
    }
  });
});

it.each([
  ["a moment before midnight", "2026-11-30T20:59:59.999Z", "Europe/Moscow", "2026-11-30", "23:59"],
  ["midnight", "2026-11-30T21:00:00.000Z", "Europe/Moscow", "2026-12-01", "00:00"],
  ["a moment after midnight", "2026-11-30T21:00:00.001Z", "Europe/Moscow", "2026-12-01", "00:00"],
  ["west of Greenwich", "2027-01-01T02:59:00.000Z", "America/St_Johns", "2026-12-31", "23:29"],
  ["far in the east", "2026-12-31T11:00:00.000Z", "Pacific/Auckland", "2027-01-01", "00:00"],
  ["the hour that comes again, first", "2026-10-25T00:30:00.000Z", "Europe/Berlin", "2026-10-25", "02:30"],
  ["the hour that comes again, second", "2026-10-25T01:30:00.000Z", "Europe/Berlin", "2026-10-25", "02:30"],
])("UN-4: %s has its day and its minute in the zone", (_, moment, zone, day, time) => {
  expect(dayOf(new Date(moment), zone)).toBe(day);
  expect(minuteOfDay(new Date(moment), zone)).toBe(at(time));
});

describe("reckoning with days", () => {
  it.each([
    ["2026-12-31", 1, "2027-01-01"],
    ["2028-02-28", 1, "2028-02-29"],
    ["2026-02-28", 1, "2026-03-01"],
    ["2026-03-29", 1, "2026-03-30"],
    ["2026-03-01", -1, "2026-02-28"],
    ["2026-03-01", 0, "2026-03-01"],
  ])("%s and %d more is %s", (day, days, expected) => {
    expect(plusDays(localDay(day), days)).toBe(expected);
  });

  const anyDay = fc
    .integer({ min: 0, max: 36_525 })
    .map((offset) => localDay(new Date(Date.UTC(2000, 0, 1 + offset)).toISOString().slice(0, 10)));

  it("days added are days between, forward and back, and days compare as text", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -800, max: 800 }), (from, count) => {
        const to = plusDays(from, count);
        expect(daysBetween({ from, to })).toBe(count);
        expect(plusDays(to, -count)).toBe(from);
        expect(Math.sign(count)).toBe(to < from ? -1 : to > from ? 1 : 0);
      }),
    );
  });

  it.each([
    ["2026-11-23", 1],
    ["2026-11-24", 2],
    ["2026-11-28", 6],
    ["2026-11-29", 7],
    ["2024-02-29", 4],
  ])("Monday is 1 and Sunday 7: %s is %d", (day, expected) => {
    expect(weekdayOf(localDay(day))).toBe(expected);
  });

  it("a stretch of days holds both its ends; a reversed one holds none", () => {
    const [from, to] = [localDay("2026-12-30"), localDay("2027-01-02")];
    expect(daysFrom({ from, to })).toEqual(["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"]);
    expect(daysFrom({ from, to: from })).toEqual(["2026-12-30"]);
    expect(daysFrom({ from: plusDays(from, 1), to: from })).toEqual([]);
    expect(daysFrom({ from: to, to: from })).toEqual([]);
  });
});

describe("the first instant of a day", () => {
  it.each([
    ["midnight", "2026-12-01", "Europe/Moscow", "2026-11-30T21:00:00Z"],
    ["midnight on a day of change", "2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00Z"],
    ["the change when it skips midnight", "2022-03-22", "Asia/Tehran", "2022-03-21T20:30:00Z"],
    ["the earlier of two midnights", "2011-11-06", "America/Havana", "2011-11-06T04:00:00Z"],
    ["the next day's where the whole day is skipped", "2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00Z"],
  ])("is %s", (_, day, zone, expected) => {
    expect(startOfDay(localDay(day), zone)).toEqual(new Date(expected));
  });

  it.each(CLOCK_CHANGES)(
    "belongs to the day and the instant before does not: $zone $day",
    ({ zone, day }) => {
      for (const near of [plusDays(day, -1), day, plusDays(day, 1)]) {
        const start = startOfDay(near, zone);
        expect(dayOf(start, zone) >= near).toBe(true);
        expect(dayOf(new Date(start.getTime() - 1), zone) < near).toBe(true);
      }
    },
  );
});

describe("SL-5: the instant at which clocks show a time of a day", () => {
  it.each([
    ["an ordinary time", "2026-12-01", "10:00", "Europe/Moscow", "2026-12-01T07:00:00Z"],
    ["10:00 before a change", "2026-03-28", "10:00", "Europe/Berlin", "2026-03-28T09:00:00Z"],
    ["10:00 after it", "2026-03-29", "10:00", "Europe/Berlin", "2026-03-29T08:00:00Z"],
    ["the last before a skip", "2026-03-29", "01:59", "Europe/Berlin", "2026-03-29T00:59:00Z"],
    ["the first skipped", "2026-03-29", "02:00", "Europe/Berlin", undefined],
    ["the last skipped", "2026-03-29", "02:59", "Europe/Berlin", undefined],
    ["the first after a skip", "2026-03-29", "03:00", "Europe/Berlin", "2026-03-29T01:00:00Z"],
    ["the last before a repetition", "2026-10-25", "01:59", "Europe/Berlin", "2026-10-24T23:59:00Z"],
    [
      "the first repeated, the earlier of two",
      "2026-10-25",
      "02:00",
      "Europe/Berlin",
      "2026-10-25T00:00:00Z",
    ],
    ["the last repeated, the earlier of two", "2026-10-25", "02:59", "Europe/Berlin", "2026-10-25T00:59:00Z"],
    ["the first after a repetition", "2026-10-25", "03:00", "Europe/Berlin", "2026-10-25T02:00:00Z"],
    ["skipped by half an hour", "2026-10-04", "02:29", "Australia/Lord_Howe", undefined],
    ["after half an hour's skip", "2026-10-04", "02:30", "Australia/Lord_Howe", "2026-10-03T15:30:00Z"],
    ["a skipped midnight", "2022-03-22", "00:00", "Asia/Tehran", undefined],
    ["the midnight that ends a day", "2026-12-01", "24:00", "Europe/Moscow", "2026-12-01T21:00:00Z"],
    ["an ending midnight that is skipped", "2022-03-21", "24:00", "Asia/Tehran", undefined],
    ["a time of a day that is skipped", "2011-12-30", "10:00", "Pacific/Apia", undefined],
  ])("%s", (_, day, time, zone, expected) => {
    expect(instantAt(localDay(day), at(time), zone)).toEqual(instant(expected));
  });

  it.each([-1, 1_441, 0.5, Number.NaN])("there is no minute %d of a day", (minute) => {
    expect(() => instantAt(localDay("2026-12-01"), minute, "Europe/Moscow")).toThrow(InvariantError);
  });

  type InstantAt = (day: LocalDay, minute: number, zone: Zone) => Date | undefined;
  const isTheFirst = (rule: InstantAt) =>
    fc.property(
      fc.constantFrom(...CLOCK_CHANGES),
      fc.integer({ min: -1, max: 1 }),
      fc.oneof(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 0, max: 240 })),
      ({ day, zone }, offset, minute) => {
        const near = plusDays(day, offset);
        expect(rule(near, minute, zone)).toEqual(firstShowing(near, minute, zone));
      },
    );

  it("around every kind of change it is the first that a clock on the wall would show, or none", () => {
    fc.assert(isTheFirst(instantAt), { numRuns: 1_000 });
  });

  it("would be noticed if it counted from midnight, or took the moment that a skipped time slides to", () => {
    const fromMidnight: InstantAt = (day, minute, zone) =>
      new Date(startOfDay(day, zone).getTime() + minute * 60_000);
    expect(isRefuted(isTheFirst(fromMidnight))).toBe(true);
    const sliding: InstantAt = (day, minute, zone) =>
      instantAt(day, minute, zone) ?? instantAt(day, minute + 60, zone);
    expect(isRefuted(isTheFirst(sliding))).toBe(true);
  });

  it("what it finds is shown by the day and the minute of that instant", () => {
    for (const { day, zone } of CLOCK_CHANGES) {
      for (let minute = 0; minute < 1_440; minute += 15) {
        const found = instantAt(day, minute, zone);
        if (found !== undefined)
          expect([dayOf(found, zone), minuteOfDay(found, zone)]).toEqual([day, minute]);
      }
    }
  });
});

describe("SL-5: the instant at which clocks have reached a time of a day", () => {
  it.each([
    ["an ordinary time", "2026-12-01", "10:00", "Europe/Moscow", "2026-12-01T07:00:00Z"],
    ["the first skipped: the change", "2026-03-29", "02:00", "Europe/Berlin", "2026-03-29T01:00:00Z"],
    ["the last skipped: the change", "2026-03-29", "02:59", "Europe/Berlin", "2026-03-29T01:00:00Z"],
    ["one that happens twice: the earlier", "2026-10-25", "02:30", "Europe/Berlin", "2026-10-25T00:30:00Z"],
    ["the end of a day", "2026-12-01", "24:00", "Europe/Moscow", "2026-12-01T21:00:00Z"],
    ["an ending midnight that is skipped", "2022-03-21", "24:00", "Asia/Tehran", "2022-03-21T20:30:00Z"],
    ["a time of a day that is skipped", "2011-12-30", "10:00", "Pacific/Apia", "2011-12-30T10:00:00Z"],
  ])("%s", (_, day, time, zone, expected) => {
    expect(clockReaches(localDay(day), at(time), zone)).toEqual(new Date(expected));
  });

  it.each(CLOCK_CHANGES)("is the first at which a clock shows it or later: $zone $day", ({ zone, day }) => {
    for (let minute = 0; minute <= 1_440; minute += 10) {
      const expected = minute === 1_440 ? firstPast(plusDays(day, 1), 0, zone) : firstPast(day, minute, zone);
      expect(clockReaches(day, minute, zone)).toEqual(expected);
    }
  });
});

it("the wall clock that these answers are held against does change on these days", () => {
  for (const { day, zone } of CLOCK_CHANGES) {
    const shown = minutesAround(day, zone).filter((one) => one.day === day);
    expect(shown.length).not.toBe(1_440);
  }
});
