import { clockReaches, dayOf, minuteOfDay, plusDays, type Zone } from "../../kernel/local-day.ts";

/** The part of the day in which nobody wants to be woken, by the wall clock of the business; equal ends: none. */
export type QuietHours = {
  /** Minutes since midnight, 0–1439; the first quiet one. */
  readonly fromMinute: number;
  /** The first minute that is quiet no longer. */
  readonly toMinute: number;
};

/**
 * When the quiet hours that stand at a moment end; undefined when it is not quiet. They may run over midnight.
 *
 * The moment at which they begin is quiet, the one at which they end is not.
 *
 * @source MS-5
 */
export function quietEndsAt(moment: Date, quiet: QuietHours, zone: Zone): Date | undefined {
  const { fromMinute, toMinute } = quiet;
  const minute = minuteOfDay(moment, zone);
  const today = dayOf(moment, zone);
  const isOverMidnight = fromMinute > toMinute;
  const isQuiet = isOverMidnight
    ? minute >= fromMinute || minute < toMinute
    : minute >= fromMinute && minute < toMinute;
  if (!isQuiet) return undefined;
  const endDay = isOverMidnight && minute >= fromMinute ? plusDays(today, 1) : today;
  const endsAt = clockReaches(endDay, toMinute, zone);
  // Clocks that go back show a quiet time once more after its end.
  return endsAt > moment ? endsAt : undefined;
}
