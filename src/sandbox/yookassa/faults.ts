import type { ServerResponse } from "node:http";
import { z } from "zod";
import { sendHtml, sendJson } from "../http.ts";
import { ApiError, errorBody, newId } from "./shop.ts";
import type { ApiFault, State } from "./state.ts";

/** How many: a number, or `true` for as many as `times` says. */
const count = z.union([z.boolean(), z.int().nonnegative()]).optional();

/** `POST /sim/yookassa/faults`, as design.md promises it. */
export const faultOrder = z.strictObject({
  path: z.string().startsWith("/").optional(),
  /** The whole path, not a beginning of it. */
  exact: z.boolean().optional(),
  method: z.enum(["GET", "POST"]).optional(),
  times: z.int().positive().optional(),
  status: z.int().min(200).max(599).optional(),
  when: z.enum(["before", "after"]).optional(),
  body: z.enum(["html", "empty", "json"]).optional(),
  /** Milliseconds, as in YooKassa's own errors. */
  retry_after: z.int().nonnegative().optional(),
  reset: z.boolean().optional(),
  delay_ms: z.int().nonnegative().optional(),
  drop_notifications: count,
  duplicate_notifications: count,
  reorder: count,
  refunds: z.enum(["normal", "pending", "canceled", "succeeded"]).optional(),
  receipts: z.enum(["normal", "pending", "canceled", "succeeded"]).optional(),
});
type FaultOrder = z.infer<typeof faultOrder>;

const segmentsOf = (path: string): string[] => path.split("/").filter((segment) => segment !== "");

/**
 * Arranges what goes wrong next.
 *
 * `delay_ms` belongs to the API when the order names a call (`path`, `method`, `status` or `reset`),
 * otherwise to notifications. An order about refunds holds until the next one unless it says `times`.
 */
export function arrangeFault(state: State, order: FaultOrder): void {
  const isAboutCall =
    order.path !== undefined ||
    order.method !== undefined ||
    order.status !== undefined ||
    order.reset === true ||
    order.body !== undefined;
  const notices = state.notificationFaults;
  const times = order.times ?? 1;
  const countOf = (asked: z.infer<typeof count>): number =>
    typeof asked === "number" ? asked : asked === true ? times : 0;
  notices.drop += countOf(order.drop_notifications);
  notices.duplicate += countOf(order.duplicate_notifications);
  notices.reorder += countOf(order.reorder);
  if (!isAboutCall && order.delay_ms !== undefined) {
    notices.delays.push({ ms: order.delay_ms, times });
  }
  if (order.refunds !== undefined) {
    state.refundMode = { mode: order.refunds, times: order.times ?? Number.MAX_SAFE_INTEGER };
  }
  if (order.receipts !== undefined) state.receiptMode = order.receipts;
  if (isAboutCall) state.faults.push(apiFault(order));
}

function apiFault(order: FaultOrder): ApiFault {
  const isOnlyLate =
    order.status === undefined && order.reset !== true && order.delay_ms !== undefined && !order.body;
  return {
    pattern: segmentsOf(order.path ?? "/"),
    isExact: order.exact ?? false,
    method: order.method,
    timesLeft: order.times ?? 1,
    status: isOnlyLate ? undefined : (order.status ?? 500),
    when: order.when ?? "before",
    body: order.body ?? "json",
    retryAfterMs: order.retry_after,
    isReset: order.reset ?? false,
    delayMs: order.delay_ms ?? 0,
  };
}

/** Takes one use of the oldest fault meant for this call. */
export function takeFault(state: State, call: { method: string; path: string }): ApiFault | undefined {
  const segments = segmentsOf(call.path);
  const fault = state.faults.find(
    ({ pattern, isExact, method }) =>
      (method === undefined || method === call.method) &&
      (isExact ? pattern.length === segments.length : pattern.length <= segments.length) &&
      pattern.every((part, place) => part === "*" || part === segments[place]),
  );
  if (fault === undefined) return undefined;
  fault.timesLeft -= 1;
  if (fault.timesLeft <= 0) state.faults = state.faults.filter((other) => other !== fault);
  return fault;
}

const CODES: Readonly<Record<number, string>> = {
  400: "invalid_request",
  401: "invalid_credentials",
  403: "forbidden",
  404: "not_found",
  429: "too_many_requests",
};

/** Answers as broken; says which status went out, null for a connection cut. */
export function sendFault(response: ServerResponse, fault: ApiFault): number | null {
  const status = fault.status ?? 500;
  if (fault.isReset) {
    response.socket?.resetAndDestroy();
    return null;
  }
  if (fault.body === "html") {
    sendHtml(response, status, `<html><head><title>${status}</title></head><body>nginx</body></html>`);
  } else if (fault.body === "empty") {
    response.writeHead(status, { "content-length": "0" });
    response.end();
  } else {
    sendJson(response, status, faultBody(status, fault.retryAfterMs));
  }
  return status;
}

function faultBody(status: number, retryAfterMs: number | undefined): Record<string, unknown> {
  if (status === 202) {
    const description = "Request accepted, but not processed yet";
    return { type: "processing", id: newId("err"), description, retry_after: retryAfterMs ?? 1800 };
  }
  const code = CODES[status] ?? "internal_server_error";
  const body = errorBody(new ApiError(status, code, "A fault arranged through /sim/yookassa/faults"));
  return retryAfterMs === undefined ? body : { ...body, retry_after: retryAfterMs };
}
