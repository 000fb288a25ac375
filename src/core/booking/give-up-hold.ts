import type { App } from "../app.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { abandonOpenPayment } from "../payments/index.ts";
import { lockClient } from "../people/index.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import type { BookingView, CancellationPreview } from "./model.ts";
import { releaseHold } from "./release-hold.ts";
import { findBooking, lockBooking } from "./store.ts";

export type GiveUpHoldRefusal =
  | "unknown_booking"
  | "hold_over"
  | "booking_cancelled"
  | "payment_being_confirmed";

/**
 * Gives up a hold: its slots and points are free at once, and money that still comes for it goes back.
 *
 * A hold whose payment the bank is just confirming stays; giving up twice is giving up once.
 *
 * @source PY-1 PY-3
 */
export async function giveUpHold(
  app: App,
  input: { readonly bookingId: string; readonly clientId: string },
): Promise<Outcome<BookingView, GiveUpHoldRefusal>> {
  const now = app.clock.now();
  const outcome = await inTransaction<null, GiveUpHoldRefusal>(app.db, {}, async (tx) => {
    await lockClient(tx, input.clientId);
    const booking = await lockBooking(tx, input.bookingId);
    if (booking?.clientId !== input.clientId) return refuse("unknown_booking");
    if (booking.state === "expired" && booking.endedReason === "given_up") return done(null);
    if (booking.state === "confirming") return refuse("payment_being_confirmed");
    if (booking.state === "cancelled") return refuse("booking_cancelled");
    if (booking.state !== "held") return refuse("hold_over");
    await giveUp(tx, booking.id, now);
    return done(null);
  });
  if (!outcome.ok) return outcome;
  return done(present(await findBooking(app.db, input.bookingId), "the hold just given up"));
}

/**
 * Gives up the hold by which a booking is being moved, within a transaction that has locked the client: the booking
 * itself ends or moves otherwise, and money that still comes for the hold goes back.
 *
 * @returns false when the bank is just confirming its payment: then the booking has to wait
 * @source CX-7
 */
export async function giveUpReplacement(tx: Tx, bookingId: string, now: Date): Promise<boolean> {
  const replacing = await tx.first<{ id: string; state: "held" | "confirming" }>(sql`
    SELECT id, state FROM bookings WHERE replaces_id = ${bookingId}::uuid AND state IN ('held', 'confirming')`);
  if (replacing?.state === "confirming") return false;
  if (replacing) await giveUp(tx, replacing.id, now);
  return true;
}

/** The hold by which a booking is being moved, while it can still be settled. @source CX-7 */
export async function findReplacement(
  via: Queryable,
  bookingId: string,
  now: Date,
): Promise<CancellationPreview["droppedMove"]> {
  return via.first<{ number: number; startsAt: Date }>(sql`
    SELECT number, starts_at FROM bookings
    WHERE replaces_id = ${bookingId}::uuid AND state = 'held' AND (held_until IS NULL OR held_until > ${now})`);
}

/**
 * The giving up itself, within a transaction that has locked the client; `dropped`: staff took the hold away. Its open
 * payment is let go at the very moment at which it ends.
 */
export async function giveUp(
  tx: Tx,
  bookingId: string,
  now: Date,
  reason: "given_up" | "dropped" = "given_up",
): Promise<void> {
  await releaseHold(tx, bookingId, reason, now);
  await abandonOpenPayment(tx, bookingId, now);
}
