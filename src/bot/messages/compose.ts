import { type BookingView, findBooking, lateCost, visitPoints } from "../../core/booking/index.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { findClientMessage, type Message, type MessageKind } from "../../core/notifications/index.ts";
import { findClient } from "../../core/people/index.ts";
import { chooseAgainData, confirmedScreen, overScreen, untilText } from "../book-visit/hold-screens.ts";
import { lateCostLines } from "../book-visit/late-cost-lines.ts";
import { pointsText, rebookLine, timeOfVisit, visitLines } from "../book-visit/summary.ts";
import { pay, toBooking, toMove, toMyBookings, writeMessage } from "../buttons.ts";
import { anew } from "../callback-data.ts";
import { droppedMoveLine } from "../cancel-booking/screens.ts";
import { CANCELLED, consequenceLines } from "../consequence.ts";
import { calendarFile } from "../my-bookings/calendar-file.ts";
import { meetingLine, moneyLines, placeButtons } from "../my-bookings/screens.ts";
import { type Button, button, lines } from "../screen.ts";
import type { Words } from "../texts.ts";
import { visitTime } from "../visit.ts";
import { backupFailed } from "./backup-failed.ts";
import { broadcast, broadcastTest } from "./broadcast.ts";
import {
  type AboutBooking,
  amountIn,
  type Composing,
  consequenceOf,
  menuAnew,
  type Outgoing,
  type Unwanted,
} from "./composing.ts";
import { exportFailed, exportFile } from "./exports.ts";
import {
  cancelledForStaff,
  fromClient,
  lowRating,
  movedForStaff,
  newBooking,
  paymentNeedsPerson,
  ratingBetter,
  receiptRefused,
} from "./for-staff.ts";
import { hotWindowsProposed } from "./hot-windows.ts";
import {
  blockLifted,
  clientBlocked,
  friendCame,
  markCorrected,
  noShowMarked,
  visitCompleted,
} from "./marks.ts";
import { meetingLinkChanged } from "./meeting-link.ts";
import { mergeOverlaps } from "./merge-overlaps.ts";
import { reasonWord, refundedByStaff, tipDeclined, tipForStaff, tipReceived } from "./money.ts";
import { movedLines, wasLine } from "./moved.ts";
import { isWalkIn, reminder, reviewRequested, visitNoted } from "./visits.ts";
import { holdExpired, waitlistEnded, waitlistJoined, waitlistOffer } from "./waitlist.ts";

type Compose = (from: Composing) => Promise<Outgoing | Unwanted>;

/** The words of each kind of message; what they are about is looked up now, not when they were promised. */
export const COMPOSE = {
  booking_confirmed: (from) => aboutBooking(from, confirmed),
  payment_requested: (from) => aboutBooking(from, paymentRequested),
  payment_declined: (from) => aboutBooking(from, declined),
  payment_too_late: (from) => aboutBooking(from, moneyComesBack("sent-too-late")),
  payment_returned: (from) => aboutBooking(from, moneyReturned),
  hold_expired: (from) => aboutBooking(from, holdExpired),
  capture_refused: (from) => aboutBooking(from, captureRefused),
  booking_cancelled: (from) => aboutBooking(from, cancelled),
  booking_moved: (from) => aboutBooking(from, confirmed),
  meeting_link_changed: (from) => aboutBooking(from, meetingLinkChanged),
  no_show_marked: (from) => aboutBooking(from, noShowMarked),
  reminder: (from) => aboutBooking(from, reminder),
  review_requested: (from) => aboutBooking(from, reviewRequested),
  staff_low_rating: (from) => aboutBooking(from, lowRating),
  staff_rating_better: (from) => aboutBooking(from, ratingBetter),
  visit_completed: (from) => aboutBooking(from, visitCompleted),
  mark_corrected: (from) => aboutBooking(from, markCorrected),
  client_blocked: clientBlocked,
  block_lifted: blockLifted,
  friend_came: friendCame,
  tip_received: (from) => aboutBooking(from, tipReceived),
  tip_declined: (from) => aboutBooking(from, tipDeclined),
  staff_tip: (from) => aboutBooking(from, tipForStaff),
  message_from_staff: fromStaff,
  waitlist_offer: (from) => aboutBooking(from, waitlistOffer),
  waitlist_joined: waitlistJoined,
  waitlist_ended: waitlistEnded,
  staff_new_booking: (from) => aboutBooking(from, newBooking),
  staff_booking_cancelled: (from) => aboutBooking(from, cancelledForStaff),
  staff_booking_moved: (from) => aboutBooking(from, movedForStaff),
  staff_client_message: fromClient,
  staff_payment_needs_person: paymentNeedsPerson,
  staff_payment_receipt_refused: (from) => aboutBooking(from, receiptRefused("staff-payment-receipt")),
  staff_closing_receipt_refused: (from) => aboutBooking(from, receiptRefused("staff-closing-receipt")),
  staff_merge_overlaps: mergeOverlaps,
  broadcast,
  broadcast_test: broadcastTest,
  staff_hot_windows: hotWindowsProposed,
  staff_backup_failed: backupFailed,
  staff_export_failed: exportFailed,
  export_file: exportFile,
} as const satisfies Record<MessageKind, Compose>;

