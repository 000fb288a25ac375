import { type LocalDay, type Weekday, weekdayOf, type Zone } from "../core/kernel/local-day.ts";
import { formatRubles, type Kopecks } from "../core/kernel/money.ts";
import type { Words } from "./texts.ts";

const MONTHS = [
  "января",
  "февраля",
  "марта",
  "апреля",
  "мая",
  "июня",
  "июля",
  "августа",
  "сентября",
  "октября",
  "ноября",
  "декабря",
] as const;

const WEEKDAYS: Readonly<Record<Weekday, string>> = {
  1: "пн",
  2: "вт",
  3: "ср",
  4: "чт",
  5: "пт",
  6: "сб",
  7: "вс",
};

export const WEEK: readonly string[] = Object.values(WEEKDAYS).map(
  (name) => name.charAt(0).toUpperCase() + name.slice(1),
);

const MS_PER_MINUTE = 60_000;

/** Kept, because making one is slow. */
const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(zone: Zone, kind: "clock" | "name"): Intl.DateTimeFormat {
  const key = `${kind} ${zone}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(
    "ru-RU",
    kind === "clock"
      ? {
          timeZone: zone,
          year: "numeric",
          month: "numeric",
          day: "numeric",
          hour: "2-digit",
          minute: "2-digit",
          hourCycle: "h23",
        }
      : { timeZone: zone, timeZoneName: "shortGeneric" },
  );
  formats.set(key, made);
  return made;
}

type Clock = { readonly month: number; readonly day: number; readonly year: number; readonly time: string };

function clockIn(instant: Date, zone: Zone): Clock {
  const parts = new Map(
    formatOf(zone, "clock")
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  return {
    year: Number(parts.get("year")),
    month: Number(parts.get("month")),
    day: Number(parts.get("day")),
    time: `${parts.get("hour")}:${parts.get("minute")}`,
  };
}

const weekdayIn = ({ year, month, day }: Clock): string => {
  const sundayFirst = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return WEEKDAYS[(sundayFirst === 0 ? 7 : sundayFirst) as Weekday];
};

/** A time of day: `14:35`. */
export const timeOf = (instant: Date, zone: Zone): string => clockIn(instant, zone).time;

/** Until when something is held: the time alone on the day it was made, the day with it on another (PY-1, PY-8). */
export const untilOf = (hold: { readonly madeAt: Date; readonly until: Date }, zone: Zone): string =>
  dateOf(hold.madeAt, zone) === dateOf(hold.until, zone)
    ? timeOf(hold.until, zone)
    : momentOf(hold.until, zone);

/** A moment in full: `вт, 1 декабря, 14:35`. */
export function momentOf(instant: Date, zone: Zone): string {
  const clock = clockIn(instant, zone);
  return `${weekdayIn(clock)}, ${clock.day} ${MONTHS[clock.month - 1]}, ${clock.time}`;
}

/** A moment for a button, where space is short: `вт 1.12 14:35`. */
export function shortMomentOf(instant: Date, zone: Zone): string {
  const clock = clockIn(instant, zone);
  return `${weekdayIn(clock)} ${clock.day}.${String(clock.month).padStart(2, "0")} ${clock.time}`;
}

/** A moment of the coming days, where the weekday says enough: `вт 14:35`. */
export function weekdayMomentOf(instant: Date, zone: Zone): string {
  const clock = clockIn(instant, zone);
  return `${weekdayIn(clock)} ${clock.time}`;
}

/** Whole rubles without their kopecks, for a button: `1 600 ₽`. */
export const shortRubles = (amount: Kopecks): string => formatRubles(amount).replace(",00", "");

/** A day without its weekday: `1 декабря`. */
export function dayDate(day: LocalDay): string {
  const [, month = "1", date = "1"] = day.split("-");
  return `${Number(date)} ${MONTHS[Number(month) - 1]}`;
}

/** The first and the last of some days: `1–14 декабря`, `24 ноября – 7 декабря`. */
export function daySpan(from: LocalDay, to: LocalDay): string {
  if (from === to) return dayDate(from);
  return from.slice(0, 7) === to.slice(0, 7)
    ? `${dayNumber(from)}–${dayDate(to)}`
    : `${dayDate(from)} – ${dayDate(to)}`;
}

/** A day: `вт, 1 декабря`. */
export function dayName(day: LocalDay): string {
  return `${WEEKDAYS[weekdayOf(day)]}, ${dayDate(day)}`;
}

/** A date without its weekday: `1 декабря`. */
export const dateOf = (instant: Date, zone: Zone): string => {
  const clock = clockIn(instant, zone);
  return `${clock.day} ${MONTHS[clock.month - 1]}`;
};

/** A date with its year: `1 декабря 2026`. */
export const fullDateOf = (instant: Date, zone: Zone): string =>
  `${dateOf(instant, zone)} ${clockIn(instant, zone).year}`;

/** A zone as people call it: `Екатеринбург`. */
export function zoneName(zone: Zone, at: Date): string {
  const name = formatOf(zone, "name")
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value;
  return name ?? zone;
}

/** How far the clock of one zone is ahead of another's, in minutes. */
export function minutesAhead(instant: Date, zone: Zone, than: Zone): number {
  const asUtc = (of: Zone): number => {
    const { year, month, day, time } = clockIn(instant, of);
    const [hour = 0, minute = 0] = time.split(":").map(Number);
    return Date.UTC(year, month - 1, day, hour, minute);
  };
  return (asUtc(zone) - asUtc(than)) / MS_PER_MINUTE;
}

/** The number of a day in its month, for a cell of the calendar. */
export const dayNumber = (day: LocalDay): number => Number(day.slice(-2));

const HOUR_MINUTES = 60;

/** How long a visit takes: `45 минут`, `1 час`, `1 час 30 минут`. */
export function durationOf(words: Words, durationMinutes: number): string {
  const hours = Math.floor(durationMinutes / HOUR_MINUTES);
  const minutes = durationMinutes % HOUR_MINUTES;
  if (hours === 0) return words.c("minutes", { count: minutes });
  const whole = words.c("hours", { count: hours });
  if (minutes === 0) return whole;
  return words.c("hours-and-minutes", { hours: whole, minutes: words.c("minutes", { count: minutes }) });
}

/** The first word of a name: what a friend or a colleague is called by. */
export const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? "";
