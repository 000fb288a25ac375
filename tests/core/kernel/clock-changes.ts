import { type LocalDay, localDay, type Zone } from "../../../src/core/kernel/local-day.ts";

/** Days on which clocks are changed, forward and back: by an hour, by half an hour, at midnight, by a whole day. */
export const CLOCK_CHANGES: readonly { readonly zone: Zone; readonly day: LocalDay }[] = (
  [
    ["Europe/Berlin", "2026-03-29"],
    ["Europe/Berlin", "2026-10-25"],
    ["America/New_York", "2026-03-08"],
    ["America/New_York", "2026-11-01"],
    ["Asia/Tehran", "2022-03-22"],
    ["Asia/Tehran", "2022-09-21"],
    ["Australia/Lord_Howe", "2026-10-04"],
    ["Australia/Lord_Howe", "2026-04-05"],
    ["Europe/Moscow", "2011-03-27"],
    ["Europe/Moscow", "2014-10-26"],
    ["Pacific/Apia", "2011-12-30"],
  ] as const
).map(([zone, day]) => ({ zone, day: localDay(day) }));

/** What clocks show at one instant. */
type Shown = { readonly at: Date; readonly day: string; readonly minute: number };

type Wall = { readonly minutes: readonly Shown[]; readonly first: ReadonlyMap<string, Date> };

const known = new Map<string, Wall>();

/**
 * Every minute from the day before to the day after, with what clocks in the zone show then.
 *
 * Asked of `Intl`, minute by minute, without any arithmetic of calendars: what the code's answers are held against.
 */
export const minutesAround = (day: string, zone: Zone): readonly Shown[] => wallOf(day, zone).minutes;

/** The first moment at which clocks show just this, if they ever do. */
export const firstShowing = (day: string, minute: number, zone: Zone): Date | undefined =>
  wallOf(day, zone).first.get(`${day} ${minute}`);

/** The first moment at which clocks show this or something later. */
export const firstPast = (day: string, minute: number, zone: Zone): Date | undefined =>
  minutesAround(day, zone).find((shown) => shown.day > day || (shown.day === day && shown.minute >= minute))
    ?.at;

function wallOf(day: string, zone: Zone): Wall {
  const key = `${day} ${zone}`;
  const found = known.get(key);
  if (found) return found;
  const minutes = walk(day, zone);
  const latestFirst = [...minutes].reverse();
  const wall = { minutes, first: new Map(latestFirst.map((one) => [`${one.day} ${one.minute}`, one.at])) };
  known.set(key, wall);
  return wall;
}

function walk(day: string, zone: Zone): readonly Shown[] {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  const noon = Date.parse(`${day}T12:00:00Z`);
  return Array.from({ length: 4 * 24 * 60 }, (_, index) => {
    const at = new Date(noon + (index - 2 * 24 * 60) * 60_000);
    const [date = "", time = ""] = format.format(at).split(" ");
    return { at, day: date, minute: Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) };
  });
}
