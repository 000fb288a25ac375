import type { App } from "../app.ts";
import { shortId } from "../kernel/ids.ts";
import { type Kopecks, kopecks, sum } from "../kernel/money.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { PaymentKind, RefundReason, RefundState } from "./model.ts";
import { insertGivenRefund, insertRefund } from "./refunds.ts";
import { type RefundablePayment, spreadRefund } from "./rules/refund.ts";

/** Which of a visit's money goes back: what was paid for it online, on the spot, or its tips. */
export type RefundOf = "online" | "on_spot" | "tip";

const KINDS = { online: "booking", on_spot: "on_spot", tip: "tip" } as const satisfies Record<
  RefundOf,
  PaymentKind
>;

/** The money of a booking that is meant: of one payment alone when it is named. */
export type RefundSource = {
  readonly bookingId: string;
  readonly of?: RefundOf | undefined;
  readonly paymentId?: string | undefined;
};

/** The payments from which money may go back, latest first; those for the booking online unless said otherwise. */
export async function refundablePayments(
  via: Queryable,
  from: RefundSource,
): Promise<readonly RefundablePayment[]> {
  const { bookingId, of = "online", paymentId = null } = from;
  const rows = await via.many<{ id: string; left: number }>(sql`
    SELECT payment.id, payment.captured_kopecks - coalesce(
             (SELECT sum(amount_kopecks) FROM refunds WHERE payment_id = payment.id AND state <> 'canceled'), 0)::int AS left
    FROM payments payment
    WHERE payment.booking_id = ${bookingId}::uuid AND payment.kind = ${KINDS[of]} AND payment.state = 'captured'
      AND (${paymentId}::uuid IS NULL OR payment.id = ${paymentId}::uuid)
    ORDER BY payment.created_at DESC, payment.id`);
  return rows
    .map((row) => ({ paymentId: row.id, left: kopecks(row.left) }))
    .filter((payment) => payment.left > 0);
}

/** What a booking brought online and did not give back. */
export async function paidOnline(via: Queryable, bookingId: string): Promise<Kopecks> {
  return leftOf(via, { bookingId });
}

/** What of some money is there to go back. */
export async function leftOf(via: Queryable, from: RefundSource): Promise<Kopecks> {
  return sum(...(await refundablePayments(via, from)).map((payment) => payment.left));
}

/**
 * Promises money of a booking back, spread over its payments. `cause` names the one decision that it follows from: the
 * same cause promises nothing twice. Money of the spot is given from hand to hand, so its refund is over at once.
 */
export async function promiseRefunds(
  app: App,
  tx: Tx,
  refund: RefundSource & {
    readonly amount: Kopecks;
    readonly reason: RefundReason;
    readonly cause: string;
    readonly staffId: string | null;
    /** What staff gave as their reason. */
    readonly note?: string | undefined;
    /** The completion mark after which it is given back (EP-6). */
    readonly afterMark?: number | undefined;
  },
  now: Date,
): Promise<void> {
  const { bookingId, reason, cause, note, afterMark, of } = refund;
  const staffId = refund.staffId ?? undefined;
  for (const { paymentId, amount } of spreadRefund(refund.amount, await refundablePayments(tx, refund))) {
    const key = keyOf({ cause, paymentId });
    const row = { id: app.newId(), paymentId, bookingId, amount, reason, key, staffId, note, afterMark };
    if (of === "on_spot") await insertGivenRefund(tx, row, now);
    else await insertRefund(tx, row, now);
  }
}

const keyOf = ({ cause, paymentId }: { readonly cause: string; readonly paymentId: string }): string =>
  `rfd-${cause}-${shortId(paymentId)}`;

/** What became of that which one request promised back of one payment; undefined: nothing of it. @source PY-7 */
export const findRequestedRefund = (
  via: Queryable,
  { requestId, paymentId }: { readonly requestId: string; readonly paymentId: string },
): Promise<{ readonly id: string; readonly state: RefundState } | undefined> =>
  via.first(sql`
    SELECT id, state FROM refunds WHERE key = ${keyOf({ cause: shortId(requestId), paymentId })}`);
