import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PayChoice } from "../../../../src/core/booking/rules/payment-split.ts";
import { splitPayment } from "../../../../src/core/booking/rules/payment-split.ts";
import {
  carriedPoints,
  type Deal,
  type MoveFacts,
  planMove,
} from "../../../../src/core/booking/rules/rescheduling.ts";
import { kopecks, NOTHING, percent, sum } from "../../../../src/core/kernel/money.ts";
import { NO_POINTS, points, worth } from "../../../../src/core/kernel/points.ts";

const TERMS = { maxSharePercent: percent(50) };
const deal = (rubles: number, over: Partial<Deal> = {}): Deal => ({
  price: kopecks(rubles * 100),
  policy: "full",
  prepayment: NOTHING,
  ...over,
});
const HOT = { policy: "hot", prepayment: kopecks(50_000) } as const;

/** A visit agreed on, with its plan. */
const agreed = (made: Deal, spent = 0, choice: PayChoice = "prepayment") => ({
  ...made,
  points: points(spent),
  payChoice: choice,
  ...splitPayment({ price: made.price, points: points(spent), frozen: made, choice }),
});

/** The client moves a visit of 2 000 ₽, paid in full, in time. */
const facts = (over: Partial<MoveFacts> = {}): MoveFacts => {
  const from = over.from ?? agreed(deal(2_000));
  return {
    by: "client",
    isLate: false,
    isSameService: true,
    from,
    to: deal(2_000),
    paid: from.payNow,
    ...over,
  };
};

describe("CX-7: a client's move is done at once when nothing is to be settled", () => {
  it.each<[string, Partial<MoveFacts>, boolean]>([
    ["in time, same service and price", {}, true],
    ["late", { isLate: true }, false],
    ["another service at the same price", { isSameService: false }, false],
    ["a kopeck dearer", { to: { ...deal(2_000), price: kopecks(200_001) } }, false],
    ["a kopeck cheaper", { to: { ...deal(2_000), price: kopecks(199_999) } }, false],
    [
      "nothing was paid online for either",
      { from: agreed(deal(2_000, { policy: "onSite" })), to: deal(2_000, { policy: "onSite" }) },
      true,
    ],
    [
      "staff waived the payment that the same deal asks for",
      { from: { ...agreed(deal(2_000)), payNow: NOTHING, onSpot: kopecks(200_000) } },
      true,
    ],
    ["the new one wants nothing online and all was paid", { to: deal(2_000, { policy: "onSite" }) }, true],
    [
      "the new one wants a prepayment that was paid to the kopeck",
      { from: agreed(deal(2_000, { policy: "prepay", prepayment: kopecks(50_000) })), to: deal(2_000, HOT) },
      true,
    ],
    [
      "the new one wants a kopeck more than was paid",
      { from: agreed(deal(2_000, { policy: "prepay", prepayment: kopecks(49_999) })), to: deal(2_000, HOT) },
      false,
    ],
    ["the new one wants all and only a part was paid", { from: agreed(deal(2_000, HOT)) }, false],
    ["a part was given back by staff, the deal is the same", { paid: kopecks(10_000) }, true],
    [
      "another deal takes fewer points",
      {
        from: agreed(deal(2_000), 1_000),
        to: deal(2_000, { policy: "hot", prepayment: kopecks(150_000) }),
        paid: kopecks(200_000),
      },
      false,
    ],
  ])("%s", (_, over, isAtOnce) => {
    expect(planMove(facts(over), TERMS).isAtOnce).toBe(isAtOnce);
  });

  it("keeps the old plan to the kopeck, and gives nothing back", () => {
    const from = agreed(deal(2_000, HOT), 300, "all");
    expect(planMove(facts({ from, to: deal(2_000, HOT) }), TERMS)).toEqual({
      isAtOnce: true,
      points: 300,
      payChoice: "all",
      payNow: 170_000,
      onSpot: 0,
      excess: 0,
    });
  });

  it("otherwise the new hold is paid like any other, with the points that go along", () => {
    const from = agreed(deal(2_000), 1_000);
    expect(planMove(facts({ from, to: deal(1_600, HOT) }), TERMS)).toEqual({
      isAtOnce: false,
      points: 800,
      payChoice: "prepayment",
      payNow: 50_000,
      onSpot: 30_000,
      excess: 0,
    });
  });
});

describe("CX-7, PT-1: the points that go along", () => {
  it.each<[string, ReturnType<typeof agreed>, Deal, number]>([
    [
      "all, while the deal is the same, whatever the share is today",
      agreed(deal(2_000), 1_500),
      deal(2_000),
      1_500,
    ],
    ["all that a dearer visit takes", agreed(deal(2_000), 1_000), deal(3_000), 1_000],
    ["half of a cheaper one", agreed(deal(2_000), 1_000), deal(1_000), 500],
    ["what leaves a hot one its prepayment", agreed(deal(2_000), 1_000), deal(800, HOT), 300],
    ["none when the prepayment is the price", agreed(deal(2_000), 1_000), deal(500, HOT), 0],
    ["none when it is more", agreed(deal(2_000), 1_000), deal(400, HOT), 0],
    ["none of none", agreed(deal(2_000)), deal(3_000), 0],
  ])("%s", (_, from, to, expected) => {
    expect(carriedPoints(from, to, TERMS)).toBe(expected);
  });
});

