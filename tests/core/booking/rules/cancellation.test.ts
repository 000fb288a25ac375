import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CancellationFacts,
  type CancellationResult,
  type CancellationTerms,
  cancellationResult,
  inTimeUntil,
} from "../../../../src/core/booking/rules/cancellation.ts";
import { daysAfter, HOUR_MS, hoursAfter, minutesAfter } from "../../../../src/core/kernel/instant.ts";
import { InvariantError } from "../../../../src/core/kernel/invariant.ts";
import { kopecks, percent } from "../../../../src/core/kernel/money.ts";
import { points } from "../../../../src/core/kernel/points.ts";
import { anyPercent, anyPrice, isRefuted } from "../../kernel/arbitraries.ts";

const START = new Date("2026-12-01T12:00:00Z");
const MOMENT = 1 / HOUR_MS;

const terms = (changed: Partial<CancellationTerms> = {}): CancellationTerms => ({
  lateHours: 12,
  graceMinutes: 15,
  penaltyPercent: percent(10),
  keepsPrepayment: true,
  prepayment: kopecks(50_000),
  ...changed,
});

const facts = (changed: Partial<CancellationFacts> = {}): CancellationFacts => ({
  by: "client",
  startsAt: START,
  confirmedAt: daysAfter(START, -6),
  cancelledAt: hoursAfter(START, -2),
  isHot: false,
  price: kopecks(200_000),
  paid: kopecks(150_000),
  points: points(500),
  ...changed,
});

describe("CX-1: fewer hours of notice than the limit are late, and exactly so many are not", () => {
  it.each([
    ["a moment more than 12 hours", -12 - MOMENT, false],
    ["exactly 12 hours", -12, false],
    ["a moment less than 12 hours", -12 + MOMENT, true],
    ["a moment", -MOMENT, true],
    ["none: the visit begins", 0, true],
    ["less than none: the visit began 20 hours ago", 20, true],
  ])("%s of notice", (_, hours, expected) => {
    expect(cancellationResult(facts({ cancelledAt: hoursAfter(START, hours) }), terms()).isLate).toBe(
      expected,
    );
  });

  it("hours are elapsed time: a change of clocks in between moves nobody across the line", () => {
    const startsAt = new Date("2026-03-29T10:00:00+02:00");
    const twelveOnTheWall = new Date("2026-03-28T22:00:00+01:00");
    const late = (cancelledAt: Date) =>
      cancellationResult(facts({ startsAt, cancelledAt, confirmedAt: daysAfter(startsAt, -6) }), terms())
        .isLate;
    expect(late(twelveOnTheWall)).toBe(true);
    expect(late(hoursAfter(twelveOnTheWall, -1))).toBe(false);
  });

  it("with no limit nothing before the start is late", () => {
    const cancelled = (hours: number) =>
      cancellationResult(facts({ cancelledAt: hoursAfter(START, hours) }), terms({ lateHours: 0 })).isLate;
    expect([cancelled(-MOMENT), cancelled(0), cancelled(MOMENT)]).toEqual([false, false, true]);
  });
});

describe("CX-1: within the grace after the confirmation, and before the start, it is in time", () => {
  const confirmedAt = hoursAfter(START, -2);
  it.each([
    ["at the confirmation", confirmedAt, false],
    ["at the last moment of grace", minutesAfter(confirmedAt, 15), false],
    ["a moment after it", minutesAfter(confirmedAt, 15 + 1 / 60_000), true],
  ])("%s", (_, cancelledAt, expected) => {
    expect(cancellationResult(facts({ confirmedAt, cancelledAt }), terms()).isLate).toBe(expected);
  });

  it.each([
    ["a moment before the start", -1 / 60_000, false],
    ["at the start", 0, true],
    ["after it", 1, true],
  ])("%s, confirmed ten minutes before it", (_, minutes, expected) => {
    const times = { confirmedAt: minutesAfter(START, -10), cancelledAt: minutesAfter(START, minutes) };
    expect(cancellationResult(facts(times), terms()).isLate).toBe(expected);
  });

  it("no grace is no grace, but for the very moment of the confirmation", () => {
    const late = (cancelledAt: Date) =>
      cancellationResult(facts({ confirmedAt, cancelledAt }), terms({ graceMinutes: 0 })).isLate;
    expect(late(confirmedAt)).toBe(false);
    expect(late(new Date(confirmedAt.getTime() + 1))).toBe(true);
  });
});

