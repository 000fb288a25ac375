import type { BookingView } from "../../core/booking/index.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { pointsText, visitLines } from "../book-visit/summary.ts";
import { payTip, payTipAgain, toBooking } from "../buttons.ts";
import { anew } from "../callback-data.ts";
import { button, lines } from "../screen.ts";
import type { Words } from "../texts.ts";
import { type AboutBooking, amountIn, menuAnew, type Outgoing, visitAndDay } from "./composing.ts";

/** The gateway's word for why, as Fluent can name it: `3d_secure_failed` begins with a digit. */
export const reasonWord = (reason: unknown): string => String(reason ?? "none").replace(/^3d_/, "");

const REFUND_TEXTS: Readonly<Record<string, string>> = {
  online: "sent-refunded-online",
  on_spot: "sent-refunded-on-spot",
  tip: "sent-refunded-tip",
};

/** Money that staff gave back, by the way it came, and the points that it had earned (CX-3, EP-6). */
export function refundedByStaff({ words, message, booking, place }: AboutBooking): Outgoing {
  const key = REFUND_TEXTS[String(message.payload.of)] ?? "sent-refunded-online";
  const values = { amount: formatRubles(amountIn(message)), number: String(booking.number) };
  const takenBack = Number(message.payload.pointsTakenBack ?? 0);
  return {
    text: lines(
      words.t(key, values),
      takenBack > 0 ? words.t("refunded-earned-back", { points: pointsText(words, takenBack) }) : undefined,
      "",
      visitLines(words, booking, place),
    ),
    buttons: visitButtons(words, booking),
  };
}

/** Thanks for a tip; the screen that still asks to pay it says so instead (MS-2). */
export function tipReceived({ words, message, booking }: AboutBooking): Outgoing {
  const values = { amount: formatRubles(amountIn(message)), specialist: booking.specialistName };
  const thanks = { text: words.t("sent-tip-received", values), buttons: visitButtons(words, booking) };
  return { ...thanks, screenBecomes: thanks, instead: true };
}

/** Why a tip was not paid; the screen whose page is dead now says so, and offers another. */
export function tipDeclined({ words, message, booking }: AboutBooking): Outgoing {
  const amount = amountIn(message);
  const wish = { bookingId: booking.id, amount, method: "bank_card" } as const;
  const { tipId } = message.payload;
  const again =
    typeof tipId === "string" ? payTipAgain.pack({ ...wish, insteadOf: tipId }) : payTip.pack(wish);
  const declined = {
    text: lines(
      words.t("sent-declined", { reason: reasonWord(message.payload.reason) }),
      "",
      words.t("sent-tip-declined", { amount: formatRubles(amount) }),
    ),
    buttons: [[button(words.c("button-try-again"), anew(again), "success")], ...visitButtons(words, booking)],
  } as const;
  return { ...declined, screenBecomes: declined, instead: true };
}

export function tipForStaff({ words, message, booking, place }: AboutBooking): Outgoing {
  const values = { amount: formatRubles(amountIn(message)), number: String(booking.number) };
  const ofBusiness = { ...place, clientZone: undefined };
  return {
    text: lines(
      words.t("staff-tip", values),
      "",
      words.t("staff-client-line", { name: booking.clientName }),
      visitLines(words, booking, ofBusiness),
    ),
    buttons: [visitAndDay(words, booking)],
  };
}

/** Money in the till of a booking that is off does not go back by itself (PY-5). */
export const takenOnSpotLine = (words: Words, { takenOnSpot }: BookingView): string | undefined =>
  takenOnSpot > 0 ? words.t("staff-on-spot-left", { amount: formatRubles(takenOnSpot) }) : undefined;

const visitButtons = (words: Words, booking: BookingView) => [
  [button(words.c("button-to-visit"), anew(toBooking.pack({ bookingId: booking.id }))), menuAnew(words)],
];
