import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  afterOffer,
  DAY_PART_NAMES,
  DAY_PARTS,
  type DayHours,
  dayPartOf,
  earliestFor,
  fittingStarts,
  MISSES_MAX,
  meets,
  readWish,
  runsOf,
  stretchesOf,
  WAIT_DAYS_MAX,
  type Wish,
  weekendsOf,
} from "../../../../src/core/booking/rules/waitlist.ts";
import { daysFrom, type LocalDay, localDay, plusDays } from "../../../../src/core/kernel/local-day.ts";

const MOSCOW = "Europe/Moscow";
const day = (text: string) => localDay(`2026-${text}`);
const today = { day: day("11-23"), minute: 12 * 60 };
const ANY: DayHours = DAY_PARTS.any;

describe("MS-9: what may be waited for", () => {
  const asked = (days: readonly LocalDay[], hours = ANY) => readWish({ ...hours, days }, today);

  it.each([
    ["today, any time", ["11-23"], ANY, ["11-23"]],
    ["today, while its hours last", ["11-23"], { fromMinute: 0, toMinute: 12 * 60 + 1 }, ["11-23"]],
    ["days in order, each once", ["11-25", "11-24", "11-25"], ANY, ["11-24", "11-25"]],
    ["days ahead, without those that are over", ["11-22", "11-24"], ANY, ["11-24"]],
    ["tomorrow, when today's hours are over", ["11-23", "11-24"], DAY_PARTS.morning, ["11-24"]],
  ] as const)("%s", (_, days, hours, expected) => {
    expect(asked(days.map(day), hours)).toEqual({ ok: true, value: expected.map(day) });
  });

  it.each([
    ["no day", [], ANY, "wait_days_passed"],
    ["yesterday", ["11-22"], ANY, "wait_days_passed"],
    ["today's hours to the minute over", ["11-23"], DAY_PARTS.morning, "wait_days_passed"],
    ["hours that end as they begin", ["11-24"], { fromMinute: 60, toMinute: 60 }, "wait_hours_reversed"],
    ["hours past midnight", ["11-24"], { fromMinute: 60, toMinute: 1441 }, "wait_hours_reversed"],
    ["hours before midnight", ["11-24"], { fromMinute: -1, toMinute: 60 }, "wait_hours_reversed"],
    ["half a minute", ["11-24"], { fromMinute: 0.5, toMinute: 60 }, "wait_hours_reversed"],
  ] as const)("not %s", (_, days, hours, refusal) => {
    expect(asked(days.map(day), hours)).toMatchObject({ ok: false, refusal });
  });

  it("reaches sixty days, today counted, and not one more", () => {
    const last = plusDays(today.day, WAIT_DAYS_MAX - 1);
    expect(asked(daysFrom({ from: today.day, to: last }))).toMatchObject({ ok: true });
    expect(asked([plusDays(last, 1)])).toMatchObject({
      ok: false,
      refusal: "wait_days_too_far",
      detail: { max: 60 },
    });
  });

  it("the parts of a day cover it without a gap and are known by their hours", () => {
    expect(DAY_PARTS.morning.fromMinute).toBe(0);
    expect(DAY_PARTS.morning.toMinute).toBe(DAY_PARTS.day.fromMinute);
    expect(DAY_PARTS.day.toMinute).toBe(DAY_PARTS.evening.fromMinute);
    expect(DAY_PARTS.evening.toMinute).toBe(24 * 60);
    for (const name of DAY_PART_NAMES) expect(dayPartOf(DAY_PARTS[name])).toBe(name);
    expect(dayPartOf({ fromMinute: 1, toMinute: 2 })).toBeUndefined();
  });

  it("days are told as stretches, and weekends are Saturdays and Sundays", () => {
    const days = daysFrom({ from: day("11-23"), to: day("12-06") });
    expect(runsOf(days)).toEqual([{ from: day("11-23"), to: day("12-06") }]);
    const weekends = weekendsOf(days);
    expect(weekends).toEqual(["11-28", "11-29", "12-05", "12-06"].map(day));
    expect(runsOf(weekends)).toEqual([
      { from: day("11-28"), to: day("11-29") },
      { from: day("12-05"), to: day("12-06") },
    ]);
    expect(runsOf([])).toEqual([]);
  });
});

const wish = (over: Partial<Wish> = {}): Wish => ({
  days: [day("11-24")],
  ...DAY_PARTS.evening,
  specialistId: undefined,
  ...over,
});
const startAt = (startsAt: string, specialistId = "m") => ({
  specialistId,
  startsAt: new Date(startsAt),
  endsAt: new Date(new Date(startsAt).getTime() + 3_600_000),
  slotIds: [startsAt],
});

