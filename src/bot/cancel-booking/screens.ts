import type { BookingView, CancellationConsequence } from "../../core/booking/index.ts";
import { type Place, visitLines } from "../book-visit/summary.ts";
import { cancelNow, toBooking, toCalendar, toMyBookings } from "../buttons.ts";
import { CANCELLED, type ConsequenceTexts, consequenceLines } from "../consequence.ts";
import { toMenuButton } from "../navigation.ts";
import { button, lines, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";

/** Before the last tap. */
const CANCELLING: ConsequenceTexts = [
  ["refund", "cancelled-refund"],
  ["kept", "cancel-kept"],
  ["pointsBack", "cancel-points-back"],
  ["penalty", "cancel-penalty"],
];

export function askScreen(
  words: Words,
  facts: {
    readonly booking: BookingView;
    readonly place: Place;
    readonly consequence: CancellationConsequence;
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

export const cancelledScreen = (
  words: Words,
  booking: BookingView,
  place: Place,
  consequence: CancellationConsequence | undefined,
): Screen => ({
  text: lines(
    words.t("sent-cancelled", { number: String(booking.number) }),
    "",
    visitLines(words, booking, place),
    "",
    consequence && consequenceLines(words, consequence, CANCELLED),
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
