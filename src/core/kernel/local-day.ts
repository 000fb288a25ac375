import { Temporal } from "temporal-polyfill";
import { DAY_MS } from "./instant.ts";
import { invariant, present } from "./invariant.ts";

declare const localDayBrand: unique symbol;

/** A calendar day in some zone, `2026-12-01`; compares and sorts as text. */
export type LocalDay = string & { readonly [localDayBrand]: true };

/** An IANA zone name, `Europe/Moscow`. */
export type Zone = string;

/** Monday is 1, Sunday 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const DAY_SHAPE = /^\d{4}-\d{2}-\d{2}$/;
const DAY_CHARACTERS = 10;
const SUNDAY = 7;
const MINUTES_PER_DAY = 24 * 60;

/** The day a text names, or undefined when there is no such day (`2026-02-30`). */
export function parseLocalDay(text: string): LocalDay | undefined {
  if (!DAY_SHAPE.test(text)) return undefined;
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" }).toString() as LocalDay;
  } catch {
    return undefined;
  }
}

/** @throws InvariantError when there is no such day */
export function localDay(text: string): LocalDay {
  const day = parseLocalDay(text);
  invariant(day !== undefined, "a calendar day is written YYYY-MM-DD", { text });
  return day;
}

export const isZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

const zoned = (instant: Date, zone: Zone): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);

/** The calendar day on which an instant falls in a zone (UN-4). */
export const dayOf = (instant: Date, zone: Zone): LocalDay =>
  zoned(instant, zone).toPlainDate().toString() as LocalDay;

/** Minutes since local midnight by the wall clock, 0–1439. */
export function minuteOfDay(instant: Date, zone: Zone): number {
  const local = zoned(instant, zone);
  return local.hour * 60 + local.minute;
}

/** A calendar day has no zone, so it may be counted in that of UTC, where every day has 24 hours. */
const inUtcMs = (day: LocalDay): number => Date.parse(day);

export const plusDays = (day: LocalDay, days: number): LocalDay =>
  new Date(inUtcMs(day) + days * DAY_MS).toISOString().slice(0, DAY_CHARACTERS) as LocalDay;

/** Whole days from one calendar day to a later one; negative when it is earlier. */
export const daysBetween = ({ from, to }: { readonly from: LocalDay; readonly to: LocalDay }): number =>
  (inUtcMs(to) - inUtcMs(from)) / DAY_MS;

export const weekdayOf = (day: LocalDay): Weekday =>
  (new Date(inUtcMs(day)).getUTCDay() || SUNDAY) as Weekday;

/** The days from `from` to `to`, both included; none when `to` is earlier. */
export function daysFrom({
  from,
  to,
}: {
  readonly from: LocalDay;
  readonly to: LocalDay;
}): readonly LocalDay[] {
  const count = daysBetween({ from, to }) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => plusDays(from, index));
}

/** Kept, because the rules of a zone are slow to ask, and every look at a calendar begins the same days. */
const begins = new Map<string, number>();
const BEGINS_MAX = 10_000;

/** The first instant of a day in a zone: midnight, or the first moment after a clock change at midnight. */
export function startOfDay(day: LocalDay, zone: Zone): Date {
  const key = `${day} ${zone}`;
  const known = begins.get(key);
  if (known !== undefined) return new Date(known);
  const beginMs = Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;
  if (begins.size >= BEGINS_MAX) begins.clear();
  begins.set(key, beginMs);
  return new Date(beginMs);
}

/**
 * The instant at which clocks in a zone show a time of a day.
 *
 * A time that a clock change skips is no instant (undefined); one that happens twice is the earlier.
 *
 * @param minute minutes since midnight, 0–1440; 1440 is the next day's midnight
 * @source SL-5
 */
export function instantAt(day: LocalDay, minute: number, zone: Zone): Date | undefined {
  invariant(Number.isInteger(minute) && minute >= 0 && minute <= MINUTES_PER_DAY, "a minute of a day", {
    minute,
  });
  const date = minute === MINUTES_PER_DAY ? plusDays(day, 1) : day;
  const time = minute % MINUTES_PER_DAY;
  const local = Temporal.PlainDate.from(date).toPlainDateTime({
    hour: Math.floor(time / 60),
    minute: time % 60,
  });
  try {
    return new Date(local.toZonedDateTime(zone, { disambiguation: "reject" }).epochMilliseconds);
  } catch {
    const earlier = local.toZonedDateTime(zone, { disambiguation: "earlier" });
    const isRepeated = earlier.toPlainDateTime().equals(local);
    return isRepeated ? new Date(earlier.epochMilliseconds) : undefined;
  }
}

/**
 * The first instant at which clocks in a zone have reached a time of a day: where a stretch of local time ends.
 *
 * For a time that a clock change skips it is the moment of the change; of one that happens twice it is the earlier.
 *
 * @param minute minutes since midnight, 0–1440; 1440 is the next day's midnight
 * @source SL-5
 */
export function clockReaches(day: LocalDay, minute: number, zone: Zone): Date {
  if (minute === MINUTES_PER_DAY) return startOfDay(plusDays(day, 1), zone);
  const key = `${day} ${minute} ${zone}`;
  const known = reached.get(key);
  if (known !== undefined) return new Date(known);
  const reach = askWhenReached(day, minute, zone);
  if (reached.size >= BEGINS_MAX) reached.clear();
  reached.set(key, reach.getTime());
  return reach;
}

/** Kept for the same reason: stretches of the same days are asked for again and again. */
const reached = new Map<string, number>();

function askWhenReached(day: LocalDay, minute: number, zone: Zone): Date {
  const shown = instantAt(day, minute, zone);
  if (shown !== undefined) return shown;
  const skipped = Temporal.PlainDate.from(day).toPlainDateTime().add({ minutes: minute });
  const before = skipped.toZonedDateTime(zone, { disambiguation: "earlier" });
  return new Date(present(before.getTimeZoneTransition("next"), "the clock change").epochMilliseconds);
}
