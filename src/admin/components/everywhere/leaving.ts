import { ask, hasDraft } from "./drafts.ts";

/** Where people write what is theirs to lose; a search, a filter and a period are asked again in a moment. */
const FORMS = ".ok-form, .ok-member-form, .ok-cal-sheet, .ok-dialog";

/** A form that knows by itself that it holds something unsaved says so by `data-ok-typed`. */
export const isSomethingTyped = (): boolean =>
  document.querySelector("[data-ok-typed]") !== null || [...document.querySelectorAll(FORMS)].some(hasDraft);

/** Asks before a link leads away from what is typed and not saved, and before the browser's tab closes or reloads. */
export function askBeforeLeaving(): void {
  let isSure = false;
  // Above the panel's own way of following links: whoever stays is led nowhere.
  document.addEventListener(
    "click",
    (event) => {
      const link =
        event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
      if (link === null || isSure || !leadsAway(link, event) || !isSomethingTyped()) return;
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
    if (isSomethingTyped()) event.preventDefault();
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
