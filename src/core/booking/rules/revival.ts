import { type Interval, overlaps } from "../../kernel/interval.ts";

export type RevivalFacts = {
  readonly visit: Interval;
  readonly points: number;
  readonly hasFriendDiscount: boolean;
  /** Every slot of the hold is open, and free or still its own. */
  readonly areSlotsFree: boolean;
  readonly isBlocked: boolean;
  readonly otherLiveBookings: readonly Interval[];
  /** The most points that may be redeemed now, its own not counted. */
  readonly pointsMax: number;
  readonly isFriendDiscountFree: boolean;
  readonly now: Date;
};

/**
 * Whether an expired hold can be made anew as it was: slots free, start ahead, client not blocked, no overlap, and
 * the same points and discount still available.
 *
 * @source PY-3
 */
export function canBeMadeAnew(facts: RevivalFacts): boolean {
  return (
    facts.areSlotsFree &&
    facts.visit.startsAt > facts.now &&
    !facts.isBlocked &&
    !facts.otherLiveBookings.some((booking) => overlaps(booking, facts.visit)) &&
    facts.points <= facts.pointsMax &&
    (!facts.hasFriendDiscount || facts.isFriendDiscountFree)
  );
}
