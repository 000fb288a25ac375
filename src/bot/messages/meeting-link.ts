import { visitLines } from "../book-visit/summary.ts";
import { toMyBookings } from "../buttons.ts";
import { anew } from "../callback-data.ts";
import { calendarFile } from "../my-bookings/calendar-file.ts";
import { meetingLine, placeButtons } from "../my-bookings/screens.ts";
import { button, lines } from "../screen.ts";
import { type AboutBooking, menuAnew, type Outgoing, type Unwanted } from "./composing.ts";

/** Where an online visit happens now; the event in the client's calendar gets it too (SL-8, MS-8). */
export function meetingLinkChanged(from: AboutBooking): Outgoing | Unwanted {
  const { app, words, settings, booking, place } = from;
  if (booking.state !== "confirmed" || booking.endsAt <= app.clock.now()) {
    return { unwanted: "booking_not_confirmed" };
  }
  const key = booking.meetingUrl === undefined ? "sent-link-dropped" : "sent-link-changed";
  const address = settings["business.address"];
  return {
    text: lines(
      words.t(key, { number: String(booking.number) }),
      "",
      visitLines(words, booking, place),
      meetingLine(words, booking),
    ),
    buttons: [
      ...placeButtons(words, booking, ""),
      [button(words.c("button-my"), anew(toMyBookings.pack({ kind: "upcoming", page: 0 }))), menuAnew(words)],
    ],
    file: calendarFile({ booking, business: settings["business.name"], address }),
  };
}
