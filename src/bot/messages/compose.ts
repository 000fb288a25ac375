import type { InputFile } from "grammy";
import type { App } from "../../core/app.ts";
import { type BookingView, findBooking } from "../../core/booking/index.ts";
import { findReview } from "../../core/feedback/index.ts";
import { formatRubles, kopecks } from "../../core/kernel/money.ts";
import { points } from "../../core/kernel/points.ts";
import { findClientMessage, type Message, type MessageKind } from "../../core/notifications/index.ts";
import { type Client, findClient } from "../../core/people/index.ts";
import type { Settings } from "../../core/settings/index.ts";
import { confirmedScreen, overScreen } from "../book-visit/hold-screens.ts";
import { type Place, pointsText, visitLines } from "../book-visit/summary.ts";
import {
  pay,
  replyToClient,
  toBooking,
  toCalendar,
  toContacts,
  toMenu,
  toMyBookings,
  writeMessage,
} from "../buttons.ts";
import { anew } from "../callback-data.ts";
import { consequenceLines } from "../cancel-booking/screens.ts";
import { momentOf, timeOf, untilOf } from "../format.ts";
import { calendarFile } from "../my-bookings/calendar-file.ts";
import { meetingLine, moneyLines, placeButtons } from "../my-bookings/screens.ts";
import { reminderScreen } from "../reminders/screens.ts";
import { askRatingScreen, starsRow } from "../review/screens.ts";
import { type Button, button, lines, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";
import { visitTime } from "../visit.ts";

export type Composing = {
  readonly app: Pick<App, "db" | "clock">;
  readonly words: Words;
  readonly settings: Settings;
  readonly message: Message;
};

/** A message ready to go out. */
export type Outgoing = Screen & {
  readonly file?: InputFile;
  /** What the screen that still shows this booking becomes; `instead`: nothing else is sent then. */
  readonly screenBecomes?: Screen;
  readonly instead?: boolean;
};

/** Nothing to say any more: the subject is gone. */
export type Unwanted = { readonly unwanted: string };

type Compose = (from: Composing) => Promise<Outgoing | Unwanted>;

/** The words of each kind of message; what they are about is looked up now, not when they were promised. */
export const COMPOSE = {
  booking_confirmed: (from) => aboutBooking(from, confirmed),
  payment_requested: (from) => aboutBooking(from, paymentRequested),
  payment_declined: (from) => aboutBooking(from, declined),
  payment_too_late: (from) => aboutBooking(from, moneyComesBack("sent-too-late")),
  payment_returned: (from) => aboutBooking(from, moneyComesBack("sent-returned")),
  hold_expired: (from) => aboutBooking(from, holdExpired),
  capture_refused: (from) => aboutBooking(from, captureRefused),
  booking_cancelled: (from) => aboutBooking(from, cancelled),
  no_show_marked: (from) => aboutBooking(from, noShowMarked),
  reminder: (from) => aboutBooking(from, reminder),
  review_requested: (from) => aboutBooking(from, reviewRequested),
  staff_low_rating: lowRating,
  message_from_staff: fromStaff,
  staff_new_booking: (from) => aboutBooking(from, newBooking),
  staff_booking_cancelled: (from) => aboutBooking(from, cancelledForStaff),
  staff_client_message: fromClient,
  staff_payment_needs_person: paymentNeedsPerson,
  staff_payment_receipt_refused: (from) => aboutBooking(from, receiptRefused("staff-payment-receipt")),
  staff_closing_receipt_refused: (from) => aboutBooking(from, receiptRefused("staff-closing-receipt")),
} as const satisfies Record<MessageKind, Compose>;

type AboutBooking = Composing & { readonly booking: BookingView; readonly place: Place };

async function aboutBooking(
  from: Composing,
  compose: (from: AboutBooking) => Outgoing | Unwanted,
): Promise<Outgoing | Unwanted> {
  const { app, message, settings } = from;
  const booking = message.bookingId === undefined ? undefined : await findBooking(app.db, message.bookingId);
  if (booking === undefined) return { unwanted: "the booking is gone" };
  const client = message.clientId === undefined ? undefined : await findClient(app.db, message.clientId);
  return compose({
    ...from,
    booking,
    place: { address: settings["business.address"], clientZone: client?.timeZone },
  });
}

function confirmed({ words, settings, booking, place }: AboutBooking): Outgoing | Unwanted {
  if (booking.state !== "confirmed") return { unwanted: "the booking is not confirmed any more" };
  return {
    text: lines(
      words.t("sent-confirmed", { number: String(booking.number) }),
      "",
      visitLines(words, booking, place),
      meetingLine(words, booking),
      "",
      moneyLines(words, booking),
      booking.willEarn > 0
        ? words.t("sent-confirmed-earn", { points: pointsText(words, booking.willEarn) })
        : undefined,
    ),
    buttons: [
      ...placeButtons(words, booking, settings["business.mapUrl"]),
      [button(words.c("button-my"), anew(toMyBookings.pack({ kind: "upcoming", page: 0 }))), menuAnew(words)],
    ],
    file: calendarFile({
      booking,
      business: settings["business.name"],
      address: settings["business.address"],
    }),
    screenBecomes: confirmedScreen(words, booking),
  };
}

function paymentRequested({ app, words, booking, place }: AboutBooking): Outgoing | Unwanted {
  const { heldUntil } = booking;
  if (booking.state !== "held" || heldUntil === undefined || heldUntil <= app.clock.now()) {
    return { unwanted: "the hold is over" };
  }
  const until = untilOf({ madeAt: booking.createdAt, until: heldUntil }, words.zone);
  return {
    text: lines(
      words.t("sent-payment-requested"),
      "",
      visitLines(words, booking, place),
      "",
      words.t("sent-payment-requested-until", { amount: formatRubles(booking.payNow), until }),
    ),
    buttons: [
      [button(words.c("button-to-payment"), anew(toBooking.pack({ bookingId: booking.id })), "success")],
      [menuAnew(words)],
    ],
  };
}

function declined({ app, words, message, booking, place }: AboutBooking): Outgoing {
  const { heldUntil } = booking;
  const isHeld = booking.state === "held" && heldUntil !== undefined && heldUntil > app.clock.now();
  return {
    text: lines(
      words.t("sent-declined", { reason: reasonWord(message.payload.reason) }),
      "",
      isHeld
        ? words.t("sent-declined-held", {
            when: visitTime(words, {
              startsAt: booking.startsAt,
              isOnline: booking.serviceKind === "online",
              clientZone: place.clientZone,
            }),
            until: timeOf(heldUntil, words.zone),
          })
        : words.t("sent-declined-over"),
    ),
    buttons: [
      [
        isHeld
          ? button(
              words.c("button-try-again"),
              anew(pay.pack({ bookingId: booking.id, method: "bank_card" })),
              "success",
            )
          : chooseAgain(words, booking),
      ],
      [menuAnew(words)],
    ],
  };
}

function reminder({ words, settings, message, booking, place }: AboutBooking): Outgoing {
  const hours = Number(message.payload.hours);
  return reminderScreen(words, { booking, place, mapUrl: settings["business.mapUrl"], hours });
}

function reviewRequested({ words, booking }: AboutBooking): Outgoing {
  const asked = askRatingScreen(words, booking);
  return { text: lines(words.t("sent-review-requested"), asked.text), buttons: [starsRow(booking.id)] };
}

async function lowRating(from: Composing): Promise<Outgoing | Unwanted> {
  const review = await findReview(from.app.db, String(from.message.bookingId));
  if (review === undefined) return { unwanted: "there is no review" };
  return aboutBooking(from, ({ words, booking, place }) => ({
    text: lines(
      words.t("staff-low-rating", { number: String(booking.number), stars: "⭐".repeat(review.rating) }),
      "",
      words.t("staff-client-line", { name: booking.clientName }),
      visitLines(words, booking, place),
      review.words === "" ? undefined : words.t("staff-review-words", { words: review.words }),
    ),
    buttons: [[button(words.c("button-reply"), anew(replyToClient.pack({ clientId: booking.clientId })))]],
  }));
}

/** The gateway's word for why, as Fluent can name it: `3d_secure_failed` begins with a digit. */
const reasonWord = (reason: unknown): string => String(reason ?? "none").replace(/^3d_/, "");

const moneyComesBack =
  (key: string) =>
  ({ words, message, booking, place }: AboutBooking): Outgoing => ({
    text: lines(
      words.t(key, { amount: formatRubles(kopecks(Number(message.payload.amountKopecks ?? 0))) }),
      "",
      visitLines(words, booking, place),
    ),
    buttons: [[chooseAgain(words, booking)], [menuAnew(words)]],
  });

function holdExpired({ words, booking, place }: AboutBooking): Outgoing | Unwanted {
  if (booking.state !== "expired") return { unwanted: "the booking lives" };
  const over = overScreen(words, booking, place);
  return { ...over, screenBecomes: over, instead: true };
}

const captureRefused = ({ words, booking, place }: AboutBooking): Outgoing => ({
  text: lines(words.t("sent-capture-refused"), "", visitLines(words, booking, place)),
  buttons: [[chooseAgain(words, booking)], [menuAnew(words)]],
  screenBecomes: overScreen(words, booking, place),
});

const consequenceOf = ({ payload }: Message) => ({
  refund: kopecks(Number(payload.refundKopecks ?? 0)),
  kept: kopecks(Number(payload.keptKopecks ?? 0)),
  pointsBack: points(Number(payload.pointsBack ?? 0)),
  penalty: points(Number(payload.penalty ?? 0)),
});

function cancelled({ words, message, booking, place }: AboutBooking): Outgoing {
  return {
    text: lines(
      words.t("sent-cancelled-by-business", { number: String(booking.number) }),
      "",
      visitLines(words, booking, place),
      "",
      consequenceLines(words, consequenceOf(message)),
    ),
    buttons: [[chooseAgain(words, booking)], [menuAnew(words)]],
  };
}

function noShowMarked({ words, message, booking, place }: AboutBooking): Outgoing | Unwanted {
  if (booking.state !== "no_show") return { unwanted: "the mark was corrected" };
  const penalty = Number(message.payload.penalty ?? 0);
  const untilMs = message.payload.blockedUntilMs;
  return {
    text: lines(
      words.t("sent-no-show"),
      "",
      visitLines(words, booking, place),
      "",
      penalty > 0 ? words.t("no-show-penalty", { points: pointsText(words, penalty) }) : undefined,
      typeof untilMs === "number"
        ? words.t("no-show-blocked", { until: momentOf(new Date(untilMs), words.zone) })
        : undefined,
      words.t("no-show-mistake"),
    ),
    buttons: [[button(words.c("button-contact"), anew(toContacts.pack({})))], [menuAnew(words)]],
  };
}

function cancelledForStaff({ words, message, booking, settings }: AboutBooking): Outgoing {
  const place = { address: settings["business.address"], clientZone: undefined };
  return {
    text: lines(
      words.t(message.payload.isLate === true ? "staff-cancelled-late" : "staff-cancelled", {
        number: String(booking.number),
      }),
      "",
      words.t("staff-client-line", { name: booking.clientName }),
      visitLines(words, booking, place),
    ),
    buttons: [],
  };
}

async function fromStaff({ app, words, settings, message }: Composing): Promise<Outgoing | Unwanted> {
  const said = await findClientMessage(app.db, String(message.payload.messageId));
  if (said === undefined) return { unwanted: "the message is gone" };
  return {
    text: words.t("sent-from-staff", { business: settings["business.name"], text: said.text }),
    buttons: [[button(words.c("button-reply"), anew(writeMessage.pack({}))), menuAnew(words)]],
  };
}

function newBooking({ words, booking, settings }: AboutBooking): Outgoing {
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
    buttons: [],
  };
}

