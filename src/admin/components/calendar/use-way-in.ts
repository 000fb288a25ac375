import React from "react";

/**
 * The way past the menu and the bar for whoever goes by the keyboard: right after the page's own, seen only while it has
 * the focus.
 */
export function useWayIn(to: React.RefObject<HTMLElement>): void {
  React.useEffect(() => {
    const way = document.createElement("button");
    way.type = "button";
    way.className = "ok-skip";
    way.textContent = "К окошкам и записям";
    way.addEventListener("click", () => firstThing(to.current)?.focus());
    document.querySelector(".ok-skip")?.after(way);
    return () => way.remove();
  }, [to]);
}

/** The first that is not over, today in a month; where all is over, the first. Where nothing stands the focus stays. */
const firstThing = (within: HTMLElement | null): HTMLElement | null | undefined =>
  within?.querySelector<HTMLElement>(".ec-event[tabindex]:not(.ok-cal-past), .ok-cal-today") ??
  within?.querySelector<HTMLElement>(".ec-event[tabindex], [data-day]");
