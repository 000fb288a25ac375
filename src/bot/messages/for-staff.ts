import { findBooking } from "../../core/booking/index.ts";
import { findReview } from "../../core/feedback/index.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { findClientMessage } from "../../core/notifications/index.ts";
import { type Client, findClient } from "../../core/people/index.ts";
import { visitLines } from "../book-visit/summary.ts";
import { replyToClient } from "../buttons.ts";
import { anew } from "../callback-data.ts";
import { moneyLines } from "../my-bookings/screens.ts";
import { starsText } from "../review/screens.ts";
import { button, lines } from "../screen.ts";
import {
  type AboutBooking,
  amountIn,
  type Composing,
  myDay,
  type Outgoing,
  type Unwanted,
  visitAndDay,
} from "./composing.ts";
import { takenOnSpotLine } from "./money.ts";
import { movedForStaffText } from "./moved.ts";

export function cancelledForStaff({ words, message, booking, settings }: AboutBooking): Outgoing {
  const place = { address: settings["business.address"], clientZone: undefined };
  return {
    text: lines(
      words.t(message.payload.isLate === true ? "staff-cancelled-late" : "staff-cancelled", {
        number: String(booking.number),
      }),
      "",
      words.t("staff-client-line", { name: booking.clientName }),
      visitLines(words, booking, place),
      takenOnSpotLine(words, booking),
    ),
    buttons: [[myDay(words)]],
  };
}

export function movedForStaff({ words, message, booking, settings }: AboutBooking): Outgoing {
  const place = { address: settings["business.address"], clientZone: undefined };
  const isLate = message.payload.isLate === true;
  return {
    text: movedForStaffText(words, { booking, place, isLate }),
    buttons: [visitAndDay(words, booking)],
  };
}

export function newBooking({ words, booking, settings }: AboutBooking): Outgoing {
  const place = { address: settings["business.address"], clientZone: undefined };
  return {
    text: lines(
      words.t("staff-new-booking", { number: String(booking.number) }),
      "",
      words.t("staff-client-line", { name: booking.clientName }),
      visitLines(words, booking, place),
      "",
      moneyLines(words, booking),
    ),
    buttons: [visitAndDay(words, booking)],
  };
}

export async function fromClient({ app, words, message }: Composing): Promise<Outgoing | Unwanted> {
  const said = await findClientMessage(app.db, String(message.payload.messageId));
  const client: Client | undefined = said && (await findClient(app.db, said.clientId));
  if (said === undefined || client === undefined) return { unwanted: "words_gone" };
  return {
    text: words.t("staff-client-message", { name: client.name, text: said.text }),
    buttons: [[button(words.c("button-reply"), anew(replyToClient.pack({ clientId: client.id })))]],
  };
}

export async function paymentNeedsPerson({ app, words, message }: Composing): Promise<Outgoing> {
  const { bookingId } = message;
  const booking = bookingId === undefined ? undefined : await findBooking(app.db, bookingId);
  const amount = formatRubles(amountIn(message));
  return {
    text: booking
      ? words.t("staff-payment", { amount, number: String(booking.number) })
      : words.t("staff-payment-no-booking", { amount }),
    buttons: [],
  };
}

export const receiptRefused =
  (text: string) =>
  ({ words, booking, message }: AboutBooking): Outgoing => ({
    text: words.t(text, {
      amount: formatRubles(amountIn(message)),
      number: String(booking.number),
    }),
    buttons: [],
  });

/**
 * A client was not content: those who run the business hear of it at once, and of the words that came later in a
 * line (MS-2).
 */
export async function lowRating(from: AboutBooking): Promise<Outgoing | Unwanted> {
  const { app, words, booking, place, message } = from;
  const review = await findReview(app.db, booking.id);
  if (review === undefined) return { unwanted: "no_review" };
  const { what, rating = review.rating } = message.payload;
  const facts = {
    number: String(booking.number),
    stars: starsText(Number(rating)),
    name: booking.clientName,
  };
  const reply = button(words.c("button-reply"), anew(replyToClient.pack({ clientId: booking.clientId })));
  if (what === "words")
    return {
      text: words.t("staff-rating-words", { ...facts, words: review.words }),
      buttons: [[reply]],
    };
  return {
    text: lines(
      words.t("staff-low-rating", facts),
      "",
      words.t("staff-client-line", { name: booking.clientName }),
      visitLines(words, booking, place),
      review.words === "" ? undefined : words.t("staff-review-words", { words: review.words }),
    ),
    buttons: [[reply]],
  };
}

/** Whoever heard of a low rating hears that it became a better one (MS-2). */
export const ratingBetter = ({ words, booking, message }: AboutBooking): Outgoing => ({
  text: words.t("staff-rating-better", {
    ...{ number: String(booking.number), name: booking.clientName },
    ...{ was: starsText(Number(message.payload.was)), stars: starsText(Number(message.payload.rating)) },
  }),
  buttons: [],
});
