import type { Interval } from "../../kernel/interval.ts";
import {
  clockReaches,
  daysBetween,
  daysFrom,
  type LocalDay,
  type Weekday,
  weekdayOf,
  type Zone,
} from "../../kernel/local-day.ts";
import { done, type Outcome, refuse } from "../../kernel/outcome.ts";
import type { DayTime } from "./pattern.ts";
import { type TimeOffSpan, type TimeOffSpanRefusal, timeOffStretch } from "./time-off.ts";

/** The same days of every week, whole or the same hours of each. */
export type WeeklyTimeOff = {
  readonly fromDay: LocalDay;
  /** The last day, included. */
  readonly toDay: LocalDay;
  readonly weekdays: ReadonlySet<Weekday>;
  /** Whole days without it. */
  readonly hours?: DayTime | undefined;
};

export type WeeklyTimeOffRefusal = TimeOffSpanRefusal | "time_off_on_no_day";

const DAYS_MAX = 366;
const DAY_MINUTES = 24 * 60;

/**
 * The stretches that a time off takes, in order: one, or one for each of its days of the week.
 *
 * What is over by `now` is left out of a series; one that has begun is taken still. A day whose clocks skip the hours has
 * none. At most 366 days.
 *
 * @source SL-4 SL-5 UN-4
 */
export function timeOffStretches(
  span: TimeOffSpan | WeeklyTimeOff,
  { zone, now }: { readonly zone: Zone; readonly now: Date },
): Outcome<readonly Interval[], WeeklyTimeOffRefusal> {
  if (!("weekdays" in span)) {
    const stretch = timeOffStretch(span, { zone, now });
    return stretch.ok ? done([stretch.value]) : stretch;
  }
  const { fromDay: from, toDay: to, weekdays, hours = { from: 0, to: DAY_MINUTES } } = span;
  if (to < from || hours.to <= hours.from) return refuse("time_off_reversed");
  if (daysBetween({ from, to }) >= DAYS_MAX) return refuse("time_off_too_long", { daysMax: DAYS_MAX });
  const all = daysFrom({ from, to })
    .filter((day) => weekdays.has(weekdayOf(day)))
    .map((day) => ({
      startsAt: clockReaches(day, hours.from, zone),
      endsAt: clockReaches(day, hours.to, zone),
    }))
    .filter(({ startsAt, endsAt }) => endsAt > startsAt);
  if (all.length === 0) return refuse("time_off_on_no_day");
  const ahead = all.filter(({ endsAt }) => endsAt > now);
  return ahead.length === 0 ? refuse("time_off_past") : done(ahead);
}
