import { hoursAfter } from "../kernel/instant.ts";
import { type Kopecks, kopecks, NOTHING } from "../kernel/money.ts";
import { NO_POINTS, pointsShare } from "../kernel/points.ts";
import { penaltyCharged } from "../loyalty/index.ts";
import type { Queryable } from "../runtime/sql.ts";
import type { Booking, BookingView, CancellationPreview, LateCost } from "./model.ts";
import { type CancellationTerms, inTimeUntil, keptWhenLate } from "./rules/cancellation.ts";

/**
 * Tells when a late cancellation of a hold or of a confirmed booking begins to cost; undefined when it never would, and
 * when nothing is left to be cancelled by the client.
 *
 * @source CX-1 CX-2
 */
export function lateCost(booking: BookingView, now: Date): LateCost | undefined {
  const { state, startsAt } = booking;
  if ((state !== "held" && state !== "confirmed") || startsAt <= now) return undefined;
  const paid = state === "held" ? booking.payNow : kopecks(booking.paid - booking.takenOnSpot);
  return lateCostOf({ ...booking, paid }, now);
}

type LateFacts = Omit<CancellationTerms, "lateHours" | "graceMinutes"> &
  Pick<
    Booking,
    "startsAt" | "confirmedAt" | "price" | "slotKind" | "cancelLateHours" | "cancelGraceMinutes"
  > & {
    /** Online: what is paid, or will be once a hold is confirmed. */
    readonly paid: Kopecks;
  };

/** The same of a visit that is still ahead, whether it is booked already or would be by a move (CX-7). */
export function lateCostOf(facts: LateFacts, now: Date): LateCost | undefined {
  const { startsAt, confirmedAt, price, penaltyPercent, slotKind, paid } = facts;
  const kept = keptWhenLate({ isHot: slotKind === "hot", paid }, facts);
  if (kept === 0 && pointsShare(price, penaltyPercent) === 0) return undefined;

  const { cancelLateHours: lateHours, cancelGraceMinutes: graceMinutes } = facts;
  const until =
    confirmedAt === undefined
      ? hoursAfter(startsAt, -lateHours)
      : inTimeUntil({ startsAt, confirmedAt }, { lateHours, graceMinutes });
  if (until > now) return { freeUntil: until, graceMinutes: undefined, kept };
  const isGraceAhead = confirmedAt === undefined && graceMinutes > 0;
  return { freeUntil: undefined, graceMinutes: isGraceAhead ? graceMinutes : undefined, kept };
}

/** What came of a booking's end, but for the money that went back: the view says that itself. */
export type Ending = Omit<CancellationPreview, "refund" | "droppedMove">;

/**
 * What the end of a cancelled or moved booking took and gave back, read off what was written then; of any other,
 * undefined. Money of the spot that is still to be handed back counts; what was given back is the view's own to say.
 *
 * @source CX-2 CX-7
 */
export async function endingOf(via: Queryable, booking: BookingView): Promise<Ending | undefined> {
  const { state, endedReason, slotKind } = booking;
  if (state !== "cancelled" && state !== "moved") return undefined;
  const paid = kopecks(booking.paid - booking.takenOnSpot);
  const isLate = endedReason === "client_late" || endedReason === "moved_late";
  const kept = isLate ? keptWhenLate({ isHot: slotKind === "hot", paid }, booking) : NOTHING;
  // Points of a moved booking went along with the visit.
  const pointsBack = state === "cancelled" ? booking.points : NO_POINTS;
  const handedBack = state === "cancelled" ? booking.takenOnSpot : NOTHING;
  return { isLate, kept, pointsBack, handedBack, penalty: await penaltyCharged(via, booking.id) };
}
