import {
  daysBetween,
  daysFrom,
  type LocalDay,
  localDay,
  parseLocalDay,
  plusDays,
  startOfDay,
  type Zone,
} from "../../kernel/local-day.ts";

/** Days of the business's calendar, both ends included. */
export type Period = { readonly from: LocalDay; readonly to: LocalDay };

/** A year and a day: more is asked for year by year. */
export const PERIOD_DAYS_MAX = 366;

export type PeriodProblem = "no_such_day" | "ends_before_it_begins" | "period_too_long";

/** How many days a period has, at least one. */
export const lengthOf = (period: Period): number => daysBetween(period) + 1;

/** Nobody kept these books before, and nobody will after. */
const DAY_MIN = localDay("2000-01-01");
const DAY_MAX = localDay("2099-12-31");

/**
 * Reads a period from two days written `YYYY-MM-DD`; the same day twice is a period of one day.
 *
 * Exactly `PERIOD_DAYS_MAX` days are still answered; days of another century are no days of this business.
 */
export function readPeriod(typed: { readonly from: string; readonly to: string }): Period | PeriodProblem {
  const from = parseLocalDay(typed.from);
  const to = parseLocalDay(typed.to);
  if (from === undefined || to === undefined || from < DAY_MIN || to > DAY_MAX) return "no_such_day";
  if (to < from) return "ends_before_it_begins";
  return lengthOf({ from, to }) > PERIOD_DAYS_MAX ? "period_too_long" : { from, to };
}

/**
 * The first moments of a period's days, and the moment at which its last one is over: one more than it has days.
 *
 * A day of a clock change is as long as it is; days are the zone's, whatever zone asks (UN-4).
 */
export const boundsOf = ({ from, to }: Period, zone: Zone): readonly Date[] =>
  daysFrom({ from, to: plusDays(to, 1) }).map((day) => startOfDay(day, zone));
