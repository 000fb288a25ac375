import { z } from "zod";

/** What the emulator keeps. Money is whole kopecks, instants are milliseconds of the virtual clock. */

export const PAYMENT_STATUSES = ["pending", "waiting_for_capture", "succeeded", "canceled"] as const;
export const REFUND_STATUSES = ["pending", "succeeded", "canceled"] as const;
export const METHODS = ["bank_card", "sbp"] as const;

export type Method = (typeof METHODS)[number];

const kopecks = z.int().nonnegative();
const instantMs = z.int();
const metadata = z.record(z.string(), z.string());

const cancellation = z.object({ party: z.string(), reason: z.string() });
export type Cancellation = z.infer<typeof cancellation>;

const cardUsed = z.object({
  first6: z.string(),
  last4: z.string(),
  brand: z.string(),
  is3ds: z.boolean(),
});

const receiptItem = z.object({
  description: z.string(),
  quantity: z.number(),
  unitKopecks: kopecks,
  vatCode: z.int(),
  measure: z.string().optional(),
  paymentSubject: z.string().optional(),
  paymentMode: z.string().optional(),
});

const receiptDraft = z.object({
  customer: z.record(z.string(), z.string()),
  items: z.array(receiptItem),
  taxSystemCode: z.int().optional(),
});
/** A receipt as the shop sent it, already checked. */
export type ReceiptDraft = z.infer<typeof receiptDraft>;

export const paymentRecord = z.object({
  id: z.string(),
  idempotenceKey: z.string(),
  status: z.enum(PAYMENT_STATUSES),
  /** What was asked; after a capture, what was captured. */
  amountKopecks: kopecks,
  refundedKopecks: kopecks,
  incomeKopecks: kopecks.optional(),
  description: z.string().optional(),
  metadata: metadata.optional(),
  merchantCustomerId: z.string().optional(),
  /** One-stage when true: money is taken as soon as the payer agrees. */
  isCapturedAtOnce: z.boolean(),
  /** Undefined while the payer has not chosen. */
  method: z.enum(METHODS).optional(),
  returnUrl: z.string(),
  createdAtMs: instantMs,
  capturedAtMs: instantMs.optional(),
  /** Until when a hold may be captured. */
  expiresAtMs: instantMs.optional(),
  card: cardUsed.optional(),
  cancellation: cancellation.optional(),
  /** The last refusal of a card that left the payment open for another try. */
  lastDecline: cancellation.optional(),
  receipt: receiptDraft.optional(),
  receiptRegistration: z.enum(REFUND_STATUSES).optional(),
});
export type PaymentRecord = z.infer<typeof paymentRecord>;

export const refundRecord = z.object({
  id: z.string(),
  idempotenceKey: z.string(),
  paymentId: z.string(),
  status: z.enum(REFUND_STATUSES),
  amountKopecks: kopecks,
  description: z.string().optional(),
  metadata: metadata.optional(),
  createdAtMs: instantMs,
  /** When a pending refund succeeds by itself; undefined: never. */
  settlesAtMs: instantMs.optional(),
  cancellation: cancellation.optional(),
  receipt: receiptDraft.optional(),
  receiptRegistration: z.enum(REFUND_STATUSES).optional(),
});
export type RefundRecord = z.infer<typeof refundRecord>;

const settlement = z.object({ type: z.string(), amountKopecks: kopecks });
export type Settlement = z.infer<typeof settlement>;

export const receiptRecord = z.object({
  id: z.string(),
  idempotenceKey: z.string(),
  type: z.enum(["payment", "refund"]),
  paymentId: z.string().optional(),
  refundId: z.string().optional(),
  draft: receiptDraft,
  settlements: z.array(settlement),
  status: z.enum(REFUND_STATUSES).default("succeeded"),
  registeredAtMs: instantMs,
  number: z.int(),
});
export type ReceiptRecord = z.infer<typeof receiptRecord>;

/** The answer a key was given, repeated for 24 hours to whoever asks the same again. */
export const storedAnswer = z.object({
  fingerprint: z.string(),
  status: z.int(),
  body: z.unknown(),
  storedAtMs: instantMs,
});
export type StoredAnswer = z.infer<typeof storedAnswer>;

export const delivery = z.object({
  body: z.unknown(),
  bornAtMs: instantMs,
  dueAtMs: instantMs,
  attempts: z.int(),
  /** Waits for a later notification to overtake it. */
  isHeldBack: z.boolean(),
});
export type Delivery = z.infer<typeof delivery>;
