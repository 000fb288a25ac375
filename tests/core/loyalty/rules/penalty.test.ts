import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kopecks, percent } from "../../../../src/core/kernel/money.ts";
import { points } from "../../../../src/core/kernel/points.ts";
import { type PenaltyTerms, penaltyPoints } from "../../../../src/core/loyalty/rules/penalty.ts";
import { anyBalance, anyPercent, anyPrice, isRefuted } from "../../kernel/arbitraries.ts";

const charged = (price: number, balance: number, allowDebt: boolean, share = 10): number =>
  penaltyPoints({ price: kopecks(price), balance: points(balance) }, { percent: percent(share), allowDebt });

describe("CX-2, CX-5: a penalty is a share of the price in points", () => {
  it.each([
    ["debt allowed, more than the balance", 200_000, 50, true, 200],
    ["debt allowed, a debt already", 200_000, -10, true, 200],
    ["debt not allowed, a point more than it", 200_000, 201, false, 200],
    ["debt not allowed, just as much", 200_000, 200, false, 200],
    ["debt not allowed, a point less", 200_000, 199, false, 199],
    ["debt not allowed, one point", 200_000, 1, false, 1],
    ["debt not allowed, nothing", 200_000, 0, false, 0],
    ["debt not allowed, a debt already", 200_000, -10, false, 0],
    ["rounded down", 155_999, 1_000, true, 155],
    ["of nothing", 0, 1_000, true, 0],
  ])("%s", (_, price, balance, allowDebt, expected) => {
    expect(charged(price, balance, allowDebt)).toBe(expected);
  });

  it("no percentage is no penalty", () => {
    expect(charged(200_000, 1_000, true, 0)).toBe(0);
  });
});

describe("for every price and balance", () => {
  const withoutDebtNeverBelow = (rule: typeof penaltyPoints) =>
    fc.property(anyPrice, anyBalance, anyPercent, (price, balance, share) => {
      const terms: PenaltyTerms = { percent: share, allowDebt: false };
      const penalty = rule({ price, balance }, terms);
      expect(penalty).toBeGreaterThanOrEqual(0);
      expect(balance - penalty).toBeGreaterThanOrEqual(Math.min(0, balance));
    });

  it("where debt is not allowed a penalty neither makes one nor deepens one", () => {
    fc.assert(withoutDebtNeverBelow(penaltyPoints));
  });

  it("would be noticed if debts were allowed, or if a debt were paid back by a penalty", () => {
    expect(
      isRefuted(withoutDebtNeverBelow((facts, terms) => penaltyPoints(facts, { ...terms, allowDebt: true }))),
    ).toBe(true);
    const toBalance: typeof penaltyPoints = (facts, terms) =>
      points(Math.min(facts.balance, penaltyPoints(facts, { ...terms, allowDebt: true })));
    expect(isRefuted(withoutDebtNeverBelow(toBalance))).toBe(true);
  });

  it("where debt is allowed the balance makes no difference", () => {
    fc.assert(
      fc.property(anyPrice, anyBalance, anyBalance, anyPercent, (price, one, other, share) => {
        const terms: PenaltyTerms = { percent: share, allowDebt: true };
        expect(penaltyPoints({ price, balance: one }, terms)).toBe(
          penaltyPoints({ price, balance: other }, terms),
        );
      }),
    );
  });
});
