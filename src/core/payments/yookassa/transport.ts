import YooKassa from "yookassa";
import { z } from "zod";
import type { Rejected, Unknown } from "../provider.ts";

export type YookassaAccess = {
  readonly shopId: string;
  readonly secretKey: string;
  readonly apiUrl: string;
  /** Above the 30 s in which YooKassa itself gives up (35 000). */
  readonly timeoutMs?: number;
};

const TIMEOUT_MS = 35_000;
const SECOND_MS = 1000;

/** Anything but an object of the API; `answer` is what the caller of the port is told. */
export class NoObject extends Error {
  override readonly name = "NoObject";
  readonly answer: Rejected | Unknown;

  constructor(answer: Rejected | Unknown) {
    super(answer.outcome === "unknown" ? answer.reason : `${answer.httpStatus} ${answer.code}`);
    this.answer = answer;
  }
}

export const unknown = (reason: string, retryAfterMs?: number): Unknown => ({
  outcome: "unknown",
  reason,
  retryAfterMs,
});

const errorBody = z.object({
  type: z.literal("error"),
  code: z.string().min(1),
  description: z.string().optional().catch(undefined),
  parameter: z.string().optional().catch(undefined),
});
const retryHint = z.object({ retry_after: z.number().nonnegative() });
const typed = z.looseObject({ type: z.string().optional() });

/** Statuses in the range of refusals that refuse nothing for good. */
const PASSING_STATUSES: readonly number[] = [408, 425, 429];

/**
 * The package's client with its transport replaced.
 *
 * The package's own would take HTML for a payment, crash on an empty answer, wait two minutes and
 * invent keys. Here a call goes out once, and either an object of the API comes back or `NoObject`
 * says whether it was refused or is unknown. The secret is in a private field: the package's models
 * point at this client, and what is printed of them must not show it.
 */
export class YookassaTransport extends YooKassa {
  readonly #secretKey: string;
  readonly #authorization: string;

  constructor({ shopId, secretKey, apiUrl, timeoutMs = TIMEOUT_MS }: YookassaAccess) {
    super({
      shopId,
      secretKey: "",
      apiUrl: apiUrl.endsWith("/") ? apiUrl : `${apiUrl}/`,
      timeout: timeoutMs,
    });
    this.#secretKey = secretKey;
    this.#authorization = `Basic ${Buffer.from(`${shopId}:${secretKey}`).toString("base64")}`;
  }

  /** @throws NoObject */
  override async request(
    method: string,
    path: string,
    payload: unknown,
    idempotenceKey?: string,
  ): Promise<unknown> {
    const { status, text, retryHeader } = await this.#exchange(method, path, payload, idempotenceKey);
    const body = parsedJson(text);
    if (status === 200) return apiObject(body);
    throw new NoObject(
      this.#refusal(status, body) ?? unknown(`HTTP ${status}`, retryAfterMs(body, retryHeader)),
    );
  }

  async #exchange(method: string, path: string, payload: unknown, key: string | undefined) {
    const headers = new Headers({ authorization: this.#authorization, accept: "application/json" });
    const isPost = method === "POST";
    if (isPost) headers.set("content-type", "application/json");
    if (isPost && key !== undefined) headers.set("idempotence-key", key);
    try {
      const response = await fetch(this.apiUrl + path, {
        method,
        headers,
        body: isPost ? JSON.stringify(payload) : null,
        redirect: "manual",
        signal: AbortSignal.timeout(this.timeout),
      });
      const text = await response.text();
      return { status: response.status, text, retryHeader: response.headers.get("retry-after") };
    } catch (error) {
      throw new NoObject(unknown(lossReason(error)));
    }
  }

  /** A refusal counts only in YooKassa's own words: a proxy's page is nobody's decision. */
  #refusal(status: number, body: unknown): Rejected | undefined {
    if (status < 400 || status >= 500 || PASSING_STATUSES.includes(status)) return undefined;
    const error = errorBody.safeParse(body);
    if (!error.success) return undefined;
    const { code, parameter, description } = error.data;
    return {
      outcome: "rejected",
      httpStatus: status,
      code: this.#withoutSecret(code),
      parameter: parameter === undefined ? undefined : this.#withoutSecret(parameter),
      description: description === undefined ? undefined : this.#withoutSecret(description),
    };
  }

  #withoutSecret(text: string): string {
    if (this.#secretKey === "") return text;
    return text
      .replaceAll(this.#secretKey, "***")
      .replaceAll(this.#authorization.slice("Basic ".length), "***");
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function apiObject(body: unknown): unknown {
  const object = typed.safeParse(body);
  if (!object.success) throw new NoObject(unknown("HTTP 200 with no JSON object"));
  if (object.data.type === "error") throw new NoObject(unknown("HTTP 200 with an error inside"));
  return body;
}

/** YooKassa's own hint is in milliseconds, the header of a proxy in seconds. */
function retryAfterMs(body: unknown, header: string | null): number | undefined {
  const hint = retryHint.safeParse(body);
  if (hint.success) return hint.data.retry_after;
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * SECOND_MS : undefined;
}

const coded = z.object({ code: z.string() });

/** Names the loss by its code alone: messages of network errors carry addresses. */
function lossReason(error: unknown): string {
  if (!(error instanceof Error)) return "connection lost";
  if (error.name === "TimeoutError") return "timeout";
  const cause = coded.safeParse(error.cause);
  return cause.success ? `connection lost: ${cause.data.code}` : "connection lost";
}
