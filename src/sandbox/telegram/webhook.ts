import type { PendingUpdate, Webhook } from "./model.ts";
import { deliverable, removeUpdate } from "./update-queue.ts";
import type { World } from "./world.ts";

const ANSWER_TIMEOUT_MS = 60_000;
const RETRY_AFTER_SECONDS_MAX = 3600;
const GONE_MS_MAX = 23 * 3600 * 1000;

export type WebhookDelivery = {
  /** Runs what has become due by the clock. */
  pump(): void;
  /** Stops every delivery under way: the webhook was changed, or the sandbox closes. */
  stop(): void;
  close(): void;
};

type Queue = { failures: number; retryAtMs: number; isBusy: boolean; timer: NodeJS.Timeout | undefined };
type Failure = {
  readonly message: string;
  readonly retryAfterSeconds: number | undefined;
  readonly isGone: boolean;
};

/**
 * Delivers updates to the bot's webhook as the real server does: strictly in order inside one
 * queue, queues side by side, at once after the first failure, then after 2, 4, 8… seconds.
 *
 * @param callInAnswer runs a method that the bot put into its 2xx answer
 */
export function createWebhookDelivery(
  world: World,
  callInAnswer: (body: string, contentType: string) => Promise<void>,
): WebhookDelivery {
  const queues = new Map<string, Queue>();
  let stopping = new AbortController();
  let activeCount = 0;

  const pump = (): void => {
    const { webhook } = world.state;
    if (!webhook) return;
    const met = new Set<string>();
    for (const pending of deliverable(world)) {
      if (activeCount >= webhook.maxConnections) return;
      if (met.has(pending.queue)) continue;
      met.add(pending.queue);
      const queue = queueOf(queues, pending.queue);
      if (queue.isBusy || queue.retryAtMs > world.now().getTime()) continue;
      void deliver(webhook, pending, queue);
    }
  };

  const deliver = async (webhook: Webhook, pending: PendingUpdate, queue: Queue): Promise<void> => {
    const { signal } = stopping;
    activeCount += 1;
    queue.isBusy = true;
    const failure = await post(webhook, pending, signal, callInAnswer);
    if (signal.aborted) return;
    activeCount -= 1;
    queue.isBusy = false;
    if (failure) {
      noteFailure(world, webhook, failure);
      postpone(queue, failure, world.now().getTime(), pump);
    } else {
      queues.delete(pending.queue);
      delete webhook.goneSinceMs;
      if (pending.isDoubled) pending.isDoubled = false;
      else removeUpdate(world, pending);
    }
    pump();
  };

  const stop = (): void => {
    stopping.abort();
    stopping = new AbortController();
    activeCount = 0;
    for (const { timer } of queues.values()) clearTimeout(timer);
    queues.clear();
  };
  const unsubscribe = world.changes.subscribe(pump);
  return {
    pump,
    stop,
    close: () => {
      unsubscribe();
      stop();
    },
  };
}

function queueOf(queues: Map<string, Queue>, name: string): Queue {
  const queue = queues.get(name) ?? { failures: 0, retryAtMs: 0, isBusy: false, timer: undefined };
  queues.set(name, queue);
  return queue;
}

/** The first retry is immediate; later ones double from 2 s up to a random 60–120 s. */
function postpone(queue: Queue, failure: Failure, nowMs: number, retry: () => void): void {
  queue.failures += 1;
  const doubled = queue.failures === 1 ? 0 : 2 ** (queue.failures - 1);
  const delaySeconds = failure.retryAfterSeconds ?? Math.min(doubled, 60 + Math.random() * 60);
  queue.retryAtMs = nowMs + delaySeconds * 1000;
  clearTimeout(queue.timer);
  queue.timer = setTimeout(() => {
    queue.retryAtMs = 0;
    retry();
  }, delaySeconds * 1000);
  queue.timer.unref();
}

/** An address that answers 410 for 23 hours on end loses its webhook. */
function noteFailure(world: World, webhook: Webhook, failure: Failure): void {
  const nowMs = world.now().getTime();
  webhook.lastErrorAtMs = nowMs;
  webhook.lastErrorMessage = failure.message;
  if (!failure.isGone) delete webhook.goneSinceMs;
  else if (webhook.goneSinceMs === undefined) webhook.goneSinceMs = nowMs;
  else if (nowMs - webhook.goneSinceMs > GONE_MS_MAX) delete world.state.webhook;
}

async function post(
  webhook: Webhook,
  pending: PendingUpdate,
  signal: AbortSignal,
  callInAnswer: (body: string, contentType: string) => Promise<void>,
): Promise<Failure | undefined> {
  const url = new URL(webhook.url);
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (webhook.secretToken !== undefined) headers["x-telegram-bot-api-secret-token"] = webhook.secretToken;
  if (url.username !== "" || url.password !== "") {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers.authorization = `Basic ${Buffer.from(pair).toString("base64")}`;
    url.username = "";
    url.password = "";
  }
  try {
    const response = await fetch(url, {
      method: "POST",
      headers,
      body: JSON.stringify(pending.update),
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
    });
    const body = await response.text();
    if (!response.ok) return failureOf(response);
    await callInAnswer(body, response.headers.get("content-type") ?? "");
    return undefined;
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === "TimeoutError";
    return {
      message: isTimeout ? "Read timeout expired" : "Connection refused",
      retryAfterSeconds: undefined,
      isGone: false,
    };
  }
}

function failureOf(response: Response): Failure {
  const wait = response.headers.get("retry-after") ?? "";
  return {
    message: `Wrong response from the webhook: ${response.status} ${response.statusText}`.trim(),
    retryAfterSeconds: /^\d+$/.test(wait) ? Math.min(Number(wait), RETRY_AFTER_SECONDS_MAX) : undefined,
    isGone: response.status === 410,
  };
}
