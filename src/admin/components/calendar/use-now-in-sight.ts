import React from "react";
import type { Feed } from "../../pages/calendar/model.ts";
import { minutesBetween, plusDays } from "./days.ts";
import { hoursOf } from "./events.ts";

/** Of the columns of time: a line is drawn every so many minutes, and as many pixels below the last one. */
export const LINE = { minutes: 30, height: 26 } as const;

/** Now stands this far below the upper edge, as a share of what is seen. */
const SHARE = 1 / 4;

/**
 * Days that have today in them open at now, in the upper third, and at the first hour while now is near it. Once per day
 * that is gone to, so that what is scrolled afterwards stays.
 */
export function useNowInSight(at: React.RefObject<HTMLElement>, feed: Feed): void {
  const { view, from, date, columns } = feed;
  const latest = React.useRef(feed);
  latest.current = feed;
  const isOne = columns.length === 1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: of another day, and of one column instead of several
  React.useEffect(() => {
    if (view !== "day" && view !== "week") return;
    // The library draws after this effect, and scrolls to an hour of its own.
    const frame = requestAnimationFrame(() => {
      const { now, days } = latest.current;
      const grid = at.current?.querySelector(".ec-main");
      if (!grid || now < `${from}T00:00` || now >= `${plusDays(from, days)}T00:00`) return;
      const first = `${now.slice(0, 10)}T${hoursOf(latest.current).from}`;
      const head = grid.querySelector(".ec-header")?.clientHeight ?? 0;
      const line = (minutesBetween({ from: first, to: now }) / LINE.minutes) * LINE.height;
      grid.scrollTop = Math.max(0, line - (grid.clientHeight - head) * SHARE);
    });
    return () => cancelAnimationFrame(frame);
  }, [at, view, from, date, isOne]);
}
