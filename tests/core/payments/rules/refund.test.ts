import fc from "fast-check";
import { expect, it } from "vitest";
import { InvariantError } from "../../../../src/core/kernel/invariant.ts";
import { kopecks } from "../../../../src/core/kernel/money.ts";
import { spreadRefund } from "../../../../src/core/payments/rules/refund.ts";

const payments = (...left: readonly number[]) =>
  left.map((amount, index) => ({ paymentId: `p${index}`, left: kopecks(amount) }));

it.each([
  { amount: 0, left: [500], parts: [] },
  { amount: 500, left: [500], parts: [["p0", 500]] },
  { amount: 300, left: [500], parts: [["p0", 300]] },
  {
    amount: 700,
    left: [500, 400],
    parts: [
      ["p0", 500],
      ["p1", 200],
    ],
  },
])("$amount kopecks go back over payments of $left, the latest first", ({ amount, left, parts }) => {
  const spread = spreadRefund(kopecks(amount), payments(...left));
  expect(spread.map((part) => [part.paymentId, part.amount])).toEqual(parts);
});

it("no kopeck is created or lost, and no payment gives back more than it brought", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 6 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (left, share) => {
        const amount = kopecks(Math.floor(left.reduce((total, one) => total + one, 0) * share));
        const spread = spreadRefund(amount, payments(...left));
        expect(spread.reduce((total, part) => total + part.amount, 0)).toBe(amount);
        for (const part of spread)
          expect(part.amount).toBeLessThanOrEqual(left[Number(part.paymentId.slice(1))] ?? 0);
      },
    ),
  );
});

it("more than came is a mistake of ours", () => {
  expect(() => spreadRefund(kopecks(501), payments(500))).toThrow(InvariantError);
});
