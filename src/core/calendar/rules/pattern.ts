import { minutesAfter } from "../../kernel/instant.ts";
import type { Interval } from "../../kernel/interval.ts";
import {
  daysBetween,
  daysFrom,
  instantAt,
  type LocalDay,
  type Weekday,
  weekdayOf,
  type Zone,
} from "../../kernel/local-day.ts";
import type { Outcome } from "../../kernel/outcome.ts";
import { done, refuse } from "../../kernel/outcome.ts";

/** Minutes since local midnight, `to` not included; 0–1440. */
export type DayTime = { readonly from: number; readonly to: number };

export type SlotPattern = {
  readonly from: LocalDay;
  /** The last day, included. */
  readonly to: LocalDay;
  readonly weekdays: ReadonlySet<Weekday>;
  readonly hours: DayTime;
  readonly breaks: readonly DayTime[];
  readonly lengthMinutes: number;
};

export type PatternRefusal =
  | "pattern_days_reversed"
  | "pattern_too_long"
  | "pattern_no_weekdays"
  | "pattern_hours_reversed"
  | "pattern_length_out_of_range"
  | "pattern_makes_no_slots";

const DAYS_MAX = 366;
const LENGTH_MIN = 5;
const LENGTH_MAX = 1440;

/**
 * Lays a pattern out into slots: back to back within the hours of each day, none across a break.
 *
 * After a break slots begin anew at its end. A slot that would begin at a local time which a clock change skips
 * is not made; at one that happens twice it is made once, at the earlier. A remainder shorter than a slot stays
 * empty.
 *
 * @source SL-1 SL-5
 */
export function layOut(pattern: SlotPattern, zone: Zone): Outcome<readonly Interval[], PatternRefusal> {
  const problem = problemOf(pattern);
  if (problem !== undefined) return refuse(problem);
  const minutes = startMinutes(pattern);
  if (minutes.length === 0) return refuse("pattern_makes_no_slots");

  const days = daysFrom(pattern).filter((day) => pattern.weekdays.has(weekdayOf(day)));
  const slots: Interval[] = [];
  for (const day of days) {
    let lastEnd = 0;
    for (const minute of minutes) {
      const startsAt = instantAt(day, minute, zone);
      // A day on which clocks go forward is an hour shorter: its slots keep their length and never overlap.
      if (startsAt === undefined || startsAt.getTime() < lastEnd) continue;
      const endsAt = minutesAfter(startsAt, pattern.lengthMinutes);
      slots.push({ startsAt, endsAt });
      lastEnd = endsAt.getTime();
    }
  }
  return done(slots);
}

function problemOf(pattern: SlotPattern): PatternRefusal | undefined {
  const { from, to, hours, lengthMinutes } = pattern;
  if (to < from) return "pattern_days_reversed";
  if (daysBetween({ from, to }) >= DAYS_MAX) return "pattern_too_long";
  if (pattern.weekdays.size === 0) return "pattern_no_weekdays";
  if ([hours, ...pattern.breaks].some((time) => time.to <= time.from)) return "pattern_hours_reversed";
  const isLength =
    Number.isInteger(lengthMinutes) && lengthMinutes >= LENGTH_MIN && lengthMinutes <= LENGTH_MAX;
  return isLength ? undefined : "pattern_length_out_of_range";
}

function startMinutes({ hours, breaks, lengthMinutes }: SlotPattern): readonly number[] {
  const minutes: number[] = [];
  for (let minute = hours.from; minute + lengthMinutes <= hours.to; ) {
    const inTheWay = breaks.find((pause) => minute < pause.to && pause.from < minute + lengthMinutes);
    if (inTheWay === undefined) {
      minutes.push(minute);
      minute += lengthMinutes;
    } else {
      minute = inTheWay.to;
    }
  }
  return minutes;
}
