import React from "react";
import { useLocation } from "react-router-dom";

/** What is said right before a page is left is about the leaving: it is read on the next one. */
const FRESH_MS = 2_000;

/** When each was seen first: AdminJS tells it to nobody. */
const seenAt = new WeakMap<Element, number>();
const noticesNow = (): readonly Element[] => [
  ...document.querySelectorAll('[data-css="notice-wrapper"] > *'),
];

/** Watches for notices from now on. */
export function watchNotices(): void {
  const note = () => {
    for (const notice of noticesNow()) if (!seenAt.has(notice)) seenAt.set(notice, Date.now());
  };
  new MutationObserver(note).observe(document.documentElement, { childList: true, subtree: true });
}

/** Closes what a past page said, once another one is opened. Asked for once, above all pages. */
export function usePastNotices(): void {
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is of the page that is left
  React.useEffect(() => {
    const isPast = (notice: Element) => Date.now() - (seenAt.get(notice) ?? Date.now()) > FRESH_MS;
    for (const notice of noticesNow()) if (isPast(notice)) notice.querySelector("button")?.click();
  }, [pathname]);
}
