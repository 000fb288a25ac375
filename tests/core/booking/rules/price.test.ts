import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  agreedPrice,
  type Price,
  type PriceFacts,
  type PriceTerms,
  priceBooking,
} from "../../../../src/core/booking/rules/price.ts";
import { kopecks, percent, percentDown } from "../../../../src/core/kernel/money.ts";
import { anyPercent, anyPrice, isRefuted } from "../../kernel/arbitraries.ts";

const BEST: PriceTerms = { friendPercent: percent(10), stacking: "best" };
const SUM: PriceTerms = { friendPercent: percent(10), stacking: "sum" };

const priced = (
  listPrice: number,
  hot: number | undefined,
  isFriendFirstVisit: boolean,
  terms = BEST,
): Price =>
  priceBooking(
    {
      listPrice: kopecks(listPrice),
      hotPercent: hot === undefined ? undefined : percent(hot),
      isFriendFirstVisit,
    },
    terms,
  );

describe("PR-1, PR-2, PR-3, PR-4: a booking costs the list price less the discount that applies", () => {
  it.each<[number, number | undefined, boolean, PriceTerms, number, number]>([
    [200_000, undefined, false, BEST, 0, 200_000],
    [200_000, 20, false, BEST, 40_000, 160_000],
    [199_999, 20, false, BEST, 39_999, 160_000],
    [1, 20, false, BEST, 0, 1],
    [4, 20, false, BEST, 0, 4],
    [5, 20, false, BEST, 1, 4],
    [200_000, 0, false, BEST, 0, 200_000],
    [200_000, 100, false, BEST, 200_000, 0],
    [0, 20, true, BEST, 0, 0],
    [200_000, undefined, true, BEST, 20_000, 180_000],
    [200_000, 20, true, BEST, 40_000, 160_000],
    [200_000, 9, true, BEST, 20_000, 180_000],
    [200_000, 10, true, BEST, 20_000, 180_000],
    [200_000, 11, true, BEST, 22_000, 178_000],
    [200_000, 20, true, SUM, 60_000, 140_000],
    [200_000, 90, true, SUM, 200_000, 0],
    [200_000, 91, true, SUM, 200_000, 0],
    [200_000, 100, true, SUM, 200_000, 0],
    [199_999, 20, true, SUM, 59_998, 140_001],
  ])(
    "%d kopecks, hot by %s, a friend's first visit: %s, %j",
    (list, hot, isFriend, terms, discount, price) => {
      expect(priced(list, hot, isFriend, terms)).toMatchObject({ listPrice: list, discount, price });
    },
  );

  it("shows each discount by itself", () => {
    expect(priced(200_000, 20, true)).toMatchObject({ hotDiscount: 40_000, friendDiscount: 20_000 });
    expect(priced(200_000, undefined, false)).toMatchObject({ hotDiscount: 0, friendDiscount: 0 });
  });
});

describe("PR-3: the friend's discount is used up only by a booking that is cheaper for it", () => {
  it.each<[string, number | undefined, boolean, PriceTerms, boolean]>([
    ["on a regular slot", undefined, true, BEST, true],
    ["of a client who came by no friend", undefined, false, BEST, false],
    ["when the hot one is smaller", 9, true, BEST, true],
    ["when the hot one is equal: the client keeps it", 10, true, BEST, false],
    ["when the hot one is larger", 11, true, BEST, false],
    ["when both are summed", 20, true, SUM, true],
    ["when it is nought", undefined, true, { ...BEST, friendPercent: percent(0) }, false],
    ["when it is nought and summed", 20, true, { ...SUM, friendPercent: percent(0) }, false],
  ])("%s", (_, hot, isFriend, terms, expected) => {
    expect(priced(200_000, hot, isFriend, terms).hasFriendDiscount).toBe(expected);
  });
});

describe("for every price and discount", () => {
  const anyFacts: fc.Arbitrary<PriceFacts> = fc.record({
    listPrice: anyPrice,
    hotPercent: fc.option(anyPercent, { nil: undefined }),
    isFriendFirstVisit: fc.boolean(),
  });
  const anyTerms: fc.Arbitrary<PriceTerms> = fc.record({
    friendPercent: anyPercent,
    stacking: fc.constantFrom("best", "sum"),
  });
  type Rule = (facts: PriceFacts, terms: PriceTerms) => Pick<Price, "discount" | "price">;

  const loseNothing = (rule: Rule) =>
    fc.property(anyFacts, anyTerms, (facts, terms) => {
      const { discount, price } = rule(facts, terms);
      expect(discount + price).toBe(facts.listPrice);
      expect(Math.min(discount, price)).toBeGreaterThanOrEqual(0);
    });

  it("discount and price are the list price, and neither is below zero", () => {
    fc.assert(loseNothing(priceBooking));
  });

  it("would be noticed if the price were a percentage of its own, or a sum went beyond the price", () => {
    const twiceRounded: Rule = ({ listPrice, hotPercent = percent(0) }) => ({
      discount: percentDown(listPrice, hotPercent),
      price: percentDown(listPrice, percent(100 - hotPercent)),
    });
    expect(isRefuted(loseNothing(twiceRounded))).toBe(true);
    const unlimited: Rule = (facts, terms) => {
      const { hotDiscount, friendDiscount } = priceBooking(facts, terms);
      const discount = kopecks(hotDiscount + friendDiscount);
      return { discount, price: kopecks(facts.listPrice - discount) };
    };
    expect(isRefuted(loseNothing(unlimited))).toBe(true);
  });

  it("the better of two discounts is as good as either alone, and never better than both together", () => {
    fc.assert(
      fc.property(anyFacts, anyPercent, (facts, friendPercent) => {
        const best = priceBooking(facts, { friendPercent, stacking: "best" }).price;
        const summed = priceBooking(facts, { friendPercent, stacking: "sum" }).price;
        const onlyHot = priceBooking(
          { ...facts, isFriendFirstVisit: false },
          { friendPercent, stacking: "best" },
        );
        const onlyFriend = priceBooking(
          { ...facts, hotPercent: undefined },
          { friendPercent, stacking: "best" },
        );
        expect(best).toBe(Math.min(onlyHot.price, onlyFriend.price));
        expect(summed).toBeLessThanOrEqual(best);
      }),
    );
  });

  it("a booking that carries the friend's discount is cheaper than it would be without, unless both were summed", () => {
    fc.assert(
      fc.property(anyFacts, anyPercent, (facts, friendPercent) => {
        const terms: PriceTerms = { friendPercent, stacking: "best" };
        const without = priceBooking({ ...facts, isFriendFirstVisit: false }, terms).price;
        const { price, hasFriendDiscount } = priceBooking(facts, terms);
        expect(hasFriendDiscount).toBe(price < without);
      }),
    );
  });
});

it("of a price agreed on elsewhere is the whole list price, with no discount in it (PR-4, PR-5)", () => {
  fc.assert(
    fc.property(anyPrice, (agreed) => {
      const { listPrice, discount, hotDiscount, friendDiscount, price, hasFriendDiscount } =
        agreedPrice(agreed);
      expect([listPrice, price]).toEqual([agreed, agreed]);
      expect([discount, hotDiscount, friendDiscount, hasFriendDiscount]).toEqual([0, 0, 0, false]);
    }),
  );
});
