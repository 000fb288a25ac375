import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type DayTime,
  layOut,
  longestRun,
  type SlotPattern,
} from "../../../../src/core/calendar/rules/pattern.ts";
import { minutesAfter } from "../../../../src/core/kernel/instant.ts";
import { durationMinutes, type Interval } from "../../../../src/core/kernel/interval.ts";
import {
  dayOf,
  daysFrom,
  instantAt,
  localDay,
  minuteOfDay,
  plusDays,
  startOfDay,
  type Weekday,
  weekdayOf,
  type Zone,
} from "../../../../src/core/kernel/local-day.ts";
import { isRefuted } from "../../kernel/arbitraries.ts";
import { CLOCK_CHANGES, firstPast, firstShowing } from "../../kernel/clock-changes.ts";

const WEEK: ReadonlySet<Weekday> = new Set<Weekday>([1, 2, 3, 4, 5, 6, 7]);
const at = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const time = (text: string): DayTime => ({ from: at(text.slice(0, 5)), to: at(text.slice(6)) });

const pattern = (changed: Partial<SlotPattern> = {}): SlotPattern => ({
  from: localDay("2026-12-01"),
  to: localDay("2026-12-01"),
  weekdays: WEEK,
  hours: time("09:00-18:00"),
  breaks: [],
  lengthMinutes: 60,
  ...changed,
});

const onDay = (day: string, changed: Partial<SlotPattern> = {}): SlotPattern =>
  pattern({ from: localDay(day), to: localDay(day), ...changed });

const laidOut = (wanted: SlotPattern, zone: Zone): readonly Interval[] => {
  const outcome = layOut(wanted, zone);
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal}`);
  return outcome.value;
};

/** Starts as clocks show them. */
const shown = (slots: readonly Interval[], zone: Zone): string =>
  slots
    .map(({ startsAt }) => minuteOfDay(startsAt, zone))
    .map((minute) => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`)
    .join(" ");

const starts = (wanted: SlotPattern, zone = "Europe/Moscow"): string => shown(laidOut(wanted, zone), zone);

describe("a pattern lays slots back to back within the hours, and none across a break", () => {
  it.each<[string, Partial<SlotPattern>, string]>([
    ["hours that come out even", { hours: time("09:00-12:00") }, "9:00 10:00 11:00"],
    ["a remainder short of a slot by a minute", { hours: time("09:00-11:59") }, "9:00 10:00"],
    ["hours just as long as a slot", { hours: time("09:00-10:00") }, "9:00"],
    ["the whole day", { hours: time("00:00-24:00"), lengthMinutes: 480 }, "0:00 8:00 16:00"],
    ["a slot as long as a day", { hours: time("00:00-24:00"), lengthMinutes: 1440 }, "0:00"],
    [
      "a break between slots",
      { hours: time("09:00-13:00"), breaks: [time("11:00-12:00")] },
      "9:00 10:00 12:00",
    ],
    [
      "a break that begins within a slot: slots begin anew at its end",
      { hours: time("09:00-14:00"), breaks: [time("10:59-11:30")] },
      "9:00 11:30 12:30",
    ],
    [
      "a break a minute later leaves that slot",
      { hours: time("09:00-14:00"), breaks: [time("11:00-11:30")] },
      "9:00 10:00 11:30 12:30",
    ],
    ["a break within one slot", { hours: time("09:00-12:00"), breaks: [time("09:20-09:25")] }, "9:25 10:25"],
    ["a break at the opening", { hours: time("09:00-12:00"), breaks: [time("08:00-09:15")] }, "9:15 10:15"],
    ["a break at the closing", { hours: time("09:00-12:00"), breaks: [time("11:30-13:00")] }, "9:00 10:00"],
    [
      "breaks outside the hours",
      { hours: time("09:00-12:00"), breaks: [time("12:00-13:00"), time("07:00-08:00"), time("20:00-21:00")] },
      "9:00 10:00 11:00",
    ],
    [
      "breaks in any order, and one within another",
      {
        hours: time("09:00-18:00"),
        breaks: [time("15:00-16:00"), time("10:00-14:00"), time("11:00-12:00")],
      },
      "9:00 14:00 16:00 17:00",
    ],
    [
      "breaks that touch",
      { hours: time("09:00-13:00"), breaks: [time("11:00-12:00"), time("10:00-11:00")] },
      "9:00 12:00",
    ],
  ])("%s", (_, changed, expected) => {
    expect(starts(pattern(changed))).toBe(expected);
  });

  it("each slot is as long as was asked, and ends where the next begins", () => {
    const slots = laidOut(pattern({ lengthMinutes: 45, hours: time("09:00-11:15") }), "Europe/Moscow");
    expect(slots.map(durationMinutes)).toEqual([45, 45, 45]);
    expect(slots[1]?.startsAt).toEqual(slots[0]?.endsAt);
  });

  it("only the weekdays that were asked for, both ends of the days included", () => {
    const days = { from: localDay("2026-11-23"), to: localDay("2026-12-07") };
    const slots = laidOut(
      pattern({ ...days, weekdays: new Set<Weekday>([1, 7]), hours: time("09:00-10:00") }),
      "Europe/Moscow",
    );
    expect(slots.map(({ startsAt }) => dayOf(startsAt, "Europe/Moscow"))).toEqual([
      "2026-11-23",
      "2026-11-29",
      "2026-11-30",
      "2026-12-06",
      "2026-12-07",
    ]);
  });
});

