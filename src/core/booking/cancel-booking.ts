import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { staffIdOf } from "../kernel/actor.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { chargePenalty, returnPoints } from "../loyalty/index.ts";
import { leftOf, paidOnline, promiseRefunds } from "../payments/index.ts";
import { lockClient } from "../people/index.ts";
import type { Queryable } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { findReplacement, giveUp, giveUpReplacement } from "./give-up-hold.ts";
import {
  chargedEnding,
  type EndedBy,
  type EndingProblem,
  endingProblem,
  judgeEnding,
  mayTouch,
} from "./judge-ending.ts";
import type { Booking, BookingView, CancellationPreview } from "./model.ts";
import { endBooking, findBooking, lockBooking } from "./store.ts";
import { tellCancelled, tellDropped } from "./tell-cancelled.ts";

export type CancelBookingRefusal =
  | EndingProblem
  | "reason_missing"
  | "consequence_changed"
  | "cancelled_by_other";

export type CancelBookingInput = {
  readonly bookingId: string;
  readonly by: EndedBy;
  /** What the client was shown; if it is another by now, nothing is cancelled. */
  readonly shown?: { readonly isLate: boolean; readonly penalty: number } | undefined;
};

/** What cancelling a booking now would mean (CX-2, CX-7, PY-7). */
export async function previewCancellation(
  app: App,
  input: Pick<CancelBookingInput, "bookingId" | "by">,
): Promise<Outcome<CancellationPreview, CancelBookingRefusal>> {
  const booking = await findBooking(app.db, input.bookingId);
  const problem = endingProblem(booking, input.by, app.clock.now());
  if (problem !== undefined || booking === undefined) return refuse(problem ?? "unknown_booking");
  return done(await consequenceOf(app.db, booking, input.by, app.clock.now()));
}

/**
 * Cancels a confirmed booking: slots free, points and money back by the terms it froze, a penalty when it is late.
 *
 * The business's own cancellation gives everything back and needs a reason. Cancelled already by the same side is
 * cancelled once, and so is a hold that staff took away. A hold by which it was being moved is given up with it (CX-7); money of the spot is staff's to hand
 * back (PY-7).
 *
 * @source CX-1 CX-2 CX-6
 */
export async function cancelBooking(
  app: App,
  input: CancelBookingInput,
): Promise<Outcome<BookingView, CancelBookingRefusal>> {
  const { by, bookingId } = input;
  if (by.kind === "business" && by.reason.trim() === "") return refuse("reason_missing");
  const clientId = (await findBooking(app.db, bookingId))?.clientId;
  if (clientId === undefined) return refuse("unknown_booking");
  const now = app.clock.now();

  const cancelled = await inTransaction<null, CancelBookingRefusal>(app.db, {}, async (tx) => {
    await lockClient(tx, clientId);
    const booking = await lockBooking(tx, bookingId);
    if (booking?.state === "cancelled" && mayTouch(booking, by)) return againOf(booking, by);
    if (booking !== undefined && by.kind === "business" && isTakenAway(booking)) return done(null);
    if (booking?.state === "held" && by.kind === "business")
      return done(await dropHold(app, tx, booking, by, now));
    const problem = endingProblem(booking, by, now);
    if (problem !== undefined || booking === undefined) return refuse(problem ?? "unknown_booking");
    const consequence = await consequenceOf(tx, booking, by, now);
    const { shown } = input;
    const isAsShown =
      shown === undefined || (shown.isLate === consequence.isLate && shown.penalty === consequence.penalty);
    if (!isAsShown) return refuse("consequence_changed");

    if (!(await giveUpReplacement(tx, bookingId, now))) return refuse("payment_being_confirmed");

    await carryOut(app, tx, booking, by, consequence, now);
    return done(null);
  });
  if (!cancelled.ok) return cancelled;
  return done(present(await findBooking(app.db, bookingId), "the booking just cancelled"));
}

/** A hold of theirs that staff have taken away: for them it is cancelled already. */
export const isTakenAway = ({ state, endedReason }: Pick<Booking, "state" | "endedReason">): boolean =>
  state === "expired" && endedReason === "dropped";

/** Cancelled twice by the same side is cancelled once; whom the other side came before is told so. */
function againOf({ endedReason, endedAt }: Booking, by: EndedBy): Outcome<null, "cancelled_by_other"> {
  const isByBusiness = endedReason === "business";
  if (isByBusiness === (by.kind === "business")) return done(null);
  return refuse("cancelled_by_other", endedAt && { endedAt });
}

async function consequenceOf(
  via: Queryable,
  booking: Booking,
  by: EndedBy,
  now: Date,
): Promise<CancellationPreview> {
  const { id: bookingId } = booking;
  const paid = await paidOnline(via, bookingId);
  const ended = judgeEnding(booking, { by: by.kind, paid, endedAt: now });
  return {
    ...(await chargedEnding(via, booking, ended)),
    handedBack: await leftOf(via, { bookingId, of: "on_spot" }),
    droppedMove: await findReplacement(via, bookingId, now),
  };
}

async function carryOut(
  app: App,
  tx: Tx,
  booking: Booking,
  by: EndedBy,
  consequence: CancellationPreview,
  now: Date,
): Promise<void> {
  const { id: bookingId, clientId } = booking;
  const staffId = by.kind === "business" ? staffIdOf(by.actor) : null;
  const reason = by.kind === "business" ? "business" : consequence.isLate ? "client_late" : "client";
  await endBooking(tx, bookingId, { state: "cancelled", reason }, now);
  await returnPoints(tx, { bookingId, clientId, entryId: app.newId() }, now);
  const penalty = {
    entryId: app.newId(),
    bookingId,
    clientId,
    points: consequence.penalty,
    number: 1,
    staffId,
  };
  await chargePenalty(tx, penalty, now);
  await promiseRefunds(
    app,
    tx,
    { bookingId, amount: consequence.refund, reason: "cancelled", cause: "cancel", staffId },
    now,
  );
  await tellCancelled(app, tx, booking, { by: by.kind, ...consequence }, now);
  if (by.kind === "client") return;
  const subject = { subjectKind: "booking", subjectId: bookingId };
  await recordAudit(
    tx,
    { actor: by.actor, action: "cancel_booking", ...subject, reason: by.reason.trim() },
    now,
  );
}

/** Staff may also take away a hold that is not paid yet; money that still comes for it goes back. */
async function dropHold(
  app: App,
  tx: Tx,
  booking: Booking,
  by: Extract<EndedBy, { kind: "business" }>,
  now: Date,
): Promise<null> {
  await giveUp(tx, booking.id, now, "dropped");
  await tellDropped(app, tx, booking, now);
  const subject = { subjectKind: "booking", subjectId: booking.id };
  await recordAudit(tx, { actor: by.actor, action: "drop_hold", ...subject, reason: by.reason.trim() }, now);
  return null;
}
