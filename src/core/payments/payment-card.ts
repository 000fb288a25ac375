import { type Kopecks, kopecks } from "../kernel/money.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { type ClosingReceiptView, closingReceiptsOf } from "./closing-receipts.ts";
import { listPayments, type PaymentRowView } from "./list-payments.ts";
import type { RefundReason, RefundState } from "./model.ts";

/** Money that goes back, or went, of one payment. */
export type RefundView = {
  readonly id: string;
  readonly state: RefundState;
  readonly amount: Kopecks;
  readonly reason: RefundReason;
  /** What staff gave as their reason. */
  readonly note: string | undefined;
  readonly providerRefundId: string | undefined;
  readonly attempts: number;
  readonly nextAttemptAt: Date | undefined;
  readonly createdAt: Date;
  readonly endedAt: Date | undefined;
  readonly endedReason: string | undefined;
};

/** What the gateway said of a payment so far, and when it is asked next. */
export type GatewayView = {
  readonly providerPaymentId: string | undefined;
  /** The page on which it is paid; undefined: the gateway has not answered, or the time of the page is over. */
  readonly payUrl: string | undefined;
  readonly firstSentAt: Date | undefined;
  readonly authorisedAt: Date | undefined;
  readonly endedAt: Date | undefined;
  readonly abandonedAt: Date | undefined;
  readonly nextCheckAt: Date | undefined;
  readonly checks: number;
  /** What it keeps for itself; undefined: it has not said. */
  readonly fee: Kopecks | undefined;
};

export type PaymentCard = {
  readonly payment: PaymentRowView;
  readonly gateway: GatewayView;
  /** Oldest first. */
  readonly refunds: readonly RefundView[];
  readonly receipts: readonly ClosingReceiptView[];
};

/** All that is known of one payment; undefined: there is none. @source PY-5 PY-6 */
export async function findPaymentCard(via: Queryable, paymentId: string): Promise<PaymentCard | undefined> {
  const [payment] = await listPayments(via, { paymentId, rowsMax: 1 });
  if (payment === undefined) return undefined;
  const receipts = await closingReceiptsOf(via, payment.bookingId);
  return {
    payment,
    gateway: await gatewayOf(via, payment),
    refunds: await refundsOf(via, paymentId),
    receipts: receipts.filter((one) => one.paymentId === paymentId),
  };
}

async function gatewayOf(via: Queryable, { id, state, captured }: PaymentRowView): Promise<GatewayView> {
  const row = await via.first<{
    providerPaymentId: string | null;
    confirmationUrl: string | null;
    firstSentAt: Date | null;
    authorisedAt: Date | null;
    endedAt: Date | null;
    abandonedAt: Date | null;
    nextCheckAt: Date | null;
    checks: number;
    incomeKopecks: number | null;
  }>(sql`
    SELECT provider_payment_id, confirmation_url, first_sent_at, authorised_at, ended_at, abandoned_at, next_check_at, checks, income_kopecks
    FROM payments WHERE id = ${id}::uuid`);
  const isWaiting = (state === "new" || state === "pending") && row?.abandonedAt === null;
  const income = row?.incomeKopecks ?? undefined;
  return {
    providerPaymentId: row?.providerPaymentId ?? undefined,
    payUrl: isWaiting ? (row?.confirmationUrl ?? undefined) : undefined,
    firstSentAt: row?.firstSentAt ?? undefined,
    authorisedAt: row?.authorisedAt ?? undefined,
    endedAt: row?.endedAt ?? undefined,
    abandonedAt: row?.abandonedAt ?? undefined,
    nextCheckAt: row?.nextCheckAt ?? undefined,
    checks: row?.checks ?? 0,
    fee: income === undefined ? undefined : kopecks(captured - income),
  };
}

async function refundsOf(via: Queryable, paymentId: string): Promise<readonly RefundView[]> {
  const rows = await via.many<{
    id: string;
    state: RefundState;
    amountKopecks: number;
    reason: RefundReason;
    note: string | null;
    providerRefundId: string | null;
    attempts: number;
    nextAttemptAt: Date | null;
    createdAt: Date;
    endedAt: Date | null;
    endedReason: string | null;
  }>(sql`
    SELECT id, state, amount_kopecks, reason, note, provider_refund_id, attempts, next_attempt_at, created_at, ended_at,
           ended_reason
    FROM refunds WHERE payment_id = ${paymentId}::uuid ORDER BY created_at, id`);
  return rows.map(({ amountKopecks, ...row }) => ({
    ...row,
    amount: kopecks(amountKopecks),
    note: row.note ?? undefined,
    providerRefundId: row.providerRefundId ?? undefined,
    nextAttemptAt: row.nextAttemptAt ?? undefined,
    endedAt: row.endedAt ?? undefined,
    endedReason: row.endedReason ?? undefined,
  }));
}
