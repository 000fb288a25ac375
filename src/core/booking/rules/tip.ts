import { daysAfter } from "../../kernel/instant.ts";
import { type Kopecks, kopecks } from "../../kernel/money.ts";
import type { BookingState } from "../model.ts";

/** For how long after its end a visit may be tipped, in days of 24 hours. */
const TIP_DAYS = 30;
export const TIP_MIN: Kopecks = kopecks(1_000);
export const TIP_MAX: Kopecks = kopecks(5_000_000);

export type TipProblem = "visit_not_completed" | "tip_too_late";

/**
 * Whether a visit may be tipped: it took place, and ended no longer ago than 30 days, that moment included.
 *
 * @source MS-2
 */
export function tipProblem(
  visit: { readonly state: BookingState; readonly endsAt: Date },
  now: Date,
): TipProblem | undefined {
  if (visit.state !== "completed") return "visit_not_completed";
  return now > daysAfter(visit.endsAt, TIP_DAYS) ? "tip_too_late" : undefined;
}

/** A tip is whole kopecks, 10 ₽ to 50 000 ₽, both included. @source MS-2 */
export const isTipInRange = (amount: number): boolean =>
  Number.isInteger(amount) && amount >= TIP_MIN && amount <= TIP_MAX;
