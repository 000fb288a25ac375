import fc from "fast-check";
import { expect, it } from "vitest";
import {
  DAY_MS,
  daysAfter,
  elapsedMs,
  HOUR_MS,
  hoursAfter,
  MINUTE_MS,
  minutesAfter,
  SECOND_MS,
  secondsAfter,
} from "../../../src/core/kernel/instant.ts";
import { anyInstant } from "./arbitraries.ts";

const START = new Date("2026-11-23T10:00:00.000Z");

it.each([
  ["seconds", 1, "2026-11-23T10:00:01.000Z", secondsAfter],
  ["seconds", -1, "2026-11-23T09:59:59.000Z", secondsAfter],
  ["minutes", 15, "2026-11-23T10:15:00.000Z", minutesAfter],
  ["minutes", -30, "2026-11-23T09:30:00.000Z", minutesAfter],
  ["hours", 24, "2026-11-24T10:00:00.000Z", hoursAfter],
  ["hours", -12, "2026-11-22T22:00:00.000Z", hoursAfter],
  ["days", 8, "2026-12-01T10:00:00.000Z", daysAfter],
  ["days", 0, "2026-11-23T10:00:00.000Z", daysAfter],
])("%s: by %d after the start it is %s", (_, count, expected, after) => {
  expect(after(START, count).toISOString()).toBe(expected);
});

it("a day is 24 hours of elapsed time, also when clocks are changed within it", () => {
  const beforeChange = new Date("2026-03-28T12:00:00+01:00");
  expect(daysAfter(beforeChange, 1)).toEqual(new Date("2026-03-29T13:00:00+02:00"));
});

it("what lies so long after an instant is so long away from it, and back it is as far below zero", () => {
  const units = [
    [secondsAfter, SECOND_MS],
    [minutesAfter, MINUTE_MS],
    [hoursAfter, HOUR_MS],
    [daysAfter, DAY_MS],
  ] as const;
  fc.assert(
    fc.property(
      anyInstant,
      fc.integer({ min: 1, max: 1_000 }),
      fc.constantFrom(...units),
      (from, count, unit) => {
        const [after, unitMs] = unit;
        const to = after(from, count);
        expect(elapsedMs({ from, to })).toBe(count * unitMs);
        expect(elapsedMs({ from: to, to: from })).toBe(-count * unitMs);
      },
    ),
  );
});

it("the instant that one starts from stays what it was", () => {
  const start = new Date(START);
  daysAfter(start, 3);
  minutesAfter(start, 3);
  expect(start).toEqual(START);
});
