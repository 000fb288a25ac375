import type { LocalDay } from "../../core/kernel/local-day.ts";
import type { Choice } from "../panel-action.ts";
import { formatMonth, formatWeekday } from "../readable.ts";

/** Days to choose from, by months where they are of several. */
export function dayChoices(days: readonly LocalDay[]): readonly Choice[] {
  const isOfSeveral = new Set(days.map((day) => day.slice(0, 7))).size > 1;
  return days.map((day) => ({
    value: day,
    label: formatWeekday(day),
    ...(isOfSeveral ? { group: formatMonth(day) } : {}),
  }));
}
