import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { abandonOpenPayment } from "../payments/index.ts";
import { lockClient } from "../people/index.ts";
import { inTransaction } from "../runtime/transaction.ts";
import { holdProblem } from "./change-plan.ts";
import { type ConfirmHoldRefusal, confirmBooking } from "./confirm-booking.ts";
import type { BookingView } from "./model.ts";
import { splitOnSpot } from "./rules/staff-booking.ts";
import { changePlan, findBooking, lockBooking } from "./store.ts";

export type ConfirmOnSpotInput = {
  readonly bookingId: string;
  /** Why a hot slot's prepayment is waived; others need none. */
  readonly waiverReason?: string | undefined;
  readonly actor: Actor;
};

export type ConfirmOnSpotRefusal = Exclude<ConfirmHoldRefusal, "payment_needed"> | "waiver_needs_reason";

/**
 * Lets a client who has not paid yet pay on the spot: the hold is confirmed with all of it owed there, by a decision of
 * staff. Points that were chosen stay chosen, and the client is told as of any confirmation (MS-8).
 *
 * The open payment is abandoned: money that still comes for it goes back. A hold whose payment the bank is just confirming
 * waits for the bank. One that is confirmed already with nothing to be paid online is answered as it is.
 *
 * @source PY-8 PY-3
 */
export async function confirmOnSpot(
  app: App,
  { bookingId, waiverReason, actor }: ConfirmOnSpotInput,
): Promise<Outcome<BookingView, ConfirmOnSpotRefusal>> {
  const clientId = (await findBooking(app.db, bookingId))?.clientId;
  if (clientId === undefined) return refuse("unknown_booking");
  const now = app.clock.now();
  const confirmed = await inTransaction<null, ConfirmOnSpotRefusal>(app.db, {}, async (tx) => {
    await lockClient(tx, clientId);
    const booking = await lockBooking(tx, bookingId);
    if (booking?.clientId === clientId && booking.state === "confirmed" && booking.payNow === 0)
      return done(null);
    const problem = holdProblem(booking, clientId, now);
    if (problem !== undefined || booking === undefined) return refuse(problem ?? "unknown_booking");
    const { replacesId, points, payChoice } = booking;
    const isReplacedThere =
      replacesId === undefined || (await lockBooking(tx, replacesId))?.state === "confirmed";
    if (!isReplacedThere) return refuse("hold_over");
    const split = splitOnSpot({ price: booking.price, points, frozen: booking, waiverReason });
    if (!split.ok) return split;

    await changePlan(tx, bookingId, { points, payChoice, ...split.value });
    await abandonOpenPayment(tx, bookingId, now);
    await confirmBooking(app, tx, { ...booking, ...split.value }, now);
    const subject = {
      subjectKind: "booking",
      subjectId: bookingId,
      reason: waiverReason?.trim() || undefined,
    };
    const change = { amount: split.value.onSpot };
    await recordAudit(tx, { actor, action: "confirm_on_spot", ...subject, change }, now);
    return done(null);
  });
  if (!confirmed.ok) return confirmed;
  return done(present(await findBooking(app.db, bookingId), "the booking just confirmed"));
}
