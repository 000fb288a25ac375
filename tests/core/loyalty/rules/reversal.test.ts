import fc from "fast-check";
import { expect, it } from "vitest";
import { kopecks } from "../../../../src/core/kernel/money.ts";
import { points } from "../../../../src/core/kernel/points.ts";
import { pointsTakenBack } from "../../../../src/core/loyalty/rules/reversal.ts";

const taken = (earned: number, takenBack: number, price: number, refunded: number) =>
  pointsTakenBack({
    earned: points(earned),
    takenBack: points(takenBack),
    price: kopecks(price),
    refunded: kopecks(refunded),
  });

it.each([
  { earned: 160, takenBack: 0, price: 160_000, refunded: 160_000, back: 160 },
  { earned: 160, takenBack: 0, price: 160_000, refunded: 50_000, back: 50 },
  { earned: 160, takenBack: 0, price: 160_000, refunded: 50_999, back: 50 },
  { earned: 160, takenBack: 50, price: 160_000, refunded: 51_000, back: 1 },
  { earned: 0, takenBack: 0, price: 160_000, refunded: 160_000, back: 0 },
  { earned: 160, takenBack: 0, price: 160_000, refunded: 999_999, back: 160 },
  { earned: 160, takenBack: 50, price: 160_000, refunded: 0, back: -50 },
  { earned: 160, takenBack: 160, price: 160_000, refunded: 50_000, back: -110 },
  { earned: 0, takenBack: 0, price: 0, refunded: 0, back: 0 },
])("EP-6: of $earned points for $price kopecks a refund of $refunded takes $back", (example) => {
  expect(taken(example.earned, example.takenBack, example.price, example.refunded)).toBe(example.back);
});

it("EP-6: whatever refunds come and fail, what was taken is what the standing ones alone would take", () => {
  const refund = fc.record({ amount: fc.integer({ min: 1, max: 90_000 }), isRefused: fc.boolean() });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5_000 }), fc.array(refund, { maxLength: 8 }), (earned, refunds) => {
      const price = 350_000;
      let standing = 0;
      let back = 0;
      for (const { amount, isRefused } of refunds) {
        back += taken(earned, back, price, standing + amount);
        if (isRefused) back += taken(earned, back, price, standing);
        else standing += amount;
        expect(back).toBe(taken(earned, 0, price, standing));
        expect(back).toBeLessThanOrEqual(earned);
      }
    }),
  );
});

it("many small refunds take back exactly what one large one would", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000 }),
      fc.array(fc.integer({ min: 1, max: 40_000 }), { maxLength: 8 }),
      (earned, parts) => {
        const price = 350_000;
        let refunded = 0;
        let back = 0;
        for (const part of parts) {
          refunded += part;
          back += taken(earned, back, price, refunded);
        }
        expect(back).toBe(taken(earned, 0, price, refunded));
      },
    ),
  );
});
