import type { Interval } from "../../kernel/interval.ts";
import { daysBetween, type LocalDay, plusDays, startOfDay, type Zone } from "../../kernel/local-day.ts";
import { done, type Outcome, refuse } from "../../kernel/outcome.ts";

/** A stretch, or whole days of the business's calendar, both included. */
export type TimeOffSpan = Interval | { readonly fromDay: LocalDay; readonly toDay: LocalDay };

export type TimeOffSpanRefusal = "time_off_reversed" | "time_off_too_long" | "time_off_past";

const DAYS_MAX = 366;
const DAY_MS = 24 * 60 * 60_000;

/**
 * The stretch that a time off takes: whole days from midnight to midnight of the business's zone, whatever the clocks do.
 *
 * At most 366 days; one that has begun may be taken still, one that is over by `now` may not.
 *
 * @source SL-4 SL-5 UN-4
 */
export function timeOffStretch(
  span: TimeOffSpan,
  { zone, now }: { readonly zone: Zone; readonly now: Date },
): Outcome<Interval, TimeOffSpanRefusal> {
  if ("fromDay" in span && daysBetween({ from: span.fromDay, to: span.toDay }) >= DAYS_MAX) {
    return refuse("time_off_too_long", { daysMax: DAYS_MAX });
  }
  const { startsAt, endsAt } = "fromDay" in span ? wholeDays(span, zone) : span;
  if (endsAt <= startsAt) return refuse("time_off_reversed");
  if (endsAt.getTime() - startsAt.getTime() > (DAYS_MAX + 1) * DAY_MS) {
    return refuse("time_off_too_long", { daysMax: DAYS_MAX });
  }
  return endsAt <= now ? refuse("time_off_past") : done({ startsAt, endsAt });
}

const wholeDays = (
  { fromDay, toDay }: { readonly fromDay: LocalDay; readonly toDay: LocalDay },
  zone: Zone,
): Interval => ({
  startsAt: startOfDay(fromDay, zone),
  endsAt: startOfDay(plusDays(toDay, 1), zone),
});

/**
 * Which slots lie outside of a specialist's time off; touching it is outside.
 *
 * @param slots in order of their starts, none overlapping another
 * @param timeOff in order of their starts; they may overlap
 * @source SL-4
 */
export function outsideTimeOff<S extends Interval>(
  slots: readonly S[],
  timeOff: readonly Interval[],
): readonly S[] {
  if (timeOff.length === 0) return slots;
  let next = 0;
  let offUntilMs = Number.NEGATIVE_INFINITY;
  return slots.filter(({ startsAt, endsAt }) => {
    for (let off = timeOff[next]; off !== undefined && off.startsAt < endsAt; off = timeOff[next]) {
      offUntilMs = Math.max(offUntilMs, off.endsAt.getTime());
      next += 1;
    }
    return startsAt.getTime() >= offUntilMs;
  });
}
