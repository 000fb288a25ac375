import { randomBytes } from "node:crypto";
import type { State } from "./state.ts";

export type NotificationEvent =
  | "payment.waiting_for_capture"
  | "payment.succeeded"
  | "payment.canceled"
  | "refund.succeeded";

/** The one shop of the emulator: its records, its clock, and the way it tells the merchant of an event. */
export type Shop = {
  /** Replaced as a whole by a reset or a restore. */
  state: State;
  readonly shopId: string;
  readonly secretKey: string;
  readonly baseUrl: string;
  readonly nowMs: () => number;
  readonly announce: (event: NotificationEvent, object: unknown) => void;
};

/** A refusal in YooKassa's own words and shape. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly parameter: string | undefined;

  constructor(status: number, code: string, description: string, parameter?: string) {
    super(description);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.parameter = parameter;
  }
}

/** @throws always: a request that will never be accepted as it is */
export function rejectRequest(description: string, parameter?: string): never {
  throw new ApiError(400, "invalid_request", description, parameter);
}

export function errorBody(error: ApiError): Record<string, unknown> {
  return {
    type: "error",
    id: newId("err"),
    code: error.code,
    description: error.message,
    parameter: error.parameter,
  };
}

const ID_MIDDLES = {
  payment: "000f-5000-8000",
  refund: "0015-5000-a000",
  receipt: "00ee-5000-8000",
  err: "0000-5000-9000",
};

/** An id of 36 characters that looks like YooKassa's. */
export function newId(kind: keyof typeof ID_MIDDLES): string {
  return `${randomBytes(4).toString("hex")}-${ID_MIDDLES[kind]}-${randomBytes(6).toString("hex")}`;
}
