import type { BookingView } from "../../core/booking/index.ts";
import type { Message } from "../../core/notifications/index.ts";
import { type Place, timeOfVisit, visitLines } from "../book-visit/summary.ts";
import { consequenceLines } from "../consequence.ts";
import { lines } from "../screen.ts";
import type { Words } from "../texts.ts";
import { visitTime } from "../visit.ts";
import { consequenceOf } from "./composing.ts";

type Moved = Pick<BookingView, "serviceKind"> & {
  readonly replaces: Pick<NonNullable<BookingView["replaces"]>, "startsAt" | "specialistName"> | undefined;
};

/** Where a visit stood before it was moved; undefined when it never was. */
export function wasLine(words: Words, { replaces, serviceKind }: Moved, place: Place): string | undefined {
  if (replaces === undefined) return undefined;
  const when = visitTime(words, timeOfVisit({ serviceKind, startsAt: replaces.startsAt }, place));
  return words.t("moved-was", { when, specialist: replaces.specialistName });
}

/** What a move gave back and took, as its message says it (CX-7). */
export const movedLines = (words: Words, message: Pick<Message, "payload">): string | undefined =>
  consequenceLines(words, consequenceOf(message), [
    ["refund", message.payload.by === "business" ? "moved-excess" : "moved-refund"],
    ["kept", "moved-kept"],
    ["pointsBack", "moved-points-back"],
    ["penalty", "moved-penalty"],
  ]);

/** For staff: whose visit, from when and whom to when and whom. */
export const movedForStaffText = (
  words: Words,
  facts: { readonly booking: BookingView; readonly place: Place; readonly isLate: boolean },
): string => {
  const { booking, place, isLate } = facts;
  return lines(
    words.t(isLate ? "staff-moved-late" : "staff-moved", { number: String(booking.number) }),
    "",
    words.t("staff-client-line", { name: booking.clientName }),
    wasLine(words, booking, place),
    visitLines(words, booking, place),
  );
};
