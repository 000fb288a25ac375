import React from "react";
import type { Feed } from "../../pages/calendar/model.ts";
import { dayOf, minutesBetween } from "./days.ts";
import type { Spot } from "./touched.ts";

const DAY_MINUTES = 24 * 60;

/**
 * The sheet takes its room from the grid: what it is about is scrolled to where it is still seen, the last spot before
 * the others. Once per sheet, so that what is scrolled afterwards stays.
 */
export function useTouchedInSight(
  at: React.RefObject<HTMLElement>,
  feed: Feed,
  spots: readonly Spot[],
): void {
  const latest = React.useRef({ feed, spots });
  latest.current = { feed, spots };
  const key = JSON.stringify(spots);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when something else is touched, not when the feed is read anew
  React.useEffect(() => {
    if (latest.current.spots.length === 0) return;
    // The library draws after this effect.
    const frame = requestAnimationFrame(() => {
      const grid = at.current?.querySelector<HTMLElement>(".ec-main");
      const side = at.current?.querySelector<HTMLElement>(".ec-header .ec-sidebar");
      if (!grid || !side) return;
      for (const spot of latest.current.spots) bringIn(spot, latest.current.feed, { grid, side });
    });
    return () => cancelAnimationFrame(frame);
  }, [at, key]);
}

/** As little as is needed; a day wider than what is seen shows its beginning. */
function bringIn(
  { day, specialistId }: Spot,
  { view, from, days, columns }: Feed,
  { grid, side }: { readonly grid: HTMLElement; readonly side: HTMLElement },
): void {
  const shownDays = view === "day" ? 1 : days;
  const dayWidth = (grid.scrollWidth - side.offsetWidth) / shownDays;
  const column = columns.findIndex(({ id }) => id === specialistId);
  const width = column < 0 ? dayWidth : dayWidth / columns.length;
  const passed = minutesBetween({ from, to: dayOf(day) }) / DAY_MINUTES;
  const left = passed * dayWidth + Math.max(column, 0) * width;
  const seen = seenWidth(grid) - side.offsetWidth;
  if (left + width > grid.scrollLeft + seen) grid.scrollLeft = left + width - seen;
  if (left < grid.scrollLeft) grid.scrollLeft = left;
}

/** On a middling screen the sheet lies over the grid's end. */
function seenWidth(grid: HTMLElement): number {
  const { left, right } = grid.getBoundingClientRect();
  const sheet = document.querySelector(".ok-cal-sheet")?.getBoundingClientRect();
  return sheet === undefined || sheet.left <= left ? grid.clientWidth : Math.min(right, sheet.left) - left;
}
