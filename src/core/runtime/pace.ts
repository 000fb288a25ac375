import { setTimeout as sleep } from "node:timers/promises";

/** A steady pace towards somebody who counts, by the machine's own clock. */
export type Pace = {
  /** Waits for the next turn: so many a second, evenly spaced. */
  turn(): Promise<void>;
  /** How long a receiver is to be left alone, in milliseconds; when not at all, its own second begins now. */
  restOf(receiver: number): number;
  /** Nobody gets a turn for so long: the other side asked for it. */
  rest(seconds: number): void;
  isResting(): boolean;
};

const SECOND_MS = 1_000;
const RECEIVERS_MAX = 10_000;

/**
 * @param perSecond turns a second over all receivers
 * @param apartMs milliseconds between two turns of one receiver
 */
export function createPace({
  perSecond,
  apartMs,
}: {
  readonly perSecond: number;
  readonly apartMs: number;
}): Pace {
  const spacingMs = SECOND_MS / perSecond;
  const servedMs = new Map<number, number>();
  let nextMs = 0;
  let restedMs = 0;
  return {
    turn: async () => {
      const nowMs = performance.now();
      const mineMs = Math.max(nowMs, nextMs);
      nextMs = mineMs + spacingMs;
      // A timer may ring a moment early.
      for (let leftMs = mineMs - nowMs; leftMs > 0; leftMs = mineMs - performance.now()) await sleep(leftMs);
    },
    restOf: (receiver) => {
      const nowMs = performance.now();
      const leftMs = (servedMs.get(receiver) ?? Number.NEGATIVE_INFINITY) + apartMs - nowMs;
      if (leftMs > 0) return leftMs;
      if (servedMs.size >= RECEIVERS_MAX) servedMs.clear();
      servedMs.set(receiver, nowMs);
      return 0;
    },
    rest: (seconds) => {
      restedMs = Math.max(restedMs, performance.now() + seconds * SECOND_MS);
      nextMs = Math.max(nextMs, restedMs);
    },
    isResting: () => performance.now() < restedMs,
  };
}
