import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkOnSpot, mostOnSpot, owedOnSpot } from "../../../../src/core/booking/rules/on-spot.ts";
import { type Kopecks, kopecks } from "../../../../src/core/kernel/money.ts";
import { points } from "../../../../src/core/kernel/points.ts";

const facts = (one: {
  price: number;
  points: number;
  onSpot: number;
  paid: number;
  takenOnSpot: number;
}) => ({
  price: kopecks(one.price),
  points: points(one.points),
  onSpot: kopecks(one.onSpot),
  paid: kopecks(one.paid),
  takenOnSpot: kopecks(one.takenOnSpot),
});

it.each([
  {
    case: "nothing paid yet",
    price: 200_000,
    points: 0,
    onSpot: 200_000,
    paid: 0,
    takenOnSpot: 0,
    most: 200_000,
    owed: 200_000,
  },
  {
    case: "points pay a part",
    price: 200_000,
    points: 500,
    onSpot: 150_000,
    paid: 0,
    takenOnSpot: 0,
    most: 150_000,
    owed: 150_000,
  },
  {
    case: "a prepayment came",
    price: 200_000,
    points: 0,
    onSpot: 150_000,
    paid: 50_000,
    takenOnSpot: 0,
    most: 150_000,
    owed: 150_000,
  },
  {
    case: "a part was taken",
    price: 200_000,
    points: 0,
    onSpot: 150_000,
    paid: 149_999,
    takenOnSpot: 99_999,
    most: 50_001,
    owed: 50_001,
  },
  {
    case: "all was taken",
    price: 200_000,
    points: 0,
    onSpot: 150_000,
    paid: 200_000,
    takenOnSpot: 150_000,
    most: 0,
    owed: 0,
  },
  {
    case: "a mistake was given back",
    price: 200_000,
    points: 0,
    onSpot: 200_000,
    paid: 0,
    takenOnSpot: 0,
    most: 200_000,
    owed: 200_000,
  },
  {
    case: "online money went back in kindness",
    price: 200_000,
    points: 0,
    onSpot: 0,
    paid: 150_000,
    takenOnSpot: 0,
    most: 50_000,
    owed: 0,
  },
  {
    case: "online money went back and cash came for it",
    price: 200_000,
    points: 0,
    onSpot: 0,
    paid: 200_000,
    takenOnSpot: 200_000,
    most: 0,
    owed: 0,
  },
  {
    case: "more came than the price",
    price: 200_000,
    points: 0,
    onSpot: 0,
    paid: 400_000,
    takenOnSpot: 0,
    most: 0,
    owed: 0,
  },
  { case: "everything is free", price: 0, points: 0, onSpot: 0, paid: 0, takenOnSpot: 0, most: 0, owed: 0 },
])("PY-7: when $case, $most may be recorded and $owed is owed", (example) => {
  expect(mostOnSpot(facts(example))).toBe(example.most);
  expect(owedOnSpot(facts(example))).toBe(example.owed);
});

it.each([
  [-1, "amount_not_positive"],
  [0, "amount_not_positive"],
  [0.5, "amount_not_positive"],
  [1, "fine"],
  [200_000, "fine"],
  [200_001, "on_spot_above_owed"],
])("PY-7: of 2 000 ₽ that may be recorded, %s kopecks are %s", (amount, answer) => {
  const checked = checkOnSpot(amount as Kopecks, kopecks(200_000));
  expect(checked.ok ? "fine" : checked.refusal).toBe(answer);
});

describe("PY-7: whatever was agreed and paid", () => {
  const money = fc.integer({ min: 0, max: 500_000 });
  const any = fc
    .record({ price: money, points: fc.nat(100), onSpot: money, online: money, takenOnSpot: money })
    .map((one) => ({ ...one, points: Math.min(one.points, Math.floor(one.price / 100)) }))
    .map((one) => ({ ...one, paid: one.online + one.takenOnSpot }));

  it("what is owed may be recorded, and is never below nothing", () => {
    fc.assert(
      fc.property(any, (one) => {
        expect(owedOnSpot(facts(one))).toBeGreaterThanOrEqual(0);
        expect(owedOnSpot(facts(one))).toBeLessThanOrEqual(mostOnSpot(facts(one)));
      }),
    );
  });

  it("with all that may be recorded the price is paid, to the kopeck", () => {
    fc.assert(
      fc.property(any, (one) => {
        const most = mostOnSpot(facts(one));
        const full = one.price - one.points * 100;
        expect(one.paid + most).toBe(Math.max(full, one.paid));
      }),
    );
  });
});
