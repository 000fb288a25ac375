import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { readBody, sendJson } from "../http.ts";
import { sendFault, takeFault } from "./faults.ts";
import { checkKey, onceByKey, type Reply } from "./idempotence.ts";
import { listPayments, listReceipts, listRefunds } from "./lists.ts";
import { METHODS } from "./model.ts";
import { paymentObject, receiptObject, refundObject } from "./objects.ts";
import { cancelPayment, capturePayment, createPayment, findPayment } from "./payments.ts";
import { createReceipt } from "./receipts.ts";
import { createRefund, findRefund } from "./refunds.ts";
import { ApiError, errorBody, rejectRequest, type Shop } from "./shop.ts";
import type { LoggedRequest } from "./state.ts";

const LOG_MAX = 10_000;

type Call = {
  readonly id: string;
  readonly body: unknown;
  readonly key: string;
  readonly query: URLSearchParams;
};
type Route = {
  readonly method: "GET" | "POST";
  readonly path: RegExp;
  readonly run: (shop: Shop, call: Call) => unknown;
};

const route = (method: Route["method"], path: RegExp, run: Route["run"]): Route => ({ method, path, run });

const ROUTES: readonly Route[] = [
  route("POST", /^\/payments\/?$/, (shop, { body, key }) => createPayment(shop, body, key)),
  route("GET", /^\/payments\/?$/, (shop, { query }) => listPayments(shop, query)),
  route("GET", /^\/payments\/([^/]+)$/, (shop, { id }) => paymentObject(shop, findPayment(shop, id))),
  route("POST", /^\/payments\/([^/]+)\/capture$/, (shop, { id, body }) => capturePayment(shop, id, body)),
  route("POST", /^\/payments\/([^/]+)\/cancel$/, (shop, { id }) => cancelPayment(shop, id)),
  route("POST", /^\/refunds\/?$/, (shop, { body, key }) => createRefund(shop, body, key)),
  route("GET", /^\/refunds\/?$/, (shop, { query }) => listRefunds(shop, query)),
  route("GET", /^\/refunds\/([^/]+)$/, (shop, { id }) => refundObject(findRefund(shop, id))),
  route("POST", /^\/receipts\/?$/, (shop, { body, key }) => createReceipt(shop, body, key)),
  route("GET", /^\/receipts\/?$/, (shop, { query }) => listReceipts(shop, query)),
  route("GET", /^\/receipts\/([^/]+)$/, (shop, { id }) => findReceipt(shop, id)),
  route("GET", /^\/me\/?$/, (shop) => aboutShop(shop)),
];

function findReceipt(shop: Shop, id: string): unknown {
  const receipt = shop.state.receipts.get(id);
  if (receipt === undefined) throw new ApiError(404, "not_found", "Receipt doesn't exist", "receipt_id");
  return receiptObject(receipt);
}

function aboutShop(shop: Shop): unknown {
  return {
    account_id: shop.shopId,
    status: "enabled",
    test: true,
    fiscalization: { enabled: shop.state.hasFiscalization },
    payment_methods: METHODS,
  };
}

/**
 * Answers one call under `/v3`, faults included.
 *
 * A fault "before" breaks the call with nothing done, "after" with everything done and unsaid. A
 * fault that is only late gives the true answer.
 *
 * @param closing ends the waits of slow answers
 */
