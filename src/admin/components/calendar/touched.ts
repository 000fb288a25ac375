import type { Feed, Wall } from "../../pages/calendar/model.ts";
import { dayOf } from "./days.ts";

/** A day of one specialist's; of somebody's time that has no column, the whole day. */
export type Spot = { readonly day: string; readonly specialistId: string | undefined };

/** What the sheet is about, as far as it stands somewhere. */
type About =
  | { readonly kind: "slot" | "booking" | "off"; readonly id: string }
  | { readonly kind: "new"; readonly stretch?: Standing };
type Standing = { readonly start: Wall; readonly specialistId: string | undefined };

/** Where in the grid that is which the sheet is about: where it stands, and last where its form would take it. */
export function touchedBy(
  feed: Pick<Feed, "from" | "slots" | "bookings" | "off">,
  opened: About,
  action?: { readonly prefilled?: Readonly<Record<string, unknown>> },
): readonly Spot[] {
  const target = feed.slots.find(({ id }) => id === action?.prefilled?.slotId);
  return [standing(feed, opened), target && spotOf(target)].filter((spot) => spot !== undefined);
}

function standing(feed: Parameters<typeof touchedBy>[0], opened: About): Spot | undefined {
  if (opened.kind === "new") return opened.stretch && spotOf(opened.stretch);
  const all = { slot: feed.slots, booking: feed.bookings, off: feed.off }[opened.kind];
  const found = all.find(({ id }) => id === opened.id);
  if (found === undefined) return undefined;
  const spot = spotOf(found);
  // Time off may have begun before what is shown.
  return spot.day < feed.from ? { ...spot, day: feed.from } : spot;
}

const spotOf = ({ start, specialistId }: Standing): Spot => ({
  day: dayOf(start),
  specialistId,
});
