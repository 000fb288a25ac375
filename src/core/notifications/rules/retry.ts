import { secondsAfter } from "../../kernel/instant.ts";

const DELAYS_SECONDS = [2, 5, 15, 60, 300, 900, 3600];
const ATTEMPTS_MAX = 20;

/** When a message whose sending had no known outcome is tried again; undefined when it has been tried enough. */
export function retryAt(attempts: number, now: Date): Date | undefined {
  if (attempts >= ATTEMPTS_MAX) return undefined;
  const delay = DELAYS_SECONDS[Math.min(attempts, DELAYS_SECONDS.length) - 1] ?? DELAYS_SECONDS[0];
  return secondsAfter(now, delay ?? 0);
}