describe("CX-2: what a cancellation gives back and costs", () => {
  const hot = { isHot: true, price: kopecks(160_000), points: points(0) };
  it.each<
    [string, Partial<CancellationFacts>, Partial<CancellationTerms>, Omit<CancellationResult, "isLate">]
  >([
    [
      "late on a regular slot: only the penalty",
      {},
      {},
      { refund: kopecks(150_000), kept: kopecks(0), pointsBack: points(500), penalty: points(200) },
    ],
    [
      "in time: nothing",
      { cancelledAt: hoursAfter(START, -12) },
      {},
      { refund: kopecks(150_000), kept: kopecks(0), pointsBack: points(500), penalty: points(0) },
    ],
    [
      "late on a hot slot whose prepayment was paid: all that was paid",
      { ...hot, paid: kopecks(50_000) },
      {},
      { refund: kopecks(0), kept: kopecks(50_000), pointsBack: points(0), penalty: points(160) },
    ],
    [
      "late on a hot slot that was paid whole: its prepayment",
      { ...hot, paid: kopecks(160_000) },
      {},
      { refund: kopecks(110_000), kept: kopecks(50_000), pointsBack: points(0), penalty: points(160) },
    ],
    [
      "late on a hot slot of which less was paid than its prepayment: what was paid",
      { ...hot, paid: kopecks(49_999) },
      {},
      { refund: kopecks(0), kept: kopecks(49_999), pointsBack: points(0), penalty: points(160) },
    ],
    [
      "late on a hot slot where the prepayment is not kept",
      { ...hot, paid: kopecks(50_000) },
      { keepsPrepayment: false },
      { refund: kopecks(50_000), kept: kopecks(0), pointsBack: points(0), penalty: points(160) },
    ],
    [
      "in time on a hot slot",
      { ...hot, paid: kopecks(50_000), cancelledAt: hoursAfter(START, -12) },
      {},
      { refund: kopecks(50_000), kept: kopecks(0), pointsBack: points(0), penalty: points(0) },
    ],
    [
      "a penalty is of the price, not of what was paid, and rounds down",
      { price: kopecks(155_999), paid: kopecks(0) },
      {},
      { refund: kopecks(0), kept: kopecks(0), pointsBack: points(500), penalty: points(155) },
    ],
    [
      "CX-6: the business cancels a hot slot at the last minute",
      {
        ...hot,
        paid: kopecks(50_000),
        points: points(7),
        by: "business",
        cancelledAt: minutesAfter(START, -1),
      },
      {},
      { refund: kopecks(50_000), kept: kopecks(0), pointsBack: points(7), penalty: points(0) },
    ],
  ])("%s", (_, changed, frozen, expected) => {
    expect(cancellationResult(facts(changed), terms(frozen))).toMatchObject(expected);
  });

  it("a payment below zero is an error of ours", () => {
    expect(() => cancellationResult(facts({ paid: kopecks(-1) }), terms())).toThrow(InvariantError);
  });
});

