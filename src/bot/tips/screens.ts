import type { BookingView } from "../../core/booking/index.ts";
import { formatRubles, KOPECKS_PER_RUBLE, type Kopecks } from "../../core/kernel/money.ts";
import { type Place, visitLines } from "../book-visit/summary.ts";
import {
  changeTipEmail,
  checkTip,
  type PayMethod,
  payTip,
  payTipAgain,
  toBooking,
  toOtherTip,
  toTip,
} from "../buttons.ts";
import { timeOf } from "../format.ts";
import { toMenuButton } from "../navigation.ts";
import { type Button, button, lines, linkButton, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";

const OFFERED_RUBLES = [100, 200, 500] as const;

export type TipFacts = {
  readonly booking: BookingView;
  readonly place: Place;
  readonly note?: string | undefined;
};

/** Whom a tip is for, and how much: nothing is chosen beforehand (MS-2). */
export function tipScreen(words: Words, { booking, place, note }: TipFacts): Screen {
  const { id: bookingId } = booking;
  const offer = (rubles: number): Button =>
    button(
      words.c("button-tip-amount", { rubles }),
      payTip.pack({ bookingId, amount: rubles * KOPECKS_PER_RUBLE, method: "bank_card" }),
    );
  return {
    text: lines(
      note,
      note && "",
      words.t("tip-ask", { specialist: booking.specialistName }),
      "",
      visitLines(words, booking, place),
    ),
    buttons: [
      OFFERED_RUBLES.map(offer),
      [button(words.c("button-tip-other"), toOtherTip.pack({ bookingId }))],
      backRow(words, booking),
    ],
  };
}

/** Another amount is typed. */
export const otherTipScreen = (words: Words, booking: BookingView, note?: string): Screen => ({
  text: lines(note, note && "", words.t("tip-type", { specialist: booking.specialistName })),
  buttons: [
    [
      button(words.c("button-back"), toTip.pack({ bookingId: booking.id })),
      button(words.c("button-to-visit"), toBooking.pack({ bookingId: booking.id })),
    ],
    [toMenuButton(words)],
  ],
  expects: { what: "tip", subject: booking.id },
});

export type TipPageFacts = {
  readonly booking: BookingView;
  readonly tipId: string;
  readonly url: string;
  readonly amount: Kopecks;
  readonly method: PayMethod;
  readonly isSbpOffered: boolean;
  /** Where its receipt goes; undefined without receipts. */
  readonly receiptTo?: string | undefined;
  /** When it was looked for and not found. */
  readonly lookedAt?: Date | undefined;
  /** Why it is shown again. */
  readonly note?: string | undefined;
};

/** Where to pay a tip. Once it is paid, the thanks take this screen's place. */
export function tipPageScreen(words: Words, facts: TipPageFacts): Screen {
  const { booking, url, lookedAt, receiptTo, method, note } = facts;
  const { id: bookingId } = booking;
  const amount = formatRubles(facts.amount);
  const again = { bookingId, amount: facts.amount, method, insteadOf: facts.tipId };
  const sbp = payTipAgain.pack({ ...again, method: "sbp" });
  return {
    text: lines(
      note,
      note && "",
      words.t("tip-pay", { amount, specialist: booking.specialistName }),
      words.t("pay-how"),
      receiptTo === undefined ? undefined : words.t("pay-receipt", { email: receiptTo }),
      lookedAt && "",
      lookedAt && words.t("pay-not-yet", { time: timeOf(lookedAt, words.zone) }),
    ),
    buttons: [
      [linkButton(words.c("button-pay-link", { amount }), url, "success")],
      ...(facts.isSbpOffered && method !== "sbp"
        ? [[button(words.c("button-pay-sbp", { amount }), sbp)]]
        : []),
      [button(words.c("button-paid"), checkTip.pack({ bookingId }))],
      ...(receiptTo === undefined
        ? []
        : [[button(words.c("button-other-email"), changeTipEmail.pack(again))]]),
      [button(words.c("button-tip-other"), toTip.pack({ bookingId })), ...backRow(words, booking)],
    ],
    expects: { what: "payment", subject: bookingId },
  };
}

const backRow = (words: Words, booking: BookingView): Button[] => [
  button(words.c("button-to-visit"), toBooking.pack({ bookingId: booking.id })),
  toMenuButton(words),
];