async function aboutBooking(
  from: Composing,
  compose: (from: AboutBooking) => Outgoing | Unwanted | Promise<Outgoing | Unwanted>,
): Promise<Outgoing | Unwanted> {
  const { app, message, settings } = from;
  const booking = message.bookingId === undefined ? undefined : await findBooking(app.db, message.bookingId);
  if (booking === undefined) return { unwanted: "booking_gone" };
  const client = message.clientId === undefined ? undefined : await findClient(app.db, message.clientId);
  return compose({
    ...from,
    booking,
    place: { address: settings["business.address"], clientZone: client?.timeZone },
  });
}

async function confirmed(from: AboutBooking): Promise<Outgoing | Unwanted> {
  const { app, words, settings, booking, place, message } = from;
  if (booking.state !== "confirmed") return { unwanted: "booking_not_confirmed" };
  if (isWalkIn(booking)) return visitNoted(from);
  const { rebook } = await visitPoints(app.db, booking);
  const changed = movedLines(words, message);
  return {
    text: lines(
      words.t(confirmedTitle(message), { number: String(booking.number) }),
      "",
      wasLine(words, booking, place),
      visitLines(words, booking, place),
      meetingLine(words, booking),
      "",
      moneyLines(words, booking),
      changed && "",
      changed,
      changed && "",
      booking.willEarn > 0
        ? words.t("sent-confirmed-earn", { points: pointsText(words, booking.willEarn) })
        : undefined,
      rebookLine(words, rebook),
      ...lateCostLines(words, { booking, place, lateCost: lateCost(booking, app.clock.now()) }),
      message.kind === "booking_moved" ? "" : undefined,
      message.kind === "booking_moved" ? words.t("sent-moved-help") : undefined,
    ),
    buttons: [
      ...placeButtons(words, booking, settings["business.mapUrl"]),
      ...(message.kind === "booking_moved"
        ? [[button(words.c("button-move"), anew(toMove.pack({ bookingId: booking.id, whose: "any" })))]]
        : []),
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

/** A move tells itself by who made it. */
function confirmedTitle({ kind, payload }: Message): string {
  if (kind === "booking_moved") return "sent-moved-by-business";
  return payload.by === undefined ? "sent-confirmed" : "sent-moved";
}

function paymentRequested({ app, words, booking, place }: AboutBooking): Outgoing | Unwanted {
  const { heldUntil } = booking;
  if (booking.state !== "held" || heldUntil === undefined || heldUntil <= app.clock.now()) {
    return { unwanted: "hold_over" };
  }
  const until = untilText(words, { booking, place }, heldUntil);
  return {
    text: lines(
      words.t("sent-payment-requested", { part: booking.onSpot === 0 ? "whole" : "prepayment" }),
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
            when: visitTime(words, timeOfVisit(booking, place)),
            until: untilText(words, { booking, place }, heldUntil),
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

const moneyComesBack =
  (key: string) =>
  ({ words, message, booking, place }: AboutBooking): Outgoing => ({
    text: lines(
      words.t(key, { amount: formatRubles(amountIn(message)) }),
      "",
      visitLines(words, booking, place),
    ),
    buttons: [[chooseAgain(words, booking)], [menuAnew(words)]],
  });

const moneyReturned = (from: AboutBooking): Outgoing =>
  from.message.payload.why === "by_staff" ? refundedByStaff(from) : moneyComesBack("sent-returned")(from);

const captureRefused = ({ words, booking, place }: AboutBooking): Outgoing => ({
  text: lines(words.t("sent-capture-refused"), "", visitLines(words, booking, place)),
  buttons: [[chooseAgain(words, booking)], [menuAnew(words)]],
  screenBecomes: overScreen(words, booking, place),
});

function cancelled({ words, message, booking, place }: AboutBooking): Outgoing {
  return {
    text: lines(
      words.t("sent-cancelled-by-business", { number: String(booking.number) }),
      "",
      visitLines(words, booking, place),
      "",
      consequenceLines(words, { ...consequenceOf(message), handedBack: booking.takenOnSpot }, CANCELLED),
      droppedMoveLine(words, "cancelled-dropped-move", { booking, place, consequence: droppedIn(message) }),
    ),
    buttons: [[chooseAgain(words, booking)], [menuAnew(words)]],
  };
}

const droppedIn = ({ payload: { droppedMoveStartsAtMs: ms } }: Message) => ({
  droppedMove: typeof ms === "number" ? { startsAt: new Date(ms) } : undefined,
});

async function fromStaff({ app, words, settings, message }: Composing): Promise<Outgoing | Unwanted> {
  const said = await findClientMessage(app.db, String(message.payload.messageId));
  if (said === undefined) return { unwanted: "words_gone" };
  return {
    text: words.t("sent-from-staff", { business: settings["business.name"], text: said.text }),
    buttons: [[button(words.c("button-reply"), anew(writeMessage.pack({}))), menuAnew(words)]],
  };
}

const chooseAgain = (words: Words, booking: BookingView): Button =>
  button(words.c("button-choose-again"), anew(chooseAgainData(booking)), "success");
