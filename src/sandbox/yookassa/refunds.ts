import { checkReceipt, createRefundBody, parseBody } from "./bodies.ts";
import type { PaymentRecord, RefundRecord } from "./model.ts";
import { refundObject } from "./objects.ts";
import { findPayment } from "./payments.ts";
import { registerReceipt } from "./receipts.ts";
import { ApiError, newId, rejectRequest, type Shop } from "./shop.ts";
import type { RefundMode } from "./state.ts";

const SBP_SETTLES_MS = 5_000;

/** `POST /refunds`: as many partial ones as fit into what was paid; by SBP the money takes a few seconds. */
export function createRefund(shop: Shop, body: unknown, idempotenceKey: string): unknown {
  const asked = parseBody(createRefundBody, body);
  const payment = findPayment(shop, asked.payment_id);
  if (payment.status !== "succeeded") {
    rejectRequest(`Payment in status ${payment.status} cannot be refunded`, "payment_id");
  }
  if (asked.amount > payment.amountKopecks - refundedOrPending(shop, payment)) {
    rejectRequest("Refund amount is greater than what is left of the payment", "amount.value");
  }
  const isPartial = asked.amount < payment.amountKopecks;
  const isRequired = isPartial && payment.receipt !== undefined;
  checkReceipt(asked.receipt, { amountKopecks: asked.amount, isRequired });

  const refund: RefundRecord = {
    id: newId("refund"),
    idempotenceKey,
    paymentId: payment.id,
    status: "pending",
    amountKopecks: asked.amount,
    description: asked.description,
    metadata: asked.metadata,
    createdAtMs: shop.nowMs(),
    // A refund of everything needs no receipt from the shop: YooKassa repeats the payment's own.
    receipt: asked.receipt ?? (isPartial ? undefined : payment.receipt),
  };
  shop.state.refunds.set(refund.id, refund);
  begin(shop, payment, refund);
  return refundObject(refund);
}

function refundedOrPending(shop: Shop, payment: PaymentRecord): number {
  let sum = 0;
  for (const refund of shop.state.refunds.values()) {
    if (refund.paymentId === payment.id && refund.status !== "canceled") sum += refund.amountKopecks;
  }
  return sum;
}

function begin(shop: Shop, payment: PaymentRecord, refund: RefundRecord): void {
  const mode = takeMode(shop);
  if (mode === "canceled") cancel(refund);
  else if (mode === "succeeded" || (mode === "normal" && payment.method !== "sbp")) succeed(shop, refund);
  else if (mode === "normal") refund.settlesAtMs = shop.nowMs() + SBP_SETTLES_MS;
}

function takeMode(shop: Shop): RefundMode {
  const { mode, times } = shop.state.refundMode;
  if (mode === "normal") return mode;
  shop.state.refundMode =
    times > 1 ? { mode, times: times - 1 } : { mode: "normal", times: Number.MAX_SAFE_INTEGER };
  return mode;
}

function succeed(shop: Shop, refund: RefundRecord): void {
  const payment = findPayment(shop, refund.paymentId);
  refund.status = "succeeded";
  payment.refundedKopecks += refund.amountKopecks;
  registerReceipt(shop, { refund }, refund.receipt);
  shop.announce("refund.succeeded", refundObject(refund));
}

function cancel(refund: RefundRecord): void {
  refund.status = "canceled";
  refund.cancellation = { party: "yoo_money", reason: "insufficient_funds" };
}

/** @throws ApiError 404 */
export function findRefund(shop: Shop, id: string): RefundRecord {
  const refund = shop.state.refunds.get(id);
  if (refund === undefined) throw new ApiError(404, "not_found", "Refund doesn't exist", "refund_id");
  return refund;
}

/** Finishes the refunds whose time has come. */
export function settleRefunds(shop: Shop): void {
  const nowMs = shop.nowMs();
  for (const refund of shop.state.refunds.values()) {
    const settlesAtMs = refund.settlesAtMs ?? Number.POSITIVE_INFINITY;
    if (refund.status === "pending" && nowMs >= settlesAtMs) succeed(shop, refund);
  }
}

/** Applies a newly ordered outcome to the refunds that are still waiting. */
export function decidePendingRefunds(shop: Shop, mode: RefundMode): void {
  for (const refund of shop.state.refunds.values()) {
    if (refund.status !== "pending") continue;
    if (mode === "canceled") cancel(refund);
    else if (mode === "pending") refund.settlesAtMs = undefined;
    else succeed(shop, refund);
  }
}
