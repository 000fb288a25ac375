import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kopecks, percent } from "../../../../src/core/kernel/money.ts";
import { points, wholePointsIn, worth } from "../../../../src/core/kernel/points.ts";
import {
  type EarningFacts,
  type EarningTerms,
  earnedPoints,
  quickRebookingUntil,
} from "../../../../src/core/loyalty/rules/earning.ts";
import { anyInstant, anyPercent, anyPrice, isRefuted } from "../../kernel/arbitraries.ts";

const TERMS: EarningTerms = {
  accrualPercent: percent(10),
  accrualBase: "price",
  rebookPercent: percent(5),
  rebookDays: 7,
};

const PREVIOUS = {
  beganAt: new Date("2026-11-10T11:00:00Z"),
  endedAt: new Date("2026-11-10T12:00:00Z"),
};

const facts = (changed: Partial<EarningFacts> = {}): EarningFacts => ({
  price: kopecks(160_000),
  points: points(0),
  bookedAt: new Date("2026-11-17T12:00:00Z"),
  previousVisit: undefined,
  ...changed,
});

describe("EP-1: a completed visit earns a share of its price", () => {
  it.each([
    [160_000, 160],
    [155_500, 155],
    [155_999, 155],
    [156_000, 156],
    [999, 0],
    [1_000, 1],
    [0, 0],
  ])("%d kopecks earn %d points", (price, expected) => {
    expect(earnedPoints(facts({ price: kopecks(price) }), TERMS)).toEqual({ visit: expected, rebook: 0 });
  });

  it.each<[EarningTerms["accrualBase"], number, number]>([
    ["price", 800, 160],
    ["paid", 0, 160],
    ["paid", 1, 159],
    ["paid", 800, 80],
    ["paid", 1_600, 0],
  ])("of the %s, with %d points spent: %d", (accrualBase, spent, expected) => {
    const earned = earnedPoints(facts({ points: points(spent) }), { ...TERMS, accrualBase });
    expect(earned.visit).toBe(expected);
  });

  it("of what was paid the rebooking's share is taken too", () => {
    const rebooked = facts({ points: points(800), previousVisit: PREVIOUS });
    expect(earnedPoints(rebooked, { ...TERMS, accrualBase: "paid" })).toEqual({ visit: 80, rebook: 40 });
  });
});

describe("EP-2: and more when it was booked soon after the visit before", () => {
  it.each([
    ["before that visit began", "2026-11-10T10:59:59.999Z", 0],
    ["at the moment it began", "2026-11-10T11:00:00.000Z", 0],
    ["a moment after it began", "2026-11-10T11:00:00.001Z", 80],
    ["at its end", "2026-11-10T12:00:00.000Z", 80],
    ["a moment before the seven days are over", "2026-11-17T11:59:59.999Z", 80],
    ["at the last moment of them", "2026-11-17T12:00:00.000Z", 80],
    ["a moment later", "2026-11-17T12:00:00.001Z", 0],
  ])("%s", (_, bookedAt, expected) => {
    const rebooked = facts({ previousVisit: PREVIOUS, bookedAt: new Date(bookedAt) });
    expect(earnedPoints(rebooked, TERMS)).toEqual({ visit: 160, rebook: expected });
  });

  it("rounds down by itself, and earns nothing without a visit before", () => {
    const price = kopecks(159_900);
    const bookedAt = new Date("2026-11-11T12:00:00Z");
    expect(earnedPoints(facts({ price, bookedAt, previousVisit: PREVIOUS }), TERMS)).toEqual({
      visit: 159,
      rebook: 79,
    });
    expect(earnedPoints(facts({ price, bookedAt }), TERMS).rebook).toBe(0);
  });

  it("days are 24 hours of elapsed time, also over a change of clocks", () => {
    const endedAt = new Date("2026-03-25T12:00:00+01:00");
    const previousVisit = { beganAt: new Date("2026-03-25T11:00:00+01:00"), endedAt };
    const rebook = (bookedAt: string) =>
      earnedPoints(facts({ previousVisit, bookedAt: new Date(bookedAt) }), TERMS).rebook;
    expect([rebook("2026-04-01T13:00:00+02:00"), rebook("2026-04-01T13:00:01+02:00")]).toEqual([80, 0]);
  });
});

describe("for every visit", () => {
  const anyFacts = fc.record({
    price: anyPrice,
    points: fc.constant(points(0)),
    bookedAt: anyInstant,
    previousVisit: fc.option(
      anyInstant.map((endedAt) => ({ endedAt, beganAt: new Date(endedAt.getTime() - 3_600_000) })),
      { nil: undefined },
    ),
  });
  const anyTerms = fc.record({
    accrualPercent: anyPercent,
    accrualBase: fc.constantFrom<EarningTerms["accrualBase"]>("price", "paid"),
    rebookPercent: anyPercent,
    rebookDays: fc.integer({ min: 0, max: 365 }),
  });

  const neverNegativeNorAbove = (rule: typeof earnedPoints) =>
    fc.property(anyFacts, anyTerms, anyPercent, (visit, terms, spentShare) => {
      const spent = points(Math.floor((wholePointsIn(visit.price) * spentShare) / 100));
      const { visit: earned, rebook } = rule({ ...visit, points: spent }, terms);
      const base = terms.accrualBase === "paid" ? visit.price - worth(spent) : visit.price;
      expect(earned).toBeGreaterThanOrEqual(0);
      expect(rebook).toBeGreaterThanOrEqual(0);
      expect(worth(earned) * 100).toBeLessThanOrEqual(base * terms.accrualPercent);
      expect(worth(rebook) * 100).toBeLessThanOrEqual(base * terms.rebookPercent);
    });

  it("what it earns is not below zero, and not above its shares of what they are taken of", () => {
    fc.assert(neverNegativeNorAbove(earnedPoints));
  });

  it("would be noticed if points spent earned points where only money should", () => {
    expect(
      isRefuted(
        neverNegativeNorAbove((visit, terms) => earnedPoints(visit, { ...terms, accrualBase: "price" })),
      ),
    ).toBe(true);
  });
});

describe("EP-2: until when a booking still follows a visit quickly", () => {
  const until = new Date("2026-11-17T12:00:00Z");
  it.each<[string, string, Date | undefined]>([
    ["at its beginning not yet", "2026-11-10T11:00:00.000Z", undefined],
    ["a moment into it", "2026-11-10T11:00:00.001Z", until],
    ["at the last moment", "2026-11-17T12:00:00.000Z", until],
    ["a moment later no more", "2026-11-17T12:00:00.001Z", undefined],
  ])("%s", (_, now, expected) => {
    expect(quickRebookingUntil(PREVIOUS, TERMS, new Date(now))).toEqual(expected);
  });

  it("says yes exactly when the earning does", () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: -100, max: 1_000 }), (beganAt, hours) => {
        const previousVisit = { beganAt, endedAt: new Date(beganAt.getTime() + 3_600_000) };
        const bookedAt = new Date(beganAt.getTime() + hours * 3_600_000);
        const earned = earnedPoints(facts({ previousVisit, bookedAt }), TERMS);
        expect(earned.rebook > 0).toBe(quickRebookingUntil(previousVisit, TERMS, bookedAt) !== undefined);
      }),
    );
  });
});
