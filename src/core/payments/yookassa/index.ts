import type { z } from "zod";
import { invariant } from "../../kernel/invariant.ts";
import type {
  Answer,
  ListedReceipt,
  PaymentProvider,
  ProviderReceipt,
  ProviderRefund,
  Rejected,
} from "../provider.ts";
import { captureBody, createPaymentBody, createReceiptBody, createRefundBody } from "./bodies.ts";
import { accountSchema, pageSchema, paymentSchema, receiptSchema, refundSchema } from "./objects.ts";
import { NoObject, unknown, type YookassaAccess, YookassaTransport } from "./transport.ts";

export type { YookassaAccess } from "./transport.ts";

const KEY = /^[0-9a-zA-Z+\-_.]{1,64}$/;
const PROVIDER_ID = /^[0-9a-zA-Z-]{1,64}$/;
const PAGE_SIZE = 100;
const PAGES_MAX = 50;

/**
 * YooKassa behind the payment port (PY-3, PY-4, PY-6).
 *
 * Every call goes out once. An answer that is not word for word what was asked for is `unknown`,
 * never `ok`: another payment, another amount, a status we do not know, a page of HTML. The caller
 * then asks again with the same key, or looks at the payment, where the amount is told, not judged.
 * A capture or a cancellation of what is already over is `rejected`: look at the payment to learn
 * how it ended. A list longer than the bound is `unknown` too, because a part of it would pass for
 * "there is no such payment".
 */
export function createYookassaProvider(access: YookassaAccess): PaymentProvider {
  const yookassa = new YookassaTransport(access);
  return {
    ...paymentCalls(yookassa),
    ...refundCalls(yookassa),
    ...receiptCalls(yookassa),
    checkAccount: () => ask(accountSchema, () => yookassa.request("GET", "me", {})),
  };
}

type RefundCalls = Pick<PaymentProvider, "createRefund" | "findRefund" | "listRefunds">;
type ReceiptCalls = Pick<PaymentProvider, "createReceipt" | "findReceipt" | "listReceipts">;
type PaymentCalls = Omit<PaymentProvider, keyof RefundCalls | keyof ReceiptCalls | "checkAccount">;

function paymentCalls(yookassa: YookassaTransport): PaymentCalls {
  return {
    async createPayment(input) {
      const { key, amount, paymentId } = input;
      const body = createPaymentBody(input);
      checkKey(key);
      const answer = await ask(paymentSchema, () => yookassa.createPayment(body, key));
      return confirmed(answer, (payment) => payment.amount === amount && payment.paymentId === paymentId);
    },

    async findPayment(providerPaymentId) {
      if (!PROVIDER_ID.test(providerPaymentId)) return NOT_AN_ID;
      const answer = await ask(paymentSchema, () => yookassa.getPayment(providerPaymentId));
      return confirmed(answer, (payment) => payment.providerPaymentId === providerPaymentId);
    },

    async capturePayment(input) {
      const { key, providerPaymentId, amount } = input;
      if (!PROVIDER_ID.test(providerPaymentId)) return NOT_AN_ID;
      checkKey(key);
      const path = `payments/${providerPaymentId}/capture`;
      const body = captureBody(input);
      const answer = await ask(paymentSchema, () => yookassa.request("POST", path, body, key));
      return confirmed(
        answer,
        (payment) => payment.providerPaymentId === providerPaymentId && payment.amount === amount,
      );
    },

    async cancelPayment({ key, providerPaymentId }) {
      if (!PROVIDER_ID.test(providerPaymentId)) return NOT_AN_ID;
      checkKey(key);
      const answer = await ask(paymentSchema, () => yookassa.cancelPayment(providerPaymentId, key));
      return confirmed(answer, (payment) => payment.providerPaymentId === providerPaymentId);
    },

    listPayments({ createdFrom, createdTo }) {
      const query = new URLSearchParams({ "created_at.gte": createdFrom.toISOString() });
      if (createdTo !== undefined) query.set("created_at.lte", createdTo.toISOString());
      return listAll(yookassa, "payments", query, paymentSchema);
    },
  };
}

function refundCalls(yookassa: YookassaTransport): RefundCalls {
  return {
    async createRefund(input) {
      const { key, providerPaymentId, amount } = input;
      checkKey(key);
      const body = createRefundBody(input);
      const answer = await ask(refundSchema, () => yookassa.request("POST", "refunds", body, key));
      const isOurs = confirmed(
        answer,
        (found) => found.providerPaymentId === providerPaymentId && found.refund.amount === amount,
      );
      return mapped(isOurs, ({ refund }) => withoutOurId(refund));
    },

    async findRefund(providerRefundId) {
      if (!PROVIDER_ID.test(providerRefundId)) return NOT_AN_ID;
      const answer = await ask(refundSchema, () => yookassa.getRefund(providerRefundId));
      const isAsked = confirmed(answer, ({ refund }) => refund.providerRefundId === providerRefundId);
      return mapped(isAsked, ({ refund }) => withoutOurId(refund));
    },

    async listRefunds({ providerPaymentId }) {
      const query = new URLSearchParams({ payment_id: providerPaymentId });
      const answer = await listAll(yookassa, "refunds", query, refundSchema);
      const areOfPayment = confirmed(answer, (found) =>
        found.every((refund) => refund.providerPaymentId === providerPaymentId),
      );
      return mapped(areOfPayment, (found) => found.map(({ refund }) => refund));
    },
  };
}

