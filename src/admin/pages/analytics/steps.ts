import { type LocalDay, weekdayOf } from "../../../core/kernel/local-day.ts";
import type { DayFigures } from "../../../core/reports/index.ts";
import { formatDay, formatMonth } from "../../readable.ts";

/** A day, a week or a month of a picture, with the days of the period before that stand at its place. */
export type Step = {
  readonly label: string;
  readonly days: readonly DayFigures[];
  readonly daysBefore: readonly DayFigures[];
};

/** Beyond these a picture of days, or of weeks, is a fence. */
const DAYS_MAX = 31;
const WEEK_DAYS_MAX = 190;

/** Cuts a period into as many steps as a picture can show: days, weeks from Monday, or months. */
export function stepsOf(days: readonly DayFigures[], daysBefore: readonly DayFigures[]): readonly Step[] {
  const begins = days.length <= DAYS_MAX ? () => true : days.length <= WEEK_DAYS_MAX ? isMonday : isFirst;
  const cuts = days.flatMap(({ day }, place) => (place === 0 || begins(day) ? [place] : []));
  return cuts.map((from, index) => {
    const until = cuts[index + 1] ?? days.length;
    const own = days.slice(from, until);
    // A month may be compared with a longer one: the days too many are the last step's.
    const untilBefore = until === days.length && cuts.length < days.length ? undefined : until;
    return {
      label: labelOf(own, begins === isFirst),
      days: own,
      daysBefore: daysBefore.slice(from, untilBefore),
    };
  });
}

const isMonday = (day: LocalDay): boolean => weekdayOf(day) === 1;
const isFirst = (day: LocalDay): boolean => day.endsWith("-01");

const YEAR = /\s\d{4}$/;

/** «26 ноя», «23 ноя – 29 ноя», «ноя 2026». */
function labelOf(days: readonly DayFigures[], isMonth: boolean): string {
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return "";
  const words = formatDay(first.day);
  if (isMonth) return formatMonth(first.day);
  const begin = words.replace(YEAR, "");
  return first === last ? begin : `${begin}\u00a0– ${formatDay(last.day).replace(YEAR, "")}`;
}
