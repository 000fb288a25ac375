import type { App } from "../app.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { postPoints } from "../loyalty/index.ts";
import { enqueueMessage } from "../notifications/index.ts";
import { lockClient, staffToTell } from "../people/index.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { holdProblem } from "./change-plan.ts";
import { finishMove } from "./finish-move.ts";
import type { Booking, BookingView } from "./model.ts";
import { noteVisitBooked } from "./note-waiting.ts";
import { planReminders } from "./plan-reminders.ts";
import { enliven, findBooking, lockBooking } from "./store.ts";

export type ConfirmHoldRefusal =
  | "unknown_booking"
  | "hold_over"
  | "booking_cancelled"
  | "payment_being_confirmed"
  | "payment_needed";

/**
 * Confirms a hold for which nothing is to be paid now; confirming twice is confirming once.
 *
 * @source PY-2
 */
export async function confirmHold(
  app: App,
  input: { readonly bookingId: string; readonly clientId: string },
): Promise<Outcome<BookingView, ConfirmHoldRefusal>> {
  const now = app.clock.now();
  const confirmed = await inTransaction<null, ConfirmHoldRefusal>(app.db, {}, async (tx) => {
    await lockClient(tx, input.clientId);
    const booking = await lockBooking(tx, input.bookingId);
    if (booking?.clientId === input.clientId && booking.state === "confirmed") return done(null);
    const refusal = holdProblem(booking, input.clientId, now);
    if (refusal !== undefined || booking === undefined) return refuse(refusal ?? "unknown_booking");
    if (booking.payNow > 0) return refuse("payment_needed");
    const { replacesId } = booking;
    const isReplacedThere =
      replacesId === undefined || (await lockBooking(tx, replacesId))?.state === "confirmed";
    if (!isReplacedThere) return refuse("hold_over");
    await confirmBooking(app, tx, booking, now);
    return done(null);
  });
  if (!confirmed.ok) return confirmed;
  return done(present(await findBooking(app.db, input.bookingId), "the booking just confirmed"));
}

/**
 * The confirmation itself, within a transaction that has locked the client: points posted, messages promised (PT-3). One
 * that replaces another booking takes its place (CX-7).
 */
export async function confirmBooking(app: App, tx: Tx, booking: Booking, now: Date): Promise<void> {
  const { id: bookingId, clientId, specialistId, replacesId } = booking;
  await noteVisitBooked(tx, booking, now);
  if (replacesId !== undefined) return finishMove(app, tx, { ...booking, replacesId }, now);
  await enliven(tx, bookingId, { state: "confirmed", confirmedAt: now });
  await postPoints(tx, { bookingId, clientId, entryId: app.newId() }, now);
  const common = { bookingId, dueAt: now };
  await enqueueMessage(
    tx,
    {
      ...common,
      id: app.newId(),
      key: `booking_confirmed:${bookingId}`,
      kind: "booking_confirmed",
      to: { clientId },
    },
    now,
  );
  await planReminders(app, tx, booking, now);
  for (const { id: staffId } of await staffToTell(tx, specialistId)) {
    const key = `staff_new_booking:${bookingId}:${staffId}`;
    await enqueueMessage(
      tx,
      { ...common, id: app.newId(), key, kind: "staff_new_booking", to: { staffId } },
      now,
    );
  }
}

/** The same of a booking that was agreed on elsewhere: reminders are planned, nobody is told that it was made. */
export async function confirmQuietly(app: App, tx: Tx, booking: Booking, now: Date): Promise<void> {
  await noteVisitBooked(tx, booking, now);
  await enliven(tx, booking.id, { state: "confirmed", confirmedAt: now });
  await planReminders(app, tx, booking, now);
}
