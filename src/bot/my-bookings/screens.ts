import {
  type BookingState,
  type BookingView,
  type Ending,
  type LateCost,
  LIVE_STATES,
} from "../../core/booking/index.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { worth } from "../../core/kernel/points.ts";
import { lateCostLines } from "../book-visit/late-cost-lines.ts";
import { MARKS } from "../book-visit/marks.ts";
import { type Place, timeOfVisit, visitLines } from "../book-visit/summary.ts";
import {
  askCancel,
  sendCalendarFile,
  startBooking,
  toBooking,
  toCalendar,
  toContacts,
  toMove,
  toMyBookings,
  toReview,
  toTip,
  toWaitlist,
} from "../buttons.ts";
import { CANCELLED, type ConsequenceTexts, consequenceLines } from "../consequence.ts";
import { shortMomentOf } from "../format.ts";
import { pageRow, toMenuButton } from "../navigation.ts";
import { type Button, button, lines, linkButton, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";
import { buttonTimes } from "../visit.ts";

export const BOOKINGS_PER_PAGE = 6;

export const STATE_TEXTS = {
  held: "state-held",
  confirming: "state-confirming",
  confirmed: "state-confirmed",
  completed: "state-completed",
  no_show: "state-no-show",
  expired: "state-expired",
  cancelled: "state-cancelled",
  moved: "state-moved",
} as const satisfies Record<BookingState, string>;

export type MyBookingsFacts = {
  readonly kind: "upcoming" | "past";
  readonly page: number;
  readonly bookings: readonly BookingView[];
  readonly hasMore: boolean;
  /** How much they wait for (MS-9). */
  readonly waits?: number;
  /** The client's own zone, if they chose one. */
  readonly clientZone?: Zone | undefined;
  readonly note?: string | undefined;
};

export function myBookingsScreen(words: Words, facts: MyBookingsFacts): Screen {
  const { kind, page, bookings, hasMore, note, waits = 0 } = facts;
  const isUpcoming = kind === "upcoming";
  const isEmpty = bookings.length === 0;
  const title = isUpcoming
    ? isEmpty
      ? "my-upcoming-none"
      : "my-upcoming"
    : isEmpty
      ? "my-past-none"
      : "my-past";
  const open = (booking: BookingView): Button =>
    button(bookingCaption(words, booking), toBooking.pack({ bookingId: booking.id }));
  const online = bookings.find(({ serviceKind }) => serviceKind === "online");
  const zone = online && buttonTimes(words, timeOfVisit(online, facts));
  return {
    text: lines(note, note && "", words.t(title), zone && "", zone),
    buttons: [
      ...bookings.map((booking) => [open(booking)]),
      ...pageRow(words, {
        page,
        hasMore,
        to: (to) => toMyBookings.pack({ kind, page: to }),
      }),
      ...(isUpcoming && isEmpty
        ? [[button(words.c("button-book"), startBooking.pack({ range: "all" }), "success")]]
        : []),
      ...(isUpcoming && waits > 0
        ? [[button(words.c("button-waitlist", { count: waits }), toWaitlist.pack({}))]]
        : []),
      [
        isUpcoming
          ? button(words.c("button-my-past"), toMyBookings.pack({ kind: "past", page: 0 }))
          : button(words.c("button-my-upcoming"), toMyBookings.pack({ kind: "upcoming", page: 0 })),
        toMenuButton(words),
      ],
    ],
  };
}

/** What became of a booking that is past: a sign for the eye, and a word where it did not take place as agreed. */
const PAST_MARKS: Readonly<Partial<Record<BookingState, string>>> = {
  completed: "✅",
  no_show: "🚫",
  cancelled: "✖️",
  moved: "🔁",
};

/** What is not agreed on yet has an hourglass instead of its colour, and says what it waits for. */
function bookingCaption(words: Words, booking: BookingView): string {
  const facts = { moment: shortMomentOf(booking.startsAt, words.zone), service: booking.serviceName };
  if (booking.state !== "held" && booking.state !== "confirming") {
    const mark = PAST_MARKS[booking.state] ?? MARKS[booking.slotKind].circle;
    const isAsAgreed = booking.state === "confirmed" || booking.state === "completed";
    const state = isAsAgreed ? "none" : words.c(STATE_TEXTS[booking.state]);
    return words.c("button-booking", { ...facts, mark, state });
  }
  const isFree = booking.state === "held" && booking.payNow === 0;
  const state = words.c(isFree ? "state-unconfirmed" : STATE_TEXTS[booking.state]);
  return words.c("button-booking-waits", { ...facts, state });
}

export type CardFacts = {
  readonly booking: BookingView;
  readonly place: Place;
  readonly mapUrl: string;
  readonly isMoveOffered?: boolean;
  readonly isCancelOffered?: boolean;
  readonly isTipOffered?: boolean;
  /** Of a visit that took place: whether it may be rated, or its rating still changed (MS-2). */
  readonly review?: "give" | "change" | undefined;
  readonly lateCost?: LateCost | undefined;
  readonly ending?: Ending | undefined;
  /** What is said above the card: why one ended up here. */
  readonly note?: string | undefined;
};

/** All there is to know about a booking, and the way to a human for what the bot cannot change. */
export function bookingCardScreen(words: Words, facts: CardFacts): Screen {
  const { booking, place, mapUrl, note } = facts;
  const isAhead = booking.state === "confirmed";
  const state = words.c(STATE_TEXTS[booking.state]);
  return {
    text: lines(
      note,
      note && "",
      words.t("card-title", { number: String(booking.number), state }),
      "",
      visitLines(words, booking, place),
      isAhead ? meetingLine(words, booking) : undefined,
      "",
      moneyLines(words, booking),
      ...lateCostLines(words, facts),
      facts.ending &&
        consequenceLines(words, facts.ending, ENDED[booking.state === "moved" ? "moved" : "cancelled"]),
      booking.tips > 0 ? "" : undefined,
      booking.tips > 0 ? words.t("booking-tips", { amount: formatRubles(booking.tips) }) : undefined,
    ),
    buttons: [
      ...(isAhead ? placeButtons(words, booking, mapUrl) : []),
      ...(isAhead
        ? [[button(words.c("button-calendar-file"), sendCalendarFile.pack({ bookingId: booking.id }))]]
        : []),
      ...(facts.isMoveOffered
        ? [[button(words.c("button-move"), toMove.pack({ bookingId: booking.id, whose: "any" }))]]
        : []),
      ...(facts.isCancelOffered
        ? [[button(words.c("button-cancel"), askCancel.pack({ bookingId: booking.id }))]]
        : []),
      ...(facts.review === undefined
        ? []
        : [[button(words.c(REVIEW_CAPTIONS[facts.review]), toReview.pack({ bookingId: booking.id }))]]),
      ...(facts.isTipOffered ? [[button(words.c("button-tip"), toTip.pack({ bookingId: booking.id }))]] : []),
      ...movedToButton(words, booking),
      [
        button(
          words.c("button-again"),
          toCalendar.pack({ serviceId: booking.serviceId, specialistId: booking.specialistId }),
        ),
      ],
      [
        button(words.c("button-back"), toMyBookings.pack({ kind: isAhead ? "upcoming" : "past", page: 0 })),
        button(words.c("button-contact"), toContacts.pack({})),
      ],
      [toMenuButton(words)],
    ],
  };
}

const REVIEW_CAPTIONS = { give: "button-review", change: "button-review-change" } as const;

/** Where its money and points went; what goes back is on a line of its own already. */
const ENDED: Readonly<Record<"cancelled" | "moved", ConsequenceTexts>> = {
  cancelled: CANCELLED.filter(([part]) => part !== "refund"),
  moved: [
    ["kept", "moved-kept"],
    ["pointsBack", "cancelled-points-back"],
    ["penalty", "moved-penalty"],
  ],
};

/** From a booking that was moved to what it became. */
function movedToButton(words: Words, { movedTo }: BookingView): Button[][] {
  if (movedTo === undefined) return [];
  const facts = { number: String(movedTo.number), moment: shortMomentOf(movedTo.startsAt, words.zone) };
  return [[button(words.c("button-moved-to", facts), toBooking.pack({ bookingId: movedTo.id }), "success")]];
}

/** What it costs, what of it was paid and how, and what is left. */
export const moneyLines = (words: Words, booking: BookingView): string =>
  lines(
    receivedLines(words, booking),
    isOwedLater(booking)
      ? words.t("booking-on-spot", { amount: formatRubles(booking.owedOnSpot) })
      : undefined,
  );

/** What it costs, and what of it was paid and went back. */
export const receivedLines = (words: Words, booking: BookingView): string =>
  lines(
    words.t("booking-price", { amount: formatRubles(booking.price) }),
    booking.points > 0
      ? words.t("booking-points", { amount: formatRubles(worth(booking.points)) })
      : undefined,
    booking.received > 0 ? words.t("booking-paid", { amount: formatRubles(booking.received) }) : undefined,
    booking.refunded > 0
      ? words.t("booking-refunded", { amount: formatRubles(booking.refunded) })
      : undefined,
  );

/** After a visit only what a recorded part of the money left: staff who record none would make debtors of all. */
const isOwedLater = ({ state, owedOnSpot, takenOnSpot }: BookingView): boolean =>
  owedOnSpot > 0 && (takenOnSpot > 0 || LIVE_STATES.includes(state));

export function meetingLine(words: Words, booking: BookingView): string | undefined {
  if (booking.serviceKind !== "online") return undefined;
  const { meetingUrl } = booking;
  return meetingUrl === undefined
    ? words.t("booking-link-later")
    : words.t("booking-link", { url: meetingUrl });
}

/** The way there: a map for a visit in person, the link for one online. */
export function placeButtons(words: Words, booking: BookingView, mapUrl: string): Button[][] {
  if (booking.serviceKind === "online") {
    return booking.meetingUrl === undefined
      ? []
      : [[linkButton(words.c("button-meeting"), booking.meetingUrl, "primary")]];
  }
  return mapUrl === "" ? [] : [[linkButton(words.c("button-map"), mapUrl)]];
}
