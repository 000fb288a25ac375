import { durationMinutes, type Interval } from "../../../core/kernel/interval.ts";
import { dayOf, minuteOfDay, type Zone } from "../../../core/kernel/local-day.ts";
import type { Wall } from "./model.ts";

const two = (count: number): string => String(count).padStart(2, "0");

/** What the clocks of a zone show at an instant. */
export function wallClock(instant: Date, zone: Zone): Wall {
  const minute = minuteOfDay(instant, zone);
  return `${dayOf(instant, zone)}T${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/**
 * A stretch as clocks show it. Where they go back within it, it would seem to end before it began: there its length is
 * what counts, so that it can still be seen and pressed.
 *
 * @source UN-4 SL-5
 */
export function wallStretch(stretch: Interval, zone: Zone): { readonly start: Wall; readonly end: Wall } {
  const start = wallClock(stretch.startsAt, zone);
  const end = wallClock(stretch.endsAt, zone);
  if (end > start) return { start, end };
  const shownMs = Date.parse(`${start}Z`) + durationMinutes(stretch) * 60_000;
  return { start, end: new Date(shownMs).toISOString().slice(0, start.length) };
}
