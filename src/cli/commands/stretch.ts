import type { Interval } from "../../core/kernel/interval.ts";
import { dayOf, type LocalDay, plusDays, startOfDay, type Zone } from "../../core/kernel/local-day.ts";

type Days = { readonly from?: LocalDay | undefined; readonly to?: LocalDay | undefined };

const DAYS_SHOWN = 14;

/**
 * The stretch of time behind two days, both included. Without a first day it is today (or the last day, if that is
 * earlier); without a last one two weeks are shown.
 */
export function stretchOfDays(
  { from, to }: Days,
  { now, zone }: { readonly now: Date; readonly zone: Zone },
): Interval & { readonly from: LocalDay; readonly to: LocalDay } {
  const today = dayOf(now, zone);
  const first = from ?? (to !== undefined && to < today ? to : today);
  const last = to ?? plusDays(first, DAYS_SHOWN - 1);
  return {
    from: first,
    to: last,
    startsAt: startOfDay(first, zone),
    endsAt: startOfDay(plusDays(last, 1), zone),
  };
}
