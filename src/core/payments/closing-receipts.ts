import { secondsAfter } from "../kernel/instant.ts";
import { type Kopecks, kopecks } from "../kernel/money.ts";
import { type Queryable, type RowOf, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { ClosingReceipt, KeptReceipt, RefundState } from "./model.ts";

export type NewClosingReceipt = {
  readonly id: string;
  readonly paymentId: string;
  readonly bookingId: string;
  readonly amount: Kopecks;
  readonly request: KeptReceipt;
};

/** Promises the closing receipt of a payment, within the transaction that marks the visit; a second one is not written. */
export async function insertClosingReceipt(tx: Tx, receipt: NewClosingReceipt, now: Date): Promise<void> {
  await tx.run(sql`
    INSERT INTO closing_receipts (id, payment_id, booking_id, amount_kopecks, state, key, request, next_attempt_at, created_at)
    VALUES (${receipt.id}::uuid, ${receipt.paymentId}::uuid, ${receipt.bookingId}::uuid, ${receipt.amount}, 'queued',
            ${`rct-${receipt.paymentId}`}, ${JSON.stringify(receipt.request)}::jsonb, ${now}, ${now})
    ON CONFLICT (payment_id) DO NOTHING`);
}

type ReceiptRow = RowOf<Omit<ClosingReceipt, "amount">> & { amountKopecks: number };

const LEASE_SECONDS = 60;

/** Takes the receipts that are due to be sent or asked about. */
export async function takeDueReceipts(
  via: Queryable,
  now: Date,
  receiptsMax: number,
): Promise<readonly ClosingReceipt[]> {
  const rows = await via.many<ReceiptRow>(sql`
    WITH taken AS (
      UPDATE closing_receipts SET next_attempt_at = ${secondsAfter(now, LEASE_SECONDS)}, attempts = attempts + 1
      WHERE id IN (SELECT id FROM closing_receipts WHERE next_attempt_at <= ${now}
                   ORDER BY next_attempt_at LIMIT ${receiptsMax} FOR UPDATE SKIP LOCKED)
      RETURNING *)
    SELECT taken.id, taken.payment_id, taken.booking_id, taken.amount_kopecks, taken.state, taken.key, taken.request,
           taken.provider_receipt_id, taken.attempts, taken.first_sent_at, payment.provider_payment_id
    FROM taken JOIN payments payment ON payment.id = taken.payment_id`);
  return rows.map(({ amountKopecks, ...row }) => ({
    ...row,
    amount: kopecks(amountKopecks),
    request: row.request ?? undefined,
    providerPaymentId: row.providerPaymentId ?? undefined,
    providerReceiptId: row.providerReceiptId ?? undefined,
    firstSentAt: row.firstSentAt ?? undefined,
  }));
}

/** Writes down, before the gateway hears of it for the first time, to whom a receipt goes; answers what stands there. */
export async function addressReceipt(
  via: Queryable,
  receipt: { readonly id: string; readonly email: string },
  now: Date,
): Promise<KeptReceipt | undefined> {
  const row = await via.first<{ request: KeptReceipt }>(sql`
    UPDATE closing_receipts SET first_sent_at = coalesce(first_sent_at, ${now}),
      request = CASE WHEN request ? 'email' THEN request ELSE request || jsonb_build_object('email', ${receipt.email}::text) END
    WHERE id = ${receipt.id}::uuid AND state IN ('queued', 'pending') RETURNING request`);
  return row?.request;
}

export type ReceiptChange =
  | {
      readonly state: "queued" | "pending";
      readonly providerReceiptId?: string | undefined;
      readonly nextAttemptAt: Date;
    }
  | {
      readonly state: "succeeded" | "canceled";
      readonly providerReceiptId?: string | undefined;
      readonly endedReason?: string | undefined;
    };

/** Writes what became of a receipt; to whom it went is forgotten when it is over (PE-2). One that is over stays so. */
export async function changeReceipt(
  via: Queryable,
  receiptId: string,
  change: ReceiptChange,
  now: Date,
): Promise<void> {
  const isOver = change.state === "succeeded" || change.state === "canceled";
  await via.run(sql`
    UPDATE closing_receipts SET state = ${change.state},
      provider_receipt_id = coalesce(provider_receipt_id, ${change.providerReceiptId ?? null}),
      next_attempt_at = ${"nextAttemptAt" in change ? change.nextAttemptAt : null},
      request = CASE WHEN ${isOver} THEN request - 'email' ELSE request END,
      ended_at = CASE WHEN ${isOver} THEN ${now}::timestamptz END,
      ended_reason = ${"endedReason" in change ? (change.endedReason ?? null) : null}
    WHERE id = ${receiptId}::uuid AND state IN ('queued', 'pending')`);
}

export type ClosingReceiptView = {
  readonly id: string;
  readonly paymentId: string;
  readonly state: RefundState;
  readonly amount: Kopecks;
  readonly createdAt: Date;
  readonly endedAt: Date | undefined;
  readonly endedReason: string | undefined;
};

/** The closing receipts of a booking's payments, oldest first. */
export async function closingReceiptsOf(
  via: Queryable,
  bookingId: string,
): Promise<readonly ClosingReceiptView[]> {
  const rows = await via.many<{
    id: string;
    paymentId: string;
    state: RefundState;
    amountKopecks: number;
    createdAt: Date;
    endedAt: Date | null;
    endedReason: string | null;
  }>(sql`
    SELECT id, payment_id, state, amount_kopecks, created_at, ended_at, ended_reason FROM closing_receipts
    WHERE booking_id = ${bookingId}::uuid ORDER BY created_at, id`);
  return rows.map(({ amountKopecks, endedAt, endedReason, ...row }) => ({
    ...row,
    amount: kopecks(amountKopecks),
    endedAt: endedAt ?? undefined,
    endedReason: endedReason ?? undefined,
  }));
}
