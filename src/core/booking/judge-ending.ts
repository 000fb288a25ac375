import type { Actor } from "../kernel/actor.ts";
import { present } from "../kernel/invariant.ts";
import type { Kopecks } from "../kernel/money.ts";
import { NO_POINTS, type Points, points } from "../kernel/points.ts";
import { penaltyFor } from "../loyalty/index.ts";
import type { Queryable } from "../runtime/sql.ts";
import type { Booking, CancellationConsequence } from "./model.ts";
import { type CancellationResult, cancellationResult } from "./rules/cancellation.ts";

/** Who ends a confirmed booking, by cancelling or by moving it. */
export type EndedBy =
  | { readonly kind: "client"; readonly clientId: string }
  | { readonly kind: "business"; readonly actor: Actor; readonly reason: string };

/** Who moves one: of the business no reason is asked. */
export type MovedBy =
  | Extract<EndedBy, { kind: "client" }>
  | (Omit<Extract<EndedBy, { kind: "business" }>, "reason"> & { readonly reason: string | undefined });

export type EndingProblem =
  | "unknown_booking"
  | "booking_over"
  | "visit_began"
  | "hold_not_confirmed"
  | "payment_being_confirmed";

/** Whether a booking is theirs to end at all: a client's own only. */
export const mayTouch = (booking: Booking, by: MovedBy): boolean =>
  by.kind === "business" || booking.clientId === by.clientId;

/** Why a booking cannot be cancelled or moved, if it cannot: from its start on only staff do (CX-1). */
export function endingProblem(
  booking: Booking | undefined,
  by: MovedBy,
  now: Date,
): EndingProblem | undefined {
  if (booking === undefined || !mayTouch(booking, by)) return "unknown_booking";
  if (booking.state === "confirming") return "payment_being_confirmed";
  if (booking.state === "held") return "hold_not_confirmed";
  if (booking.state !== "confirmed") return "booking_over";
  return by.kind === "client" && booking.startsAt <= now ? "visit_began" : undefined;
}

/** What the end of a booking gives back, by the terms it froze (PR-5); its penalty is the share, not yet capped. */
export function judgeEnding(
  booking: Booking,
  end: { readonly by: MovedBy["kind"]; readonly paid: Kopecks; readonly endedAt: Date },
): CancellationResult {
  return cancellationResult(
    {
      by: end.by,
      startsAt: booking.startsAt,
      confirmedAt: present(booking.confirmedAt, "the moment of a confirmation"),
      cancelledAt: end.endedAt,
      isHot: booking.slotKind === "hot",
      price: booking.price,
      paid: end.paid,
      points: booking.points,
    },
    {
      lateHours: booking.cancelLateHours,
      graceMinutes: booking.cancelGraceMinutes,
      penaltyPercent: booking.penaltyPercent,
      keepsPrepayment: booking.keepsPrepayment,
      prepayment: booking.prepayment,
    },
  );
}

/**
 * The same with what a penalty really takes. Points that paid come back before it, less those that the booking which
 * comes instead spends, so it reckons with what is then left.
 *
 * @source CX-5 CX-7
 */
export async function chargedEnding(
  via: Queryable,
  booking: Booking,
  ended: CancellationResult,
  spentAgain: Points = NO_POINTS,
): Promise<CancellationConsequence> {
  const { clientId, price, penaltyPercent: percent } = booking;
  const comingBack = booking.points - spentAgain;
  const penalty = ended.isLate ? await penaltyFor(via, { clientId, price, percent, comingBack }) : NO_POINTS;
  return { ...ended, pointsBack: points(Math.max(comingBack, 0)), penalty };
}
