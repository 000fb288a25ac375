import { daysBetween } from "../../kernel/local-day.ts";
import { spansOf } from "../rules/spans.ts";
import type { Asked, SourceLine } from "./model.ts";
import { isSpanUnit, spanName } from "./totals.ts";

/** The sum of something over rows. */
export const total = <Row>(rows: readonly Row[], of: (row: Row) => number): number =>
  rows.reduce((sum, row) => sum + of(row), 0);

/** Rows with the place of their day, put into the spans of a period; nothing when a summary is not by spans. */
export function bySpans<Row extends { readonly day: number }, Source>(
  { period, by }: Asked,
  rows: readonly Row[],
  add: (own: readonly Row[]) => Source,
): readonly SourceLine<Source>[] {
  if (!isSpanUnit(by)) return [];
  return spansOf(period, by).map((days) => {
    const first = daysBetween({ from: period.from, to: days.from });
    const last = daysBetween({ from: period.from, to: days.to });
    const own = rows.filter(({ day }) => day >= first && day <= last);
    return { key: days.from, name: spanName(days), days, source: add(own) };
  });
}
