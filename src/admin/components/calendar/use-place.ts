import { useSearchParams } from "react-router-dom";
import type { View } from "../../pages/calendar/model.ts";
import type { Asked } from "./use-feed.ts";

export type Place = {
  readonly view?: View;
  readonly date?: string;
  /** None: everybody. */
  readonly specialists?: readonly string[];
  /** Of the list: free time and time off are left out. */
  readonly isBookingsOnly?: boolean;
};

/** So much of an id stands in the address. */
const ID_CHARACTERS = 8;

/** Where one is in the calendar: it stands in the address, so that the browser's way back leads back. */
export function usePlace(): {
  readonly place: Asked;
  readonly isBookingsOnly: boolean;
  readonly go: (to: Place) => void;
} {
  const [query, setQuery] = useSearchParams();
  const place = {
    view: query.get("view") ?? "",
    date: query.get("date") ?? "",
    specialists: query.get("specialists") ?? "",
  };
  const go = ({ view, date, specialists, isBookingsOnly }: Place) => {
    const next = new URLSearchParams(query);
    if (view) next.set("view", view);
    if (date) next.set("date", date);
    if (specialists?.length === 0) next.delete("specialists");
    else if (specialists)
      next.set("specialists", specialists.map((id) => id.slice(0, ID_CHARACTERS)).join(","));
    if (isBookingsOnly === false) next.delete("only");
    else if (isBookingsOnly) next.set("only", "bookings");
    setQuery(next);
  };
  return { place, isBookingsOnly: query.get("only") === "bookings", go };
}
