import { invariant } from "./invariant.ts";

declare const kopecksBrand: unique symbol;
declare const percentBrand: unique symbol;

/** Money: a whole number of kopecks, possibly negative, never a float (UN-1). */
export type Kopecks = number & { readonly [kopecksBrand]: true };

/** A share: a whole number from 0 to 100 (UN-3). */
export type Percent = number & { readonly [percentBrand]: true };

/**
 * Marks a whole number as kopecks.
 *
 * @throws InvariantError when it is not whole
 * @source UN-1
 */
export function kopecks(amount: number): Kopecks {
  invariant(Number.isSafeInteger(amount), "money is a whole number of kopecks", { amount });
  return amount as Kopecks;
}

/** @throws InvariantError outside 0–100 or when not whole */
export function percent(share: number): Percent {
  invariant(Number.isInteger(share) && share >= 0 && share <= 100, "a percentage is whole, 0 to 100", {
    share,
  });
  return share as Percent;
}

export const KOPECKS_PER_RUBLE = 100;

export const NOTHING: Kopecks = kopecks(0);

/**
 * A percentage of money, rounded down to a kopeck.
 *
 * @source UN-3
 */
export function percentDown(amount: Kopecks, share: Percent): Kopecks {
  invariant(amount >= 0, "a share is taken of money that is not negative", { amount });
  return kopecks(Math.floor((amount * share) / 100));
}

export const sum = (...amounts: readonly Kopecks[]): Kopecks =>
  kopecks(amounts.reduce((total, amount) => total + amount, 0));

export const minus = (from: Kopecks, amount: Kopecks): Kopecks => kopecks(from - amount);

export const larger = (a: Kopecks, b: Kopecks): Kopecks => (a >= b ? a : b);

export const smaller = (a: Kopecks, b: Kopecks): Kopecks => (a <= b ? a : b);

const NO_BREAK_SPACE = "\u00a0";
const MINUS = "\u2212";

/**
 * Money as people read it: `1 999,50 ₽`, with no-break spaces.
 *
 * Kopecks are shown always, so that columns line up and nobody wonders what was rounded.
 *
 * @source UN-1
 */
export function formatRubles(amount: Kopecks): string {
  const digits = String(Math.abs(amount)).padStart(3, "0");
  const rubles = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, NO_BREAK_SPACE);
  return `${amount < 0 ? MINUS : ""}${rubles},${digits.slice(-2)}${NO_BREAK_SPACE}₽`;
}

/** Thousands apart, or not at all: `1 00` is a slip, and no sum. */
const TYPED = /^(\d{1,7}|\d{1,3}(?:\s\d{3}){1,2})(?:[.,](\d{1,2}))?\s?(?:₽|р|руб|рубл\p{L}*)?[.!]?$/iu;

/**
 * Rubles as people type them and as we show them, `250`, `150,50`, `1 500,50 ₽`, `1000 руб.`; undefined when it is no
 * sum. Every face reads money with it.
 *
 * @source UN-1
 */
export function readRubles(typed: string): Kopecks | undefined {
  const [, rubles, rest = ""] = TYPED.exec(typed.trim()) ?? [];
  if (rubles === undefined) return undefined;
  return kopecks(Number(rubles.replace(/\s/gu, "")) * KOPECKS_PER_RUBLE + Number(rest.padEnd(2, "0")));
}
