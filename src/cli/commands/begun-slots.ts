import {
  dayOf,
  type LocalDay,
  minuteOfDay,
  type Weekday,
  weekdayOf,
  type Zone,
} from "../../core/kernel/local-day.ts";
import type { DayTime } from "../arguments.ts";

type Asked = {
  readonly from: LocalDay;
  readonly to: LocalDay;
  readonly days: ReadonlySet<Weekday>;
  readonly hours: DayTime;
};

/** So many minutes are enough to type a command in. */
const ROUND_TO = 5;
const MINUTES_PER_DAY = 24 * 60;

/**
 * What to do about slots of today that have begun and were left out: there are none in the past, but whoever walked in
 * can be given one that is about to begin. Undefined where no slot of today was wanted by now, or the day is over.
 */
export function begunHint(
  { from, to, days, hours }: Asked,
  { now, zone }: { readonly now: Date; readonly zone: Zone },
): string | undefined {
  const today = dayOf(now, zone);
  const minute = minuteOfDay(now, zone);
  const isWanted = from <= today && today <= to && days.has(weekdayOf(today)) && hours.from <= minute;
  const next = (Math.floor(minute / ROUND_TO) + 1) * ROUND_TO;
  if (!isWanted || next >= MINUTES_PER_DAY) return undefined;
  const begin = [Math.floor(next / 60), next % 60].map((part) => String(part).padStart(2, "0")).join(":");
  return `Окно, которое уже началось, создать нельзя. Кто пришёл без записи, тому создайте окно с ближайших минут: --from ${today} --to ${today} --hours ${begin}-<конец> --length <минут>.`;
}
