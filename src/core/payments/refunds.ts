import { secondsAfter } from "../kernel/instant.ts";
import { type Kopecks, kopecks } from "../kernel/money.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { KeptReceipt, Refund, RefundReason, RefundRequest } from "./model.ts";

export type NewRefund = {
  readonly id: string;
  readonly paymentId: string;
  readonly bookingId: string;
  readonly amount: Kopecks;
  readonly reason: RefundReason;
  /** The one key under which the gateway hears of it, made of what it is for: a second one is not written. */
  readonly key: string;
  readonly staffId?: string | undefined;
  /** What staff gave as their reason. */
  readonly note?: string | undefined;
  /** The completion mark after which it is given back: its share of the points goes with it (EP-6). */
  readonly afterMark?: number | undefined;
};

/** Promises money back, within the transaction that decides it; a job sends it until the gateway has answered. */
export async function insertRefund(tx: Tx, refund: NewRefund, now: Date): Promise<void> {
  await tx.run(sql`
    INSERT INTO refunds (id, payment_id, booking_id, amount_kopecks, state, reason, key, next_attempt_at, staff_id, note,
                         after_mark, created_at)
    VALUES (${refund.id}::uuid, ${refund.paymentId}::uuid, ${refund.bookingId}::uuid, ${refund.amount}, 'queued',
            ${refund.reason}, ${refund.key}, ${now}, ${refund.staffId ?? null}::uuid, ${refund.note ?? null},
            ${refund.afterMark ?? null}, ${now})
    ON CONFLICT (key) DO NOTHING`);
}

/** Writes down money that was given back from hand to hand: no gateway hears of it, and it is over at once (PY-7). */
export async function insertGivenRefund(tx: Tx, refund: NewRefund, now: Date): Promise<void> {
  await tx.run(sql`
    INSERT INTO refunds (id, payment_id, booking_id, amount_kopecks, state, reason, key, ended_at, staff_id, note,
                         after_mark, created_at)
    VALUES (${refund.id}::uuid, ${refund.paymentId}::uuid, ${refund.bookingId}::uuid, ${refund.amount}, 'succeeded',
            ${refund.reason}, ${refund.key}, ${now}, ${refund.staffId ?? null}::uuid, ${refund.note ?? null},
            ${refund.afterMark ?? null}, ${now})
    ON CONFLICT (key) DO NOTHING`);
}

const LEASE_SECONDS = 60;

/** What staff gave back of a visit's price after a completion mark, promised or done. */
export async function refundedAfterMark(
  via: Queryable,
  of: { readonly bookingId: string; readonly mark: number },
): Promise<Kopecks> {
  const row = await via.first<{ refunded: number }>(sql`
    SELECT coalesce(sum(refund.amount_kopecks), 0)::int AS refunded
    FROM refunds refund JOIN payments payment ON payment.id = refund.payment_id
    WHERE refund.booking_id = ${of.bookingId}::uuid AND refund.after_mark = ${of.mark} AND refund.state <> 'canceled'
      AND payment.kind <> 'tip'`);
  return kopecks(row?.refunded ?? 0);
}

/** Takes the refunds that are due to be sent or asked about. */
export async function takeDueRefunds(
  via: Queryable,
  now: Date,
  refundsMax: number,
): Promise<readonly Refund[]> {
  const rows = await via.many<
    Omit<Refund, "amount" | "request" | "providerPaymentId" | "providerRefundId" | "firstSentAt"> & {
      amountKopecks: number;
      request: RefundRequest | null;
      providerPaymentId: string | null;
      providerRefundId: string | null;
      firstSentAt: Date | null;
    }
  >(sql`
    WITH taken AS (
      UPDATE refunds SET next_attempt_at = ${secondsAfter(now, LEASE_SECONDS)}, attempts = attempts + 1,
             first_sent_at = coalesce(first_sent_at, ${now})
      WHERE id IN (SELECT id FROM refunds WHERE next_attempt_at <= ${now}
                   ORDER BY next_attempt_at LIMIT ${refundsMax} FOR UPDATE SKIP LOCKED)
      RETURNING *)
    SELECT taken.id, taken.payment_id, taken.booking_id, taken.amount_kopecks, taken.state, taken.reason, taken.key,
           taken.request, taken.provider_refund_id, taken.attempts, taken.first_sent_at, payment.provider_payment_id
    FROM taken JOIN payments payment ON payment.id = taken.payment_id`);
  return rows.map(({ amountKopecks, ...row }) => ({
    ...row,
    amount: kopecks(amountKopecks),
    request: row.request ?? undefined,
    providerPaymentId: row.providerPaymentId ?? undefined,
    providerRefundId: row.providerRefundId ?? undefined,
    firstSentAt: row.firstSentAt ?? undefined,
  }));
}