describe("a pattern that makes no sense is refused", () => {
  const from = localDay("2026-12-01");
  it.each<[string, Partial<SlotPattern>, string]>([
    ["days the wrong way round", { from, to: plusDays(from, -1) }, "pattern_days_reversed"],
    ["a day more than a year", { from, to: plusDays(from, 366) }, "pattern_too_long"],
    ["no weekday", { weekdays: new Set() }, "pattern_no_weekdays"],
    ["hours the wrong way round", { hours: { from: 600, to: 599 } }, "pattern_hours_reversed"],
    ["hours of no length", { hours: { from: 600, to: 600 } }, "pattern_hours_reversed"],
    ["a break of no length", { breaks: [{ from: 700, to: 700 }] }, "pattern_hours_reversed"],
    [
      "a later break the wrong way round",
      { breaks: [time("12:00-13:00"), { from: 900, to: 840 }] },
      "pattern_hours_reversed",
    ],
    ["slots under five minutes", { lengthMinutes: 4 }, "pattern_length_out_of_range"],
    ["slots over a day", { lengthMinutes: 1441 }, "pattern_length_out_of_range"],
    ["slots of half a minute more", { lengthMinutes: 30.5 }, "pattern_length_out_of_range"],
    ["hours a minute short of one slot", { hours: time("09:00-09:59") }, "pattern_makes_no_slots"],
    [
      "breaks that leave no room",
      { hours: time("09:00-11:00"), breaks: [time("09:59-10:01")] },
      "pattern_makes_no_slots",
    ],
  ])("%s", (_, changed, refusal) => {
    expect(layOut(pattern(changed), "Europe/Moscow")).toMatchObject({ ok: false, refusal });
  });

  it.each<[string, Partial<SlotPattern>, number]>([
    ["one day", {}, 9],
    ["a leap year's days", { from, to: plusDays(from, 365) }, 366 * 9],
    ["slots of five minutes", { lengthMinutes: 5, hours: time("09:00-09:05") }, 1],
    ["slots of a day", { lengthMinutes: 1440, hours: time("00:00-24:00") }, 1],
  ])("%s is still fine", (_, changed, count) => {
    expect(laidOut(pattern(changed), "Europe/Moscow")).toHaveLength(count);
  });
});

