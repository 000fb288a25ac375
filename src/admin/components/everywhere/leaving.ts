import { ask, hasDraft } from "./drafts.ts";

/** Where people write what is theirs to lose; a search, a filter and a period are asked again in a moment. */
const FORMS = ".ok-form, .ok-member-form, .ok-cal-sheet, .ok-dialog";

/** What stays open while other days are looked at: only another page closes it. */
const STAYING = ".ok-cal-sheet";

/**
 * Whether something typed and not saved would be lost by leaving. A form that knows by itself that it holds something
 * unsaved says so by `data-ok-typed`.
 *
 * @param isSamePage only the rest of the address changes: what the page keeps open is not lost
 */
export function wouldLose(isSamePage: boolean): boolean {
  const forms = [...document.querySelectorAll(FORMS)].filter(hasDraft);
  return [...document.querySelectorAll("[data-ok-typed]"), ...forms].some(
    (one) => !(isSamePage && one.closest(STAYING)),
  );
}

/** Asks before a link leads away from what is typed and not saved, and before the browser's tab closes or reloads. */
export function askBeforeLeaving(): void {
  let isSure = false;
  // Above the panel's own way of following links: whoever stays is led nowhere.
  document.addEventListener(
    "click",
    (event) => {
      const link =
        event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
      if (link === null || isSure || !leadsAway(link, event)) return;
      if (!wouldLose(link.pathname === window.location.pathname)) return;
      event.preventDefault();
      event.stopPropagation();
      ask("Уйти", () => {
        isSure = true;
        link.click();
        isSure = false;
      });
    },
    true,
  );
  window.addEventListener("beforeunload", (event) => {
    if (wouldLose(false)) event.preventDefault();
  });
}

/** Not what opens beside this page, what is saved as a file, nor a place on this page. */
function leadsAway(
  link: HTMLAnchorElement,
  { button, ctrlKey, metaKey, shiftKey, altKey }: MouseEvent,
): boolean {
  if (button !== 0 || ctrlKey || metaKey || shiftKey || altKey) return false;
  if (link.target === "_blank" || link.hasAttribute("download") || link.closest(".ok-told") !== null)
    return false;
  const { origin, pathname, search } = window.location;
  return link.origin === origin && `${link.pathname}${link.search}` !== `${pathname}${search}`;
}
