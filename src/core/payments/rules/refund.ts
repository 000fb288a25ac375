import { invariant } from "../../kernel/invariant.ts";
import { type Kopecks, kopecks, smaller, sum } from "../../kernel/money.ts";

export type RefundablePayment = {
  readonly paymentId: string;
  /** Captured and not promised back yet. */
  readonly left: Kopecks;
};

/**
 * Spreads money that goes back over the payments it came by, latest first: nothing is created or lost.
 *
 * @throws InvariantError when more would go back than came
 * @source CX-2 CX-3
 */
export function spreadRefund(
  amount: Kopecks,
  latestFirst: readonly RefundablePayment[],
): readonly { readonly paymentId: string; readonly amount: Kopecks }[] {
  const all = sum(...latestFirst.map((payment) => payment.left));
  invariant(amount >= 0 && amount <= all, "no more goes back than came", { amount, all });
  let rest = amount;
  const parts: { paymentId: string; amount: Kopecks }[] = [];
  for (const { paymentId, left } of latestFirst) {
    const part = smaller(rest, left);
    if (part > 0) parts.push({ paymentId, amount: part });
    rest = kopecks(rest - part);
  }
  return parts;
}
