import type { BookingView, CancellationPreview } from "../../core/booking/index.ts";
import { type Place, timeOfVisit, visitLines } from "../book-visit/summary.ts";
import { cancelNow, toBooking, toCalendar, toMyBookings } from "../buttons.ts";
import { CANCELLED, type ConsequenceTexts, consequenceLines } from "../consequence.ts";
import { toMenuButton } from "../navigation.ts";
import { button, lines, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";
import { visitTime } from "../visit.ts";

/** Before the last tap. */
const CANCELLING: ConsequenceTexts = [
  ["refund", "cancelled-refund"],
  ["kept", "cancel-kept"],
  ["handedBack", "cancelled-on-spot-back"],
  ["pointsBack", "cancel-points-back"],
  ["penalty", "cancel-penalty"],
];

export function askScreen(
  words: Words,
  facts: {
    readonly booking: BookingView;
    readonly place: Place;
    readonly consequence: CancellationPreview;
    readonly note?: string | undefined;
  },
): Screen {
  const { booking, place, consequence, note } = facts;
  const { id: bookingId } = booking;
  return {
    text: lines(
      note,
      note && "",
      words.t("cancel-ask", { number: String(booking.number) }),
      "",
      visitLines(words, booking, place),
      "",
      words.t(consequence.isLate ? "cancel-late" : "cancel-in-time", { hours: booking.cancelLateHours }),
      consequenceLines(words, consequence, CANCELLING) ?? words.t("cancel-nothing"),
      droppedMoveLine(words, "cancel-drops-move", facts),
    ),
    buttons: [
      [
        button(
          words.c("button-cancel-yes"),
          cancelNow.pack({
            bookingId,
            isLate: consequence.isLate ? "yes" : "no",
            penalty: consequence.penalty,
          }),
        ),
      ],
      [button(words.c("button-keep"), toBooking.pack({ bookingId }), "success")],
    ],
  };
}

/** The new time to which it was being moved, in the zones in which the visit itself is told (CX-7). */
export const droppedMoveLine = (
  words: Words,
  text: string,
  facts: {
    readonly booking: BookingView;
    readonly place: Place;
    readonly consequence: { readonly droppedMove: { readonly startsAt: Date } | undefined };
  },
): string | undefined => {
  const { booking, place, consequence } = facts;
  const startsAt = consequence.droppedMove?.startsAt;
  return startsAt && words.t(text, { when: visitTime(words, { ...timeOfVisit(booking, place), startsAt }) });
};

export const cancelledScreen = (
  words: Words,
  booking: BookingView,
  place: Place,
  consequence: CancellationPreview | undefined,
): Screen => ({
  text: lines(
    words.t("sent-cancelled", { number: String(booking.number) }),
    "",
    visitLines(words, booking, place),
    "",
    consequence && consequenceLines(words, consequence, CANCELLED),
    consequence && droppedMoveLine(words, "cancelled-dropped-move", { booking, place, consequence }),
  ),
  buttons: [
    [
      button(
        words.c("button-choose-again"),
        toCalendar.pack({ serviceId: booking.serviceId, specialistId: undefined }),
        "success",
      ),
    ],
    [button(words.c("button-my"), toMyBookings.pack({ kind: "upcoming", page: 0 })), toMenuButton(words)],
  ],
});
