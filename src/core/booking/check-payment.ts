import type { App } from "../app.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import {
  followHints,
  isOver,
  paymentsOf,
  sendReceipts,
  sendRefunds,
  takeDuePayments,
} from "../payments/index.ts";
import type { BookingView } from "./model.ts";
import { settlePayment } from "./settle-payment.ts";
import { findBooking } from "./store.ts";
import { endRefused } from "./take-back-points.ts";
import { tellManagers } from "./tell-managers.ts";

/** Asks the gateway about a booking's payments at once: the button «Я оплатил», and the way back from the bank's page. */
export async function checkPayment(
  app: App,
  input: { readonly bookingId: string; readonly clientId: string },
): Promise<Outcome<BookingView, "unknown_booking">> {
  const booking = await findBooking(app.db, input.bookingId);
  if (booking?.clientId !== input.clientId) return refuse("unknown_booking");
  const open = (await paymentsOf(app.db, booking.id)).filter((payment) => !isOver(payment.state));
  for (const payment of open) await settlePayment(app, payment.id);
  return done(present(await findBooking(app.db, booking.id), "the booking just looked at"));
}

const BATCH = 50;

/**
 * Asks the gateway about every payment whose turn it is: those that hints point at, those that clients wait for, and
 * those that nobody told us of.
 *
 * @source PY-3 PY-5
 */
export async function reconcilePayments(app: App): Promise<number> {
  await followHints(app.db, app.clock.now());
  const due = await takeDuePayments(app.db, app.clock.now(), BATCH);
  await Promise.all(
    due.map(async (paymentId) => {
      try {
        await settlePayment(app, paymentId);
      } catch (error) {
        app.log.error({ err: error, paymentId }, "a payment could not be settled and will be tried again");
      }
    }),
  );
  return due.length;
}

/** Sends the refunds that are due; one that the gateway refuses is told to those who run the business. */
export async function sendDueRefunds(app: App): Promise<void> {
  await sendRefunds(app, async ({ id, bookingId, amount }, end) => {
    // First, so that dying in between leaves the refund to be asked about again.
    await tellManagers(app, { key: `refund_refused:${id}`, bookingId, amount });
    await endRefused(app, bookingId, end);
  });
}

/** Sends the closing receipts that are due; one that cannot be made is told to those who run the business (PY-6). */
export async function sendDueReceipts(app: App): Promise<void> {
  await sendReceipts(app, ({ id, bookingId, amount }) =>
    tellManagers(app, {
      key: `closing_receipt:${id}`,
      kind: "staff_closing_receipt_refused",
      bookingId,
      amount,
    }),
  );
}
