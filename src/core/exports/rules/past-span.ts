import { type LocalDay, localDay, plusDays, weekdayOf } from "../../kernel/local-day.ts";
import type { ExportDays, ExportSpan } from "../model.ts";

/**
 * The whole days that were over before a day: the day before, the last week from Monday to Sunday, the last month of the
 * calendar. The day itself is never in it: its books are still open.
 *
 * @param day by the clocks of the business
 */
export function pastSpan(span: ExportSpan, day: LocalDay): ExportDays {
  switch (span) {
    case "day":
      return { from: plusDays(day, -1), to: plusDays(day, -1) };
    case "week": {
      const monday = plusDays(day, 1 - weekdayOf(day));
      return { from: plusDays(monday, -7), to: plusDays(monday, -1) };
    }
    case "month": {
      const last = plusDays(firstOf(day), -1);
      return { from: firstOf(last), to: last };
    }
    default:
      return span satisfies never;
  }
}

const firstOf = (day: LocalDay): LocalDay => localDay(`${day.slice(0, 8)}01`);