describe("SL-5: a slot at 10:00 local is at 10:00 local, whatever the clocks do", () => {
  it("before and after a change the same times are other instants", () => {
    const slots = laidOut(
      pattern({
        from: localDay("2026-03-28"),
        to: localDay("2026-03-29"),
        hours: time("10:00-11:00"),
      }),
      "Europe/Berlin",
    );
    expect(slots.map(({ startsAt }) => startsAt.toISOString())).toEqual([
      "2026-03-28T09:00:00.000Z",
      "2026-03-29T08:00:00.000Z",
    ]);
  });

  it.each<[string, SlotPattern, Zone, string]>([
    [
      "a skipped hour makes no slot",
      onDay("2026-03-29", { hours: time("00:00-05:00") }),
      "Europe/Berlin",
      "0:00 1:00 3:00 4:00",
    ],
    [
      "a repeated hour makes one",
      onDay("2026-10-25", { hours: time("00:00-05:00") }),
      "Europe/Berlin",
      "0:00 1:00 2:00 3:00 4:00",
    ],
    [
      "half an hour skipped takes half of the slots",
      onDay("2026-10-04", { hours: time("01:00-04:00"), lengthMinutes: 30 }),
      "Australia/Lord_Howe",
      "1:00 1:30 2:30 3:00 3:30",
    ],
    [
      "a skipped midnight, and the day goes on",
      onDay("2022-03-22", { hours: time("00:00-03:00") }),
      "Asia/Tehran",
      "1:00 2:00",
    ],
    ["a day that a zone left out has no slots", onDay("2011-12-30"), "Pacific/Apia", ""],
    [
      "a slot that slides over the next one's start takes its place",
      onDay("2026-03-29", { hours: time("00:00-06:00"), lengthMinutes: 90 }),
      "Europe/Berlin",
      "0:00 1:30 4:30",
    ],
    [
      "a slot that would outlast the hours is not made",
      onDay("2026-03-29", { hours: time("00:00-03:00"), lengthMinutes: 90 }),
      "Europe/Berlin",
      "0:00",
    ],
    [
      "nor one that would enter a break",
      onDay("2026-03-29", {
        hours: time("00:00-08:00"),
        breaks: [time("03:00-05:00")],
        lengthMinutes: 90,
      }),
      "Europe/Berlin",
      "0:00 5:00 6:30",
    ],
    [
      "nor one over hours that end within the skipped hour",
      onDay("2026-03-29", { hours: time("00:30-02:30"), lengthMinutes: 60 }),
      "Europe/Berlin",
      "0:30",
    ],
  ])("%s", (_, wanted, zone, expected) => {
    expect(starts(wanted, zone)).toBe(expected);
  });

  it("slots as long as a day never reach into the next one's", () => {
    const wanted = pattern({
      from: localDay("2026-03-27"),
      to: localDay("2026-03-31"),
      hours: time("00:00-24:00"),
      lengthMinutes: 1440,
    });
    expect(laidOut(wanted, "Europe/Berlin").map(({ startsAt }) => dayOf(startsAt, "Europe/Berlin"))).toEqual([
      "2026-03-27",
      "2026-03-28",
      "2026-03-30",
      "2026-03-31",
    ]);
  });
});