function receiptCalls(yookassa: YookassaTransport): ReceiptCalls {
  return {
    async createReceipt(input) {
      const { key, providerPaymentId } = input;
      checkKey(key);
      const body = createReceiptBody(input);
      const answer = await ask(receiptSchema, () => yookassa.request("POST", "receipts", body, key));
      const isOurs = confirmed(answer, (found) => found.providerPaymentId === providerPaymentId);
      return mapped(isOurs, ({ receipt }) => stateAlone(receipt));
    },

    async findReceipt(providerReceiptId) {
      if (!PROVIDER_ID.test(providerReceiptId)) return NOT_AN_ID;
      const answer = await ask(receiptSchema, () =>
        yookassa.request("GET", `receipts/${providerReceiptId}`, {}),
      );
      const isAsked = confirmed(answer, ({ receipt }) => receipt.providerReceiptId === providerReceiptId);
      return mapped(isAsked, ({ receipt }) => stateAlone(receipt));
    },

    async listReceipts({ providerPaymentId }) {
      const query = new URLSearchParams({ payment_id: providerPaymentId });
      const answer = await listAll(yookassa, "receipts", query, receiptSchema);
      const areOfPayment = confirmed(answer, (found) =>
        // A receipt of a refund may name the refund alone.
        found.every((one) => (one.providerPaymentId ?? providerPaymentId) === providerPaymentId),
      );
      return mapped(areOfPayment, (found) => found.map(({ receipt }) => receipt));
    },
  };
}

const stateAlone = ({ providerReceiptId, state }: ListedReceipt): ProviderReceipt => ({
  providerReceiptId,
  state,
});

/** What cannot be an id is not put into an address: ids also arrive in notifications, from anyone. */
const NOT_AN_ID: Rejected = {
  outcome: "rejected",
  httpStatus: 404,
  code: "not_found",
  parameter: undefined,
  description: "not an id of YooKassa",
};

function checkKey(key: string): void {
  invariant(KEY.test(key), "an idempotence key is 1 to 64 letters, digits, + - _ .");
}

/** The package's models keep a reference to the client; the schema copies the known fields and drops the rest. */
async function ask<T>(schema: z.ZodType<T>, call: () => Promise<unknown>): Promise<Answer<T>> {
  try {
    const parsed = schema.safeParse(await call());
    if (parsed.success) return { outcome: "ok", value: parsed.data };
    const field = parsed.error.issues[0]?.path.join(".") ?? "";
    return unknown(`HTTP 200 with an object that cannot be read: ${field}`);
  } catch (error) {
    if (error instanceof NoObject) return error.answer;
    throw error;
  }
}

function confirmed<T>(answer: Answer<T>, isAsked: (value: T) => boolean): Answer<T> {
  if (answer.outcome !== "ok" || isAsked(answer.value)) return answer;
  return unknown("HTTP 200 with another object or amount than was asked for");
}

function mapped<T, U>(answer: Answer<T>, change: (value: T) => U): Answer<U> {
  return answer.outcome === "ok" ? { outcome: "ok", value: change(answer.value) } : answer;
}

const withoutOurId = (refund: ProviderRefund): ProviderRefund => ({
  providerRefundId: refund.providerRefundId,
  state: refund.state,
  amount: refund.amount,
  cancellationReason: refund.cancellationReason,
});

async function listAll<T>(
  yookassa: YookassaTransport,
  path: string,
  query: URLSearchParams,
  schema: z.ZodType<T>,
): Promise<Answer<readonly T[]>> {
  const found: T[] = [];
  const pageQuery = new URLSearchParams(query);
  pageQuery.set("limit", String(PAGE_SIZE));
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await ask(pageSchema, () => yookassa.request("GET", `${path}?${pageQuery}`, {}));
    if (answer.outcome !== "ok") return answer;
    const items = schema.array().safeParse(answer.value.items);
    if (!items.success) return unknown(`HTTP 200 with a list that cannot be read`);
    found.push(...items.data);
    const cursor = answer.value.next_cursor;
    if (cursor === undefined) return { outcome: "ok", value: found };
    pageQuery.set("cursor", cursor);
  }
  return unknown(`more than ${PAGE_SIZE * PAGES_MAX} in the list: ask for a shorter time`);
}
