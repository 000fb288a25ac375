import { DAY_MS } from "../../kernel/instant.ts";
import { type Kopecks, minus, type Percent, percentDown } from "../../kernel/money.ts";
import { NO_POINTS, type Points, points, wholePointsIn } from "../../kernel/points.ts";

export type SpendingFacts = {
  readonly price: Kopecks;
  /** What of the price must be paid by card whatever the points (a hot slot's prepayment), else nothing. */
  readonly cardFloor: Kopecks;
  /** Balance less what is held for other bookings; may be negative. */
  readonly available: Points;
  /** When points were last held and not given back since. */
  readonly lastRedemptionAt: Date | undefined;
  readonly now: Date;
};

export type SpendingTerms = {
  readonly maxSharePercent: Percent;
  /** Days of 24 hours between two redemptions; exactly so many is enough. */
  readonly redeemEveryDays: number;
};

/** The most that may be redeemed, and when it is nothing, why. */
export type SpendingLimit =
  | { readonly max: Points; readonly why: undefined }
  | { readonly max: Points; readonly why: "no_points" | "price_too_small" }
  | { readonly max: Points; readonly why: "too_soon"; readonly possibleAt: Date };

/**
 * Decides how many points may be redeemed on a booking.
 *
 * Whole points, at most the share of the price, never more than is available, and never so many that the card
 * part falls below its floor. One redemption in so many days: exactly so many days later is possible again.
 *
 * @source PT-1 PT-2
 */
export function spendingLimit(facts: SpendingFacts, terms: SpendingTerms): SpendingLimit {
  if (facts.available <= 0) return { max: NO_POINTS, why: "no_points" };
  const possibleAt = nextRedemptionAt(facts.lastRedemptionAt, terms);
  if (possibleAt !== undefined && facts.now < possibleAt)
    return { max: NO_POINTS, why: "too_soon", possibleAt };

  const bySharePoints = wholePointsIn(percentDown(facts.price, terms.maxSharePercent));
  const aboveFloor = minus(facts.price, facts.cardFloor);
  const byFloorPoints = aboveFloor <= 0 ? NO_POINTS : wholePointsIn(aboveFloor);
  const max = points(Math.min(bySharePoints, byFloorPoints, facts.available));
  return max > 0 ? { max, why: undefined } : { max: NO_POINTS, why: "price_too_small" };
}

/** When points may be redeemed again; undefined when nothing stands in the way (PT-2). */
export function nextRedemptionAt(
  lastRedemptionAt: Date | undefined,
  terms: Pick<SpendingTerms, "redeemEveryDays">,
) {
  if (lastRedemptionAt === undefined) return undefined;
  return new Date(lastRedemptionAt.getTime() + terms.redeemEveryDays * DAY_MS);
}
