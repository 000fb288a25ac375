import type { BookingState } from "./model.ts";
import type { PaymentPolicy } from "./rules/payment-split.ts";

/** The states of a booking, as staff and papers say them; a new one has to be given its words here. */
export const BOOKING_STATE_WORDS = {
  held: "ждёт оплаты",
  confirming: "оплата проверяется",
  confirmed: "подтверждена",
  completed: "визит состоялся",
  no_show: "неявка",
  expired: "не оплачена",
  cancelled: "отменена",
  moved: "перенесена",
} as const satisfies Readonly<Record<BookingState, string>>;

/** The client tapped «Приду» under a reminder of a visit that is ahead (MS-1). */
export const PROMISED_WORDS = "👌\u00a0придёт";

/** Beside the state of a booking, where staff look: the client said that they will come; empty when they did not. */
export const promiseMark = ({
  state,
  promisedAt,
}: {
  readonly state: string;
  readonly promisedAt?: Date | null | undefined;
}): string => (state === "confirmed" && promisedAt ? ` · ${PROMISED_WORDS}` : "");

/**
 * A booking's state in words, with the client's promise to come (MS-1); a hold of the waitlist's that came to nothing
 * was never to be paid (MS-9).
 */
export const bookingStateText = (booking: {
  readonly state: BookingState;
  readonly wasOffered: boolean;
  readonly promisedAt?: Date | null | undefined;
}): string =>
  booking.state === "expired" && booking.wasOffered
    ? "предложение не взяли"
    : `${BOOKING_STATE_WORDS[booking.state]}${promiseMark(booking)}`;

/** How a visit is paid by its service's policy or its hot start's, in one word for every face. */
export const PAYMENT_POLICY_WORDS = {
  full: "вся цена при записи",
  prepay: "предоплата при записи",
  onSite: "на месте",
  hot: "предоплата горящего окна",
} as const satisfies Readonly<Record<PaymentPolicy, string>>;

/** Why a booking is over. */
export const ENDED_REASON_WORDS: Readonly<Record<string, string>> = {
  unpaid: "не оплачена вовремя",
  given_up: "клиент отказался до оплаты",
  dropped: "отменили мы до оплаты",
  capture_refused: "банк не списал деньги",
  authorisation_lost: "банк отпустил деньги, не списав",
  client: "отменил клиент",
  client_late: "отменил клиент, поздно",
  business: "отменили мы",
  moved: "перенесена",
  moved_late: "перенёс клиент, поздно",
  completed: BOOKING_STATE_WORDS.completed,
  no_show: BOOKING_STATE_WORDS.no_show,
};

/**
 * Why a booking is over, in words; a hold for a move may have been given up because the other booking ended or moved by
 * itself, which no client decided (CX-7). Undefined: it is not over, or its reason has no words.
 */
export const endedReasonText = (booking: {
  readonly endedReason?: string | null | undefined;
  readonly replacesId?: string | null | undefined;
}): string | undefined =>
  booking.endedReason === "given_up" && booking.replacesId
    ? "перенос не закончили"
    : ENDED_REASON_WORDS[booking.endedReason ?? ""];
