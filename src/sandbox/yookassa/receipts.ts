import { checkReceipt, createReceiptBody, parseBody, receiptTotal } from "./bodies.ts";
import type { PaymentRecord, ReceiptDraft, ReceiptRecord, RefundRecord, Settlement } from "./model.ts";
import { receiptObject } from "./objects.ts";
import { newId, rejectRequest, type Shop } from "./shop.ts";
import type { RefundMode } from "./state.ts";

type Subject = { readonly payment: PaymentRecord } | { readonly refund: RefundRecord };

/** Registers the receipt that belongs to money just moved; without a draft there is none. */
export function registerReceipt(shop: Shop, subject: Subject, draft: ReceiptDraft | undefined): void {
  if (draft === undefined) return;
  const settlements = [{ type: "cashless", amountKopecks: receiptTotal(draft) }];
  if ("payment" in subject) {
    subject.payment.receiptRegistration = "succeeded";
    const { id, idempotenceKey } = subject.payment;
    keep(shop, { type: "payment", paymentId: id, idempotenceKey, draft, settlements });
  } else {
    subject.refund.receiptRegistration = "succeeded";
    const { id, paymentId, idempotenceKey } = subject.refund;
    keep(shop, { type: "refund", paymentId, refundId: id, idempotenceKey, draft, settlements });
  }
}

type NewReceipt = Omit<ReceiptRecord, "id" | "status" | "registeredAtMs" | "number">;

function keep(shop: Shop, receipt: NewReceipt, status: ReceiptRecord["status"] = "succeeded"): ReceiptRecord {
  const record: ReceiptRecord = {
    ...receipt,
    id: newId("receipt"),
    status,
    registeredAtMs: shop.nowMs(),
    number: shop.state.receipts.size + 1,
  };
  shop.state.receipts.set(record.id, record);
  return record;
}

/** `POST /receipts`: a receipt made apart from a payment, as the closing one of a prepaid visit. */
export function createReceipt(shop: Shop, body: unknown, idempotenceKey: string): unknown {
  const asked = parseBody(createReceiptBody, body);
  const subject = asked.type === "payment" ? paymentOf(shop, asked) : refundOf(shop, asked);
  const settlements: Settlement[] = asked.settlements.map(({ type, amount }) => ({
    type,
    amountKopecks: amount,
  }));
  const settled = settlements.reduce((sum, { amountKopecks }) => sum + amountKopecks, 0);
  checkReceipt(asked.draft, { amountKopecks: settled, isRequired: true });
  const { type, draft } = asked;
  const { receiptMode } = shop.state;
  const status = receiptMode === "normal" ? "succeeded" : receiptMode;
  return receiptObject(keep(shop, { type, ...subject, idempotenceKey, draft, settlements }, status));
}

/** Applies a newly ordered outcome to the receipts that are still being registered. */
export function decidePendingReceipts(shop: Shop, mode: RefundMode): void {
  for (const receipt of shop.state.receipts.values()) {
    if (receipt.status === "pending") receipt.status = mode === "normal" ? "succeeded" : mode;
  }
}

type Asked = { readonly payment_id?: string | undefined; readonly refund_id?: string | undefined };

function paymentOf(shop: Shop, asked: Asked): { paymentId: string } {
  const payment = shop.state.payments.get(asked.payment_id ?? "");
  if (payment?.status !== "succeeded") {
    return rejectRequest("A receipt needs a succeeded payment", "payment_id");
  }
  return { paymentId: payment.id };
}

function refundOf(shop: Shop, asked: Asked): { refundId: string; paymentId: string } {
  const refund = shop.state.refunds.get(asked.refund_id ?? "");
  if (refund?.status !== "succeeded") return rejectRequest("A receipt needs a succeeded refund", "refund_id");
  return { refundId: refund.id, paymentId: refund.paymentId };
}
