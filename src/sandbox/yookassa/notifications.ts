import type { Delivery } from "./model.ts";
import type { NotificationEvent } from "./shop.ts";
import type { State } from "./state.ts";

const MINUTE_MS = 60_000;
/** Waits before each further attempt, growing. */
const RETRY_AFTER_MS = [1, 2, 5, 10, 30, 60, 120].map((minutes) => minutes * MINUTE_MS);
const RETRY_AFTER_LAST_MS = 240 * MINUTE_MS;
const RETRY_DURING_MS = 24 * 60 * MINUTE_MS;
/** A notification held back to be overtaken goes out after this long even if nothing overtakes it. */
const HELD_BACK_MS = MINUTE_MS;
const ANSWER_WITHIN_MS = 5_000;

type Notifier = {
  announce(event: NotificationEvent, object: unknown): void;
  /** Sends what is due, one after another; resolves when nothing due is left. */
  deliverDue(): Promise<void>;
  close(): Promise<void>;
};

type Surroundings = {
  readonly state: () => State;
  readonly nowMs: () => number;
  readonly url: () => string | undefined;
};

/**
 * Tells the merchant of events, at least once: anything but HTTP 200 is tried again at growing
 * intervals for 24 hours of virtual time. With no URL nothing is kept.
 */
export function createNotifier({ state, nowMs, url }: Surroundings): Notifier {
  const closing = new AbortController();
  let running: Promise<void> | undefined;

  const announce = (event: NotificationEvent, object: unknown): void => {
    if (url() === undefined || closing.signal.aborted) return;
    enqueue(state(), { event, object }, nowMs());
    queueMicrotask(() => void deliverDue());
  };

  const deliverDue = async (): Promise<void> => {
    if (running === undefined && nextDue(state(), nowMs()) !== undefined) running = deliverAll();
    await running;
  };

  const deliverAll = async (): Promise<void> => {
    for (;;) {
      const next = nextDue(state(), nowMs());
      if (next === undefined) break;
      const target = url();
      const isDelivered = await (target === undefined || post(target, next.body, closing.signal));
      if (closing.signal.aborted) return;
      next.attempts += 1;
      next.dueAtMs = nowMs() + (RETRY_AFTER_MS[next.attempts - 1] ?? RETRY_AFTER_LAST_MS);
      if (isDelivered || next.dueAtMs > next.bornAtMs + RETRY_DURING_MS) drop(state(), next);
    }
    // In the same breath as the last look at the queue, so that nothing announced meanwhile is left lying.
    running = undefined;
  };

  const close = async (): Promise<void> => {
    closing.abort();
    await running;
  };
  return { announce, deliverDue, close };
}

function enqueue(
  state: State,
  notice: { readonly event: NotificationEvent; readonly object: unknown },
  nowMs: number,
): void {
  const faults = state.notificationFaults;
  if (consume(faults, "drop")) return;
  const copies = consume(faults, "duplicate") ? 2 : 1;
  const isHeldBack = consume(faults, "reorder");
  const dueAtMs = nowMs + (isHeldBack ? HELD_BACK_MS : consumeDelay(faults));
  // The object as it is now: a later change must not show in an earlier event.
  const body: unknown = JSON.parse(JSON.stringify({ type: "notification", ...notice }));
  for (let copy = 0; copy < copies; copy += 1) {
    state.deliveries.push({ body, bornAtMs: nowMs, dueAtMs, attempts: 0, isHeldBack });
  }
  if (!isHeldBack) releaseHeldBack(state, nowMs);
}

/** Behind the one just announced: the queue is kept in the order of sending. */
function releaseHeldBack(state: State, nowMs: number): void {
  const held = state.deliveries.filter(({ isHeldBack }) => isHeldBack);
  state.deliveries = [
    ...state.deliveries.filter(({ isHeldBack }) => !isHeldBack),
    ...held.map((delivery) => ({ ...delivery, isHeldBack: false, dueAtMs: nowMs })),
  ];
}

const nextDue = (state: State, nowMs: number): Delivery | undefined =>
  state.deliveries.find(({ dueAtMs }) => dueAtMs <= nowMs);

function drop(state: State, delivery: Delivery): void {
  state.deliveries = state.deliveries.filter((other) => other !== delivery);
}

function consume(faults: State["notificationFaults"], kind: "drop" | "duplicate" | "reorder"): boolean {
  if (faults[kind] <= 0) return false;
  faults[kind] -= 1;
  return true;
}

function consumeDelay(faults: State["notificationFaults"]): number {
  const delay = faults.delays[0];
  if (delay === undefined) return 0;
  delay.times -= 1;
  if (delay.times <= 0) faults.delays.shift();
  return delay.ms;
}

async function post(url: string, body: unknown, closing: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      redirect: "manual",
      signal: AbortSignal.any([closing, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false; // refused, cut or too slow: tried again like any other answer
  }
}
