import type { IncomingMessage, ServerResponse } from "node:http";
import { sendHtml, sendJson } from "../http.ts";
import { BotApiError } from "./bot-error.ts";
import type { Fault } from "./faults.ts";
import { accountMethods } from "./methods/account.ts";
import { fileBytes, mediaMethods } from "./methods/media.ts";
import { messageMethods } from "./methods/messages.ts";
import type { Method, MethodAnswer } from "./methods/method.ts";
import { updateMethods } from "./methods/updates.ts";
import { integerParam, type Params, paramsFrom, readParams } from "./params.ts";
import { createPolling } from "./polling.ts";
import { createWebhookDelivery, type WebhookDelivery } from "./webhook.ts";
import type { World } from "./world.ts";

const TOKEN_SHAPE = /^\d+:[\w-]+$/;
const NEVER_IN_AN_ANSWER = /^(setwebhook|deletewebhook|close|logout|get.*)$/;

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse; readonly url: URL };

export type BotApi = {
  /** Answers `/bot<token>/<method>` and `/file/bot<token>/<path>`; `false` for anything else. */
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean>;
  readonly webhook: WebhookDelivery;
};

/** The Bot API over HTTP: who calls, which method, with which parameters, and what goes wrong on purpose. */
export function createBotApi(world: World): BotApi {
  const polling = createPolling(world);
  const methods = new Map<string, Method>();
  const webhook = createWebhookDelivery(world, (body, type) => callFromAnswer(world, methods, body, type));
  const tables = [messageMethods, mediaMethods, accountMethods, updateMethods(polling, () => webhook)];
  for (const [name, method] of tables.flatMap((table) => Object.entries(table))) {
    methods.set(name.toLowerCase(), method);
  }

  return {
    webhook,
    handle: async (request, response, url) => {
      const file = /^\/file\/bot([^/]*)\/(.*)$/.exec(url.pathname);
      if (file) {
        sendFile(world, response, decodeURIComponent(file[1] ?? ""), decodeURIComponent(file[2] ?? ""));
        return true;
      }
      const call = /^\/bot([^/]*)(?:\/([^/]*))?\/?$/.exec(url.pathname);
      if (!call) return false;
      const name = (call[2] ?? "").toLowerCase();
      try {
        checkToken(world, decodeURIComponent(call[1] ?? ""));
        if (name === "") throw new BotApiError(404, "Not Found");
        const method = methods.get(name);
        if (!method) throw new BotApiError(404, "Not Found: method not found");
        await answer(world, { name, method }, { request, response, url });
      } catch (error) {
        sendError(response, error);
      }
      return true;
    },
  };
}

function checkToken(world: World, token: string): void {
  if (token === world.token) return;
  throw new BotApiError(
    401,
    TOKEN_SHAPE.test(token) ? "Unauthorized" : "Unauthorized: invalid token specified",
  );
}

async function answer(
  world: World,
  { name, method }: { readonly name: string; readonly method: Method },
  { request, response, url }: Exchange,
): Promise<void> {
  const params = await readParams(request, url);
  const gone = new AbortController();
  response.on("close", () => gone.abort());

  const fault = world.faults.takeForCall(
    name,
    integerParam(params, "chat_id") ?? integerParam(params, "user_id"),
  );
  if (fault?.slow_ms !== undefined) await world.changes.until(() => false, fault.slow_ms, gone.signal);
  if (fault?.when === "before" && failOnPurpose(fault, request, response)) return;
  const { result, description } = await method(world, params, gone.signal);
  if (fault?.when === "after" && failOnPurpose(fault, request, response)) return;
  sendJson(response, 200, { ok: true, result, ...(description === undefined ? {} : { description }) });
}

/** Breaks the connection or answers with the error that a fault asks for; `false` when it asks for neither. */
function failOnPurpose(fault: Fault, request: IncomingMessage, response: ServerResponse): boolean {
  if (fault.reset) {
    request.socket.resetAndDestroy();
    return true;
  }
  if (fault.error_code === undefined) return false;
  if (fault.body === "html") {
    sendHtml(response, fault.error_code, `<html><body><h1>${fault.error_code}</h1><hr>nginx</body></html>`);
    return true;
  }
  const waitSeconds = fault.retry_after ?? (fault.error_code === 429 ? 1 : undefined);
  const description = fault.description ?? usualDescription(fault.error_code, waitSeconds ?? 1);
  sendError(response, new BotApiError(fault.error_code, description, waitSeconds));
  return true;
}

function usualDescription(code: number, waitSeconds: number): string {
  const usual: Readonly<Record<number, string>> = {
    400: "Bad Request: chat not found",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    429: `Too Many Requests: retry after ${waitSeconds}`,
    500: "Internal Server Error",
    502: "Bad Gateway",
  };
  return usual[code] ?? "Internal Server Error: restart";
}

function sendError(response: ServerResponse, error: unknown): void {
  const known =
    error instanceof BotApiError ? error : new BotApiError(500, `Internal Server Error: ${String(error)}`);
  const wait = known.retryAfterSeconds;
  sendJson(
    response,
    known.code,
    {
      ok: false,
      error_code: known.code,
      description: known.message,
      ...(wait === undefined ? {} : { parameters: { retry_after: wait } }),
    },
    wait === undefined ? {} : { "retry-after": String(wait) },
  );
}

/** A bot may call one method by answering a webhook with it; nobody is told how that ended. */
async function callFromAnswer(
  world: World,
  methods: ReadonlyMap<string, Method>,
  body: string,
  contentType: string,
): Promise<void> {
  const params = paramsOfAnswer(body, contentType);
  const name = String(params?.values.get("method") ?? "").toLowerCase();
  const method = methods.get(name);
  if (!params || !method || NEVER_IN_AN_ANSWER.test(name)) return;
  await Promise.resolve()
    .then((): MethodAnswer | Promise<MethodAnswer> => method(world, params, new AbortController().signal))
    .catch(() => undefined);
}

function paramsOfAnswer(body: string, contentType: string): Params | undefined {
  if (/^application\/x-www-form-urlencoded/i.test(contentType)) {
    return { values: new Map<string, unknown>(new URLSearchParams(body)), files: new Map() };
  }
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? paramsFrom({ ...value }) : undefined;
  } catch {
    return undefined;
  }
}

function sendFile(world: World, response: ServerResponse, token: string, path: string): void {
  const file = Object.values(world.state.files).find((kept) => kept.path === path);
  if (token !== world.token || !file) {
    sendError(
      response,
      token === world.token ? new BotApiError(404, "Not Found") : new BotApiError(401, "Unauthorized"),
    );
    return;
  }
  const bytes = fileBytes(file);
  response.writeHead(200, { "content-type": "application/octet-stream", "content-length": bytes.length });
  response.end(bytes);
}
