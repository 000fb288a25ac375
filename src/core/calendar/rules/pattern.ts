import { minutesAfter } from "../../kernel/instant.ts";
import type { Interval } from "../../kernel/interval.ts";
import {
  clockReaches,
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
 * is not made; at one that happens twice it is made once, at the earlier. A slot keeps its length whatever the clocks
 * do: one that would thereby overlap another, enter a break or outlast the hours is not made. A remainder shorter
 * than a slot stays empty.
 *
 * @source SL-1 SL-5
 */
export function layOut(pattern: SlotPattern, zone: Zone): Outcome<readonly Interval[], PatternRefusal> {
  const problem = problemOf(pattern);
  if (problem !== undefined) return refuse(problem);
  const stretches = stretchesOf(pattern);
  if (stretches.length === 0) return refuse("pattern_makes_no_slots");

  const days = daysFrom(pattern).filter((day) => pattern.weekdays.has(weekdayOf(day)));
  return done(days.flatMap((day) => layOutDay(day, stretches, pattern.lengthMinutes, zone)));
}

function problemOf(pattern: SlotPattern): PatternRefusal | undefined {
  const { from, to, hours, lengthMinutes } = pattern;
  if (to < from) return "pattern_days_reversed";
  if (daysBetween({ from, to }) >= DAYS_MAX) return "pattern_too_long";
  if (pattern.weekdays.size === 0) return "pattern_no_weekdays";
  if ([hours, ...pattern.breaks].some((time) => time.to <= time.from)) return "pattern_hours_reversed";
  const isLength = Number.isInteger(lengthMinutes) && isSlotLength(lengthMinutes);
  return isLength ? undefined : "pattern_length_out_of_range";
}

/** Whether a slot may be so long: 5 minutes to a day, both included. */
export const isSlotLength = (minutes: number): boolean => minutes >= LENGTH_MIN && minutes <= LENGTH_MAX;

/** A stretch of the day without a break, and when slots begin in it; minutes since local midnight. */
type Stretch = { readonly until: number; readonly starts: readonly number[] };

/** The stretches in which at least one slot fits. */
function stretchesOf({ hours, breaks, lengthMinutes }: SlotPattern): readonly Stretch[] {
  const closing = { from: hours.to, to: hours.to };
  const pauses = [...breaks.filter((pause) => pause.from < hours.to), closing];
  const stretches: Stretch[] = [];
  let from = hours.from;
  for (const pause of pauses.sort((a, b) => a.from - b.from)) {
    const begin = from;
    const count = Math.floor((pause.from - begin) / lengthMinutes);
    const starts = Array.from({ length: Math.max(0, count) }, (_, index) => begin + index * lengthMinutes);
    if (starts.length > 0) stretches.push({ until: pause.from, starts });
    from = Math.max(from, pause.to);
  }
  return stretches;
}

/** The longest time, in minutes, that slots of a pattern cover back to back; what is longer than that fits nowhere (SL-2). */
export const longestRun = (pattern: SlotPattern): number =>
  Math.max(0, ...stretchesOf(pattern).map(({ starts }) => starts.length * pattern.lengthMinutes));

function layOutDay(
  day: LocalDay,
  stretches: readonly Stretch[],
  lengthMinutes: number,
  zone: Zone,
): readonly Interval[] {
  const slots: Interval[] = [];
  for (const { until, starts } of stretches) {
    const closesAt = clockReaches(day, until, zone);
    for (const minute of starts) {
      const startsAt = instantAt(day, minute, zone);
      if (startsAt === undefined || startsAt < (slots.at(-1)?.endsAt ?? startsAt)) continue;
      const endsAt = minutesAfter(startsAt, lengthMinutes);
      if (endsAt <= closesAt) slots.push({ startsAt, endsAt });
    }
  }
  return slots;
}