async function fromClient({ app, words, message }: Composing): Promise<Outgoing | Unwanted> {
  const said = await findClientMessage(app.db, String(message.payload.messageId));
  const client: Client | undefined = said && (await findClient(app.db, said.clientId));
  if (said === undefined || client === undefined) return { unwanted: "the message is gone" };
  return {
    text: words.t("staff-client-message", { name: client.name, text: said.text }),
    buttons: [[button(words.c("button-reply"), anew(replyToClient.pack({ clientId: client.id })))]],
  };
}

async function paymentNeedsPerson({ app, words, message }: Composing): Promise<Outgoing> {
  const { bookingId, payload } = message;
  const booking = bookingId === undefined ? undefined : await findBooking(app.db, bookingId);
  const amount = formatRubles(kopecks(Number(payload.amountKopecks ?? 0)));
  return {
    text: booking
      ? words.t("staff-payment", { amount, number: String(booking.number) })
      : words.t("staff-payment-no-booking", { amount }),
    buttons: [],
  };
}

const receiptRefused =
  (text: string) =>
  ({ words, booking, message }: AboutBooking): Outgoing => ({
    text: words.t(text, {
      amount: formatRubles(kopecks(Number(message.payload.amountKopecks ?? 0))),
      number: String(booking.number),
    }),
    buttons: [],
  });

const menuAnew = (words: Words): Button => button(words.c("button-menu"), anew(toMenu.pack({})));

const chooseAgain = (words: Words, booking: BookingView): Button =>
  button(
    words.c("button-choose-again"),
    anew(toCalendar.pack({ serviceId: booking.serviceId, specialistId: undefined })),
    "success",
  );
