/** Which of the menu's headings are closed: all start open, and the page's own is never closed over it. */
const KEY = "menu.closed";

export type Closed = readonly string[];

export function keptClosed(): Closed {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  } catch {
    // A browser that keeps nothing shows everything open.
    return [];
  }
}

export function keepClosed(closed: Closed): void {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(closed));
  } catch {
    // The menu is as it was the next time; nothing else is lost.
  }
}

export const isOpen = (closed: Closed, heading: string, current: string | undefined): boolean =>
  heading === current || !closed.includes(heading);

export const toggled = (closed: Closed, heading: string): Closed =>
  closed.includes(heading) ? closed.filter((one) => one !== heading) : [...closed, heading];
