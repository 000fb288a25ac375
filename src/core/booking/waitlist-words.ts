import type { LocalDay } from "../kernel/local-day.ts";
import { type DayHours, type DayPart, dayPartOf, runsOf } from "./rules/waitlist.ts";
import type { WaitEnd, WaitState } from "./waitlist-store.ts";

/** How it stands with one who waits, as staff and papers say it. */
export const WAIT_STATE_WORDS = {
  waiting: "ждёт",
  offered: "предложено окошко",
  served: "запись есть",
  left: "больше не ждёт",
  expired: "дни прошли",
} as const satisfies Readonly<Record<WaitState, string>>;

/** Why nobody waits any more. */
export const WAIT_END_WORDS = {
  offer_taken: "предложенное окошко выбрано",
  booked: "запись уже есть",
  by_client: "ждать больше не нужно",
  by_staff: "сняли мы",
  unanswered: "три предложения без ответа",
  days_passed: "подходящего времени не нашлось",
  erased: "данные клиента удалены",
  merged: "ждёт по другой карточке",
} as const satisfies Readonly<Record<WaitEnd, string>>;

const DAY_PART_WORDS = {
  any: "любое время",
  morning: "до 12:00",
  day: "12:00–17:00",
  evening: "с 17:00",
} as const satisfies Readonly<Record<DayPart, string>>;

/** Hours of a day: `с 17:00`, `10:30–14:00`. */
export function hoursText(hours: DayHours): string {
  const part = dayPartOf(hours);
  return part === undefined ? `${clock(hours.fromMinute)}–${clock(hours.toMinute)}` : DAY_PART_WORDS[part];
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** Days in figures: `01.12–14.12`, `05.12–06.12, 12.12–13.12`. */
export const wishDaysText = (days: readonly LocalDay[]): string =>
  runsOf(days)
    .map(({ from, to }) => (from === to ? figures(from) : `${figures(from)}–${figures(to)}`))
    .join(", ");

const figures = (day: LocalDay): string => `${day.slice(8)}.${day.slice(5, 7)}`;
