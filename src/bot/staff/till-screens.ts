import type { BookingView } from "../../core/booking/index.ts";
import { formatRubles, type Kopecks } from "../../core/kernel/money.ts";
import type { OnSpotMethod } from "../../core/payments/index.ts";
import { askOnSpot, takeOnSpot, toStaffVisit } from "../buttons.ts";
import { receivedLines } from "../my-bookings/screens.ts";
import { type Button, button, lines, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";

/**
 * A visit's money as staff need it: unlike the client's card, it names what nobody wrote down yet even after the visit
 * (PY-7).
 */
export function staffMoneyLines(words: Words, booking: BookingView): string {
  const { paid, takenOnSpot, owedOnSpot } = booking;
  const isPartOfPaid = takenOnSpot > 0 && takenOnSpot < paid;
  return lines(
    receivedLines(words, booking),
    isPartOfPaid ? words.t("staff-on-spot-part", { amount: formatRubles(takenOnSpot) }) : undefined,
    owedOnSpot > 0 ? words.t("staff-owed", { amount: formatRubles(owedOnSpot) }) : undefined,
  );
}

/** Money is asked about from the visit's start on; what comes earlier is the panel's to record. */
export const isTakingOffered = ({ state, startsAt, takableOnSpot }: BookingView, now: Date): boolean =>
  takableOnSpot > 0 && (state === "completed" || (state === "confirmed" && startsAt <= now));

/**
 * All that is owed, by each way of paying it, and the way to another amount. Where nothing is owed because staff gave
 * it back, that way alone: a record by mistake is made anew so.
 */
export function takeButtons(words: Words, booking: BookingView, now: Date): readonly (readonly Button[])[] {
  if (!isTakingOffered(booking, now)) return [];
  const { id: bookingId, owedOnSpot } = booking;
  if (owedOnSpot === 0) return [[button(words.c("button-take-anew"), askOnSpot.pack({ bookingId }))]];
  const amount = formatRubles(owedOnSpot);
  return [
    [button(words.c("button-take-cash", { amount }), takeData(booking, owedOnSpot, "cash"))],
    [button(words.c("button-take-card", { amount }), takeData(booking, owedOnSpot, "terminal"))],
    [button(words.c("button-take-transfer", { amount }), takeData(booking, owedOnSpot, "transfer"))],
    [button(words.c("button-take-other"), askOnSpot.pack({ bookingId }))],
  ];
}

/** What had come before, whether or not it went back since, never gets less: it tells one payment from the next. */
const takeData = (booking: BookingView, amount: Kopecks, method: OnSpotMethod): string => {
  const received = booking.paid + booking.refunded;
  return takeOnSpot.pack({ bookingId: booking.id, amount, received, method });
};

/** Another amount is typed. */
export const otherAmountScreen = (words: Words, booking: BookingView, note?: string): Screen => ({
  text: lines(
    note,
    note && "",
    words.t("staff-take-ask", { number: String(booking.number) }),
    booking.owedOnSpot > 0
      ? words.t("staff-owed", { amount: formatRubles(booking.owedOnSpot) })
      : words.t("staff-takable", { amount: formatRubles(booking.takableOnSpot) }),
  ),
  buttons: [[dropButton(words, booking)]],
  expects: { what: "on_spot", subject: booking.id },
});

/** How a typed amount was paid; another one may still be typed. */
export const howPaidScreen = (words: Words, booking: BookingView, amount: Kopecks): Screen => ({
  text: words.t("staff-take-how", { number: String(booking.number), amount: formatRubles(amount) }),
  buttons: [
    [
      button(words.c("button-by-cash"), takeData(booking, amount, "cash")),
      button(words.c("button-by-card"), takeData(booking, amount, "terminal")),
      button(words.c("button-by-transfer"), takeData(booking, amount, "transfer")),
    ],
    [button(words.c("button-take-other"), askOnSpot.pack({ bookingId: booking.id }))],
    [dropButton(words, booking)],
  ],
  expects: { what: "on_spot", subject: booking.id },
});

const dropButton = (words: Words, { id: bookingId }: BookingView): Button =>
  button(words.c("button-take-drop"), toStaffVisit.pack({ bookingId }));
