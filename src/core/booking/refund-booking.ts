import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { type Actor, staffIdOf } from "../kernel/actor.ts";
import { shortId } from "../kernel/ids.ts";
import { present } from "../kernel/invariant.ts";
import { type Kopecks, kopecks } from "../kernel/money.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { NO_POINTS } from "../kernel/points.ts";
import { enqueueMessage } from "../notifications/index.ts";
import { leftOf, promiseRefunds, type RefundOf } from "../payments/index.ts";
import { lockClient } from "../people/index.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import type { BookingView } from "./model.ts";
import { findBooking, lockBooking } from "./store.ts";
import { takeBackPoints } from "./take-back-points.ts";

export type RefundBookingInput = {
  /** Chosen by the caller and kept across retries: the same id is the same refund. */
  readonly requestId: string;
  readonly bookingId: string;
  /** Which of its money; what was paid online unless said otherwise. */
  readonly of?: RefundOf | undefined;
  /** Of this payment alone. */
  readonly paymentId?: string | undefined;
  /** `all` is all that is left of that money. */
  readonly amount: Kopecks | "all";
  readonly reason: string;
  readonly actor: Actor;
};

export type RefundBookingRefusal =
  | "unknown_booking"
  | "reason_missing"
  | "nothing_to_refund"
  | "refund_out_of_range"
  | "refund_is_another";

const REASON_MAX = 300;

/**
 * Gives money of a booking back by hand, whole or part, with a reason; after a completed visit the points that this
 * share had earned are taken back. The client is told.
 *
 * Online money and tips go back by the gateway; money of the spot was handed back already and is only written down. A
 * tip earned no points, and costs none. Safe to repeat with the same `requestId`; with it, another sum or other money is
 * refused, so that nobody reads of a return that is none.
 *
 * @source CX-3 EP-6 PY-7
 */
export async function refundBooking(
  app: App,
  input: RefundBookingInput,
): Promise<Outcome<BookingView, RefundBookingRefusal>> {
  const note = input.reason.trim().slice(0, REASON_MAX).trim();
  if (note === "") return refuse("reason_missing");
  const { bookingId, of = "online", paymentId, actor } = input;
  const seen = await findBooking(app.db, bookingId);
  if (seen === undefined) return refuse("unknown_booking");
  const now = app.clock.now();

  const refunded = await inTransaction<null, RefundBookingRefusal>(app.db, {}, async (tx) => {
    await lockClient(tx, seen.clientId);
    const booking = present(await lockBooking(tx, bookingId), "a booking that was there");
    // The client of now: whoever it was a moment ago may have turned out to be another (PE-4).
    const { clientId } = booking;
    const key = refundedKey(input.requestId);
    const earlier = await findToldRefund(tx, key);
    if (earlier) return isSame(earlier, input) ? done(null) : refuse("refund_is_another");
    const source = { bookingId, of, paymentId };
    const max = await leftOf(tx, source);
    if (max === 0) return refuse("nothing_to_refund", await elsewhere(tx, source));
    const amount = input.amount === "all" ? max : input.amount;
    if (!Number.isInteger(amount) || amount <= 0 || amount > max) {
      return refuse("refund_out_of_range", { given: amount, max });
    }

    const staffId = staffIdOf(actor);
    const afterMark = booking.state === "completed" && of !== "tip" ? booking.marks : undefined;
    const common = { reason: "by_staff", cause: shortId(input.requestId), staffId, note, afterMark } as const;
    await promiseRefunds(app, tx, { ...source, ...common, amount }, now);
    const by = { reason: note, staffId };
    const pointsTakenBack =
      afterMark === undefined ? NO_POINTS : await takeBackPoints(app, tx, booking, by, now);
    const message = { id: app.newId(), key, to: { clientId }, bookingId, dueAt: now };
    const told = { why: "by_staff", of, amountKopecks: amount, pointsTakenBack };
    const payload = { ...told, ...askedOf(input) };
    await enqueueMessage(tx, { ...message, kind: "payment_returned", payload }, now);
    // The same id for two clients at the same moment: neither saw the other's refund.
    if ((await findToldRefund(tx, key))?.id !== message.id) return refuse("refund_is_another");
    const trail = { actor, action: "refund_booking", subjectKind: "booking", subjectId: bookingId };
    await recordAudit(tx, { ...trail, reason: note, change: { amount, of } }, now);
    return done(null);
  });
  if (!refunded.ok) return refunded;
  return done(present(await findBooking(app.db, bookingId), "the booking just refunded"));
}

/** What money the booking has beside that which was asked for. */
async function elsewhere(
  tx: Tx,
  { bookingId, of }: { readonly bookingId: string; readonly of: RefundOf },
): Promise<{ readonly onSpot?: Kopecks; readonly online?: Kopecks }> {
  const other = of === "on_spot" ? "online" : "on_spot";
  const there = await leftOf(tx, { bookingId, of: other });
  if (there <= 0) return {};
  return other === "online" ? { online: there } : { onSpot: there };
}

type ToldRefund = {
  readonly id: string;
  readonly bookingId: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
};

/** The message about a refund is written with it, so it says what was asked under its id. */
const findToldRefund = (via: Queryable, key: string): Promise<ToldRefund | undefined> =>
  via.first<ToldRefund>(sql`SELECT id, booking_id, payload FROM outbox WHERE key = ${key}`);

const refundedKey = (requestId: string): string => `booking_refunded:${requestId}`;

/** What went back under an id, whoever asked for all; undefined: nothing has. @source MS-8 */
export async function toldOfRefund(
  via: Queryable,
  requestId: string,
): Promise<{ readonly amount: Kopecks } | undefined> {
  const told = await findToldRefund(via, refundedKey(requestId));
  return told && { amount: kopecks(Number(told.payload.amountKopecks)) };
}

/** What the amount alone does not say of a request. */
const askedOf = ({ amount, paymentId }: RefundBookingInput) => ({
  ...(amount === "all" ? { isAll: true } : {}),
  ...(paymentId === undefined ? {} : { paymentId }),
});

const isSame = ({ bookingId, payload }: ToldRefund, asked: RefundBookingInput): boolean =>
  bookingId === asked.bookingId &&
  payload.of === (asked.of ?? "online") &&
  payload.paymentId === asked.paymentId &&
  (asked.amount === "all" ? payload.isAll === true : payload.amountKopecks === asked.amount);

/** How much of each of a booking's money is there to go back; of one payment alone when it is named. */
export async function refundableOf(
  via: Queryable,
  bookingId: string,
  paymentId?: string,
): Promise<Readonly<Record<RefundOf, Kopecks>>> {
  const left = (of: RefundOf) => leftOf(via, { bookingId, of, paymentId });
  return { online: await left("online"), on_spot: await left("on_spot"), tip: await left("tip") };
}
