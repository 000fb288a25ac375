import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR_MS, hoursAfter } from "../../../../src/core/kernel/instant.ts";
import { plannedReminders, reminderProblem } from "../../../../src/core/notifications/rules/reminders.ts";
import { isRefuted } from "../../kernel/arbitraries.ts";

const START = new Date("2026-12-01T12:00:00Z");
const HOURS = [24, 8, 4, 1];
const MOMENT = 1 / HOUR_MS;

/** The moments alone. */
const reminderMoments = (
  booking: { readonly bookedAt: Date; readonly startsAt: Date },
  hoursBefore: readonly number[],
): readonly Date[] => plannedReminders(booking, hoursBefore).map(({ dueAt }) => dueAt);

/** How many hours before the start reminders are due, for a booking made so many hours before it. */
const dueFor = (bookedHours: number, hoursBefore: readonly number[] = HOURS): number[] =>
  reminderMoments({ bookedAt: hoursAfter(START, -bookedHours), startsAt: START }, hoursBefore).map(
    (dueAt) => (START.getTime() - dueAt.getTime()) / HOUR_MS,
  );

describe("MS-1: a reminder whose moment had passed when the booking was made is skipped", () => {
  it.each<[string, number, number[]]>([
    ["days before", 240, [24, 8, 4, 1]],
    ["a moment before the first is due", 24 + MOMENT, [24, 8, 4, 1]],
    ["at the moment the first is due", 24, [8, 4, 1]],
    ["a moment later", 24 - MOMENT, [8, 4, 1]],
    ["five hours before", 5, [4, 1]],
    ["at the moment the last is due", 1, []],
    ["a moment later than the last", 1 - MOMENT, []],
    ["at the start", 0, []],
    ["by staff, after the start", -1, []],
  ])("booked %s", (_, bookedHours, expected) => {
    expect(dueFor(bookedHours)).toEqual(expected);
  });
});

it("hours before the start are elapsed time, over a change of clocks too", () => {
  const startsAt = new Date("2026-03-29T12:00:00+02:00");
  const [dueAt] = reminderMoments({ bookedAt: new Date("2026-03-01T00:00:00Z"), startsAt }, [24]);
  expect(dueAt).toEqual(new Date("2026-03-28T11:00:00+01:00"));
});

it("without hours there are no reminders, and one due at the start is none", () => {
  expect(dueFor(240, [])).toEqual([]);
  expect(dueFor(240, [0])).toEqual([]);
});

describe("for every booking and every list of hours", () => {
  const anyHours = fc.uniqueArray(fc.integer({ min: 1, max: 336 }), { maxLength: 10 });
  const anyLead = fc.integer({ min: -10 * 60, max: 20 * 24 * 60 });
  const inOrderBetween = (rule: typeof reminderMoments) =>
    fc.property(anyHours, anyLead, (hours, leadMinutes) => {
      const bookedAt = hoursAfter(START, -leadMinutes / 60);
      const moments = rule({ bookedAt, startsAt: START }, hours);
      expect(moments).toEqual([...moments].sort((a, b) => a.getTime() - b.getTime()));
      for (const dueAt of moments) expect(dueAt > bookedAt && dueAt < START).toBe(true);
      expect(moments).toHaveLength(hours.filter((hour) => hour * 60 < leadMinutes).length);
    });

  it("they are in order, after the booking, before the start, and none is left out", () => {
    fc.assert(inOrderBetween(reminderMoments));
  });

  it("would be noticed if passed ones were kept, or the order were the settings'", () => {
    const all: typeof reminderMoments = (booking, hours) =>
      hours.map((hour) => hoursAfter(booking.startsAt, -hour)).sort((a, b) => a.getTime() - b.getTime());
    const asListed: typeof reminderMoments = (booking, hours) =>
      hours.map((hour) => hoursAfter(booking.startsAt, -hour)).filter((dueAt) => dueAt >= booking.bookedAt);
    expect(isRefuted(inOrderBetween(all))).toBe(true);
    expect(isRefuted(inOrderBetween(asListed))).toBe(true);
  });
});

it("MS-1: each reminder knows how many hours before the start it is", () => {
  const planned = plannedReminders({ bookedAt: hoursAfter(START, -5), startsAt: START }, HOURS);
  expect(planned.map(({ hours }) => hours)).toEqual([4, 1]);
});

describe("MS-1: after a standstill only the newest due reminder goes out, none after the start", () => {
  it.each<[string, number, number, string | undefined]>([
    ["the 24 hours' one at its moment", 24, 24, undefined],
    ["a moment before the next is due", 24, 8 + MOMENT, undefined],
    ["at the moment the next is due", 24, 8, "outdone"],
    ["the newest one late", 8, 5, undefined],
    ["the last one, a moment before the start", 1, MOMENT, undefined],
    ["the last one at the start", 1, 0, "visit_began"],
    ["an early one after the start", 24, -1, "visit_began"],
    ["one that the settings ask for no longer", 12, 12, "not_set"],
  ])("%s", (_, hours, hoursLeft, expected) => {
    const now = hoursAfter(START, -hoursLeft);
    expect(reminderProblem({ hours, startsAt: START }, HOURS, now)).toBe(expected);
  });

  it("at any moment at most one of a booking's due reminders goes out", () => {
    const anyHours = fc.uniqueArray(fc.integer({ min: 1, max: 336 }), { maxLength: 10 });
    fc.assert(
      fc.property(anyHours, fc.integer({ min: -60, max: 400 * 60 }), (hours, leftMinutes) => {
        const now = hoursAfter(START, -leftMinutes / 60);
        const due = hours.filter((hour) => hoursAfter(START, -hour) <= now);
        const going = due.filter(
          (hour) => reminderProblem({ hours: hour, startsAt: START }, hours, now) === undefined,
        );
        expect(going).toEqual(leftMinutes > 0 && due.length > 0 ? [Math.min(...due)] : []);
      }),
    );
  });
});
