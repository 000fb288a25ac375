import type { Kopecks } from "../kernel/money.ts";
import type { Receipt, ReceiptItem } from "./model.ts";

/** The port to whoever takes the money. An adapter never repeats a call by itself: the caller keeps the key. */

export type ProviderPaymentState = "pending" | "waiting_for_capture" | "succeeded" | "canceled";
export type ProviderRefundState = "pending" | "succeeded" | "canceled";
export type ProviderReceiptState = "pending" | "succeeded" | "canceled";
export type PaymentMethod = "bank_card" | "sbp";

export type ProviderPayment = {
  readonly providerPaymentId: string;
  readonly state: ProviderPaymentState;
  /** What was asked; after a capture, what was captured. */
  readonly amount: Kopecks;
  readonly isTest: boolean;
  /** Where the payer confirms; only while the payment is pending. */
  readonly confirmationUrl: string | undefined;
  /** The provider's own word; new ones may appear. */
  readonly cancellationReason: string | undefined;
  readonly refunded: Kopecks;
  /** Our id of the payment, undefined when it was not made by us. */
  readonly paymentId: string | undefined;
  readonly createdAt: Date;
  /** Until when a hold may be captured. */
  readonly expiresAt: Date | undefined;
  /** What is left after the provider's fee. */
  readonly income: Kopecks | undefined;
  readonly method: string | undefined;
};

export type ProviderRefund = {
  readonly providerRefundId: string;
  readonly state: ProviderRefundState;
  readonly amount: Kopecks;
  readonly cancellationReason: string | undefined;
};

/** A refund found in a list; `refundId` is our id, undefined when it was not made by us. */
export type ListedRefund = ProviderRefund & { readonly refundId: string | undefined };

/** A receipt that the provider registers with the tax service; it says so only after a while. */
export type ProviderReceipt = { readonly providerReceiptId: string; readonly state: ProviderReceiptState };

/** One found in a list: the provider keeps no word of ours with a receipt, so it is known by what it settles. */
export type ListedReceipt = ProviderReceipt & {
  readonly of: "payment" | "refund";
  /** What of it an earlier prepayment settles. */
  readonly settledByPrepayment: Kopecks;
};

export type ProviderAccount = {
  readonly accountId: string;
  readonly isTest: boolean;
  readonly hasFiscalization: boolean;
};

/** It said no, and will say no to the same again. */
export type Rejected = {
  readonly outcome: "rejected";
  readonly httpStatus: number;
  readonly code: string;
  /** The field it did not like. */
  readonly parameter: string | undefined;
  readonly description: string | undefined;
};

/** It may have been done or not: ask again with the same key, or look. */
export type Unknown = {
  readonly outcome: "unknown";
  readonly reason: string;
  readonly retryAfterMs: number | undefined;
};

/** The three outcomes: the gateway said yes; it said no for good; nobody knows. */
export type Answer<T> = { readonly outcome: "ok"; readonly value: T } | Rejected | Unknown;

/** A refusal that is ours to mend (keys, rights): it says nothing about the money. */
export const isOurTrouble = ({ httpStatus }: Rejected): boolean => httpStatus === 401 || httpStatus === 403;

/** A mere look that is refused says nothing about what was looked for. */
export const looked = <T>(answer: Answer<T>): Answer<T> =>
  answer.outcome === "rejected"
    ? { outcome: "unknown", reason: `${answer.httpStatus} ${answer.code}`, retryAfterMs: undefined }
    : answer;

export type { Receipt, ReceiptItem };

export type CreatePayment = {
  /** Of the operation: the same on every repeat, never used for anything else. */
  readonly key: string;
  readonly paymentId: string;
  readonly amount: Kopecks;
  readonly description: string;
  readonly returnUrl: string;
  /** Held first and captured later, or taken at once. */
  readonly isTwoStage: boolean;
  readonly method: PaymentMethod;
  readonly metadata: Readonly<Record<string, string>>;
  readonly receipt?: Receipt;
};

export type CapturePayment = {
  readonly key: string;
  readonly providerPaymentId: string;
  readonly amount: Kopecks;
  readonly receipt?: Receipt;
};

export type CancelPayment = { readonly key: string; readonly providerPaymentId: string };

export type CreateRefund = {
  readonly key: string;
  readonly providerPaymentId: string;
  readonly amount: Kopecks;
  readonly description: string;
  readonly refundId: string;
  readonly receipt?: Receipt;
};

/** The receipt that closes a prepayment: everything on it was paid before. */
export type CreateReceipt = {
  readonly key: string;
  readonly providerPaymentId: string;
  readonly amount: Kopecks;
  readonly receipt: Receipt;
};

/** Both ends belong to the range. */
export type ListPayments = { readonly createdFrom: Date; readonly createdTo?: Date };

export type PaymentProvider = {
  createPayment(input: CreatePayment): Promise<Answer<ProviderPayment>>;
  findPayment(providerPaymentId: string): Promise<Answer<ProviderPayment>>;
  capturePayment(input: CapturePayment): Promise<Answer<ProviderPayment>>;
  cancelPayment(input: CancelPayment): Promise<Answer<ProviderPayment>>;
  createRefund(input: CreateRefund): Promise<Answer<ProviderRefund>>;
  findRefund(providerRefundId: string): Promise<Answer<ProviderRefund>>;
  /** Payments made since, newest first, all pages up to a bound: how a lost create is found again by metadata. */
  listPayments(input: ListPayments): Promise<Answer<readonly ProviderPayment[]>>;
  listRefunds(input: { readonly providerPaymentId: string }): Promise<Answer<readonly ListedRefund[]>>;
  createReceipt(input: CreateReceipt): Promise<Answer<ProviderReceipt>>;
  findReceipt(providerReceiptId: string): Promise<Answer<ProviderReceipt>>;
  listReceipts(input: { readonly providerPaymentId: string }): Promise<Answer<readonly ListedReceipt[]>>;
  checkAccount(): Promise<Answer<ProviderAccount>>;
};
