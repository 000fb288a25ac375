import { invariant } from "../../kernel/invariant.ts";
import type { Kopecks } from "../../kernel/money.ts";
import { type Points, points } from "../../kernel/points.ts";

/**
 * How many points a refund after completion takes back: those that the refunded share of the price had earned.
 *
 * Rounded down over all refunds of the visit together, so that many small ones take no more than one large one.
 *
 * @source EP-6
 */
export function pointsTakenBack(facts: {
  readonly earned: Points;
  readonly takenBack: Points;
  readonly price: Kopecks;
  /** All refunds of the visit, this one included. */
  readonly refunded: Kopecks;
}): Points {
  const { earned, takenBack, price, refunded } = facts;
  invariant(refunded >= 0 && takenBack >= 0, "refunds take back, they never give", facts);
  if (price === 0 || earned <= 0) return points(0);
  const due = Math.floor((earned * Math.min(refunded, price)) / price);
  return points(Math.max(0, due - takenBack));
}
