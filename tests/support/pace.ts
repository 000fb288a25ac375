import type { Pace } from "../../src/core/runtime/pace.ts";

/** Nobody is kept waiting for the sake of Telegram's real limits. */
export const NO_PACE: Pace = {
  turn: async () => undefined,
  restOf: () => 0,
  rest: () => undefined,
  isResting: () => false,
};
