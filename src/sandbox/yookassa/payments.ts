import { captureBody, checkReceipt, createPaymentBody, parseBody } from "./bodies.ts";
import type { TestCard } from "./cards.ts";
import { type Cancellation, METHODS, type Method, type PaymentRecord, type ReceiptDraft } from "./model.ts";
import { type PaymentObject, paymentObject } from "./objects.ts";
import { registerReceipt } from "./receipts.ts";
import { ApiError, newId, rejectRequest, type Shop } from "./shop.ts";

const HOUR_MS = 3_600_000;
const CONFIRM_WITHIN_MS = HOUR_MS;
const HOLD_MS = 7 * 24 * HOUR_MS;
const LIMIT_KOPECKS: Readonly<Record<Method, number>> = { bank_card: 35_000_000, sbp: 70_000_000 };
const MIN_KOPECKS = 100;
const FEE_PER_MILLE = 35;

/** `POST /payments`. Without `capture: true` the money is only held, as at YooKassa. */
export function createPayment(shop: Shop, body: unknown, idempotenceKey: string): PaymentObject {
  const asked = parseBody(createPaymentBody, body);
  const method = asked.payment_method_data === undefined ? undefined : knownMethod(asked.payment_method_data);
  const isCapturedAtOnce = asked.capture ?? false;
  if (method === "sbp" && !isCapturedAtOnce) {
    rejectRequest("SBP payments cannot be held: capture must be true", "capture");
  }
  if (asked.save_payment_method === true) {
    throw new ApiError(403, "forbidden", "Saving payment methods is not enabled for the shop");
  }
  const limit = LIMIT_KOPECKS[method ?? "bank_card"];
  if (asked.amount < MIN_KOPECKS || asked.amount > limit) {
    rejectRequest("Amount is outside the limits of the payment method", "amount.value");
  }
  checkReceipt(asked.receipt, { amountKopecks: asked.amount, isRequired: shop.state.hasFiscalization });

  const payment: PaymentRecord = {
    id: newId("payment"),
    idempotenceKey,
    status: "pending",
    amountKopecks: asked.amount,
    refundedKopecks: 0,
    description: asked.description,
    metadata: asked.metadata,
    merchantCustomerId: asked.merchant_customer_id,
    isCapturedAtOnce,
    method,
    returnUrl: asked.confirmation.return_url,
    createdAtMs: shop.nowMs(),
    receipt: asked.receipt,
    receiptRegistration: asked.receipt === undefined ? undefined : "pending",
  };
  shop.state.payments.set(payment.id, payment);
  return paymentObject(shop, payment);
}

function knownMethod(asked: { readonly type: string }): Method {
  const method = METHODS.find((known) => known === asked.type);
  if (method === undefined) {
    throw new ApiError(403, "forbidden", `Payment method ${asked.type} is not enabled for the shop`);
  }
  return method;
}

/** @throws ApiError 404 */
export function findPayment(shop: Shop, id: string): PaymentRecord {
  const payment = shop.state.payments.get(id);
  if (payment === undefined) throw new ApiError(404, "not_found", "Payment doesn't exist", "payment_id");
  return payment;
}

/** `POST /payments/{id}/capture`: all of the hold, or a part; the rest goes back to the payer at once. */
export function capturePayment(shop: Shop, id: string, body: unknown): PaymentObject {
  const payment = heldPayment(shop, id);
  const asked = parseBody(captureBody, body);
  const amountKopecks = asked.amount ?? payment.amountKopecks;
  if (amountKopecks > payment.amountKopecks) {
    rejectRequest("Amount is greater than the authorized one", "amount.value");
  }
  const isPartial = amountKopecks < payment.amountKopecks;
  checkReceipt(asked.receipt, { amountKopecks, isRequired: isPartial && payment.receipt !== undefined });
  payment.amountKopecks = amountKopecks;
  take(shop, payment, asked.receipt ?? payment.receipt);
  return paymentObject(shop, payment);
}

/** `POST /payments/{id}/cancel`: only a hold can be let go; a pending payment just expires. */
export function cancelPayment(shop: Shop, id: string): PaymentObject {
  const payment = heldPayment(shop, id);
  cancel(shop, payment, { party: "merchant", reason: "canceled_by_merchant" });
  return paymentObject(shop, payment);
}

function heldPayment(shop: Shop, id: string): PaymentRecord {
  const payment = findPayment(shop, id);
  if (payment.status !== "waiting_for_capture") {
    rejectRequest(`Incorrect payment status: ${payment.status}`, "payment_id");
  }
  return payment;
}

/**
 * The payer pays by card; the payment must be pending.
 *
 * @param isFinal whether a refused card ends the payment, or leaves it open for another card
 * @returns the refusal, undefined when the money was taken or held
 */
export function payByCard(
  shop: Shop,
  payment: PaymentRecord,
  card: TestCard,
  isFinal: boolean,
): Cancellation | undefined {
  if (card.decline !== undefined) {
    payment.lastDecline = card.decline;
    if (!isFinal) return card.decline;
    payment.method = "bank_card";
    cancel(shop, payment, card.decline);
    return card.decline;
  }
  payment.method = "bank_card";
  payment.lastDecline = undefined;
  payment.card = {
    first6: card.number.slice(0, 6),
    last4: card.number.slice(-4),
    brand: card.brand,
    is3ds: card.is3ds,
  };
  if (payment.isCapturedAtOnce) {
    take(shop, payment, payment.receipt);
    return undefined;
  }
  payment.status = "waiting_for_capture";
  payment.expiresAtMs = shop.nowMs() + HOLD_MS;
  shop.announce("payment.waiting_for_capture", paymentObject(shop, payment));
  return undefined;
}

/** The payer pays in the bank's application; the payment must be pending and one-stage. */
export function payBySbp(shop: Shop, payment: PaymentRecord): void {
  payment.method = "sbp";
  take(shop, payment, payment.receipt);
}

function take(shop: Shop, payment: PaymentRecord, receipt: ReceiptDraft | undefined): void {
  payment.status = "succeeded";
  payment.capturedAtMs = shop.nowMs();
  payment.incomeKopecks = payment.amountKopecks - Math.round((payment.amountKopecks * FEE_PER_MILLE) / 1000);
  registerReceipt(shop, { payment }, receipt);
  shop.announce("payment.succeeded", paymentObject(shop, payment));
}

function cancel(shop: Shop, payment: PaymentRecord, cancellation: Cancellation): void {
  payment.status = "canceled";
  payment.cancellation = cancellation;
  if (payment.receipt !== undefined) payment.receiptRegistration = "canceled";
  shop.announce("payment.canceled", paymentObject(shop, payment));
}

/** Ends what nobody paid within the hour and what nobody captured within seven days. */
export function expirePayments(shop: Shop): void {
  const nowMs = shop.nowMs();
  for (const payment of shop.state.payments.values()) {
    if (payment.status === "pending" && nowMs >= payment.createdAtMs + CONFIRM_WITHIN_MS) {
      cancel(shop, payment, { party: "yoo_money", reason: "expired_on_confirmation" });
    }
    const holdEndsMs = payment.expiresAtMs ?? Number.POSITIVE_INFINITY;
    if (payment.status === "waiting_for_capture" && nowMs >= holdEndsMs) {
      cancel(shop, payment, { party: "yoo_money", reason: "expired_on_capture" });
    }
  }
}
