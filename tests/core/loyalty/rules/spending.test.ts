import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "../../../../src/core/kernel/instant.ts";
import { kopecks, percent } from "../../../../src/core/kernel/money.ts";
import { points, worth } from "../../../../src/core/kernel/points.ts";
import {
  nextRedemptionAt,
  type SpendingFacts,
  type SpendingTerms,
  spendingLimit,
} from "../../../../src/core/loyalty/rules/spending.ts";
import { anyBalance, anyInstant, anyPercent, anyPrice, isRefuted } from "../../kernel/arbitraries.ts";

const NOW = new Date("2026-11-23T09:00:00Z");
const TERMS: SpendingTerms = { maxSharePercent: percent(50), redeemEveryDays: 14 };
const agoMs = (ms: number): Date => new Date(NOW.getTime() - ms);

const facts = (changed: Partial<SpendingFacts> = {}): SpendingFacts => ({
  price: kopecks(160_000),
  cardFloor: kopecks(0),
  available: points(2_000),
  lastRedemptionAt: undefined,
  now: NOW,
  ...changed,
});

describe("PT-1: at most the share of the price, whole points, never more than there are", () => {
  it.each<[string, Partial<SpendingFacts>, number]>([
    ["more than enough", {}, 800],
    ["a price a kopeck less", { price: kopecks(159_999) }, 799],
    ["a price of half a point more", { price: kopecks(160_100) }, 800],
    ["a price of a whole point more", { price: kopecks(160_200) }, 801],
    ["just as many as the share", { available: points(800) }, 800],
    ["one fewer", { available: points(799) }, 799],
    ["one", { available: points(1) }, 1],
    ["a floor that leaves more than the share", { cardFloor: kopecks(50_000) }, 800],
    ["a floor that leaves just the share", { cardFloor: kopecks(80_000) }, 800],
    ["a floor that leaves a kopeck less", { cardFloor: kopecks(80_001) }, 799],
    ["a floor that leaves one point", { cardFloor: kopecks(159_900) }, 1],
    ["a hot start for 800 ₽", { price: kopecks(80_000), cardFloor: kopecks(50_000) }, 300],
  ])("%s", (_, changed, max) => {
    expect(spendingLimit(facts(changed), TERMS)).toEqual({ max, why: undefined });
  });

  it.each<[string, Partial<SpendingFacts>, string]>([
    ["a price under two points", { price: kopecks(199) }, "price_too_small"],
    ["no price", { price: kopecks(0) }, "price_too_small"],
    ["a floor that leaves less than a point", { cardFloor: kopecks(159_901) }, "price_too_small"],
    ["a floor of the whole price", { cardFloor: kopecks(160_000) }, "price_too_small"],
    ["a floor above the price", { cardFloor: kopecks(160_100) }, "price_too_small"],
    ["no points", { available: points(0) }, "no_points"],
    ["a debt", { available: points(-50) }, "no_points"],
  ])("nothing, and why: %s", (_, changed, why) => {
    expect(spendingLimit(facts(changed), TERMS)).toEqual({ max: 0, why });
  });

  it("the smallest price on which a point may be spent is two points", () => {
    expect(spendingLimit(facts({ price: kopecks(200) }), TERMS).max).toBe(1);
  });

  it("where no share may be paid with points, none are", () => {
    expect(spendingLimit(facts(), { ...TERMS, maxSharePercent: percent(0) }).max).toBe(0);
  });
});

