import { setTimeout as sleep } from "node:timers/promises";
import { type Api, GrammyError, HttpError } from "grammy";
import type { App } from "../core/app.ts";
import { type ApiAddress, createApi } from "./api.ts";
import { ALLOWED_UPDATES } from "./bot.ts";
import { type Claims, createClaims } from "./claims.ts";
import { failureFacts } from "./failure.ts";
import { nextOffset } from "./inbox.ts";
import type { InboxWorker } from "./worker.ts";

const POLL_SECONDS = 30;
/** The answer may come this much later than asked for. */
const POLL_SLACK_SECONDS = 10;
const BATCH_MAX = 100;
/** How often a process that does not poll asks whether it may. */
const TURN_EVERY_MS = 2_000;
const PAUSE_MIN_MS = 500;
const PAUSE_MAX_MS = 30_000;
/** A wrong token does not get better soon. */
const REFUSED_PAUSE_MS = 30_000;

const ROLE = "telegram-poller";

export type PollingOptions = ApiAddress & {
  /** Told what goes on: whether this process polls, and whether Telegram answers. */
  readonly onState?: (state: PollingState) => void;
};

export type PollingState = "waiting" | "polling" | "unreachable";

/**
 * Asks Telegram for updates until `signal` says stop; one process at a time over all that share the database.
 *
 * An update is confirmed to Telegram only by the call after the one that wrote it down, so that nothing is
 * lost whenever the process dies.
 */
export async function pollUpdates(
  app: App,
  worker: Pick<InboxWorker, "accept">,
  options: PollingOptions,
  signal: AbortSignal,
): Promise<void> {
  const api = createApi(options, { timeoutSeconds: POLL_SECONDS + POLL_SLACK_SECONDS });
  const claims = createClaims(app);
  const loop: Loop = { app, worker, api, claims, signal, tell: options.onState ?? (() => undefined) };
  try {
    while (!signal.aborted) {
      loop.tell("waiting");
      if (await waitForTurn(loop)) await pollWhileOurs(loop);
    }
  } finally {
    await claims.close();
  }
}

type Loop = {
  readonly app: App;
  readonly worker: Pick<InboxWorker, "accept">;
  readonly api: Api;
  readonly claims: Claims;
  readonly signal: AbortSignal;
  readonly tell: (state: PollingState) => void;
};

async function waitForTurn({ claims, signal, app }: Loop): Promise<boolean> {
  while (!signal.aborted) {
    try {
      if (await claims.becomeOnly(ROLE)) return true;
    } catch (error) {
      app.log.warn(failureFacts(error), "The database does not answer, so Telegram is not asked for updates");
    }
    await pause(TURN_EVERY_MS, signal);
  }
  return false;
}

/** Ends when asked to stop, or when the lock was lost with its connection. */
async function pollWhileOurs(loop: Loop): Promise<void> {
  const { app, api, worker, claims, signal, tell } = loop;
  app.log.info("Telegram is asked for updates by this process");
  let failures = 0;
  let isWebhookGone = false;
  while (!signal.aborted) {
    try {
      if (!isWebhookGone) await api.deleteWebhook({}, signalFor(signal));
      isWebhookGone = true;
      if (!(await claims.becomeOnly(ROLE))) return;
      const updates = await api.getUpdates(
        {
          offset: await nextOffset(app),
          limit: BATCH_MAX,
          timeout: POLL_SECONDS,
          allowed_updates: [...ALLOWED_UPDATES],
        },
        signalFor(signal),
      );
      tell("polling");
      failures = 0;
      await worker.accept(updates);
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      if (isTelegrams(error)) tell("unreachable");
      isWebhookGone = isWebhookGone && !isConflict(error);
      const waitMs = pauseAfter(error, failures);
      app.log.warn({ ...failureFacts(error), waitMs }, sentenceFor(error));
      await pause(waitMs, signal);
    }
  }
}

function pauseAfter(error: unknown, failures: number): number {
  const growing = Math.min(PAUSE_MIN_MS * 2 ** (failures - 1), PAUSE_MAX_MS);
  if (!(error instanceof GrammyError)) return growing;
  if (error.error_code === 401 || error.error_code === 404) return REFUSED_PAUSE_MS;
  const asked = error.parameters.retry_after;
  return asked === undefined ? growing : Math.max(growing, asked * 1_000);
}

/** Whose trouble it is: the database's has a name of its own in /ready. */
const isTelegrams = (error: unknown): boolean => error instanceof GrammyError || error instanceof HttpError;

const isConflict = (error: unknown): boolean => error instanceof GrammyError && error.error_code === 409;

function sentenceFor(error: unknown): string {
  if (!(error instanceof GrammyError)) return "Telegram or the database did not answer, asking again";
  switch (error.error_code) {
    case 401:
    case 404:
      return "Telegram does not know this bot token: check BOT_TOKEN";
    case 409:
      return "Somebody else asks Telegram for this bot's updates: is another copy running elsewhere?";
    default:
      return "Telegram refused to give updates, asking again";
  }
}

/** grammY carries the type of an older AbortSignal. */
const signalFor = (signal: AbortSignal) => signal as Parameters<Api["getMe"]>[0];

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);
