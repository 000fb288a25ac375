import type { Kopecks, Percent } from "../../kernel/money.ts";
import { NO_POINTS, type Points, points, pointsShare } from "../../kernel/points.ts";

export type PenaltyTerms = { readonly percent: Percent; readonly allowDebt: boolean };

/**
 * Decides how many points a late cancellation or a no-show costs.
 *
 * A share of the booking's price, rounded down. Where debt is not allowed it takes at most the balance, and
 * nothing from a balance that is already below zero.
 *
 * @source CX-2 CX-3 CX-5
 */
export function penaltyPoints(
  facts: { readonly price: Kopecks; readonly balance: Points },
  terms: PenaltyTerms,
): Points {
  const due = pointsShare(facts.price, terms.percent);
  if (terms.allowDebt) return due;
  return facts.balance <= 0 ? NO_POINTS : points(Math.min(due, facts.balance));
}
