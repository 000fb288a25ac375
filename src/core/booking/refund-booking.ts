import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { type Actor, staffIdOf } from "../kernel/actor.ts";
import { shortId } from "../kernel/ids.ts";
import { present } from "../kernel/invariant.ts";
import { type Kopecks, kopecks } from "../kernel/money.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { earnedOf, pointsTakenBack, takeBackEarned } from "../loyalty/index.ts";
import { enqueueMessage } from "../notifications/index.ts";
import { paidOnline, promiseRefunds } from "../payments/index.ts";
import { lockClient } from "../people/index.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import type { Booking, BookingView } from "./model.ts";
import { findBooking, lockBooking } from "./store.ts";

export type RefundBookingInput = {
  /** Chosen by the caller and kept across retries: the same id is the same refund. */
  readonly requestId: string;
  readonly bookingId: string;
  readonly amount: Kopecks;
  readonly reason: string;
  readonly actor: Actor;
};

export type RefundBookingRefusal = "unknown_booking" | "reason_missing" | "refund_out_of_range";

/**
 * Gives money of a booking back by hand, whole or part, with a reason; after a completed visit the points that this
 * share had earned are taken back.
 *
 * Safe to repeat with the same `requestId`.
 *
 * @source CX-3 EP-6
 */
export async function refundBooking(
  app: App,
  input: RefundBookingInput,
): Promise<Outcome<BookingView, RefundBookingRefusal>> {
  const reason = input.reason.trim().slice(0, 300);
  if (reason === "") return refuse("reason_missing");
  const { bookingId, amount } = input;
  const clientId = (await findBooking(app.db, bookingId))?.clientId;
  if (clientId === undefined) return refuse("unknown_booking");
  const now = app.clock.now();

  const refunded = await inTransaction<null, RefundBookingRefusal>(app.db, {}, async (tx) => {
    await lockClient(tx, clientId);
    const booking = present(await lockBooking(tx, bookingId), "a booking that was there");
    const key = `booking_refunded:${input.requestId}`;
    const isKnown = await tx.first(sql`SELECT 1 FROM outbox WHERE key = ${key}`);
    if (isKnown) return done(null);
    const paid = await paidOnline(tx, bookingId);
    if (!Number.isInteger(amount) || amount <= 0 || amount > paid) {
      return refuse("refund_out_of_range", { given: amount, max: paid });
    }
    const staffId = staffIdOf(input.actor);
    const cause = shortId(input.requestId);
    await promiseRefunds(app, tx, { bookingId, amount, reason: "by_staff", cause, staffId }, now);
    if (booking.state === "completed") await takeBack(app, tx, booking, { reason, staffId }, now);
    const message = { id: app.newId(), key, to: { clientId }, bookingId, dueAt: now };
    const payload = { why: "by_staff", amountKopecks: amount };
    await enqueueMessage(tx, { ...message, kind: "payment_returned", payload }, now);
    const trail = {
      actor: input.actor,
      action: "refund_booking",
      subjectKind: "booking",
      subjectId: bookingId,
    };
    await recordAudit(tx, { ...trail, reason, change: { amount } }, now);
    return done(null);
  });
  if (!refunded.ok) return refunded;
  return done(present(await findBooking(app.db, bookingId), "the booking just refunded"));
}

async function takeBack(
  app: App,
  tx: Tx,
  booking: Booking,
  by: { readonly reason: string; readonly staffId: string | null },
  now: Date,
): Promise<void> {
  const { id: bookingId, clientId, price } = booking;
  const { earned, takenBack, refunds } = await earnedOf(tx, bookingId);
  const row = await tx.first<{ refunded: number }>(sql`
    SELECT coalesce(sum(amount_kopecks), 0)::int AS refunded FROM refunds
    WHERE booking_id = ${bookingId}::uuid AND state <> 'canceled'`);
  const points = pointsTakenBack({ earned, takenBack, price, refunded: kopecks(row?.refunded ?? 0) });
  const entry = { entryId: app.newId(), clientId, bookingId, points, number: refunds + 1, ...by };
  await takeBackEarned(tx, entry, now);
}
