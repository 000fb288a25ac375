import type { Told } from "./events.ts";

/** What stands in the calendar, for whoever hears it or goes by the keyboard. */
export type EventElements = {
  readonly label: (element: HTMLElement, told: Told | undefined) => void;
  /** The calendar was drawn anew: labels are told again, and the focus that went with its thing comes back to its place. */
  readonly drawn: (toldOf: (element: HTMLElement) => Told | undefined) => void;
  readonly stop: () => void;
};

/** Looks after the things drawn within an element: the library knows no labels, and lets the focus fall with a thing. */
export function eventElements(within: HTMLElement): EventElements {
  const places = new WeakMap<Element, string>();
  let last: Element | undefined;
  const onFocus = ({ target }: FocusEvent) => {
    if (target instanceof Element && places.has(target)) last = target;
  };
  within.addEventListener("focusin", onFocus);
  const label: EventElements["label"] = (element, told) => {
    if (told === undefined) return;
    element.setAttribute("aria-label", told.label);
    places.set(element, placeOf(told));
  };
  return {
    label,
    drawn: (toldOf) => {
      const all = [...within.querySelectorAll<HTMLElement>(".ec-event[tabindex]")];
      for (const element of all) label(element, toldOf(element));
      const isLost = document.activeElement === null || document.activeElement === document.body;
      if (last === undefined || last.isConnected || !isLost) return;
      const place = places.get(last);
      last = undefined;
      all.find((element) => places.get(element) === place)?.focus({ preventScroll: true });
    },
    stop: () => within.removeEventListener("focusin", onFocus),
  };
}

/** A booking begins where the slot began that it took. */
const placeOf = ({ start, specialistId }: Told): string => `${start} ${specialistId}`;
