import { type LocalDay, plusDays } from "../../kernel/local-day.ts";

/**
 * The last local day that clients see: today is the first of `daysAhead`.
 *
 * @source SL-3
 */
export const lastDaySeen = (today: LocalDay, daysAhead: number): LocalDay => plusDays(today, daysAhead - 1);

/**
 * Since which day clients see a slot that lies beyond the last one they see now; undefined: they see it already.
 *
 * @source SL-3
 */
export const unseenUntil = (
  day: LocalDay,
  { today, daysAhead }: { readonly today: LocalDay; readonly daysAhead: number },
): LocalDay | undefined => (day > lastDaySeen(today, daysAhead) ? plusDays(day, 1 - daysAhead) : undefined);
