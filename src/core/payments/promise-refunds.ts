import type { App } from "../app.ts";
import { shortId } from "../kernel/ids.ts";
import { type Kopecks, kopecks, sum } from "../kernel/money.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import { insertRefund } from "./refunds.ts";
import { type RefundablePayment, spreadRefund } from "./rules/refund.ts";

/** The online payments of a booking from which money may go back, latest first. Tips are not the booking's. */
export async function refundablePayments(
  via: Queryable,
  bookingId: string,
): Promise<readonly RefundablePayment[]> {
  const rows = await via.many<{ id: string; left: number }>(sql`
    SELECT payment.id, payment.captured_kopecks - coalesce(
             (SELECT sum(amount_kopecks) FROM refunds WHERE payment_id = payment.id AND state <> 'canceled'), 0)::int AS left
    FROM payments payment
    WHERE payment.booking_id = ${bookingId}::uuid AND payment.kind = 'booking' AND payment.state = 'captured'
    ORDER BY payment.created_at DESC, payment.id`);
  return rows
    .map((row) => ({ paymentId: row.id, left: kopecks(row.left) }))
    .filter((payment) => payment.left > 0);
}

/** What a booking brought online and did not give back. */
export async function paidOnline(via: Queryable, bookingId: string): Promise<Kopecks> {
  return sum(...(await refundablePayments(via, bookingId)).map((payment) => payment.left));
}

/**
 * Promises money of a booking back, spread over its payments. `cause` names the one decision that it follows from: the
 * same cause promises nothing twice.
 */
export async function promiseRefunds(
  app: App,
  tx: Tx,
  refund: {
    readonly bookingId: string;
    readonly amount: Kopecks;
    readonly reason: string;
    readonly cause: string;
    readonly staffId: string | null;
  },
  now: Date,
): Promise<void> {
  const { bookingId, reason, cause, staffId } = refund;
  for (const { paymentId, amount } of spreadRefund(refund.amount, await refundablePayments(tx, bookingId))) {
    const key = `rfd-${cause}-${shortId(paymentId)}`;
    const row = { id: app.newId(), paymentId, bookingId, amount, reason, key };
    await insertRefund(tx, staffId === null ? row : { ...row, staffId }, now);
  }
}
