import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  askedAhead,
  cardFloor,
  type FrozenPolicy,
  freezePolicy,
  type PayChoice,
  type PaymentPolicy,
  type ServicePolicy,
  splitPayment,
} from "../../../../src/core/booking/rules/payment-split.ts";
import { InvariantError } from "../../../../src/core/kernel/invariant.ts";
import { type Kopecks, kopecks, percent } from "../../../../src/core/kernel/money.ts";
import { points, wholePointsIn, worth } from "../../../../src/core/kernel/points.ts";
import { spendingLimit } from "../../../../src/core/loyalty/rules/spending.ts";
import { anyBalance, anyPercent, anyPrice, isRefuted } from "../../kernel/arbitraries.ts";

const frozen = (policy: PaymentPolicy, prepayment = 0): FrozenPolicy => ({
  policy,
  prepayment: kopecks(prepayment),
});

describe("PY-2: a booking freezes its service's policy, and a hot start replaces it", () => {
  it.each<[ServicePolicy, number, boolean, number, boolean, FrozenPolicy]>([
    ["full", 0, false, 50_000, true, frozen("full")],
    ["prepay", 70_000, false, 50_000, true, frozen("prepay", 70_000)],
    ["onSite", 0, false, 50_000, true, frozen("onSite")],
    ["full", 0, true, 50_000, true, frozen("hot", 50_000)],
    ["onSite", 0, true, 50_000, true, frozen("hot", 50_000)],
    ["prepay", 49_999, true, 50_000, true, frozen("hot", 50_000)],
    ["prepay", 50_000, true, 50_000, true, frozen("hot", 50_000)],
    ["prepay", 50_001, true, 50_000, true, frozen("hot", 50_001)],
    ["full", 90_000, true, 50_000, true, frozen("hot", 50_000)],
    ["full", 90_000, false, 50_000, true, frozen("full", 0)],
    ["prepay", 70_000, false, 50_000, false, frozen("onSite")],
    ["full", 0, true, 50_000, false, frozen("onSite")],
  ])(
    "%s with %d, hot: %s by %d, payments on: %s → %j",
    (policy, own, isHot, hot, arePaymentsOn, expected) => {
      const service = { policy, prepayment: kopecks(own) };
      expect(freezePolicy({ service, isHot, hotPrepayment: kopecks(hot), arePaymentsOn })).toEqual(expected);
    },
  );
});

describe("PY-2: what is asked ahead is never more than what is left of the price", () => {
  it.each<[FrozenPolicy, number, number, number]>([
    [frozen("hot", 50_000), 50_001, 0, 50_000],
    [frozen("hot", 50_000), 50_000, 0, 50_000],
    [frozen("hot", 50_000), 37_538, 0, 37_538],
    [frozen("hot", 50_000), 60_000, 101, 49_900],
    [frozen("hot", 50_000), 0, 0, 0],
    [frozen("onSite"), 60_000, 0, 0],
  ])("%j of %d with %d points: %d", (policy, price, spent, expected) => {
    expect(askedAhead({ ...policy, price: kopecks(price), points: points(spent) })).toBe(expected);
  });
});

