import { secondsAfter } from "../kernel/instant.ts";
import { type Kopecks, kopecks } from "../kernel/money.ts";
import { type Queryable, type RowOf, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Payment, PaymentRequest, PaymentState } from "./model.ts";

type PaymentRow = RowOf<Omit<Payment, "amount" | "captured">> & {
  amountKopecks: number;
  capturedKopecks: number;
};

const COLUMNS = sql`id, booking_id, client_id, kind, method, is_two_stage, state, amount_kopecks, captured_kopecks, request,
  create_key, capture_key, cancel_key, provider_payment_id, confirmation_url, abandoned_at, checks, first_sent_at,
  ended_reason, created_at`;

const toPayment = ({ amountKopecks, capturedKopecks, ...row }: PaymentRow): Payment => ({
  ...row,
  amount: kopecks(amountKopecks),
  captured: kopecks(capturedKopecks),
  request: row.request ?? undefined,
  createKey: row.createKey ?? undefined,
  captureKey: row.captureKey ?? undefined,
  cancelKey: row.cancelKey ?? undefined,
  providerPaymentId: row.providerPaymentId ?? undefined,
  confirmationUrl: row.confirmationUrl ?? undefined,
  abandonedAt: row.abandonedAt ?? undefined,
  firstSentAt: row.firstSentAt ?? undefined,
  endedReason: row.endedReason ?? undefined,
});

export async function findPayment(via: Queryable, paymentId: string): Promise<Payment | undefined> {
  const row = await via.first<PaymentRow>(sql`SELECT ${COLUMNS} FROM payments WHERE id = ${paymentId}::uuid`);
  return row && toPayment(row);
}

/** The payment that a hold waits for: at most one, by the database's word. */
export async function findOpenPayment(via: Queryable, bookingId: string): Promise<Payment | undefined> {
  const row = await via.first<PaymentRow>(sql`
    SELECT ${COLUMNS} FROM payments
    WHERE booking_id = ${bookingId}::uuid AND kind = 'booking' AND abandoned_at IS NULL
      AND state IN ('new', 'pending', 'authorised', 'capturing')`);
  return row && toPayment(row);
}

/** A tip of this amount that waits for its payer, asked for no longer ago than `since`: its link still works. */
export async function findOpenTip(
  via: Queryable,
  tip: Pick<Payment, "bookingId" | "method" | "amount"> & { readonly since: Date },
): Promise<Payment | undefined> {
  const row = await via.first<PaymentRow>(sql`
    SELECT ${COLUMNS} FROM payments
    WHERE booking_id = ${tip.bookingId}::uuid AND kind = 'tip' AND method = ${tip.method} AND amount_kopecks = ${tip.amount}
      AND state IN ('new', 'pending') AND created_at >= ${tip.since}
    ORDER BY created_at DESC, id LIMIT 1`);
  return row && toPayment(row);
}

/** Whether a tip of the same amount was paid after an attempt at it began. */
export async function hasPaidTipSince(
  via: Queryable,
  tip: Pick<Payment, "bookingId" | "amount"> & { readonly attemptId: string },
): Promise<boolean> {
  const paid = await via.first<{ id: string }>(sql`
    SELECT paid.id FROM payments paid JOIN payments attempt ON attempt.booking_id = paid.booking_id
    WHERE attempt.id = ${tip.attemptId}::uuid AND attempt.kind = 'tip' AND paid.booking_id = ${tip.bookingId}::uuid
      AND paid.kind = 'tip' AND paid.state = 'captured' AND paid.amount_kopecks = ${tip.amount}
      AND paid.ended_at >= attempt.created_at
    LIMIT 1`);
  return paid !== undefined;
}

/** All payments of a booking, oldest first. */
export async function paymentsOf(via: Queryable, bookingId: string): Promise<readonly Payment[]> {
  const rows = await via.many<PaymentRow>(sql`
    SELECT ${COLUMNS} FROM payments WHERE booking_id = ${bookingId}::uuid ORDER BY created_at, id`);
  return rows.map(toPayment);
}

export type NewPayment = {
  readonly id: string;
  readonly bookingId: string;
  readonly clientId: string;
  readonly kind: "booking" | "tip";
  readonly method: "bank_card" | "sbp";
  readonly isTwoStage: boolean;
  readonly amount: Kopecks;
  readonly request: PaymentRequest;
};

