import { mayTip } from "../../core/booking/index.ts";
import { elapsedMs, HOUR_MS } from "../../core/kernel/instant.ts";
import { pointsText, visitLines } from "../book-visit/summary.ts";
import { toMyBookings, toTip } from "../buttons.ts";
import { anew } from "../callback-data.ts";
import { meetingLine, moneyLines } from "../my-bookings/screens.ts";
import { reminderScreen } from "../reminders/screens.ts";
import { askRatingScreen, starsRow } from "../review/screens.ts";
import { button, lines } from "../screen.ts";
import { type AboutBooking, menuAnew, type Outgoing } from "./composing.ts";

/** Made when its time had begun: the client had walked in. A hold may be paid then, too, and is none. */
export const isWalkIn = ({ startsAt, createdAt }: AboutBooking["booking"]): boolean => createdAt >= startsAt;

/** Staff wrote a visit down that had begun: nothing to come to, to put into a calendar, or to cancel (MS-8). */
export function visitNoted({ words, booking, place }: AboutBooking): Outgoing {
  const { number, willEarn } = booking;
  return {
    text: lines(
      words.t("sent-visit-noted", { number: String(number) }),
      "",
      visitLines(words, booking, place),
      meetingLine(words, booking),
      "",
      moneyLines(words, booking),
      willEarn > 0 ? words.t("sent-confirmed-earn", { points: pointsText(words, willEarn) }) : undefined,
    ),
    buttons: [
      [button(words.c("button-my"), anew(toMyBookings.pack({ kind: "upcoming", page: 0 }))), menuAnew(words)],
    ],
  };
}

/** A visit is near: how near is told as of now, whenever the reminder was due (MS-1). */
export function reminder({ app, words, settings, booking, place }: AboutBooking): Outgoing {
  const hours = Math.round(elapsedMs({ from: app.clock.now(), to: booking.startsAt }) / HOUR_MS);
  return reminderScreen(words, { booking, place, mapUrl: settings["business.mapUrl"], hours });
}

/** A visit took place: how was it, and would they like to thank the specialist (MS-2). */
export function reviewRequested({ app, words, booking }: AboutBooking): Outgoing {
  const tip = button(words.c("button-tip"), anew(toTip.pack({ bookingId: booking.id })));
  return {
    text: askRatingScreen(words, booking).text,
    buttons: [starsRow(booking.id), ...(mayTip(app, booking) ? [[tip]] : [])],
  };
}
