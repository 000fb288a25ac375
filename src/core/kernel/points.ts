import { invariant } from "./invariant.ts";
import { type Kopecks, kopecks, type Percent } from "./money.ts";

declare const pointsBrand: unique symbol;

/** Loyalty points: whole, one is worth a ruble; a balance may be negative, a redemption never (UN-2). */
export type Points = number & { readonly [pointsBrand]: true };

const KOPECKS_PER_POINT = 100;

/** @throws InvariantError when not whole */
export function points(amount: number): Points {
  invariant(Number.isSafeInteger(amount), "points are whole", { amount });
  return amount as Points;
}

export const NO_POINTS: Points = points(0);

/** What points are worth in money (UN-2). */
export const worth = (amount: Points): Kopecks => kopecks(amount * KOPECKS_PER_POINT);

/** As many whole points as fit into an amount, which is not negative (UN-3). */
export const wholePointsIn = (amount: Kopecks): Points => points(Math.floor(amount / KOPECKS_PER_POINT));

/**
 * The points that a percentage of money yields, rounded down to a whole point.
 *
 * @source UN-3
 */
export function pointsShare(amount: Kopecks, share: Percent): Points {
  invariant(amount >= 0, "points are a share of money that is not negative", { amount });
  return points(Math.floor((amount * share) / (100 * KOPECKS_PER_POINT)));
}

const NO_BREAK_SPACE = "\u00a0";
const MINUS = "\u2212";

/**
 * A whole number as people read it: `−98 943`, with the minus and the no-break spaces that money has.
 *
 * @source UN-2
 */
export function formatWhole(amount: number): string {
  const digits = String(Math.abs(amount)).replace(/\B(?=(\d{3})+$)/g, NO_BREAK_SPACE);
  return amount < 0 ? `${MINUS}${digits}` : digits;
}

/** A change of points: what is added has its sign, too. */
export const formatChange = (amount: number): string => (amount > 0 ? "+" : "") + formatWhole(amount);