describe("PT-2: one redemption in 14 days of 24 hours", () => {
  it.each([
    ["a moment short of 14 days ago", 14 * DAY_MS - 1, 0],
    ["13 days 23:59:59 ago", 14 * DAY_MS - 1_000, 0],
    ["14 days ago, to the moment", 14 * DAY_MS, 800],
    ["longer ago", 14 * DAY_MS + 1, 800],
    ["just now", 0, 0],
  ])("the last was %s", (_, ms, max) => {
    expect(spendingLimit(facts({ lastRedemptionAt: agoMs(ms) }), TERMS).max).toBe(max);
  });

  it("and the client sees when the next one is possible", () => {
    const lastRedemptionAt = agoMs(DAY_MS);
    expect(spendingLimit(facts({ lastRedemptionAt }), TERMS)).toEqual({
      max: 0,
      why: "too_soon",
      possibleAt: new Date(NOW.getTime() + 13 * DAY_MS),
    });
  });

  it("who has no points is told that, and not to wait", () => {
    const waiting = facts({ lastRedemptionAt: agoMs(1), available: points(0) });
    expect(spendingLimit(waiting, TERMS).why).toBe("no_points");
  });

  it("with no pause a redemption is possible at once", () => {
    expect(spendingLimit(facts({ lastRedemptionAt: NOW }), { ...TERMS, redeemEveryDays: 0 }).max).toBe(800);
  });

  it("who never redeemed waits for nothing", () => {
    expect(nextRedemptionAt(undefined, TERMS)).toBeUndefined();
    expect(nextRedemptionAt(NOW, TERMS)).toEqual(new Date("2026-12-07T09:00:00Z"));
  });
});

describe("for every price, floor and balance", () => {
  const anyFacts = fc.record({
    price: anyPrice,
    cardFloor: fc.oneof(fc.constant(kopecks(0)), anyPrice),
    available: anyBalance,
    lastRedemptionAt: fc.option(anyInstant, { nil: undefined }),
    now: anyInstant,
  });
  const anyTerms = fc.record({
    maxSharePercent: anyPercent,
    redeemEveryDays: fc.integer({ min: 0, max: 365 }),
  });
  type Rule = typeof spendingLimit;
  const unlimited =
    (changed: Partial<SpendingFacts>): Rule =>
    (given, terms) =>
      spendingLimit({ ...given, ...changed }, terms);

  const staysWithinLimits = (rule: Rule) =>
    fc.property(anyFacts, anyTerms, (given, terms) => {
      const { max, why } = rule(given, terms);
      expect(max).toBeGreaterThanOrEqual(0);
      expect(max).toBeLessThanOrEqual(Math.max(0, given.available));
      expect(worth(max) * 100).toBeLessThanOrEqual(given.price * terms.maxSharePercent);
      if (max > 0) expect(given.price - worth(max)).toBeGreaterThanOrEqual(given.cardFloor);
      expect(why === undefined).toBe(max > 0);
    });

  it("what may be redeemed is no debt, within balance and share, above the card's floor, and nothing has a reason", () => {
    fc.assert(staysWithinLimits(spendingLimit), { numRuns: 500 });
  });

  it("would be noticed if the floor, the balance or the share did not count", () => {
    expect(isRefuted(staysWithinLimits(unlimited({ cardFloor: kopecks(0) })))).toBe(true);
    expect(isRefuted(staysWithinLimits(unlimited({ available: points(400_000) })))).toBe(true);
    const generous: Rule = (given, terms) =>
      spendingLimit(given, { ...terms, maxSharePercent: percent(100) });
    expect(isRefuted(staysWithinLimits(generous))).toBe(true);
  });

  it("one point more would break a limit", () => {
    fc.assert(
      fc.property(anyFacts, anyTerms, (given, terms) => {
        const { max, why } = spendingLimit(given, terms);
        if (why === "too_soon" || why === "no_points") return;
        const more = worth(points(max + 1));
        const isAbove =
          max + 1 > given.available ||
          more * 100 > given.price * terms.maxSharePercent ||
          given.price - more < given.cardFloor;
        expect(isAbove).toBe(true);
      }),
    );
  });

  const moreNeverLess = (rule: Rule) =>
    fc.property(anyFacts, anyTerms, fc.nat({ max: 10_000 }), (given, terms, more) => {
      const richer = { ...given, available: points(given.available + more) };
      expect(rule(richer, terms).max).toBeGreaterThanOrEqual(rule(given, terms).max);
    });

  it("more balance never redeems less", () => {
    fc.assert(moreNeverLess(spendingLimit));
  });

  it("would be noticed if who has more than the share were refused", () => {
    const allOrNothing: Rule = (given, terms) => {
      const limit = spendingLimit(given, terms);
      return limit.max < given.available ? { max: points(0), why: "no_points" } : limit;
    };
    expect(isRefuted(moreNeverLess(allOrNothing))).toBe(true);
  });
});
