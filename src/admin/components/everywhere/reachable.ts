/**
 * AdminJS makes buttons of things that no keyboard reaches: links that lead nowhere, boxes that hear a press. Here they
 * become buttons for the keyboard, and for those who listen to the screen. One look over what has changed, a frame.
 */
export function makeReachable(): void {
  let isAsked = false;
  const look = () => {
    isAsked = false;
    for (const [selector, label] of HOLLOW)
      for (const one of document.querySelectorAll(`${selector}:not([tabindex])`)) mend(one, label);
  };
  const lookSoon = () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(look);
  };
  new MutationObserver(lookSoon).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", onFocus);
  document.addEventListener("focusout", onLeave);
  lookSoon();
}

const MENU = "[class*=DropDownMenu]";
/** What opens a menu, and the menu. */
const DROPDOWN = `:has(> ${MENU})`;
/** Said of a menu that the keyboard opened; the mouse has AdminJS's own way. */
const OPEN = "data-ok-open";

/** What looks like a button and is none, and what it is called where it shows a picture only. */
const HOLLOW: readonly (readonly [string, string?])[] = [
  [`#app td.options ${DROPDOWN} > a:not([href])`, "Что можно сделать"],
  [`#app [data-css=logged-in] ${DROPDOWN} > section:first-child`, "Вы и выход"],
  ["#app [data-css=topbar] > section:first-child:has(> [class*=Icon])", "Меню"],
  ["#app a:not([href])"],
];

function mend(hollow: Element, label: string | undefined): void {
  hollow.setAttribute("tabindex", "0");
  hollow.setAttribute("role", "button");
  if (label !== undefined) hollow.setAttribute("aria-label", label);
  if (hollow.parentElement?.matches(DROPDOWN)) hollow.setAttribute("aria-haspopup", "true");
}

function onFocus({ target }: FocusEvent): void {
  if (target instanceof Element && target.matches(":focus-visible"))
    target.closest(DROPDOWN)?.setAttribute(OPEN, "");
}

function onLeave({ target, relatedTarget }: FocusEvent): void {
  const dropdown = target instanceof Element ? target.closest(DROPDOWN) : null;
  if (dropdown === null || (relatedTarget instanceof Node && dropdown.contains(relatedTarget))) return;
  dropdown.removeAttribute(OPEN);
}

function onKey(event: KeyboardEvent): void {
  const { target, key } = event;
  if (!(target instanceof HTMLElement)) return;
  const dropdown = target.closest(DROPDOWN);
  if (dropdown !== null) walk(dropdown, target, event);
  if (event.defaultPrevented || !target.matches("[role=button]:not(button)")) return;
  if (key !== "Enter" && key !== " ") return;
  event.preventDefault();
  target.click();
}

/** A menu stands open as soon as its button has the focus: from there one goes into it, and through it. */
function walk(dropdown: Element, from: HTMLElement, event: KeyboardEvent): void {
  const { key } = event;
  const isEntered = from.matches("[aria-haspopup]") && (key === "Enter" || key === " ");
  if (key === "Escape") from.blur();
  else if (key === "ArrowDown" || isEntered) step(dropdown, from, 1);
  else if (key === "ArrowUp") step(dropdown, from, -1);
  else return;
  event.preventDefault();
}

/** The next thing of a menu, or the one before; past the last comes the first. */
function step(dropdown: Element, from: HTMLElement, by: 1 | -1): void {
  const all = [...dropdown.querySelectorAll<HTMLElement>(`[aria-haspopup], ${MENU} a`)];
  all.at((all.indexOf(from) + by) % all.length)?.focus();
}
