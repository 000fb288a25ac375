import type { Clock } from "../../src/core/runtime/clock.ts";

/** A clock that stands still until a test moves it, to and fro as the test likes. */
export type TestClock = Clock & {
  set(instant: Date | string): void;
  advance(ms: number): void;
};

/** @param start an instant with its zone, such as `2026-11-23T10:00:00Z` */
export function testClock(start: Date | string): TestClock {
  let nowMs = millis(start);
  return {
    now: () => new Date(nowMs),
    set: (instant) => {
      nowMs = millis(instant);
    },
    advance: (ms) => {
      nowMs += ms;
    },
  };
}

function millis(instant: Date | string): number {
  const ms = new Date(instant).getTime();
  if (Number.isNaN(ms)) throw new RangeError(`not an instant: ${String(instant)}`);
  return ms;
}
