import { DAY_MS, elapsedMs, HOUR_MS, MINUTE_MS, secondsAfter } from "../../kernel/instant.ts";

const LIVE_HOLD_SECONDS = 5;
/** Growing, so that a payment nobody waits for is asked about ever more rarely. */
const GROWING_SECONDS = [5, 10, 20, 40, 60, 120, 180, 300, 300, 600];
const HOURLY_SECONDS = 3600;

/**
 * When the gateway is to be asked about an open payment next.
 *
 * While a client waits (a live hold, an unanswered capture) every five seconds; after that at growing intervals,
 * and for ever, since a payment without a known end is never left alone.
 *
 * @param checks how often it was asked without news since the last news
 * @source PY-3 PY-5
 */
export function nextCheckAt(
  payment: { readonly isAwaited: boolean; readonly checks: number },
  now: Date,
): Date {
  if (payment.isAwaited) return secondsAfter(now, LIVE_HOLD_SECONDS);
  return secondsAfter(now, GROWING_SECONDS[payment.checks] ?? HOURLY_SECONDS);
}

/** How long the gateway remembers a key, less an hour for clocks that differ. */
const KEY_LIFE_MS = DAY_MS - HOUR_MS;

/** Whether a request may still be repeated under its key; later the gateway would take it for a new one. */
export const mayRepeat = (firstSentAt: Date | undefined, now: Date): boolean =>
  firstSentAt === undefined || elapsedMs({ from: firstSentAt, to: now }) < KEY_LIFE_MS;

const REFUND_SECONDS = [1, 2, 3, 5, 8, 13, 30, 60, 120, 300, 600];

/** When a refund whose answer is still open is asked for again. */
export const nextRefundAttemptAt = (attempts: number, now: Date): Date =>
  secondsAfter(now, REFUND_SECONDS[attempts] ?? 30 * (MINUTE_MS / 1000));