describe("CX-7: the business's move is done at once whatever the price", () => {
  it.each<[string, Partial<MoveFacts>, { points: number; payNow: number; onSpot: number; excess: number }]>([
    ["the same price", {}, { points: 0, payNow: 200_000, onSpot: 0, excess: 0 }],
    [
      "dearer: the rest on the spot",
      { to: deal(2_500) },
      { points: 0, payNow: 200_000, onSpot: 50_000, excess: 0 },
    ],
    [
      "cheaper: the excess goes back",
      { to: deal(1_500) },
      { points: 0, payNow: 150_000, onSpot: 0, excess: 50_000 },
    ],
    [
      "nothing was paid: all on the spot, a hot one too",
      { to: deal(1_600, HOT), paid: NOTHING },
      { points: 0, payNow: 0, onSpot: 160_000, excess: 0 },
    ],
    [
      "points beyond the half go back, and so does money",
      { from: agreed(deal(2_000), 1_000), to: deal(1_000) },
      { points: 500, payNow: 50_000, onSpot: 0, excess: 50_000 },
    ],
    [
      "late, by another service",
      { isLate: true, isSameService: false },
      { points: 0, payNow: 200_000, onSpot: 0, excess: 0 },
    ],
  ])("%s", (_, over, expected) => {
    expect(planMove(facts({ by: "business", ...over }), TERMS)).toMatchObject({
      isAtOnce: true,
      ...expected,
    });
  });
});

describe("whatever is moved to whatever", () => {
  const money = fc.integer({ min: 0, max: 500_000 }).map(kopecks);
  const deals = fc.record({
    price: money,
    policy: fc.constantFrom("full", "prepay", "onSite", "hot"),
    prepayment: money,
  }) as fc.Arbitrary<Deal>;
  const moves = fc
    .record({
      by: fc.constantFrom("client", "business"),
      isLate: fc.boolean(),
      isSameService: fc.boolean(),
      made: deals,
      to: deals,
      isSame: fc.boolean(),
      share: fc.integer({ min: 0, max: 100 }),
      shareThen: fc.integer({ min: 0, max: 100 }),
      givenBack: fc.integer({ min: 0, max: 100 }),
      choice: fc.constantFrom("prepayment", "all"),
    })
    .map(({ made, to, isSame, share, shareThen, givenBack, choice, ...rest }) => {
      const spent = Math.floor((made.price * shareThen) / 10_000);
      const from = agreed(made, spent, choice as PayChoice);
      const paid = kopecks(Math.floor((from.payNow * (100 - givenBack)) / 100));
      const move: MoveFacts = { ...rest, by: rest.by as MoveFacts["by"], from, to: isSame ? made : to, paid };
      return { move, terms: { maxSharePercent: percent(share) } };
    });

  it("points and money are the new price to the kopeck, and nothing that was paid is lost", () => {
    fc.assert(
      fc.property(moves, ({ move, terms }) => {
        const plan = planMove(move, terms);
        expect(sum(plan.payNow, plan.onSpot, worth(plan.points))).toBe(move.to.price);
        expect(Math.min(plan.payNow, plan.onSpot, plan.points, plan.excess)).toBeGreaterThanOrEqual(0);
        expect(plan.points).toBeLessThanOrEqual(move.from.points);
        if (move.by === "business") expect(sum(plan.payNow, plan.excess)).toBe(move.paid);
        else expect(plan.excess).toBe(0);
      }),
    );
  });

  it("at once a client pays what they had agreed to, in time, and keeps their points", () => {
    fc.assert(
      fc.property(moves, ({ move, terms }) => {
        const plan = planMove(move, terms);
        if (move.by === "business" || !plan.isAtOnce) return;
        expect([move.isLate, move.isSameService, move.to.price]).toEqual([false, true, move.from.price]);
        expect([plan.points, plan.payNow, plan.onSpot]).toEqual([
          move.from.points,
          move.from.payNow,
          move.from.onSpot,
        ]);
      }),
    );
  });

  it("a move within the same deal that is in time is always at once", () => {
    fc.assert(
      fc.property(moves, ({ move, terms }) => {
        const same = { ...move, isLate: false, isSameService: true, to: move.from };
        expect(planMove(same, terms)).toMatchObject({ isAtOnce: true, points: move.from.points });
      }),
    );
  });

  it("without points none go along", () => {
    expect(carriedPoints(agreed(deal(2_000)), deal(2_000), TERMS)).toBe(NO_POINTS);
  });
});