describe("PY-2: what is left after points is paid now or on the spot", () => {
  it.each<[FrozenPolicy, number, number, PayChoice, number, number]>([
    [frozen("full"), 200_000, 500, "prepayment", 150_000, 0],
    [frozen("full"), 200_000, 0, "all", 200_000, 0],
    [frozen("onSite"), 200_000, 0, "all", 0, 200_000],
    [frozen("onSite"), 200_000, 100, "prepayment", 0, 190_000],
    [frozen("prepay", 70_000), 200_000, 0, "prepayment", 70_000, 130_000],
    [frozen("prepay", 70_000), 200_000, 0, "all", 70_000, 130_000],
    [frozen("prepay", 70_000), 100_000, 299, "prepayment", 70_000, 100],
    [frozen("prepay", 70_000), 100_000, 300, "prepayment", 70_000, 0],
    [frozen("prepay", 70_000), 100_000, 301, "prepayment", 69_900, 0],
    [frozen("hot", 50_000), 160_000, 0, "prepayment", 50_000, 110_000],
    [frozen("hot", 50_000), 160_000, 0, "all", 160_000, 0],
    [frozen("hot", 50_000), 50_001, 0, "prepayment", 50_000, 1],
    [frozen("hot", 50_000), 50_000, 0, "prepayment", 50_000, 0],
    [frozen("hot", 50_000), 49_999, 0, "prepayment", 49_999, 0],
    [frozen("full"), 50_000, 500, "prepayment", 0, 0],
    [frozen("hot", 0), 160_000, 0, "prepayment", 0, 160_000],
  ])(
    "%j of %d with %d points, choosing %s: %d now, %d there",
    (policy, price, spent, choice, payNow, onSpot) => {
      expect(splitPayment({ price: kopecks(price), points: points(spent), frozen: policy, choice })).toEqual({
        payNow,
        onSpot,
      });
    },
  );

  it.each([
    ["more points than the price", 50_000, 501],
    ["a debt in points", 50_000, -1],
  ])("%s is an error of ours", (_, price, spent) => {
    const facts = { price: kopecks(price), points: points(spent), frozen: frozen("full") };
    expect(() => splitPayment({ ...facts, choice: "all" })).toThrow(InvariantError);
  });
});

it.each<[PaymentPolicy, number]>([
  ["hot", 70_000],
  ["prepay", 0],
  ["full", 0],
  ["onSite", 0],
])("PT-1: of a booking on the policy %s at least %d is paid by card", (policy, expected) => {
  expect(cardFloor(frozen(policy, 70_000))).toBe(expected);
});

describe("for every price, policy and number of points", () => {
  const anyFrozen = fc.record({
    policy: fc.constantFrom<PaymentPolicy>("full", "prepay", "onSite", "hot"),
    prepayment: anyPrice,
  });
  const anyChoice = fc.constantFrom<PayChoice>("prepayment", "all");
  const anyFacts = fc
    .tuple(anyPrice, anyPercent, anyFrozen, anyChoice)
    .map(([price, share, policy, choice]) => ({
      price,
      points: points(Math.floor((wholePointsIn(price) * share) / 100)),
      frozen: policy,
      choice,
    }));
  type Rule = typeof splitPayment;

  const loseNothing = (rule: Rule) =>
    fc.property(anyFacts, (facts) => {
      const { payNow, onSpot } = rule(facts);
      expect(payNow + onSpot + worth(facts.points)).toBe(facts.price);
      expect(Math.min(payNow, onSpot)).toBeGreaterThanOrEqual(0);
    });

  it("what is paid now, there and in points is the price, and nothing is below zero", () => {
    fc.assert(loseNothing(splitPayment));
  });

  it("would be noticed if the prepayment were not capped, or points were forgotten", () => {
    const left = ({ price, points: spent }: Parameters<Rule>[0]) => price - worth(spent);
    const uncapped: Rule = (facts) => ({
      payNow: facts.frozen.prepayment,
      onSpot: kopecks(left(facts) - facts.frozen.prepayment),
    });
    const forgetful: Rule = (facts) => ({ payNow: facts.price, onSpot: kopecks(0) });
    expect(isRefuted(loseNothing(uncapped))).toBe(true);
    expect(isRefuted(loseNothing(forgetful))).toBe(true);
  });

  const floorHolds = (floor: (policy: FrozenPolicy) => Kopecks) =>
    fc.property(anyPrice, anyPrice, anyBalance, (price, prepayment, available) => {
      const policy: FrozenPolicy = { policy: "hot", prepayment };
      const facts = { price, cardFloor: floor(policy), available, lastRedemptionAt: undefined };
      const terms = { maxSharePercent: percent(50), redeemEveryDays: 14 };
      const { max } = spendingLimit({ ...facts, now: new Date("2026-12-01T12:00:00Z") }, terms);
      const { payNow } = splitPayment({ price, points: max, frozen: policy, choice: "prepayment" });
      expect(payNow).toBe(Math.min(prepayment, price));
    });

  it("PT-1: as many points as may be redeemed on a hot start leave its whole prepayment to the card", () => {
    fc.assert(floorHolds(cardFloor));
  });

  it("would be noticed if there were no floor", () => {
    expect(isRefuted(floorHolds(() => kopecks(0)))).toBe(true);
  });
});
