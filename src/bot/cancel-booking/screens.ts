import type { BookingView, CancellationConsequence } from "../../core/booking/index.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { type Place, pointsText, visitLines } from "../book-visit/summary.ts";
import { cancelNow, toBooking, toCalendar, toMyBookings } from "../buttons.ts";
import { toMenuButton } from "../navigation.ts";
import { button, lines, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";

/**
 * What a cancellation gives back and takes, line by line; of what there is none nothing is said (CX-2). Before the last
 * tap it is still ahead.
 */
export const consequenceLines = (
  words: Words,
  { refund, kept, pointsBack, penalty }: Omit<CancellationConsequence, "isLate">,
  { isAhead = false }: { readonly isAhead?: boolean } = {},
): string =>
  lines(
    refund > 0 ? words.t("cancelled-refund", { amount: formatRubles(refund) }) : undefined,
    kept > 0
      ? words.t(isAhead ? "cancel-kept" : "cancelled-kept", { amount: formatRubles(kept) })
      : undefined,
    pointsBack > 0
      ? words.t(isAhead ? "cancel-points-back" : "cancelled-points-back", {
          points: pointsText(words, pointsBack),
        })
      : undefined,
    penalty > 0
      ? words.t(isAhead ? "cancel-penalty" : "cancelled-penalty", { points: pointsText(words, penalty) })
      : undefined,
  );

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
  const said = consequenceLines(words, consequence, { isAhead: true });
  return {
    text: lines(
      note,
      note && "",
      words.t("cancel-ask", { number: String(booking.number) }),
      "",
      visitLines(words, booking, place),
      "",
      words.t(consequence.isLate ? "cancel-late" : "cancel-in-time", { hours: booking.cancelLateHours }),
      said === "" ? words.t("cancel-nothing") : said,
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

export const cancelledScreen = (words: Words, booking: BookingView, place: Place, said: string): Screen => ({
  text: lines(
    words.t("sent-cancelled", { number: String(booking.number) }),
    "",
    visitLines(words, booking, place),
    "",
    said,
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
