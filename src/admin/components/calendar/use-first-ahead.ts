import React from "react";
import type { Feed } from "../../pages/calendar/model.ts";
import { dayOf } from "./days.ts";

/** A list that has today in it opens at what is still ahead, once per span. */
export function useFirstAhead(at: React.RefObject<HTMLElement>, { view, from, now }: Feed): void {
  const today = dayOf(now);
  React.useEffect(() => {
    if (view !== "list" || from > today) return;
    // The library draws after this effect.
    const frame = requestAnimationFrame(() => {
      const first = at.current?.querySelector(".ec-event:not(.ok-cal-past)");
      if (first && at.current?.querySelector(".ok-cal-past"))
        first.scrollIntoView({ block: "center", behavior: "instant" });
    });
    return () => cancelAnimationFrame(frame);
  }, [at, view, from, today]);
}
