import { type LocalDay, plusDays } from "../../kernel/local-day.ts";
import type { DayTime } from "./pattern.ts";

/** What may be meant, but is a slip more often than not. */
export type SlotDoubt = "at_night" | "far_ahead";

const NIGHT_FROM = 23 * 60;
const NIGHT_TO = 6 * 60;
const FAR_DAYS = 366;

/**
 * What is doubtful about slots that are offered at some hours of a day, and would be said of them, not refused: hours
 * before 6:00 or after 23:00 (exactly then they are not at night yet), a day more than 366 days ahead.
 *
 * @param hours `to` beyond 1440 is after midnight
 */
export function doubtsAbout(
  { day, hours }: { readonly day: LocalDay; readonly hours: DayTime },
  today: LocalDay,
): readonly SlotDoubt[] {
  const isAtNight = hours.from < NIGHT_TO || hours.to > NIGHT_FROM;
  const isFar = day > plusDays(today, FAR_DAYS);
  return [...(isFar ? (["far_ahead"] as const) : []), ...(isAtNight ? (["at_night"] as const) : [])];
}
