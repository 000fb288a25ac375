import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { readBody, sendJson } from "../http.ts";
import { findCard, reasonWords, SUCCESS_CARDS, type TestCard } from "./cards.ts";
import { arrangeFault, faultOrder } from "./faults.ts";
import type { PaymentRecord } from "./model.ts";
import { paymentObject, receiptCustomer, receiptObject, refundObject } from "./objects.ts";
import { payByCard, payBySbp } from "./payments.ts";
import { decidePendingReceipts } from "./receipts.ts";
import { decidePendingRefunds } from "./refunds.ts";
import type { Shop } from "./shop.ts";

/** A mistake in a `/sim` call; its sentence is the answer. */
class SimMistake extends Error {}

const payOrder = z.strictObject({
  payment_id: z.string(),
  card: z.string().optional(),
  method: z.enum(["bank_card", "sbp"]).optional(),
  /** The payer leaves: nothing happens. */
  abandon: z.boolean().optional(),
  /** Whether a refused card ends the payment; a script expects a result, so it does unless told otherwise. */
  final: z.boolean().optional(),
});
type PayOrder = z.infer<typeof payOrder>;

const settingsOrder = z.strictObject({
  fiscalization: z.boolean().optional(),
  final_decline: z.boolean().optional(),
});
const notificationUrlOrder = z.strictObject({ url: z.url().nullable() });

type SimCall = (shop: Shop, body: unknown) => unknown;

const CALLS: Readonly<Record<string, SimCall>> = {
  "POST /pay": (shop, body) => pay(shop, read(payOrder, body)),
  "POST /faults": (shop, body) => {
    const order = read(faultOrder, body);
    if (Object.keys(order).length === 0) throw new SimMistake("the order names no fault");
    arrangeFault(shop.state, order);
    if (order.refunds !== undefined) decidePendingRefunds(shop, order.refunds);
    if (order.receipts !== undefined) decidePendingReceipts(shop, order.receipts);
    return { ok: true };
  },
  "POST /notification-url": (shop, body) => {
    shop.state.notificationUrl = read(notificationUrlOrder, body).url ?? undefined;
    return { ok: true };
  },
  "POST /settings": (shop, body) => {
    const order = read(settingsOrder, body);
    shop.state.hasFiscalization = order.fiscalization ?? shop.state.hasFiscalization;
    shop.state.isDeclineFinal = order.final_decline ?? shop.state.isDeclineFinal;
    return { fiscalization: shop.state.hasFiscalization, final_decline: shop.state.isDeclineFinal };
  },
  "GET /payments": (shop) => ({
    payments: [...shop.state.payments.values()].map((payment) => ({
      ...paymentObject(shop, payment),
      idempotence_key: payment.idempotenceKey,
    })),
  }),
  "GET /refunds": (shop) => ({
    refunds: [...shop.state.refunds.values()].map((refund) => ({
      ...refundObject(refund),
      idempotence_key: refund.idempotenceKey,
    })),
  }),
  "GET /receipts": (shop) => ({
    receipts: [...shop.state.receipts.values()].map((receipt) => ({
      ...receiptObject(receipt),
      customer: receiptCustomer(receipt),
      idempotence_key: receipt.idempotenceKey,
    })),
  }),
  "GET /requests": (shop) => ({ requests: shop.state.requests }),
};

export const SIM_PREFIX = "/sim/yookassa";

/** The calls a script drives the emulator with; a mistake is answered with 400 and a sentence. */
export async function answerSim(
  shop: Shop,
  http: { readonly request: IncomingMessage; readonly response: ServerResponse; readonly url: URL },
): Promise<void> {
  const { request, response, url } = http;
  const name = `${request.method} ${url.pathname.slice(SIM_PREFIX.length)}`;
  const call = Object.hasOwn(CALLS, name) ? CALLS[name] : undefined;
  if (call === undefined) {
    sendJson(response, 404, { error: `there is no ${request.method} ${url.pathname}` });
    return;
  }
  try {
    const raw = request.method === "POST" ? await readBody(request) : Buffer.alloc(0);
    sendJson(response, 200, call(shop, jsonOf(raw)));
  } catch (error) {
    if (!(error instanceof SimMistake)) throw error;
    sendJson(response, 400, { error: error.message });
  }
}

function jsonOf(raw: Buffer): unknown {
  if (raw.length === 0) return {};
  try {
    return JSON.parse(raw.toString());
  } catch {
    throw new SimMistake("the body is not JSON");
  }
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join(".") || "the body";
  throw new SimMistake(`${field}: ${issue?.message ?? "not understood"}`);
}

function pay(shop: Shop, order: PayOrder): unknown {
  const payment = shop.state.payments.get(order.payment_id);
  if (payment === undefined) throw new SimMistake(`there is no payment ${order.payment_id}`);
  if (payment.status !== "pending") {
    throw new SimMistake(`payment ${payment.id} is ${payment.status}: only a pending one can be paid`);
  }
  if (order.abandon === true) return outcome(shop, payment);
  const method = order.method ?? (order.card === undefined ? payment.method : undefined) ?? "bank_card";
  if (payment.method !== undefined && payment.method !== method) {
    throw new SimMistake(`payment ${payment.id} is to be paid by ${payment.method}, not by ${method}`);
  }
  if (method === "sbp") {
    if (!payment.isCapturedAtOnce) throw new SimMistake("a two-stage payment cannot be paid by sbp");
    if (order.card !== undefined) throw new SimMistake("either a card or sbp, not both");
    payBySbp(shop, payment);
    return outcome(shop, payment);
  }
  payByCard(shop, payment, knownCard(order.card), order.final ?? true);
  return outcome(shop, payment);
}

function knownCard(number: string | undefined): TestCard {
  const card = number === undefined ? SUCCESS_CARDS[1] : findCard(number);
  if (card === undefined) throw new SimMistake(`${number} is not one of the test cards`);
  return card;
}

function outcome(shop: Shop, payment: PaymentRecord): unknown {
  const { lastDecline } = payment;
  return {
    status: payment.status,
    paid: payment.status === "succeeded" || payment.status === "waiting_for_capture",
    cancellation_details: payment.cancellation,
    decline:
      lastDecline === undefined ? undefined : { ...lastDecline, words: reasonWords(lastDecline.reason) },
    payment: paymentObject(shop, payment),
  };
}
