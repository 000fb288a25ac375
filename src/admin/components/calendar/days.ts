import type { View, Wall } from "../../pages/calendar/model.ts";

/**
 * Days and times as the server sends them: what clocks of the business show, without a zone. They are counted in UTC,
 * where every day has 24 hours, so that neither the browser's zone nor its clock changes touch them.
 */
const inUtc = (wall: string): Date => new Date(wall.length > 10 ? `${wall}Z` : `${wall}T00:00Z`);

const WALL_CHARACTERS = "2026-12-01T10:00".length;

export const plusMinutes = (wall: Wall, minutes: number): Wall =>
  new Date(inUtc(wall).getTime() + minutes * 60_000).toISOString().slice(0, WALL_CHARACTERS);

export const minutesBetween = ({ from, to }: { readonly from: Wall; readonly to: Wall }): number =>
  (inUtc(to).getTime() - inUtc(from).getTime()) / 60_000;

export const dayOf = (wall: Wall): string => wall.slice(0, 10);
export const timeOf = (wall: Wall): string => wall.slice(11, 16);

export const plusDays = (day: string, days: number): string => dayOf(plusMinutes(day, days * 24 * 60));

export const weekdayOf = (day: string): number => inUtc(day).getUTCDay() || 7;

/** The day that one press forward or back leads to. */
export function stepped(view: View, date: string, steps: 1 | -1): string {
  if (view !== "month") return plusDays(date, steps * (view === "day" ? 1 : 7));
  const [year = 0, month = 1] = date.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 + steps, 1)).toISOString().slice(0, 10);
}

/** Whether none of some days is among those that are shown. */
export const isOutOfSight = (
  { from, days }: { readonly from: string; readonly days: number },
  made: { readonly from: string; readonly to: string },
): boolean => made.to < from || made.from >= plusDays(from, days);

const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("ru-RU", { timeZone: "UTC", ...options });

const LONG_DAY = format({ weekday: "short", day: "numeric", month: "long", year: "numeric" });
/** All of three letters, as everywhere in the panel: the locale's own are not. */
const MONTHS = ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"];
const MONTH = format({ month: "long", year: "numeric" });
const HEAD = format({ weekday: "long", day: "numeric", month: "long" });

const withoutYearMark = (text: string): string => text.replace(/\s?г\.$/, "");

/** What a span is called above it: «вт, 1 декабря 2026», «30 ноя – 6 дек», «декабрь 2026». */
export function titleOf({
  view,
  date,
  from,
}: {
  readonly view: View;
  readonly date: string;
  readonly from: string;
}): string {
  if (view === "day") return withoutYearMark(LONG_DAY.format(inUtc(date)));
  if (view === "month") return withoutYearMark(MONTH.format(inUtc(date)));
  return `${shortDay(from)} – ${shortDay(plusDays(from, 6))}`;
}

/** «27 ноя» */
export const shortDay = (day: string): string =>
  `${inUtc(day).getUTCDate()}\u00a0${MONTHS[inUtc(day).getUTCMonth()] ?? ""}`;

/** «вторник, 1 декабря» */
export const dayName = (day: string): string => HEAD.format(inUtc(day));
