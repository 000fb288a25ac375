import { daysBetween, type LocalDay, localDay, plusDays, weekdayOf } from "../../kernel/local-day.ts";

/** Days, both included. */
export type Days = { readonly from: LocalDay; readonly to: LocalDay };

export const PERIODS = ["today", "yesterday", "week", "month", "lastWeek", "lastMonth"] as const;

/** `week` and `month` are those that run: from their first day to today; the last ones are whole, weeks from Monday. */
export type PeriodName = (typeof PERIODS)[number];

/** The days of a named period. @param today by the clocks of the business */
export function daysOf(name: PeriodName, today: LocalDay): Days {
  const yesterday = plusDays(today, -1);
  switch (name) {
    case "today":
      return { from: today, to: today };
    case "yesterday":
      return { from: yesterday, to: yesterday };
    case "week":
      return { from: plusDays(today, 1 - weekdayOf(today)), to: today };
    case "month":
      return { from: firstOf(today), to: today };
    case "lastWeek": {
      const monday = plusDays(today, 1 - weekdayOf(today));
      return { from: plusDays(monday, -7), to: plusDays(monday, -1) };
    }
    case "lastMonth": {
      const last = plusDays(firstOf(today), -1);
      return { from: firstOf(last), to: last };
    }
    default:
      return name satisfies never;
  }
}

/**
 * The period that another is compared with: of the same length, so that the figures of one may be held against the
 * other's.
 *
 * What begins with a month and ends in it is held against the same days of the month before (1–26 November against 1–26
 * October; the 31st has none in a shorter month), a whole month against the whole month before; a week that runs against
 * the same weekdays of the week before; anything else against as many days right before it.
 */
export function previousDays({ from, to }: Days): Days {
  const isWithinMonth = from === firstOf(from) && firstOf(to) === from;
  if (isWithinMonth && to !== from) {
    const before = daysOf("lastMonth", from);
    const isWhole = plusDays(to, 1) === firstOf(plusDays(to, 1));
    const same = plusDays(before.from, daysBetween({ from, to }));
    return { from: before.from, to: isWhole || same > before.to ? before.to : same };
  }
  const isWeekThatRuns = weekdayOf(from) === 1 && daysBetween({ from, to }) < 7;
  const length = isWeekThatRuns && to !== from ? 7 : daysBetween({ from, to }) + 1;
  return { from: plusDays(from, -length), to: plusDays(to, -length) };
}

const firstOf = (day: LocalDay): LocalDay => localDay(`${day.slice(0, 8)}01`);
