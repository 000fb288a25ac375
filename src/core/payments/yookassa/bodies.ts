import type { CapturePayment, CreatePayment, CreateReceipt, CreateRefund, Receipt } from "../provider.ts";
import { amountBody } from "./amounts.ts";

const DESCRIPTION_MAX = 128;
const REFUND_DESCRIPTION_MAX = 250;

/** A long name of a service must not cost a payment: it is cut, whole characters only. */
function clipped(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  let kept = "";
  for (const character of text) {
    if (kept.length + character.length >= lengthMax) break;
    kept += character;
  }
  return `${kept}…`;
}

function receiptBody(receipt: Receipt | undefined): Record<string, unknown> {
  return receipt === undefined ? {} : { receipt: receiptFields(receipt) };
}

/** `measure` is always a piece: services are sold one by one. */
function receiptFields({ email, taxSystemCode, items }: Receipt): Record<string, unknown> {
  return {
    customer: { email },
    ...(taxSystemCode === undefined ? {} : { tax_system_code: taxSystemCode }),
    items: items.map((item) => ({
      description: clipped(item.description, DESCRIPTION_MAX),
      quantity: item.quantity,
      amount: amountBody(item.amount),
      vat_code: item.vatCode,
      measure: "piece",
      payment_mode: item.paymentMode,
      payment_subject: item.paymentSubject,
    })),
  };
}

/** `send` must be true: a receipt that goes to nobody is none. */
export function createReceiptBody({
  providerPaymentId,
  amount,
  receipt,
}: CreateReceipt): Record<string, unknown> {
  return {
    type: "payment",
    payment_id: providerPaymentId,
    ...receiptFields(receipt),
    send: true,
    settlements: [{ type: "prepayment", amount: amountBody(amount) }],
  };
}

/** `capture` is always said: left out, it would mean a hold. */
export function createPaymentBody(input: CreatePayment): Record<string, unknown> {
  return {
    amount: amountBody(input.amount),
    capture: !input.isTwoStage,
    description: clipped(input.description, DESCRIPTION_MAX),
    payment_method_data: { type: input.method },
    confirmation: { type: "redirect", return_url: input.returnUrl },
    metadata: { ...input.metadata, payment_id: input.paymentId },
    ...receiptBody(input.receipt),
  };
}

export function captureBody({ amount, receipt }: CapturePayment): Record<string, unknown> {
  return { amount: amountBody(amount), ...receiptBody(receipt) };
}

export function createRefundBody(input: CreateRefund): Record<string, unknown> {
  return {
    payment_id: input.providerPaymentId,
    amount: amountBody(input.amount),
    description: clipped(input.description, REFUND_DESCRIPTION_MAX),
    metadata: { refund_id: input.refundId },
    ...receiptBody(input.receipt),
  };
}
