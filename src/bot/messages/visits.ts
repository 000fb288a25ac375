import { mayTip } from "../../core/booking/index.ts";
import { elapsedMs, HOUR_MS } from "../../core/kernel/instant.ts";
import { toTip } from "../buttons.ts";
import { anew } from "../callback-data.ts";
import { reminderScreen } from "../reminders/screens.ts";
import { askRatingScreen, starsRow } from "../review/screens.ts";
import { button } from "../screen.ts";
import type { AboutBooking, Outgoing } from "./composing.ts";

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
