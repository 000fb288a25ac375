import type { BookingView } from "../../core/booking/index.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { type Place, visitLines } from "../book-visit/summary.ts";
import { askCancel, promise, toBooking, toMove } from "../buttons.ts";
import { anew } from "../callback-data.ts";
import { meetingLine, placeButtons } from "../my-bookings/screens.ts";
import { toMenuButton } from "../navigation.ts";
import { button, lines, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";

export type ReminderFacts = {
  readonly booking: BookingView;
  readonly place: Place;
  readonly mapUrl: string;
  /** How many hours are left until the start, rounded. */
  readonly hours: number;
};

/** A reminder of a visit: when, where, what is left to pay, and what may be answered. */
export function reminderScreen(words: Words, facts: ReminderFacts): Screen {
  const { booking, place, mapUrl, hours } = facts;
  const { id: bookingId } = booking;
  return {
    text: lines(
      words.t("reminder-title", { hours }),
      "",
      visitLines(words, booking, place),
      meetingLine(words, booking),
      booking.owedOnSpot > 0
        ? words.t("booking-on-spot", { amount: formatRubles(booking.owedOnSpot) })
        : undefined,
      booking.promisedAt === undefined ? undefined : "",
      booking.promisedAt === undefined ? undefined : words.t("reminder-promised"),
    ),
    buttons: [
      ...(booking.promisedAt === undefined
        ? [[button(words.c("button-promise"), promise.pack({ bookingId }), "success")]]
        : []),
      ...placeButtons(words, booking, mapUrl),
      [
        button(words.c("button-move"), anew(toMove.pack({ bookingId, whose: "any" }))),
        button(words.c("button-cancel"), anew(askCancel.pack({ bookingId }))),
      ],
      [button(words.c("button-card"), anew(toBooking.pack({ bookingId })))],
    ],
  };
}

/** The answer to «Приду». */
export const promisedScreen = (words: Words, booking: BookingView, place: Place): Screen => ({
  text: lines(words.t("promised"), "", visitLines(words, booking, place), meetingLine(words, booking)),
  buttons: [[button(words.c("button-card"), toBooking.pack({ bookingId: booking.id })), toMenuButton(words)]],
});
