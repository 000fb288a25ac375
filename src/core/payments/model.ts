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
export type PaymentMethod = OnlineMethod | "cash" | "terminal";

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

/** What the gateway was asked beside the amount, kept so that a repeat under the same key is the same to the letter. */
export type PaymentRequest = { readonly description: string; readonly returnUrl: string };

export type RefundState = "queued" | "pending" | "succeeded" | "canceled";

export type Refund = {
  readonly id: string;
  readonly paymentId: string;
  readonly bookingId: string;
  readonly amount: Kopecks;
  readonly state: RefundState;
  readonly reason: string;
  readonly key: string;
  readonly providerPaymentId: string | undefined;
  readonly providerRefundId: string | undefined;
  readonly attempts: number;
  readonly firstSentAt: Date | undefined;
};

export const isOver = (state: PaymentState): boolean =>
  state === "captured" || state === "cancelled" || state === "rejected";