describe("around every kind of clock change", () => {
  const anyDayTime = fc
    .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 }))
    .map(([from, length]) => ({ from: from * 15, to: Math.min(96, from + length) * 15 }));
  const anyBreak = fc
    .tuple(fc.integer({ min: 0, max: 280 }), fc.integer({ min: 1, max: 24 }))
    .map(([from, length]) => ({ from: from * 5, to: Math.min(288, from + length) * 5 }));
  const anyCase = fc.record({
    change: fc.constantFrom(...CLOCK_CHANGES),
    hours: fc.oneof(anyDayTime, fc.constant(time("00:00-24:00")), fc.constant(time("00:00-06:00"))),
    breaks: fc.array(anyBreak, { maxLength: 3 }),
    weekdays: fc.oneof(
      fc.constant(WEEK),
      fc
        .uniqueArray(fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7), { minLength: 1 })
        .map((days) => new Set(days)),
    ),
    lengthMinutes: fc.oneof(fc.constantFrom(15, 30, 45, 60, 90, 1440), fc.integer({ min: 15, max: 400 })),
  });
  type LayOut = typeof layOut;
  type Laid = { readonly wanted: SlotPattern; readonly zone: Zone; readonly slots: readonly Interval[] };

  const holds = (claim: (laid: Laid) => void) => (rule: LayOut) =>
    fc.property(anyCase, ({ change, ...rest }) => {
      const { day, zone } = change;
      const wanted = { from: plusDays(day, -1), to: plusDays(day, 1), ...rest };
      const outcome = rule(wanted, zone);
      claim({ wanted, zone, slots: outcome.ok ? outcome.value : [] });
    });

  const neverOverlap = holds(({ slots }) => {
    const isOver = (slot: Interval, index: number) =>
      slot.startsAt < (slots[index - 1]?.endsAt ?? slot.startsAt);
    expect(slots.filter(isOver)).toEqual([]);
  });

  const lieInTheHours = holds(({ wanted, zone, slots }) => {
    const isOutside = ({ startsAt, endsAt }: Interval) => {
      const day = dayOf(startsAt, zone);
      const last = minutesAfter(endsAt, -1);
      return (
        day < wanted.from ||
        day > wanted.to ||
        !wanted.weekdays.has(weekdayOf(day)) ||
        minuteOfDay(startsAt, zone) < wanted.hours.from ||
        dayOf(last, zone) !== day ||
        minuteOfDay(last, zone) >= wanted.hours.to
      );
    };
    expect(slots.filter(isOutside)).toEqual([]);
  });

  const stayOutOfBreaks = holds(({ wanted, zone, slots }) => {
    const pauses = daysFrom(wanted).flatMap((day) =>
      wanted.breaks.map((pause) => ({
        beginsAt: firstPast(day, pause.from, zone),
        isOverAt: pause.to === 1_440 ? firstPast(plusDays(day, 1), 0, zone) : firstPast(day, pause.to, zone),
      })),
    );
    const isInBreak = ({ startsAt, endsAt }: Interval) =>
      pauses.some(({ beginsAt, isOverAt }) => {
        if (!beginsAt || !isOverAt) throw new Error("a break that the clock never reaches");
        return startsAt < isOverAt && beginsAt < endsAt;
      });
    expect(slots.filter(isInBreak)).toEqual([]);
  });

  const areAsWritten = holds(({ wanted, zone, slots }) => {
    const ordinary = layOut(
      { ...wanted, from: localDay("2026-12-01"), to: localDay("2026-12-01"), weekdays: WEEK },
      "UTC",
    );
    const value = ordinary.ok ? ordinary.value : [];
    const written = new Set(value.map(({ startsAt }) => minuteOfDay(startsAt, "UTC")));
    const isUnlike = (slot: Interval) => {
      const minute = minuteOfDay(slot.startsAt, zone);
      // Of a time that clocks show twice it is the first.
      const first = firstShowing(dayOf(slot.startsAt, zone), minute, zone);
      return (
        !written.has(minute) ||
        durationMinutes(slot) !== wanted.lengthMinutes ||
        slot.startsAt.getTime() !== first?.getTime()
      );
    };
    expect(slots.filter(isUnlike)).toEqual([]);
  });

  it("slots never overlap", () => {
    fc.assert(neverOverlap(layOut), { numRuns: 300 });
  });

  it("slots lie in the hours of the days that were asked for", () => {
    fc.assert(lieInTheHours(layOut), { numRuns: 300 });
  });

  it("slots stay out of breaks", () => {
    fc.assert(stayOutOfBreaks(layOut), { numRuns: 300 });
  });

  it("slots have their length, and begin at the times that they have on any day", () => {
    fc.assert(areAsWritten(layOut), { numRuns: 200 });
  });

  const within =
    (place: (wanted: SlotPattern, zone: Zone, minute: number, day: string) => Date | undefined): LayOut =>
    (wanted, zone) => {
      const ordinary = layOut(
        { ...wanted, from: localDay("2026-12-01"), to: localDay("2026-12-01"), weekdays: WEEK },
        "UTC",
      );
      if (!ordinary.ok) return ordinary;
      const minutes = ordinary.value.map(({ startsAt }) => minuteOfDay(startsAt, "UTC"));
      const value = daysFrom(wanted)
        .filter((day) => wanted.weekdays.has(weekdayOf(day)))
        .flatMap((day) =>
          minutes.flatMap((minute) => {
            const startsAt = place(wanted, zone, minute, day);
            return startsAt ? [{ startsAt, endsAt: minutesAfter(startsAt, wanted.lengthMinutes) }] : [];
          }),
        );
      return { ok: true, value };
    };

  it("would be noticed to overlap, outlast the hours or enter a break if a slot only looked at its start", () => {
    const byStartOnly = within((_, zone, minute, day) => instantAt(localDay(day), minute, zone));
    expect(isRefuted(neverOverlap(byStartOnly))).toBe(true);
    expect(isRefuted(lieInTheHours(byStartOnly))).toBe(true);
    expect(isRefuted(stayOutOfBreaks(byStartOnly))).toBe(true);
  });

  it("would be noticed to show other times if minutes were counted from midnight", () => {
    const fromMidnight = within((_, zone, minute, day) =>
      minutesAfter(startOfDay(localDay(day), zone), minute),
    );
    expect(isRefuted(areAsWritten(fromMidnight))).toBe(true);
  });
});

it.each<[string, Partial<SlotPattern>, number]>([
  ["all of the hours", {}, 540],
  ["without what is left over", { lengthMinutes: 50 }, 500],
  ["the longer side of a break", { breaks: [time("12:00-13:00")] }, 300],
  ["nothing where none fits", { hours: time("09:00-09:30") }, 0],
])("SL-2: slots in a row cover at most %s", (_, changed, minutes) => {
  expect(longestRun(pattern(changed))).toBe(minutes);
});
