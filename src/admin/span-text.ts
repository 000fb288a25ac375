import type { Interval } from "../core/kernel/interval.ts";
import { dayOf, plusDays, startOfDay, type Zone } from "../core/kernel/local-day.ts";
import { formatInstant, formatTime, formatWeekday } from "./readable.ts";

/** Whole days by their names, a stretch of one day by its times. */
export function spanText({ startsAt, endsAt }: Interval, zone: Zone): string {
  const first = dayOf(startsAt, zone);
  const last = dayOf(new Date(endsAt.getTime() - 1), zone);
  const isWhole =
    startOfDay(first, zone).getTime() === startsAt.getTime() &&
    startOfDay(plusDays(last, 1), zone).getTime() === endsAt.getTime();
  if (isWhole)
    return first === last
      ? `${formatWeekday(first)}, весь день`
      : `${formatWeekday(first)} — ${formatWeekday(last)}`;
  const end = first === last ? `–${formatTime(endsAt, zone)}` : ` — ${formatInstant(endsAt, zone)}`;
  return `${formatInstant(startsAt, zone)}${end}`;
}
