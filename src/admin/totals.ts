import type { Where } from "./prisma-filter.ts";

/** Of so many nobody notices one more or less; fewer are counted every time, and quickly. */
const MANY = 5_000;
const REMEMBERED_MS = 10_000;
/** So many filters are remembered at once; the oldest gives way. */
const TOTALS_MAX = 100;

export type Totals = {
  /** How many rows match: counted, or, of five thousand and more, as the same was counted within the last ten seconds. */
  readonly of: (where: Where, count: () => Promise<number>) => Promise<number>;
};

/**
 * The totals of one list, for whoever turns its pages: PostgreSQL walks through a million rows to count them, and would
 * for every page.
 *
 * @param nowMs a clock that never goes back, in milliseconds
 */
export function createTotals(nowMs: () => number = () => performance.now()): Totals {
  const known = new Map<string, { readonly total: number; readonly untilMs: number }>();
  return {
    of: async (where, count) => {
      const key = keyOf(where);
      const remembered = known.get(key);
      if (remembered !== undefined && nowMs() < remembered.untilMs) return remembered.total;
      const total = await count();
      known.delete(key);
      if (total >= MANY) known.set(key, { total, untilMs: nowMs() + REMEMBERED_MS });
      if (known.size > TOTALS_MAX) known.delete(known.keys().next().value ?? "");
      return total;
    },
  };
}

const keyOf = (where: Where): string =>
  JSON.stringify(where, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
