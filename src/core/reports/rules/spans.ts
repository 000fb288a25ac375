import { type LocalDay, localDay, plusDays, weekdayOf } from "../../kernel/local-day.ts";
import type { Days } from "./period.ts";

export const SPAN_UNITS = ["day", "week", "month"] as const;
export type SpanUnit = (typeof SPAN_UNITS)[number];

/** The days, weeks (Monday to Sunday) or months of a period in order; the first and last are cut where the period is. */
export function spansOf({ from, to }: Days, unit: SpanUnit): readonly Days[] {
  const spans: Days[] = [];
  for (let first = from; first <= to; ) {
    const last = lastOf(first, unit);
    spans.push({ from: first, to: last < to ? last : to });
    first = plusDays(last, 1);
  }
  return spans;
}

function lastOf(day: LocalDay, unit: SpanUnit): LocalDay {
  switch (unit) {
    case "day":
      return day;
    case "week":
      return plusDays(day, 7 - weekdayOf(day));
    case "month": {
      const inNext = plusDays(localDay(`${day.slice(0, 8)}28`), 4);
      return plusDays(inNext, -Number(inNext.slice(8)));
    }
    default:
      return unit satisfies never;
  }
}
