import { type Kopecks, kopecks } from "../core/kernel/money.ts";

export const KOPECKS_PER_RUBLE = 100;

const AMOUNT_TYPED = /^(\d{1,7})(?:[.,](\d{1,2}))?(?:₽|р|руб|рубл\p{L}*)?[.!]?$/iu;

/** Rubles as people type them, `250`, `150,50`, `1 000 руб.`, in kopecks; undefined when it is no sum. */
export function readRubles(typed: string): Kopecks | undefined {
  const [, rubles, rest = ""] = AMOUNT_TYPED.exec(typed.replace(/\s/gu, "")) ?? [];
  return rubles === undefined
    ? undefined
    : kopecks(Number(rubles) * KOPECKS_PER_RUBLE + Number(rest.padEnd(2, "0")));
}
