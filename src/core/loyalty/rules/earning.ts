import { daysAfter } from "../../kernel/instant.ts";
import { type Kopecks, minus, type Percent } from "../../kernel/money.ts";
import { NO_POINTS, type Points, pointsShare, worth } from "../../kernel/points.ts";

export type EarningTerms = {
  readonly accrualPercent: Percent;
  readonly accrualBase: "price" | "paid";
  readonly rebookPercent: Percent;
  /** Days of 24 hours after the previous visit's end; the last moment is included. */
  readonly rebookDays: number;
};

export type EarningFacts = {
  readonly price: Kopecks;
  /** Points spent on this visit: with the base `paid` they earn nothing. */
  readonly points: Points;
  readonly bookedAt: Date;
  /** The client's latest completed visit before this one, unless another booking was rewarded for it. */
  readonly previousVisit: { readonly beganAt: Date; readonly endedAt: Date } | undefined;
};

/** What a completed visit earns, and what more for booking it soon after the one before. */
export type Earning = { readonly visit: Points; readonly rebook: Points };

/**
 * Decides what a completed visit earns.
 *
 * The rebooking part is due when the booking was made after the previous visit had begun and no later than the
 * limit after its end. That it is paid once per previous visit is the caller's to know.
 *
 * @source EP-1 EP-2
 */
export function earnedPoints(facts: EarningFacts, terms: EarningTerms): Earning {
  const base = terms.accrualBase === "paid" ? minus(facts.price, worth(facts.points)) : facts.price;
  return {
    visit: pointsShare(base, terms.accrualPercent),
    rebook: isQuickRebooking(facts, terms) ? pointsShare(base, terms.rebookPercent) : NO_POINTS,
  };
}

function isQuickRebooking({ previousVisit, bookedAt }: EarningFacts, terms: EarningTerms): boolean {
  return previousVisit !== undefined && quickRebookingUntil(previousVisit, terms, bookedAt) !== undefined;
}

/**
 * Until when a booking still follows a visit quickly, that moment included; undefined when it is too late, or when the
 * visit has not begun.
 *
 * @source EP-2
 */
export function quickRebookingUntil(
  previousVisit: { readonly beganAt: Date; readonly endedAt: Date },
  terms: Pick<EarningTerms, "rebookDays">,
  now: Date,
): Date | undefined {
  const until = daysAfter(previousVisit.endedAt, terms.rebookDays);
  return now > previousVisit.beganAt && now <= until ? until : undefined;
}
