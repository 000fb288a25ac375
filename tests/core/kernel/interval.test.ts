import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minutesAfter } from "../../../src/core/kernel/instant.ts";
import { durationMinutes, type Interval, overlaps } from "../../../src/core/kernel/interval.ts";
import { isRefuted } from "./arbitraries.ts";

const NOON = new Date("2026-12-01T12:00:00Z");
const interval = (from: number, to: number): Interval => ({
  startsAt: minutesAfter(NOON, from),
  endsAt: minutesAfter(NOON, to),
});

describe("SL-1: touching is fine, sharing a moment is not", () => {
  it.each([
    ["well before", -90, -30, false],
    ["touching its beginning", -60, 0, false],
    ["a moment over its beginning", -60, 1 / 60_000, true],
    ["within", 20, 30, true],
    ["the same", 0, 60, true],
    ["around", -10, 70, true],
    ["a moment before its end", 60 - 1 / 60_000, 90, true],
    ["touching its end", 60, 90, false],
    ["well after", 120, 150, false],
  ])("%s", (_, from, to, expected) => {
    expect(overlaps(interval(0, 60), interval(from, to))).toBe(expected);
    expect(overlaps(interval(from, to), interval(0, 60))).toBe(expected);
  });

  const anyInterval = fc
    .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 10 }))
    .map(([from, length]) => ({ from, to: from + length }));
  const sharesMinutes = (rule: typeof overlaps) =>
    fc.property(anyInterval, anyInterval, (a, b) => {
      const minutesOf = ({ from, to }: typeof a) => Array.from({ length: to - from }, (_, i) => from + i);
      const isShared = minutesOf(a).some((minute) => minutesOf(b).includes(minute));
      expect(rule(interval(a.from, a.to), interval(b.from, b.to))).toBe(isShared);
    });

  it("two overlap exactly when there is a minute that both hold", () => {
    fc.assert(sharesMinutes(overlaps));
  });

  it("would be noticed if touching counted, or if only ends were looked at", () => {
    expect(isRefuted(sharesMinutes((a, b) => a.startsAt <= b.endsAt && b.startsAt <= a.endsAt))).toBe(true);
    const hasEndInside: typeof overlaps = (a, b) => a.startsAt < b.endsAt && b.endsAt <= a.endsAt;
    expect(isRefuted(sharesMinutes(hasEndInside))).toBe(true);
  });
});

it("a duration is elapsed minutes, also over a change of clocks", () => {
  expect(durationMinutes(interval(-15, 75))).toBe(90);
  const night = {
    startsAt: new Date("2026-03-29T00:00:00+01:00"),
    endsAt: new Date("2026-03-29T04:00:00+02:00"),
  };
  expect(durationMinutes(night)).toBe(180);
});
