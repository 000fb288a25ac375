import type { Kopecks } from "../kernel/money.ts";

/**
 * `new`: written down, and perhaps asked for; `pending`: the client may pay; `authorised`, `capturing`: the money is
 * set aside for us; `cancelling`: we let it go. Final: `captured`, `cancelled`, `rejected`.
 */
export type PaymentState =
  | "new"
  | "pending"
  | "authorised"
  | "capturing"
  | "captured"
  | "cancelling"
  | "cancelled"
  | "rejected";

export type PaymentKind = "booking" | "tip" | "on_spot";
export type OnlineMethod = "bank_card" | "sbp";
export type PaymentMethod = OnlineMethod | "cash" | "terminal" | "transfer";

export type Payment = {
  readonly id: string;
  readonly bookingId: string;
  readonly clientId: string;
  readonly kind: PaymentKind;
  readonly method: PaymentMethod;
  readonly isTwoStage: boolean;
  readonly state: PaymentState;
  readonly amount: Kopecks;
  readonly captured: Kopecks;
  readonly request: PaymentRequest | undefined;
  readonly createKey: string | undefined;
  readonly captureKey: string | undefined;
  readonly cancelKey: string | undefined;
  readonly providerPaymentId: string | undefined;
  readonly confirmationUrl: string | undefined;
  readonly abandonedAt: Date | undefined;
  readonly checks: number;
  readonly firstSentAt: Date | undefined;
  readonly endedReason: string | undefined;
  readonly createdAt: Date;
};

export type ReceiptItem = {
  readonly description: string;
  /** At most three decimals. */
  readonly quantity: number;
  /** The price of one. */
  readonly amount: Kopecks;
  readonly vatCode: number;
  readonly paymentMode: string;
  readonly paymentSubject: string;
};

/** Its lines add up to the money it goes with, to the kopeck (PY-6). */
export type Receipt = {
  readonly email: string;
  readonly taxSystemCode?: number;
  readonly items: readonly ReceiptItem[];
};

/** A receipt as it is kept: to whom it goes is known only as long as it may still be sent (PE-2). */
export type KeptReceipt = Omit<Receipt, "email"> & { readonly email?: string };

/** What the gateway was asked beside the amount, kept so that a repeat under the same key is the same to the letter. */
export type PaymentRequest = {
  readonly description: string;
  readonly returnUrl: string;
  readonly receipt?: KeptReceipt;
};

/** The same of a refund; written down right before the gateway hears of it for the first time. */
export type RefundRequest = { readonly description: string; readonly receipt?: KeptReceipt };

export type RefundState = "queued" | "pending" | "succeeded" | "canceled";

/** Why money goes back: by hand, by the end of its booking, or because it never was a booking's (PY-3). */
export type RefundReason =
  | "by_staff"
  | "cancelled"
  | "moved"
  | "abandoned"
  | "given_up"
  | "double"
  | "too_late";

export type Refund = {
  readonly id: string;
  readonly paymentId: string;
  readonly bookingId: string;
  readonly amount: Kopecks;
  readonly state: RefundState;
  readonly reason: RefundReason;
  readonly key: string;
  readonly request: RefundRequest | undefined;
  readonly providerPaymentId: string | undefined;
  readonly providerRefundId: string | undefined;
  readonly attempts: number;
  readonly firstSentAt: Date | undefined;
};

/** The receipt that closes a prepayment once the visit has taken place: one a payment, for good (PY-6). */
export type ClosingReceipt = {
  readonly id: string;
  readonly paymentId: string;
  readonly bookingId: string;
  readonly amount: Kopecks;
  readonly state: RefundState;
  readonly key: string;
  readonly request: KeptReceipt | undefined;
  readonly providerPaymentId: string | undefined;
  readonly providerReceiptId: string | undefined;
  readonly attempts: number;
  readonly firstSentAt: Date | undefined;
};

export const isOver = (state: PaymentState): boolean =>
  state === "captured" || state === "cancelled" || state === "rejected";
