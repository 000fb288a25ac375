import { METHODS, PAYMENT_STATUSES, REFUND_STATUSES } from "./model.ts";
import { paymentObject, receiptObject, refundObject } from "./objects.ts";
import { rejectRequest, type Shop } from "./shop.ts";

const LIMIT_MAX = 100;
const LIMIT_DEFAULT = 10;
const CURSOR_PREFIX = "after:";

type Listed = { readonly id: string };
type Test<T> = (record: T) => boolean;

export function listPayments(shop: Shop, query: URLSearchParams): unknown {
  const status = oneOf(query, "status", PAYMENT_STATUSES);
  const method = oneOf(query, "payment_method", METHODS);
  const isCreatedWithin = within(query, "created_at");
  const isCapturedWithin = within(query, "captured_at");
  const isWanted: Test<{ status: string; method?: string | undefined; createdAtMs: number }> = (payment) =>
    (status === undefined || payment.status === status) &&
    (method === undefined || payment.method === method) &&
    isCreatedWithin(payment.createdAtMs);
  const wanted = [...shop.state.payments.values()].filter(
    (payment) => isWanted(payment) && isCapturedWithin(payment.capturedAtMs),
  );
  return page(wanted, query, (payment) => paymentObject(shop, payment));
}

export function listRefunds(shop: Shop, query: URLSearchParams): unknown {
  const status = oneOf(query, "status", REFUND_STATUSES);
  const paymentId = query.get("payment_id");
  const isCreatedWithin = within(query, "created_at");
  const wanted = [...shop.state.refunds.values()].filter(
    (refund) =>
      (status === undefined || refund.status === status) &&
      (paymentId === null || refund.paymentId === paymentId) &&
      isCreatedWithin(refund.createdAtMs),
  );
  return page(wanted, query, refundObject);
}

export function listReceipts(shop: Shop, query: URLSearchParams): unknown {
  const paymentId = query.get("payment_id");
  const refundId = query.get("refund_id");
  const isCreatedWithin = within(query, "created_at");
  const wanted = [...shop.state.receipts.values()].filter(
    (receipt) =>
      (paymentId === null || receipt.paymentId === paymentId) &&
      (refundId === null || receipt.refundId === refundId) &&
      isCreatedWithin(receipt.registeredAtMs),
  );
  return page(wanted, query, receiptObject);
}

/** Newest first; the cursor names the last record shown, so new records do not shift the pages. */
function page<T extends Listed>(records: readonly T[], query: URLSearchParams, show: (record: T) => unknown) {
  const newestFirst = records.toReversed();
  const limit = limitOf(query);
  const start = startOf(newestFirst, query.get("cursor"));
  const shown = newestFirst.slice(start, start + limit);
  const last = shown.at(-1);
  const hasMore = start + limit < newestFirst.length;
  return {
    type: "list",
    items: shown.map(show),
    next_cursor:
      hasMore && last !== undefined ? Buffer.from(CURSOR_PREFIX + last.id).toString("base64url") : undefined,
  };
}

function startOf(newestFirst: readonly Listed[], cursor: string | null): number {
  if (cursor === null) return 0;
  const text = Buffer.from(cursor, "base64url").toString();
  const place = newestFirst.findIndex(({ id }) => CURSOR_PREFIX + id === text);
  return place < 0 ? rejectRequest("Unknown cursor", "cursor") : place + 1;
}

function limitOf(query: URLSearchParams): number {
  const asked = query.get("limit");
  if (asked === null) return LIMIT_DEFAULT;
  const limit = /^\d{1,3}$/.test(asked) ? Number(asked) : 0;
  return limit >= 1 && limit <= LIMIT_MAX ? limit : rejectRequest("Limit must be from 1 to 100", "limit");
}

function oneOf<T extends string>(query: URLSearchParams, name: string, known: readonly T[]): T | undefined {
  const asked = query.get(name);
  if (asked === null) return undefined;
  return known.find((value) => value === asked) ?? rejectRequest(`Unknown ${name}`, name);
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  gte: (value, bound) => value >= bound,
  gt: (value, bound) => value > bound,
  lte: (value, bound) => value <= bound,
  lt: (value, bound) => value < bound,
};

function within(query: URLSearchParams, field: string): Test<number | undefined> {
  const tests = Object.entries(COMPARISONS).flatMap(([suffix, compare]) => {
    const asked = query.get(`${field}.${suffix}`);
    if (asked === null) return [];
    const bound = Date.parse(asked);
    if (Number.isNaN(bound)) rejectRequest("The time must be ISO 8601", `${field}.${suffix}`);
    return [(value: number | undefined) => value !== undefined && compare(value, bound)];
  });
  return (value) => tests.every((test) => test(value));
}
