import { durationMinutes, type Interval } from "../../../core/kernel/interval.ts";
import { dayOf, minuteOfDay, type Zone } from "../../../core/kernel/local-day.ts";
import type { Wall } from "./model.ts";

const two = (count: number): string => String(count).padStart(2, "0");

/** What the clocks of a zone show at an instant. */
export function wallClock(instant: Date, zone: Zone): Wall {
  const minute = minuteOfDay(instant, zone);
  return `${dayOf(instant, zone)}T${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** The clocks of one zone: those of a week's slots, where the same hours stand under many a specialist, are read once each. */
export type WallClocks = {
  /** As `wallClock`. */
  readonly at: (instant: Date) => Wall;
  /**
   * A stretch as clocks show it. Where they go back within it, it would seem to end before it began: there its length is
   * what counts, so that it can still be seen and pressed.
   *
   * @source UN-4 SL-5
   */
  readonly stretch: (stretch: Interval) => { readonly start: Wall; readonly end: Wall };
};

export function wallClocks(zone: Zone): WallClocks {
  const read = new Map<number, Wall>();
  const at = (instant: Date): Wall => {
    const known = read.get(instant.getTime());
    if (known !== undefined) return known;
    const wall = wallClock(instant, zone);
    read.set(instant.getTime(), wall);
    return wall;
  };
  return { at, stretch: (stretch) => onClocks(stretch, at) };
}

function onClocks(stretch: Interval, at: WallClocks["at"]): { readonly start: Wall; readonly end: Wall } {
  const start = at(stretch.startsAt);
  const end = at(stretch.endsAt);
  if (end > start) return { start, end };
  const shownMs = Date.parse(`${start}Z`) + durationMinutes(stretch) * 60_000;
  return { start, end: new Date(shownMs).toISOString().slice(0, start.length) };
}
