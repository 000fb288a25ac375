import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BookingState, DEAD_STATES } from "../../../../src/core/booking/model.ts";
import {
  checkOnSpot,
  owedOnSpot,
  takableOnSpot,
  waivedOnSpot,
} from "../../../../src/core/booking/rules/on-spot.ts";
import { type Kopecks, kopecks } from "../../../../src/core/kernel/money.ts";
import { points } from "../../../../src/core/kernel/points.ts";

type Example = {
  state: BookingState;
  price: number;
  points: number;
  onSpot: number;
  paid: number;
  givenBack: number;
};
const facts = ({ state, price, points: spent, onSpot, paid, givenBack }: Example) => ({
  state,
  price: kopecks(price),
  points: points(spent),
  onSpot: kopecks(onSpot),
  paid: kopecks(paid),
  givenBack: kopecks(givenBack),
});
const WHOLE = { price: 200_000, points: 0, onSpot: 0, paid: 0, givenBack: 0 };

it.each<[string, Partial<Example>, number]>([
  ["nothing is paid yet", { onSpot: 200_000 }, 200_000],
  ["points pay a part", { points: 500, onSpot: 150_000 }, 150_000],
  ["a prepayment came", { onSpot: 150_000, paid: 50_000 }, 150_000],
  ["a part was taken", { onSpot: 150_000, paid: 149_999 }, 50_001],
  ["all was taken", { onSpot: 150_000, paid: 200_000 }, 0],
  ["a double payment went back", { paid: 150_000 }, 50_000],
  ["staff gave a part back", { paid: 150_000, givenBack: 50_000 }, 0],
  ["staff gave all back", { paid: 0, givenBack: 200_000 }, 0],
  ["staff gave the prepayment back", { onSpot: 150_000, paid: 0, givenBack: 50_000 }, 150_000],
  ["staff gave back and the money came again", { paid: 200_000, givenBack: 50_000 }, 0],
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

it.each<[string, Partial<Example>, number]>([
  ["nothing is paid", {}, 200_000],
  ["staff gave a part back", { paid: 150_000, givenBack: 50_000 }, 50_000],
  ["staff gave all back", { givenBack: 200_000 }, 200_000],
  ["all is paid", { paid: 200_000 }, 0],
])("PY-7: when %s, as much may be recorded as the price leaves of what there is", (_case, over, takable) => {
  expect(takableOnSpot(facts({ ...WHOLE, state: "completed", ...over }))).toBe(takable);
  for (const state of DEAD_STATES) expect(takableOnSpot(facts({ ...WHOLE, state, ...over }))).toBe(0);
});

it.each<[string, Partial<Example>, number]>([
  ["staff gave all back", { givenBack: 200_000 }, 200_000],
  ["staff gave a part back", { paid: 150_000, givenBack: 50_000 }, 50_000],
  ["staff gave the prepayment back", { givenBack: 50_000 }, 0],
  ["nothing is paid yet", { onSpot: 200_000 }, 0],
  ["all is paid", { paid: 200_000 }, 0],
])("PY-7: when %s, it is waited for no more where nothing else is owed", (_case, over, waived) => {
  const of = (state: BookingState) => {
    const known = facts({ ...WHOLE, state, ...over });
    return waivedOnSpot({ state, owedOnSpot: owedOnSpot(known), takableOnSpot: takableOnSpot(known) });
  };
  for (const state of ["confirmed", "completed"] as const) expect(of(state)).toBe(waived);
  for (const state of ["held", "confirming", ...DEAD_STATES] as const) expect(of(state)).toBe(0);
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
    .record({ price: money, points: fc.nat(100), onSpot: money, paid: money, givenBack: money })
    .map((one) => ({ ...one, points: Math.min(one.points, Math.floor(one.price / 100)) }));

  it("with all that is owed the price of a visit is paid, to the kopeck", () => {
    fc.assert(
      fc.property(any, fc.constantFrom("confirmed" as const, "completed" as const), (one, state) => {
        const owed = owedOnSpot(facts({ ...one, state, givenBack: 0 }));
        const full = one.price - one.points * 100;
        expect(one.paid + owed).toBe(Math.max(full, one.paid));
      }),
    );
  });

  it("EP-6, PY-7: a refund by staff never makes anybody owe more, and may be recorded anew", () => {
    const givenBack = fc.integer({ min: 0, max: 500_000 });
    fc.assert(
      fc.property(
        any,
        givenBack,
        fc.constantFrom("confirmed" as const, "completed" as const),
        (one, back, state) => {
          const some = Math.min(back, one.paid);
          const before = facts({ ...one, state });
          const after = facts({ ...one, state, paid: one.paid - some, givenBack: one.givenBack + some });
          expect(owedOnSpot(after)).toBeLessThanOrEqual(owedOnSpot(before));
          expect(takableOnSpot(after)).toBeGreaterThanOrEqual(takableOnSpot(before));
          expect(owedOnSpot(after)).toBeLessThanOrEqual(takableOnSpot(after));
        },
      ),
    );
  });
});