describe("MS-9: a start meets a wish", () => {
  it.each([
    ["a minute before the hours", "2026-11-24T13:59:00Z", false],
    ["as the hours begin", "2026-11-24T14:00:00Z", true],
    ["in the last minute", "2026-11-24T20:59:00Z", true],
    ["as the hours end, which is the next day", "2026-11-24T21:00:00Z", false],
    ["at the same hour of another day", "2026-11-25T14:00:00Z", false],
  ])("%s: %s is %s", (_, startsAt, expected) => {
    expect(meets(startAt(startsAt), wish(), MOSCOW)).toBe(expected);
  });

  it("with the one who was asked for, or with anybody", () => {
    const start = startAt("2026-11-24T15:00:00Z");
    expect(meets(start, wish({ specialistId: "m" }), MOSCOW)).toBe(true);
    expect(meets(start, wish({ specialistId: "o" }), MOSCOW)).toBe(false);
  });

  it("by the wall clock, on days of 23 and 25 hours too", () => {
    const clocks = { days: [localDay("2026-03-29"), localDay("2026-10-25")], fromMinute: 60, toMinute: 180 };
    expect(stretchesOf(clocks, "Europe/Berlin")).toEqual([
      { startsAt: new Date("2026-03-29T00:00:00Z"), endsAt: new Date("2026-03-29T01:00:00Z") },
      { startsAt: new Date("2026-10-24T23:00:00Z"), endsAt: new Date("2026-10-25T02:00:00Z") },
    ]);
  });

  it("hours that a clock change skips make no stretch", () => {
    const skipped = { days: [localDay("2026-03-29")], fromMinute: 120, toMinute: 150 };
    expect(stretchesOf(skipped, "Europe/Berlin")).toEqual([]);
  });

  it("found in a calendar in order are exactly those that meet it", () => {
    const minutes = fc.integer({ min: 0, max: 14 * 96 }).map((quarter) => quarter * 15);
    const starts = fc
      .array(fc.tuple(minutes, fc.constantFrom("m", "o")), { maxLength: 60 })
      .map((made) =>
        made
          .map(([minute, who]) =>
            startAt(new Date(Date.UTC(2026, 10, 23) + minute * 60_000).toISOString(), who),
          )
          .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime()),
      );
    const wishes = fc
      .record({
        days: fc.uniqueArray(fc.integer({ min: 0, max: 14 }), { minLength: 1, maxLength: 8 }),
        part: fc.constantFrom(...DAY_PART_NAMES),
        specialistId: fc.constantFrom(undefined, "m", "o"),
      })
      .map(({ days, part, specialistId }): Wish => {
        const asked = days.map((step) => plusDays(day("11-23"), step)).sort();
        return { days: asked, ...DAY_PARTS[part], specialistId };
      });
    fc.assert(
      fc.property(starts, wishes, (calendar, asked) => {
        const found = [...fittingStarts(calendar, asked, MOSCOW)];
        expect(found).toEqual(calendar.filter((start) => meets(start, asked, MOSCOW)));
      }),
    );
  });
});

describe("MS-9: of the starts that fit, one is offered", () => {
  const [first, second] = [startAt("2026-11-24T14:00:00Z"), startAt("2026-11-24T15:00:00Z")];
  const none = { slotIds: new Set<string>(), busy: [] };

  it("the earliest", () => expect(earliestFor([first, second], none)).toBe(first));
  it("none when nothing is free", () => expect(earliestFor([], none)).toBeUndefined());
  it("never one that was offered before", () =>
    expect(earliestFor([first, second], { ...none, slotIds: new Set(first.slotIds) })).toBe(second));
  it("never over an own visit; touching is fine (SL-7)", () => {
    expect(earliestFor([first, second], { ...none, busy: [first] })).toBe(second);
    expect(earliestFor([first], { ...none, busy: [second] })).toBe(first);
    expect(earliestFor([first], { ...none, busy: [first] })).toBeUndefined();
  });
});

describe("MS-9: after an offer", () => {
  it("declined, one waits on, and earlier silence is forgotten", () => {
    expect(afterOffer(2, "declined")).toEqual({ isWaiting: true, missed: 0 });
  });

  it("the third offer in a row without an answer is the last", () => {
    expect([0, 1, 2].map((missed) => afterOffer(missed, "missed"))).toEqual([
      { isWaiting: true, missed: 1 },
      { isWaiting: true, missed: 2 },
      { isWaiting: false, missed: 3 },
    ]);
  });

  it("whatever the answers, waiting ends exactly at so many misses in a row", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("declined" as const, "missed" as const)), (answers) => {
        let state = { isWaiting: true, missed: 0 };
        let row = 0;
        for (const answer of answers) {
          if (!state.isWaiting) break;
          state = afterOffer(state.missed, answer);
          row = answer === "missed" ? row + 1 : 0;
          expect(state).toEqual({ isWaiting: row < MISSES_MAX, missed: row });
        }
      }),
    );
  });
});
