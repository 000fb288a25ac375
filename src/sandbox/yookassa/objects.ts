import type { Cancellation, PaymentRecord, ReceiptDraft, ReceiptRecord, RefundRecord } from "./model.ts";
import { amountOf } from "./money.ts";
import type { Shop } from "./shop.ts";

/** Records as the API shows them. Fields that are undefined fall out of the JSON. */

const iso = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString();

const digitsOf = (id: string, length: number): string =>
  String(BigInt(`0x${id.replaceAll("-", "").slice(0, 16)}`)).slice(-length);

export type PaymentObject = {
  readonly id: string;
  readonly status: PaymentRecord["status"];
  readonly cancellation_details: Cancellation | undefined;
  readonly [field: string]: unknown;
};

export function paymentObject(shop: Shop, payment: PaymentRecord): PaymentObject {
  const isPaid = payment.status === "succeeded" || payment.status === "waiting_for_capture";
  const income = payment.incomeKopecks;
  return {
    id: payment.id,
    status: payment.status,
    amount: amountOf(payment.amountKopecks),
    income_amount: income === undefined ? undefined : amountOf(income),
    description: payment.description,
    recipient: { account_id: shop.shopId, gateway_id: "100700" },
    payment_method: paymentMethod(payment),
    captured_at: iso(payment.capturedAtMs),
    created_at: iso(payment.createdAtMs),
    expires_at: payment.status === "waiting_for_capture" ? iso(payment.expiresAtMs) : undefined,
    confirmation: confirmation(shop, payment),
    test: true,
    refunded_amount: payment.status === "succeeded" ? amountOf(payment.refundedKopecks) : undefined,
    paid: isPaid,
    refundable: payment.status === "succeeded" && payment.refundedKopecks < payment.amountKopecks,
    receipt_registration: payment.receiptRegistration,
    metadata: payment.metadata ?? {},
    cancellation_details: payment.cancellation,
    authorization_details: authorization(payment),
    merchant_customer_id: payment.merchantCustomerId,
  };
}

function confirmation(shop: Shop, payment: PaymentRecord): unknown {
  if (payment.status !== "pending") return undefined;
  return {
    type: "redirect",
    return_url: payment.returnUrl,
    confirmation_url: `${shop.baseUrl}/checkout/payments/v2/contract?orderId=${payment.id}`,
  };
}

function paymentMethod(payment: PaymentRecord): unknown {
  if (payment.method === undefined) return undefined;
  const method = { type: payment.method, id: payment.id, saved: false, status: "inactive" };
  const { card } = payment;
  if (card !== undefined) {
    return {
      ...method,
      title: `Bank card *${card.last4}`,
      card: {
        first6: card.first6,
        last4: card.last4,
        expiry_year: "2035",
        expiry_month: "12",
        card_type: card.brand,
        issuer_country: "RU",
      },
    };
  }
  if (payment.method === "sbp" && payment.status === "succeeded") {
    return {
      ...method,
      title: "SBP",
      sbp_operation_id: digitsOf(payment.id, 12),
      payer_bank_details: { bank_id: "100000000111", bic: "044525225" },
    };
  }
  return method;
}

function authorization(payment: PaymentRecord): unknown {
  if (payment.card === undefined) return undefined;
  return {
    rrn: digitsOf(payment.id, 12),
    auth_code: digitsOf(payment.id, 6),
    three_d_secure: { applied: payment.card.is3ds },
  };
}

export function refundObject(refund: RefundRecord): Record<string, unknown> {
  return {
    id: refund.id,
    payment_id: refund.paymentId,
    status: refund.status,
    amount: amountOf(refund.amountKopecks),
    created_at: iso(refund.createdAtMs),
    description: refund.description,
    metadata: refund.metadata,
    receipt_registration: refund.receiptRegistration,
    cancellation_details: refund.cancellation,
    refund_authorization_details:
      refund.status === "succeeded" ? { rrn: digitsOf(refund.id, 12) } : undefined,
  };
}

const itemObject = (item: ReceiptDraft["items"][number]): Record<string, unknown> => ({
  description: item.description,
  quantity: item.quantity,
  amount: amountOf(item.unitKopecks),
  vat_code: item.vatCode,
  measure: item.measure,
  payment_subject: item.paymentSubject,
  payment_mode: item.paymentMode,
});

export function receiptObject(receipt: ReceiptRecord): Record<string, unknown> {
  const { status } = receipt;
  const isRegistered = status === "succeeded";
  return {
    id: receipt.id,
    type: receipt.type,
    payment_id: receipt.paymentId,
    refund_id: receipt.refundId,
    status,
    fiscal_document_number: isRegistered ? String(receipt.number) : undefined,
    fiscal_storage_number: isRegistered ? "9999078902004339" : undefined,
    fiscal_attribute: isRegistered ? digitsOf(receipt.id, 10) : undefined,
    registered_at: isRegistered ? iso(receipt.registeredAtMs) : undefined,
    fiscal_provider_id: isRegistered ? "sandbox" : undefined,
    tax_system_code: receipt.draft.taxSystemCode,
    items: receipt.draft.items.map(itemObject),
    settlements: receipt.settlements.map(({ type, amountKopecks }) => ({
      type,
      amount: amountOf(amountKopecks),
    })),
  };
}

/** What nobody but the emulator's own reader sees: to whom a receipt went. */
export const receiptCustomer = (receipt: ReceiptRecord): Record<string, string> => receipt.draft.customer;
