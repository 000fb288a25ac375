import type { App } from "../app.ts";
import { minutesAfter } from "../kernel/instant.ts";
import { present } from "../kernel/invariant.ts";
import type { Kopecks } from "../kernel/money.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import {
  findOpenTip,
  findPayment,
  hasPaidTipSince,
  insertPayment,
  type Payment,
  type Receipt,
  receiptFor,
  receiptTerms,
} from "../payments/index.ts";
import { lockClient } from "../people/index.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import type { BookingView } from "./model.ts";
import { isTipInRange, TIP_MAX, TIP_MIN, type TipProblem, tipProblem } from "./rules/tip.ts";
import { settlePayment } from "./settle-payment.ts";
import { findBooking, lockBooking } from "./store.ts";

export type OpenTipInput = {
  /** Chosen by the caller and kept across retries: the same id is the same tip. */
  readonly tipId: string;
  readonly bookingId: string;
  readonly clientId: string;
  readonly amount: Kopecks;
  readonly method: "bank_card" | "sbp";
  /** The attempt at the same tip that this one takes the place of, if its button was made by one. */
  readonly insteadOf?: string | undefined;
};

export type OpenedTip = {
  readonly tipId: string;
  readonly url: string;
  readonly amount: Kopecks;
  /** Where its receipt goes; undefined without receipts (PY-6). */
  readonly receiptTo: string | undefined;
  readonly booking: BookingView;
};

export type OpenTipRefusal =
  | "unknown_booking"
  | TipProblem
  | "tip_out_of_range"
  | "tip_paid"
  | "payments_off"
  | "method_off"
  | "email_needed"
  | "payment_is_another"
  | "gateway_silent"
  | "gateway_refused";

/** The page for a tip is paid within the hour; one half as old is led to again, an older one is not. */
const LINK_MINUTES = 30;
/** The same id for two clients at the same moment: neither saw the other's payment. */
const CONFLICTS = { payments_pkey: "payment_is_another" } as const;

/**
 * Opens the payment page for a tip to the specialist of the client's own completed visit: it is written down with its
 * key, then asked for, then the answer noted. Taken in one stage.
 *
 * The same amount asked for again, for a receipt to the same e-mail, leads to the page that is open; another amount is
 * another tip, and each one that is paid is meant. An attempt instead of an earlier one is refused once its tip was
 * paid, however old the button. Safe to repeat with the same `tipId`.
 *
 * @source MS-2 PY-3 PY-6
 */
export async function openTip(app: App, input: OpenTipInput): Promise<Outcome<OpenedTip, OpenTipRefusal>> {
  if (app.payments === undefined) return refuse("payments_off");
  const { bookingId, clientId, amount } = input;
  const now = app.clock.now();
  const booking = await findBooking(app.db, bookingId);
  if (booking?.clientId !== clientId) return refuse("unknown_booking");

  const written = await inTransaction<string, OpenTipRefusal>(app.db, CONFLICTS, async (tx) => {
    const client = await lockClient(tx, clientId);
    const visit = present(await lockBooking(tx, bookingId), "a booking that was there");
    const earlier = await findPayment(tx, input.tipId);
    if (earlier) return isSame(earlier, input) ? done(earlier.id) : refuse("payment_is_another");
    if (await isPaidSince(tx, input)) return refuse("tip_paid");
    const problem = tipProblem(visit, now);
    if (problem !== undefined) return refuse(problem);
    if (!isTipInRange(amount)) return refuse("tip_out_of_range", { min: TIP_MIN, max: TIP_MAX });
    const settings = await loadSettings(tx);
    if (input.method === "sbp" && !settings["payments.sbp"]) return refuse("method_off");
    const receipt = receiptFor({ kind: "tip", amount }, receiptTerms(settings), client?.email);
    if (!receipt.ok) return receipt;
    const open = await findOpenTip(tx, { ...input, since: minutesAfter(now, -LINK_MINUTES) });
    if (open !== undefined && open.request?.receipt?.email === receipt.value?.email) return done(open.id);
    return done(await writeDown(app, tx, booking, { ...input, receipt: receipt.value }));
  });
  if (!written.ok) return written;

  const tip = await answered(app, written.value);
  if (tip.state === "captured") return refuse("tip_paid");
  if (tip.state === "rejected" || tip.state === "cancelled") return refuse("gateway_refused");
  if (tip.confirmationUrl === undefined) return refuse("gateway_silent");
  const receiptTo = tip.request?.receipt?.email;
  return done({ tipId: tip.id, url: tip.confirmationUrl, amount: tip.amount, receiptTo, booking });
}

/** Whether a client may tip this visit now: what the button that offers it goes by. */
export const mayTip = (app: Pick<App, "payments" | "clock">, booking: BookingView): boolean =>
  tipRefusal(app, booking) === undefined;

/** Why a visit cannot be tipped now, if it cannot. */
export const tipRefusal = (
  app: Pick<App, "payments" | "clock">,
  booking: BookingView,
): TipProblem | "payments_off" | undefined =>
  app.payments === undefined ? "payments_off" : tipProblem(booking, app.clock.now());

const isPaidSince = async (tx: Tx, { insteadOf, bookingId, amount }: OpenTipInput): Promise<boolean> =>
  insteadOf !== undefined && hasPaidTipSince(tx, { attemptId: insteadOf, bookingId, amount });

const isSame = (earlier: Payment, asked: OpenTipInput): boolean =>
  earlier.kind === "tip" &&
  earlier.bookingId === asked.bookingId &&
  earlier.amount === asked.amount &&
  earlier.method === asked.method;

async function writeDown(
  app: App,
  tx: Tx,
  booking: BookingView,
  input: OpenTipInput & { readonly receipt: Receipt | undefined },
): Promise<string> {
  const { tipId: id, bookingId, clientId, amount, method, receipt } = input;
  const words = {
    description: `Чаевые: ${booking.specialistName}`,
    returnUrl: app.returnUrl(booking.number),
  };
  const request = receipt === undefined ? words : { ...words, receipt };
  const payment = { id, bookingId, clientId, method, amount, request };
  await insertPayment(tx, { ...payment, kind: "tip", isTwoStage: false }, app.clock.now());
  return id;
}

/** The tip after the gateway was asked for its page, once. */
async function answered(app: App, paymentId: string): Promise<Payment> {
  const known = present(await findPayment(app.db, paymentId), "the tip just written down");
  if (known.confirmationUrl !== undefined) return known;
  await settlePayment(app, paymentId);
  return present(await findPayment(app.db, paymentId), "the tip just asked for");
}
