import { z } from "zod";
import {
  type Delivery,
  delivery,
  type PaymentRecord,
  paymentRecord,
  type ReceiptRecord,
  type RefundRecord,
  receiptRecord,
  refundRecord,
  type StoredAnswer,
  storedAnswer,
} from "./model.ts";

/** One call of the API as it was answered; `status` is null when the connection was cut. */
export type LoggedRequest = {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly idempotence_key: string | undefined;
  status: number | null;
  is_replay: boolean;
  fault: string | undefined;
};

export type RefundMode = "normal" | "pending" | "canceled" | "succeeded";

/** How notifications misbehave: each count is for the next so many of them. */
type NotificationFaults = {
  drop: number;
  duplicate: number;
  reorder: number;
  delays: { ms: number; times: number }[];
};

/** One thing that goes wrong with calls of the API. */
export type ApiFault = {
  readonly pattern: readonly string[];
  readonly isExact: boolean;
  readonly method: "GET" | "POST" | undefined;
  timesLeft: number;
  /** Undefined: the answer is the true one, only late. */
  readonly status: number | undefined;
  readonly when: "before" | "after";
  readonly body: "html" | "empty" | "json";
  readonly retryAfterMs: number | undefined;
  readonly isReset: boolean;
  readonly delayMs: number;
};

export type State = {
  readonly payments: Map<string, PaymentRecord>;
  readonly refunds: Map<string, RefundRecord>;
  readonly receipts: Map<string, ReceiptRecord>;
  readonly answers: Map<string, StoredAnswer>;
  deliveries: Delivery[];
  requests: LoggedRequest[];
  faults: ApiFault[];
  readonly notificationFaults: NotificationFaults;
  refundMode: { mode: RefundMode; times: number };
  /** How receipts that are made apart from a payment end. */
  receiptMode: RefundMode;
  notificationUrl: string | undefined;
  hasFiscalization: boolean;
  isDeclineFinal: boolean;
};

type StateDefaults = { readonly hasFiscalization: boolean; readonly isDeclineFinal: boolean };

export function emptyState(defaults: StateDefaults): State {
  return {
    payments: new Map(),
    refunds: new Map(),
    receipts: new Map(),
    answers: new Map(),
    deliveries: [],
    requests: [],
    faults: [],
    notificationFaults: { drop: 0, duplicate: 0, reorder: 0, delays: [] },
    refundMode: { mode: "normal", times: Number.MAX_SAFE_INTEGER },
    receiptMode: "normal",
    notificationUrl: undefined,
    ...defaults,
  };
}

const snapshotSchema = z.object({
  payments: z.array(paymentRecord),
  refunds: z.array(refundRecord),
  receipts: z.array(receiptRecord),
  answers: z.array(z.tuple([z.string(), storedAnswer])),
  deliveries: z.array(delivery),
  notificationUrl: z.string().optional(),
  hasFiscalization: z.boolean(),
  isDeclineFinal: z.boolean(),
});

/** What outlives a restart; faults and the log of requests do not. */
export function snapshotOf(state: State): z.infer<typeof snapshotSchema> {
  return {
    payments: [...state.payments.values()],
    refunds: [...state.refunds.values()],
    receipts: [...state.receipts.values()],
    answers: [...state.answers],
    deliveries: state.deliveries,
    notificationUrl: state.notificationUrl,
    hasFiscalization: state.hasFiscalization,
    isDeclineFinal: state.isDeclineFinal,
  };
}

/** @throws when the snapshot is not one of ours */
export function stateFrom(snapshot: unknown, defaults: StateDefaults): State {
  const kept = snapshotSchema.parse(snapshot);
  const byId = <T extends { readonly id: string }>(records: readonly T[]): Map<string, T> =>
    new Map(records.map((record) => [record.id, record]));
  return {
    ...emptyState(defaults),
    payments: byId(kept.payments),
    refunds: byId(kept.refunds),
    receipts: byId(kept.receipts),
    answers: new Map(kept.answers),
    deliveries: kept.deliveries,
    notificationUrl: kept.notificationUrl,
    hasFiscalization: kept.hasFiscalization,
    isDeclineFinal: kept.isDeclineFinal,
  };
}