describe("for every payment, moment and terms", () => {
  const anyTerms = fc.record({
    lateHours: fc.integer({ min: 0, max: 48 }),
    graceMinutes: fc.integer({ min: 0, max: 120 }),
    penaltyPercent: anyPercent,
    keepsPrepayment: fc.boolean(),
    prepayment: anyPrice,
  });
  /** Minutes after the start; many close to the limits. */
  const anyMoment = fc
    .oneof(fc.integer({ min: -72 * 60, max: 60 * 60 }), fc.integer({ min: -60, max: 60 }))
    .map((minutes) => minutesAfter(START, minutes));
  const anyFacts = fc.record({
    by: fc.constantFrom<CancellationFacts["by"]>("client", "client", "business"),
    startsAt: fc.constant(START),
    confirmedAt: fc.integer({ min: -80 * 60, max: -1 }).map((minutes) => minutesAfter(START, minutes)),
    cancelledAt: anyMoment,
    isHot: fc.boolean(),
    price: anyPrice,
    paid: anyPrice,
    points: fc.nat({ max: 5_000 }).map(points),
  });
  type Rule = typeof cancellationResult;

  const loseNothing = (rule: Rule) =>
    fc.property(anyFacts, anyTerms, (given, frozen) => {
      const { refund, kept, pointsBack } = rule(given, frozen);
      expect(refund + kept).toBe(given.paid);
      expect(Math.min(refund, kept)).toBeGreaterThanOrEqual(0);
      expect(pointsBack).toBe(given.points);
    });

  it("refund and what is kept are what was paid, neither is below zero, and points come back whole", () => {
    fc.assert(loseNothing(cancellationResult));
  });

  it("would be noticed if a prepayment were kept that was never paid", () => {
    const greedy: Rule = (given, frozen) => {
      const result = cancellationResult(given, frozen);
      const kept = result.kept > 0 ? frozen.prepayment : kopecks(0);
      return { ...result, kept, refund: kopecks(given.paid - kept) };
    };
    expect(isRefuted(loseNothing(greedy))).toBe(true);
  });

  const earlierNeverCostsMore = (rule: Rule) =>
    fc.property(anyFacts, anyMoment, anyTerms, (given, other, frozen) => {
      const [early, late] = [given.cancelledAt, other].sort((a, b) => a.getTime() - b.getTime());
      if (!early || !late) throw new Error("two moments");
      const sooner = rule({ ...given, cancelledAt: early }, frozen);
      const later = rule({ ...given, cancelledAt: late }, frozen);
      expect(sooner.kept).toBeLessThanOrEqual(later.kept);
      expect(sooner.penalty).toBeLessThanOrEqual(later.penalty);
    });

  it("more notice never costs more", () => {
    fc.assert(earlierNeverCostsMore(cancellationResult), { numRuns: 500 });
  });

  it("would be noticed if a visit long past looked like long notice", () => {
    const mirrored: Rule = (given, frozen) => {
      const distanceMs = Math.abs(given.startsAt.getTime() - given.cancelledAt.getTime());
      return cancellationResult(
        { ...given, cancelledAt: new Date(given.startsAt.getTime() - distanceMs) },
        frozen,
      );
    };
    expect(isRefuted(earlierNeverCostsMore(mirrored))).toBe(true);
  });

  it("only a late cancellation costs anything, and the business's own never does", () => {
    fc.assert(
      fc.property(anyFacts, anyTerms, (given, frozen) => {
        const { isLate, kept, penalty } = cancellationResult(given, frozen);
        if (!isLate) expect([kept, penalty]).toEqual([0, 0]);
        if (given.by === "business") expect(isLate).toBe(false);
        if (!given.isHot) expect(kept).toBe(0);
      }),
    );
  });
});

describe("CX-1: the last moment in time", () => {
  it.each([
    ["twelve hours before the start", daysAfter(START, -6), {}, hoursAfter(START, -12)],
    ["the end of the grace, where it is later", hoursAfter(START, -2), {}, hoursAfter(START, -1.75)],
    ["never after the start", minutesAfter(START, -5), {}, START],
    ["the start, with no limit", daysAfter(START, -6), { lateHours: 0 }, START],
  ])("%s", (_, confirmedAt, frozen, expected) => {
    expect(inTimeUntil({ startsAt: START, confirmedAt }, terms(frozen))).toEqual(expected);
  });

  it("is where lateness begins, whatever the terms", () => {
    const minutes = fc.integer({ min: 0, max: 80 * 60 });
    fc.assert(
      fc.property(minutes, minutes, minutes, (before, lateHours, graceMinutes) => {
        const frozen = terms({ lateHours: Math.floor(lateHours / 60), graceMinutes });
        const confirmedAt = minutesAfter(START, -1 - before);
        const until = inTimeUntil({ startsAt: START, confirmedAt }, frozen);
        const isLate = (cancelledAt: Date) =>
          cancellationResult(facts({ confirmedAt, cancelledAt }), frozen).isLate;
        if (until < START) expect(isLate(until)).toBe(false);
        expect(isLate(new Date(until.getTime() + 1))).toBe(true);
        expect(isLate(new Date(until.getTime() - 1))).toBe(false);
      }),
    );
  });
});
