import type { LocalDay } from "../../kernel/local-day.ts";
import type { ExportDays, ExportSpan } from "../model.ts";
import { pastSpan } from "./past-span.ts";

/** A month of days: whoever missed more asks for it by one report of all of it. */
export const SPANS_OWED_MAX = 31;

/**
 * The spans that are owed after due times on these days, each once, oldest first. After a long standstill only the latest
 * `SPANS_OWED_MAX` are made up for.
 *
 * @param dueDays the days of the due times in order, by the clocks of the business
 */
export function owedSpans(span: ExportSpan, dueDays: readonly LocalDay[]): readonly ExportDays[] {
  const spans = dueDays.map((day) => pastSpan(span, day));
  return spans.filter(({ from }, place) => from !== spans[place - 1]?.from).slice(-SPANS_OWED_MAX);
}
