import React from "react";
import { useLocation } from "react-router-dom";

/** What is said right before a page is left is about the leaving: it is read on the next one. */
const FRESH_MS = 2_000;
/** AdminJS counts one notice out after another, so that the last of three would stand for a quarter of a minute. */
const LIFE_MS = 6_000;

/** When each was seen first: AdminJS tells it to nobody. */
const seenAt = new WeakMap<Element, number>();
const noticesNow = (): readonly Element[] => [
  ...document.querySelectorAll('[data-css="notice-wrapper"] > *'),
];

function close(notice: Element): void {
  if (notice.isConnected) notice.querySelector("button")?.click();
}

/** There is time to read it first. */
function closeOnceRead(notice: Element): void {
  const ageMs = Date.now() - (seenAt.get(notice) ?? Date.now());
  setTimeout(() => close(notice), Math.max(0, FRESH_MS - ageMs));
}

/** Another thing is looked at on the same page: what was said of the one before goes. */
export function closeNotices(): void {
  for (const notice of noticesNow()) if (seenAt.has(notice)) closeOnceRead(notice);
}

/** Watches for notices from now on: each has its time, and a newer one takes the place of those before it. */
export function watchNotices(): void {
  const note = () => {
    const newcomers = noticesNow().filter((notice) => !seenAt.has(notice));
    if (newcomers.length === 0) return;
    closeNotices();
    for (const notice of newcomers) {
      seenAt.set(notice, Date.now());
      setTimeout(() => close(notice), LIFE_MS);
    }
  };
  new MutationObserver(note).observe(document.documentElement, { childList: true, subtree: true });
}

/** Closes what a past page said, once another one is opened. Asked for once, above all pages. */
export function usePastNotices(): void {
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is of the page that is left
  React.useEffect(() => {
    const isPast = (notice: Element) => Date.now() - (seenAt.get(notice) ?? Date.now()) > FRESH_MS;
    for (const notice of noticesNow()) if (isPast(notice)) close(notice);
  }, [pathname]);
}
