import { DAY_MS, elapsedMs } from "../../kernel/instant.ts";
import type { Outcome } from "../../kernel/outcome.ts";
import { done, refuse } from "../../kernel/outcome.ts";

export const RATING_MAX = 5;
const WORDS_MAX = 2_000;
const CHANGEABLE_MS = DAY_MS;
/** At most this is told to the owner at once. */
const LOW_MAX = 3;

export type ReviewRefusal = "rating_out_of_range" | "review_closed" | "review_empty" | "review_too_long";

/** A rating as somebody gave it: 1 to 5, whole. */
export const readRating = (given: number): Outcome<number, "rating_out_of_range"> =>
  Number.isInteger(given) && given >= 1 && given <= RATING_MAX
    ? done(given)
    : refuse("rating_out_of_range", { given, max: RATING_MAX });

/** A client's words, tidied: 1 to 2 000 characters. */
export function readWords(typed: string): Outcome<string, "review_empty" | "review_too_long"> {
  const words = typed.trim();
  if (words === "") return refuse("review_empty");
  return words.length <= WORDS_MAX ? done(words) : refuse("review_too_long", { charactersMax: WORDS_MAX });
}

/**
 * Whether a review may still be changed: for a day from its first word, that moment included.
 *
 * @source MS-2
 */
export const isChangeable = (review: { readonly createdAt: Date }, now: Date): boolean =>
  elapsedMs({ from: review.createdAt, to: now }) <= CHANGEABLE_MS;

/** Whether a rating is one that the owner has to know of at once. @source MS-2 */
export const isLow = (rating: number): boolean => rating <= LOW_MAX;