/** Writes down that a payment will be asked for, key and all, before the gateway hears of it. */
export async function insertPayment(tx: Tx, payment: NewPayment, now: Date): Promise<void> {
  await tx.run(sql`
    INSERT INTO payments (id, booking_id, client_id, kind, method, is_two_stage, state, amount_kopecks, request,
                          create_key, next_check_at, created_at)
    VALUES (${payment.id}::uuid, ${payment.bookingId}::uuid, ${payment.clientId}::uuid, ${payment.kind}, ${payment.method},
            ${payment.isTwoStage}, 'new', ${payment.amount}, ${JSON.stringify(payment.request)}::jsonb,
            ${`pay-${payment.id}`}, ${secondsAfter(now, ASKED_BY_CALLER_SECONDS)}, ${now})`);
}

/** Whoever wrote the payment down asks the gateway at once; the job steps in only if they died. */
const ASKED_BY_CALLER_SECONDS = 20;

/** Gives up the open payment of a booking: money for it will go back, and it is asked about until it is over (PY-3). */
export async function abandonOpenPayment(tx: Tx, bookingId: string, now: Date): Promise<void> {
  await tx.run(sql`
    UPDATE payments SET abandoned_at = ${now}
    WHERE booking_id = ${bookingId}::uuid AND kind = 'booking' AND abandoned_at IS NULL
      AND state IN ('new', 'pending', 'authorised', 'capturing')`);
}

export async function markFirstSent(via: Queryable, paymentId: string, now: Date): Promise<void> {
  await via.run(
    sql`UPDATE payments SET first_sent_at = ${now} WHERE id = ${paymentId}::uuid AND first_sent_at IS NULL`,
  );
}

export type PaymentChange = {
  readonly state: PaymentState;
  readonly providerPaymentId?: string | undefined;
  readonly confirmationUrl?: string | undefined;
  readonly captured?: Kopecks | undefined;
  readonly captureKey?: string | undefined;
  readonly cancelKey?: string | undefined;
  readonly endedReason?: string | undefined;
  readonly income?: Kopecks | undefined;
  readonly isOver: boolean;
  readonly nextCheckAt: Date | undefined;
  readonly checks: number;
};

/**
 * Writes what was learnt of a payment; what is known already is never forgotten, but to whom the receipt of one that is
 * over went (PE-2): it is not sent again.
 */
export async function changePayment(
  tx: Queryable,
  paymentId: string,
  change: PaymentChange,
  now: Date,
): Promise<void> {
  await tx.run(sql`
    UPDATE payments SET state = ${change.state},
      provider_payment_id = coalesce(provider_payment_id, ${change.providerPaymentId ?? null}),
      confirmation_url = coalesce(${change.confirmationUrl ?? null}, confirmation_url),
      captured_kopecks = ${change.captured ?? 0},
      capture_key = coalesce(capture_key, ${change.captureKey ?? null}),
      cancel_key = coalesce(cancel_key, ${change.cancelKey ?? null}),
      income_kopecks = coalesce(${change.income ?? null}, income_kopecks),
      authorised_at = CASE WHEN ${change.state} IN ('authorised', 'capturing') THEN coalesce(authorised_at, ${now}) ELSE authorised_at END,
      request = CASE WHEN ${change.isOver} THEN request #- '{receipt,email}' ELSE request END,
      ended_at = CASE WHEN ${change.isOver} THEN ${now}::timestamptz END,
      ended_reason = ${change.endedReason ?? null},
      next_check_at = ${change.nextCheckAt ?? null}, checks = ${change.checks}
    WHERE id = ${paymentId}::uuid`);
}

export async function scheduleCheck(
  via: Queryable,
  paymentId: string,
  next: { readonly at: Date; readonly checks: number },
): Promise<void> {
  await via.run(sql`
    UPDATE payments SET next_check_at = ${next.at}, checks = ${next.checks}
    WHERE id = ${paymentId}::uuid AND next_check_at IS NOT NULL`);
}

/** How long a payment taken for asking is left to its asker. */
const LEASE_SECONDS = 45;

/** Takes the payments that the gateway is to be asked about now; each is put off while it is being asked. */
export async function takeDuePayments(
  via: Queryable,
  now: Date,
  paymentsMax: number,
): Promise<readonly string[]> {
  const rows = await via.many<{ id: string }>(sql`
    UPDATE payments SET next_check_at = ${secondsAfter(now, LEASE_SECONDS)}
    WHERE id IN (SELECT id FROM payments WHERE next_check_at <= ${now}
                 ORDER BY next_check_at LIMIT ${paymentsMax} FOR UPDATE SKIP LOCKED)
    RETURNING id`);
  return rows.map((row) => row.id);
}