/** Lets refunds without an answer be sent at once; those that somebody sends at this moment are left to them. */
export async function hastenRefunds(via: Queryable, now: Date): Promise<void> {
  await via.run(sql`
    UPDATE refunds SET next_attempt_at = ${now} WHERE next_attempt_at > ${secondsAfter(now, LEASE_SECONDS)}`);
}

/** The same for the refunds of one payment. */
export async function hastenRefundsOf(via: Queryable, paymentId: string, now: Date): Promise<void> {
  await via.run(sql`
    UPDATE refunds SET next_attempt_at = ${now}
    WHERE payment_id = ${paymentId}::uuid AND next_attempt_at > ${secondsAfter(now, LEASE_SECONDS)}`);
}

/** How many refunds of a payment wait for the gateway's answer. */
export async function countWaitingRefunds(via: Queryable, paymentId: string): Promise<number> {
  const row = await via.first<{ waiting: number }>(sql`
    SELECT count(*)::int AS waiting FROM refunds WHERE payment_id = ${paymentId}::uuid AND next_attempt_at IS NOT NULL`);
  return row?.waiting ?? 0;
}

export type RefundChange =
  | {
      readonly state: "queued" | "pending";
      readonly providerRefundId?: string | undefined;
      readonly nextAttemptAt: Date;
    }
  | {
      readonly state: "succeeded" | "canceled";
      readonly providerRefundId?: string | undefined;
      readonly endedReason?: string | undefined;
    };

/** What the receipt of a refund is made from. */
export type RefundFacts = {
  /** The receipt that the payment itself was asked with. */
  readonly paymentReceipt: KeptReceipt | undefined;
  readonly captured: Kopecks;
  /** The refund was promised after the payment's closing receipt, which has this money in it. */
  readonly isSettled: boolean;
  readonly email: string | undefined;
};

export async function findRefundFacts(via: Queryable, refundId: string): Promise<RefundFacts> {
  const row = await via.first<{
    receipt: KeptReceipt | null;
    captured: number;
    isSettled: boolean;
    email: string | null;
  }>(sql`
    SELECT payment.request->'receipt' AS receipt, payment.captured_kopecks AS captured, client.email,
           EXISTS (SELECT 1 FROM closing_receipts closing WHERE closing.payment_id = payment.id
                     AND closing.state <> 'canceled' AND closing.created_at <= refund.created_at) AS is_settled
    FROM refunds refund
    JOIN payments payment ON payment.id = refund.payment_id JOIN clients client ON client.id = payment.client_id
    WHERE refund.id = ${refundId}::uuid`);
  return {
    paymentReceipt: row?.receipt ?? undefined,
    captured: kopecks(row?.captured ?? 0),
    isSettled: row?.isSettled ?? false,
    email: row?.email ?? undefined,
  };
}

/** Writes down what the gateway is asked, before it hears of it; what stands there already stays, and is answered. */
export async function freezeRefundRequest(
  via: Queryable,
  refundId: string,
  request: RefundRequest,
): Promise<RefundRequest | undefined> {
  const row = await via.first<{ request: RefundRequest }>(sql`
    UPDATE refunds SET request = coalesce(request, ${JSON.stringify(request)}::jsonb)
    WHERE id = ${refundId}::uuid AND state IN ('queued', 'pending') RETURNING request`);
  return row?.request;
}

/** Writes what became of a refund; to whom its receipt went is forgotten (PE-2). A refund that is over stays as it is. */
export async function changeRefund(
  tx: Queryable,
  refundId: string,
  change: RefundChange,
  now: Date,
): Promise<boolean> {
  const isOver = change.state === "succeeded" || change.state === "canceled";
  const changed = await tx.run(sql`
    UPDATE refunds SET state = ${change.state},
      provider_refund_id = coalesce(provider_refund_id, ${change.providerRefundId ?? null}),
      next_attempt_at = ${"nextAttemptAt" in change ? change.nextAttemptAt : null},
      request = CASE WHEN ${isOver} THEN request #- '{receipt,email}' ELSE request END,
      ended_at = CASE WHEN ${isOver} THEN ${now}::timestamptz END,
      ended_reason = ${"endedReason" in change ? (change.endedReason ?? null) : null}
    WHERE id = ${refundId}::uuid AND state IN ('queued', 'pending')`);
  return changed > 0;
}
