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
  /** The booking that it was to replace may still be moved, and nothing else is about to replace it; true when there is none. */
  readonly isReplacedWaiting: boolean;
  readonly now: Date;
};

/**
 * Whether an expired hold can be made anew as it was: slots free, start ahead, client not blocked, no overlap, and
 * the same points and discount still available. One that replaces a booking needs that booking to be as it was, too.
 *
 * @source PY-3 CX-7
 */
export function canBeMadeAnew(facts: RevivalFacts): boolean {
  return (
    facts.areSlotsFree &&
    facts.isReplacedWaiting &&
    facts.visit.startsAt > facts.now &&
    !facts.isBlocked &&
    !facts.otherLiveBookings.some((booking) => overlaps(booking, facts.visit)) &&
    facts.points <= facts.pointsMax &&
    (!facts.hasFriendDiscount || facts.isFriendDiscountFree)
  );
}
