import type { App } from "../app.ts";
import { findService } from "../catalog/index.ts";
import { present } from "../kernel/invariant.ts";
import type { Kopecks } from "../kernel/money.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import {
  abandonOpenPayment,
  findOpenPayment,
  findPayment,
  insertPayment,
  type Payment,
  type Receipt,
  type ReceiptedPayment,
  receiptFor,
  receiptTerms,
} from "../payments/index.ts";
import { lockClient } from "../people/index.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import { holdProblem } from "./change-plan.ts";
import type { Booking, BookingView } from "./model.ts";
import { settlePayment } from "./settle-payment.ts";
import { findBooking, lockBooking } from "./store.ts";

export type OpenPaymentInput = {
  readonly bookingId: string;
  readonly clientId: string;
  readonly method: "bank_card" | "sbp";
};

export type OpenedPayment = {
  readonly url: string;
  readonly payUntil: Date;
  readonly amount: Kopecks;
  /** Where its receipt goes; undefined without receipts (PY-6). */
  readonly receiptTo: string | undefined;
  readonly booking: BookingView;
};

export type OpenPaymentRefusal =
  | "unknown_booking"
  | "hold_over"
  | "booking_cancelled"
  | "payment_being_confirmed"
  | "nothing_to_pay"
  | "payments_off"
  | "method_off"
  | "email_needed"
  | "gateway_silent"
  | "gateway_refused";

/**
 * Opens the payment page for a hold: the payment is written down with its key, then asked for, then its answer noted.
 *
 * A hold has one open payment: pressing again, or after the gateway was silent, leads to the same one under the same
 * key. Another method, or another e-mail for the receipt, is another payment, and the first one is abandoned.
 *
 * @source PY-3 PY-6
 */
export async function openPayment(
  app: App,
  input: OpenPaymentInput,
): Promise<Outcome<OpenedPayment, OpenPaymentRefusal>> {
  if (app.payments === undefined) return refuse("payments_off");
  const now = app.clock.now();
  const written = await inTransaction<string, OpenPaymentRefusal>(app.db, {}, async (tx) => {
    const client = await lockClient(tx, input.clientId);
    const booking = await lockBooking(tx, input.bookingId);
    const refusal = holdProblem(booking, input.clientId, now);
    if (refusal !== undefined || booking === undefined) return refuse(refusal ?? "unknown_booking");
    if (booking.payNow === 0) return refuse("nothing_to_pay");
    const settings = await loadSettings(tx);
    if (input.method === "sbp" && !settings["payments.sbp"]) return refuse("method_off");
    const receipt = receiptFor(await whatIsPaid(tx, booking), receiptTerms(settings), client?.email);
    if (!receipt.ok) return receipt;
    const open = await findOpenPayment(tx, booking.id);
    if (open && isSamePayment(open, { ...input, amount: booking.payNow, receipt: receipt.value }))
      return done(open.id);

    if (open) await abandonOpenPayment(tx, booking.id, now);
    return done(await writeDown(app, tx, booking, { method: input.method, receipt: receipt.value }, now));
  });
  if (!written.ok) return written;

  const payment = await answered(app, written.value);
  const booking = present(await findBooking(app.db, input.bookingId), "the booking being paid");
  if (booking.state === "confirmed") return refuse("payment_being_confirmed");
  const problem = holdProblem(booking, input.clientId, app.clock.now());
  if (problem !== undefined) return refuse(problem);
  // Other points or another method were chosen while the gateway was asked: what is to be paid now is another payment.
  if (payment.abandonedAt !== undefined) return openPayment(app, input);
  if (payment.state === "rejected" || payment.state === "cancelled") return refuse("gateway_refused");
  if (payment.confirmationUrl === undefined) return refuse("gateway_silent");
  const payUntil = present(booking.heldUntil, "the end of a hold");
  const receiptTo = payment.request?.receipt?.email;
  return done({ url: payment.confirmationUrl, payUntil, amount: payment.amount, receiptTo, booking });
}

async function whatIsPaid(tx: Tx, { serviceId, payNow: amount, onSpot }: Booking): Promise<ReceiptedPayment> {
  const service = present(await findService(tx, serviceId), "the service of a booking");
  return { kind: "booking", amount, description: service.name, isWholeRest: onSpot === 0 };
}

/** Terms of receipts that changed meanwhile leave an open payment as it is; to whom the receipt goes does not. */
const isSamePayment = (
  open: Payment,
  wanted: Pick<OpenPaymentInput, "method"> & {
    readonly amount: Kopecks;
    readonly receipt: Receipt | undefined;
  },
): boolean =>
  open.method === wanted.method &&
  open.amount === wanted.amount &&
  open.request?.receipt?.email === wanted.receipt?.email;

async function writeDown(
  app: App,
  tx: Tx,
  booking: Booking,
  how: Pick<OpenPaymentInput, "method"> & { readonly receipt: Receipt | undefined },
  now: Date,
): Promise<string> {
  const id = app.newId();
  const { method, receipt } = how;
  const { id: bookingId, clientId, payNow: amount, number } = booking;
  const words = { description: `Запись №${number}`, returnUrl: app.returnUrl(number) };
  const request = receipt === undefined ? words : { ...words, receipt };
  const isTwoStage = method === "bank_card";
  await insertPayment(
    tx,
    { id, bookingId, clientId, kind: "booking", method, isTwoStage, amount, request },
    now,
  );
  return id;
}

/** The payment after the gateway was asked for its page, once. */
async function answered(app: App, paymentId: string): Promise<Payment> {
  const known = present(await findPayment(app.db, paymentId), "the payment just written down");
  if (known.confirmationUrl !== undefined) return known;
  await settlePayment(app, paymentId);
  return present(await findPayment(app.db, paymentId), "the payment just asked for");
}
