/** Where the time comes from. A use case asks once, at its beginning. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

/** The system's time moved ahead. It never goes back, because what has happened has happened. */
export type ShiftedClock = Clock & {
  readonly offsetMs: number;
  /** Moves the time ahead of where it is. */
  advance(ms: number): void;
  /** Moves the time to this far ahead of the system's. */
  setOffset(ms: number): void;
};

/** The clock of the sandbox. @throws RangeError when it would have to go back */
export function shiftedClock(base: Clock = systemClock, initialOffsetMs = 0): ShiftedClock {
  let offsetMs = 0;
  const setOffset = (ms: number): void => {
    if (!Number.isSafeInteger(ms) || ms < offsetMs) {
      throw new RangeError(`the clock is ${offsetMs} ms ahead and only goes forward, not to ${ms} ms`);
    }
    offsetMs = ms;
  };
  setOffset(initialOffsetMs);
  return {
    now: () => new Date(base.now().getTime() + offsetMs),
    get offsetMs() {
      return offsetMs;
    },
    advance: (ms) => setOffset(offsetMs + ms),
    setOffset,
  };
}
