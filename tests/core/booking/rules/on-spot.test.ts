import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BookingState, DEAD_STATES } from "../../../../src/core/booking/model.ts";
import { checkOnSpot, owedOnSpot } from "../../../../src/core/booking/rules/on-spot.ts";
import { type Kopecks, kopecks } from "../../../../src/core/kernel/money.ts";
import { points } from "../../../../src/core/kernel/points.ts";

type Example = { state: BookingState; price: number; points: number; onSpot: number; paid: number };
const facts = ({ state, price, points: spent, onSpot, paid }: Example) => ({
  state,
  price: kopecks(price),
  points: points(spent),
  onSpot: kopecks(onSpot),
  paid: kopecks(paid),
});
const WHOLE = { price: 200_000, points: 0, onSpot: 0, paid: 0 };

it.each<[string, Partial<Example>, number]>([
  ["nothing is paid yet", { onSpot: 200_000 }, 200_000],
  ["points pay a part", { points: 500, onSpot: 150_000 }, 150_000],
  ["a prepayment came", { onSpot: 150_000, paid: 50_000 }, 150_000],
  ["a part was taken", { onSpot: 150_000, paid: 149_999 }, 50_001],
  ["all was taken", { onSpot: 150_000, paid: 200_000 }, 0],
  ["online money went back before it came another way", { paid: 150_000 }, 50_000],
  ["online money went back and cash came for it", { paid: 200_000 }, 0],
  ["more came than the price", { paid: 400_000 }, 0],
  ["everything is free", { price: 0 }, 0],
])("PY-7: when %s, a confirmed or completed visit owes what the price leaves", (_case, over, owed) => {
  for (const state of ["confirmed", "completed"] as const)
    expect(owedOnSpot(facts({ ...WHOLE, state, ...over }))).toBe(owed);
});

it.each(["held", "confirming"] as const)(
  "PY-2: while it is %s, what was agreed for the spot is owed",
  (state) => {
    expect(owedOnSpot(facts({ ...WHOLE, state, onSpot: 150_000 }))).toBe(150_000);
    expect(owedOnSpot(facts({ ...WHOLE, state }))).toBe(0);
  },
);

it.each(DEAD_STATES)("CX-3, PY-7: a booking that is %s owes nothing, whatever went back", (state) => {
  for (const paid of [0, 50_000, 200_000])
    expect(owedOnSpot(facts({ ...WHOLE, state, onSpot: 150_000, paid }))).toBe(0);
});

it.each([
  [-1, "amount_not_positive"],
  [0, "amount_not_positive"],
  [0.5, "amount_not_positive"],
  [1, "fine"],
  [200_000, "fine"],
  [200_001, "on_spot_above_owed"],
])("PY-7: of 2 000 ₽ that are owed, %s kopecks are %s", (amount, answer) => {
  const checked = checkOnSpot(amount as Kopecks, kopecks(200_000));
  expect(checked.ok ? "fine" : checked.refusal).toBe(answer);
});

describe("PY-7: whatever was agreed and paid", () => {
  const money = fc.integer({ min: 0, max: 500_000 });
  const any = fc
    .record({ price: money, points: fc.nat(100), onSpot: money, paid: money })
    .map((one) => ({ ...one, points: Math.min(one.points, Math.floor(one.price / 100)) }));

  it("with all that is owed the price of a visit is paid, to the kopeck", () => {
    fc.assert(
      fc.property(any, fc.constantFrom("confirmed" as const, "completed" as const), (one, state) => {
        const owed = owedOnSpot(facts({ ...one, state }));
        const full = one.price - one.points * 100;
        expect(one.paid + owed).toBe(Math.max(full, one.paid));
      }),
    );
  });
});
