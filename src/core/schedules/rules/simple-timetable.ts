import type { Weekday } from "../../kernel/local-day.ts";

const MINUTES_PER_HOUR = 60;
const HOURS_PER_DAY = 24;
const MONTH_DAYS_MAX = 31;
const WEEK = [1, 2, 3, 4, 5, 6, 7] as const satisfies readonly Weekday[];

/**
 * A timetable as people say it: once a day at one time of day, on every day, on some days of the week, or on one day of
 * the month. A month that has no such day is left out, as cron does; `last` is in every month.
 */
export type SimpleTimetable = {
  /** Minutes after midnight by the clocks of the business, 0–1439. */
  readonly minute: number;
} & (
  | { readonly on: "every_day" }
  | { readonly on: "weekdays"; readonly weekdays: readonly Weekday[] }
  | { readonly on: "month_day"; readonly monthDay: number | "last" }
);

/** The cron expression that says the same. */
export function cronOf(simple: SimpleTimetable): string {
  const { minute } = simple;
  const time = `${minute % MINUTES_PER_HOUR} ${Math.floor(minute / MINUTES_PER_HOUR)}`;
  switch (simple.on) {
    case "every_day":
      return `${time} * * *`;
    case "weekdays":
      return `${time} * * ${simple.weekdays.toSorted((one, other) => one - other).join(",")}`;
    case "month_day":
      return `${time} ${simple.monthDay === "last" ? "L" : simple.monthDay} * *`;
    default:
      return simple satisfies never;
  }
}

/**
 * What a cron expression says, when people would say it so: undefined for everything else, which is followed as well but
 * has no simple words (several times a day, months, a day of the month that is also one of the week).
 */
export function simpleOf(cron: string): SimpleTimetable | undefined {
  const fields = cron.trim().split(/\s+/);
  // Six fields begin with the second, and the first second of a minute is the minute.
  const [minutes = "", hours = "", monthDay = "", month = "", weekday = ""] =
    fields.length === 6 && /^0+$/.test(fields[0] ?? "") ? fields.slice(1) : fields.length === 5 ? fields : [];
  const [minute, hour] = [numberIn(minutes, MINUTES_PER_HOUR - 1), numberIn(hours, HOURS_PER_DAY - 1)];
  if (minute === undefined || hour === undefined || !isAny(month)) return undefined;
  const time = { minute: hour * MINUTES_PER_HOUR + minute };
  if (isAny(monthDay) && isAny(weekday)) return { ...time, on: "every_day" };
  if (isAny(monthDay)) {
    const weekdays = weekdaysIn(weekday);
    if (weekdays === undefined) return undefined;
    return weekdays.length === WEEK.length
      ? { ...time, on: "every_day" }
      : { ...time, on: "weekdays", weekdays };
  }
  if (!isAny(weekday)) return undefined;
  if (monthDay.toUpperCase() === "L") return { ...time, on: "month_day", monthDay: "last" };
  const day = numberIn(monthDay, MONTH_DAYS_MAX);
  return day === undefined || day === 0 ? undefined : { ...time, on: "month_day", monthDay: day };
}

const isAny = (field: string): boolean => field === "*" || field === "?";

function numberIn(field: string, max: number): number | undefined {
  const number = /^\d{1,2}$/.test(field) ? Number(field) : Number.NaN;
  return number <= max ? number : undefined;
}

/** As the engine counts them: Sunday is 0, and 7 too. */
const NAMES = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** `1`, `mon`, `1,3,5`, `1-5`, `6-7`; a range that goes backwards is none. */
function weekdaysIn(field: string): readonly Weekday[] | undefined {
  const found = new Set<number>();
  for (const part of field.toLowerCase().split(",")) {
    const [from, to = from, ...more] = part.split("-").map(weekdayIn);
    if (from === undefined || to === undefined || from > to || more.length > 0) return undefined;
    for (let day = from; day <= to; day += 1) found.add(day === 0 ? 7 : day);
  }
  return WEEK.filter((day) => found.has(day));
}

function weekdayIn(name: string): number | undefined {
  const place = NAMES.indexOf(name);
  return place >= 0 ? place : numberIn(name, WEEK.length);
}
