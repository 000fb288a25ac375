import React from "react";
import type { Feed } from "../../pages/calendar/model.ts";
import { dayOf, minutesBetween } from "./days.ts";

const DAY_MINUTES = 24 * 60;

/**
 * Other days begin at their first column, and those that have today in them at today's: where one had scrolled to was of
 * the days before. Once per span, so that what is scrolled afterwards stays.
 */
export function useFirstColumn(at: React.RefObject<HTMLElement>, feed: Feed): void {
  const { view, from, columns } = feed;
  const latest = React.useRef(feed);
  latest.current = feed;
  const isOne = columns.length === 1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: of another span, and of one column instead of several
  React.useEffect(() => {
    // The library draws after this effect, and scrolls to what today is in the browser's zone.
    const frame = requestAnimationFrame(() => {
      const grid = at.current?.querySelector(".ec-main");
      const side = at.current?.querySelector<HTMLElement>(".ec-header .ec-sidebar");
      if (!grid || !side) return;
      const { now, days } = latest.current;
      const passed = view === "week" ? minutesBetween({ from, to: dayOf(now) }) / DAY_MINUTES : 0;
      const isThere = passed > 0 && passed < days;
      grid.scrollLeft = isThere ? ((grid.scrollWidth - side.offsetWidth) / days) * passed : 0;
    });
    return () => cancelAnimationFrame(frame);
  }, [at, view, from, isOne]);
}