export async function answerApi(
  shop: Shop,
  http: { readonly request: IncomingMessage; readonly response: ServerResponse; readonly url: URL },
  closing: AbortSignal,
): Promise<void> {
  const { request, response, url } = http;
  const path = url.pathname.slice("/v3".length) || "/";
  const method = request.method ?? "GET";
  const raw = await readBody(request);
  const entry = logged(shop, request, { method, path });
  const fault = takeFault(shop.state, { method, path });
  const isBroken = fault !== undefined && (fault.status !== undefined || fault.isReset);
  if (fault !== undefined)
    entry.fault = `${fault.isReset ? "reset" : (fault.status ?? "late")} ${fault.when}`;

  if (fault?.when === "before") await pause(fault.delayMs, undefined, { signal: closing });
  if (fault !== undefined && isBroken && fault.when === "before") {
    entry.status = sendFault(response, fault);
    return;
  }
  const { reply, isReplay } = answer(shop, { request, method, path, raw, query: url.searchParams });
  entry.is_replay = isReplay;
  if (fault?.when === "after") await pause(fault.delayMs, undefined, { signal: closing });
  if (fault !== undefined && isBroken) {
    entry.status = sendFault(response, fault);
    return;
  }
  entry.status = reply.status;
  sendJson(response, reply.status, reply.body);
}

function logged(shop: Shop, request: IncomingMessage, call: { method: string; path: string }): LoggedRequest {
  const key = request.headers["idempotence-key"];
  const entry: LoggedRequest = {
    at: new Date(shop.nowMs()).toISOString(),
    ...call,
    idempotence_key: typeof key === "string" ? key : undefined,
    status: null,
    is_replay: false,
    fault: undefined,
  };
  shop.state.requests.push(entry);
  if (shop.state.requests.length > LOG_MAX) shop.state.requests.splice(0, LOG_MAX / 10);
  return entry;
}

type Incoming = {
  readonly request: IncomingMessage;
  readonly method: string;
  readonly path: string;
  readonly raw: Buffer;
  readonly query: URLSearchParams;
};

function answer(shop: Shop, incoming: Incoming): { reply: Reply; isReplay: boolean } {
  const { request, method, path, query } = incoming;
  try {
    checkCredentials(shop, request.headers.authorization);
    const { found, id } = routeOf(method, path);
    if (found.method === "GET") {
      const body = found.run(shop, { id, body: undefined, key: "", query });
      return { reply: { status: 200, body }, isReplay: false };
    }
    const header = request.headers["idempotence-key"];
    const key = checkKey(typeof header === "string" ? header : undefined);
    const body = jsonBody(incoming);
    return onceByKey(shop, { key, path, body }, () =>
      replyOf(() => found.run(shop, { id, body, key, query })),
    );
  } catch (error) {
    return { reply: refusalOf(error), isReplay: false };
  }
}

function replyOf(run: () => unknown): Reply {
  try {
    return { status: 200, body: run() };
  } catch (error) {
    return refusalOf(error);
  }
}

function refusalOf(error: unknown): Reply {
  if (error instanceof ApiError) return { status: error.status, body: errorBody(error) };
  throw error;
}

function checkCredentials(shop: Shop, header: string | undefined): void {
  const wanted = Buffer.from(`Basic ${Buffer.from(`${shop.shopId}:${shop.secretKey}`).toString("base64")}`);
  const given = Buffer.from(header ?? "");
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return;
  const description =
    "Error in shopId or secret key. Check their validity. You can reissue the key in the Merchant Profile";
  throw new ApiError(401, "invalid_credentials", description);
}

function routeOf(method: string, path: string): { found: Route; id: string } {
  const here = ROUTES.filter((candidate) => candidate.path.test(path));
  const found = here.find((candidate) => candidate.method === method);
  if (found !== undefined) return { found, id: found.path.exec(path)?.[1] ?? "" };
  if (here.length > 0) throw new ApiError(405, "method_not_allowed", `${method} is not allowed here`);
  throw new ApiError(404, "not_found", `There is no ${path}`);
}

function jsonBody({ request, raw }: Incoming): unknown {
  if (raw.length === 0) return {};
  if (!(request.headers["content-type"] ?? "").startsWith("application/json")) {
    throw new ApiError(415, "unsupported_media_type", "Content-Type must be application/json");
  }
  try {
    return JSON.parse(raw.toString());
  } catch {
    return rejectRequest("The body is not JSON");
  }
}
