import { invariant } from "../../kernel/invariant.ts";
import type { Kopecks } from "../../kernel/money.ts";
import { type Points, points } from "../../kernel/points.ts";

/**
 * How many points refunds after completion take back beyond what they took: those that the refunded share had earned.
 *
 * Rounded down over those refunds together, so that many small ones take no more than one large one. Below zero, so
 * many come again: a refund that had taken its share was refused by the gateway.
 *
 * @source EP-6
 */
export function pointsTakenBack(facts: {
  /** By the visit's present mark. */
  readonly earned: Points;
  /** By refunds, less what came again. */
  readonly takenBack: Points;
  /** What the points were earned of. */
  readonly price: Kopecks;
  /** All that was refunded since that mark. */
  readonly refunded: Kopecks;
}): Points {
  const { earned, takenBack, price, refunded } = facts;
  invariant(refunded >= 0 && takenBack >= 0, "refunds take back, they never give", facts);
  const hasEarned = price > 0 && earned > 0;
  const due = hasEarned ? Math.floor((earned * Math.min(refunded, price)) / price) : 0;
  return points(due - takenBack);
}
