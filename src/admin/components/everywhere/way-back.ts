import React from "react";
import { useLocation } from "react-router-dom";
import { ask } from "./drafts.ts";
import { wouldLose } from "./leaving.ts";

/** One place of the browser's history. `index`: which one it is by the count of AdminJS's router. */
type Place = {
  readonly index: number | undefined;
  readonly pathname: string;
  readonly address: string;
  readonly href: string;
  readonly state: unknown;
};

function placeNow(): Place {
  const { pathname, search, href } = window.location;
  const state: unknown = window.history.state;
  const index =
    typeof state === "object" && state !== null && "idx" in state && typeof state.idx === "number"
      ? state.idx
      : undefined;
  return { index, pathname, address: `${pathname}${search}`, href, state };
}

/** Where the page is that is shown: the browser has gone on already when it says that it did. */
let shown: Place = placeNow();

/** Keeps in mind which place is shown. Asked for once, above all pages. */
export function useShownPlace(): void {
  const location = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is of every place that one gets to
  React.useEffect(() => {
    shown = placeNow();
  }, [location]);
}

/** How far it is from one place to another; undefined where the router did not count one of them. */
const stepsBetween = (from: Place, to: Place): number | undefined =>
  from.index === undefined || to.index === undefined ? undefined : to.index - from.index;

/**
 * Asks before the browser's own way back, or forward, leads away from what is typed and not saved, as before a link.
 * Until it is answered the browser is brought back to where it was, with all its history.
 */
export function askBeforeGoingBack(): void {
  let isSure = false;
  let isReturning = false;
  const comeBack = (): void => {
    const steps = stepsBetween(placeNow(), shown);
    isReturning = steps !== undefined && steps !== 0;
    if (isReturning) window.history.go(steps);
  };
  // Before the panel's own way of following the browser: it is told only of what one has agreed to.
  window.addEventListener(
    "popstate",
    (event) => {
      if (isReturning) {
        event.stopImmediatePropagation();
        // Whoever pressed twice is further away still.
        return comeBack();
      }
      const there = placeNow();
      const isAway = !isSure && there.address !== shown.address;
      const isLosing = isAway && wouldLose(there.pathname === shown.pathname);
      isSure = false;
      if (!isLosing) return;
      event.stopImmediatePropagation();
      const steps = stepsBetween(shown, there);
      if (steps === undefined || steps === 0) window.history.pushState(shown.state, "", shown.href);
      else comeBack();
      ask("Уйти", () => {
        isSure = true;
        window.history.go(steps || -1);
      });
    },
    true,
  );
}
