import type { BookingView, MovePreview } from "../../core/booking/index.ts";
import type { LocalDay, Zone } from "../../core/kernel/local-day.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { worth } from "../../core/kernel/points.ts";
import { type CalendarFacts, calendarGrid, daysText, legendOf } from "../book-visit/calendar-screens.ts";
import { type Place, timeOfVisit, visitLines } from "../book-visit/summary.ts";
import {
  lastPageUpTo,
  type OfferedStart,
  onlineTime,
  TIMES_PER_PAGE,
  timeRows,
} from "../book-visit/times-screens.ts";
import { askMove, moveNow, toBooking, toContacts, toMove, toMoveDay, toMyBookings } from "../buttons.ts";
import { consequenceLines, MOVING } from "../consequence.ts";
import { dayName } from "../format.ts";
import { wasLine } from "../messages/moved.ts";
import { pageRow, toMenuButton } from "../navigation.ts";
import { type Button, button, lines, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";
import { buttonTimes, visitTime } from "../visit.ts";

/** Whose times are shown: of the booking's own specialist, or of everybody who does the service. */
export type Whose = "any" | "same";

export type MoveDaysFacts = {
  readonly booking: BookingView;
  readonly place: Place;
  readonly whose: Whose;
  /** Whether there is a choice of specialists, the booking's own among them. */
  readonly mayNarrow: boolean;
  readonly days: CalendarFacts["days"];
  readonly note?: string | undefined;
};

/** The calendar of the same service, to which the booking could be moved. */
export function moveDaysScreen(words: Words, facts: MoveDaysFacts): Screen {
  const { booking, place, whose, days, note } = facts;
  const { id: bookingId, number, serviceName, specialistName } = booking;
  const legend = legendOf(words, days);
  const isEmpty = legend.length === 0;
  const dataOf = (day: LocalDay) => toMoveDay.pack({ bookingId, whose, day, page: 0 });
  return {
    text: lines(
      note,
      note && "",
      words.t("move-ask-day", {
        number: String(number),
        service: serviceName,
        when: visitTime(words, timeOfVisit(booking, place)),
        specialist: specialistName,
        days: isEmpty ? "none" : daysText(days),
      }),
      ...legend,
      isEmpty ? words.t("move-none") : undefined,
    ),
    buttons: [
      ...(isEmpty ? [] : calendarGrid(days, dataOf)),
      ...(facts.mayNarrow ? [[narrowingButton(words, facts)]] : []),
      ...(isEmpty ? [[button(words.c("button-contact"), toContacts.pack({}))]] : []),
      [button(words.c("button-back"), toBooking.pack({ bookingId })), toMenuButton(words)],
    ],
  };
}

function narrowingButton(words: Words, { booking, whose }: MoveDaysFacts): Button {
  const { id: bookingId, specialistName: name } = booking;
  return whose === "same"
    ? button(words.c("button-move-same", { name }), toMove.pack({ bookingId, whose: "any" }))
    : button(words.c("button-move-any"), toMove.pack({ bookingId, whose: "same" }));
}

export function moveTimesScreen(
  words: Words,
  facts: {
    readonly booking: BookingView;
    readonly whose: Whose;
    readonly day: LocalDay;
    readonly page: number;
    /** All of the day. */
    readonly starts: readonly OfferedStart[];
    /** The client's own zone, if they chose one. */
    readonly clientZone?: Zone | undefined;
  },
): Screen {
  const { booking, whose, day, starts } = facts;
  const { id: bookingId } = booking;
  const page = lastPageUpTo(facts.page, starts);
  const toDays = button(words.c("button-days"), toMove.pack({ bookingId, whose }));
  if (starts.length === 0) {
    return { text: words.t("times-none"), buttons: [[toDays, toMenuButton(words)]] };
  }
  const hasHot = starts.some(({ kind }) => kind === "hot");
  const zone = buttonTimes(words, onlineTime(starts, facts.clientZone));
  return {
    text: lines(
      words.t("move-ask-time", { number: String(booking.number), day: dayName(day) }),
      hasHot ? words.t("times-hot-legend") : undefined,
      zone && "",
      zone,
    ),
    buttons: [
      ...timeRows(words, { starts, page, dataOf: ({ slotId }) => askMove.pack({ bookingId, slotId }) }),
      ...pageRow(words, {
        page,
        hasMore: starts.length > (page + 1) * TIMES_PER_PAGE,
        to: (to) => toMoveDay.pack({ bookingId, whose, day, page: to }),
      }),
      [toDays, toMenuButton(words)],
    ],
  };
}

export type MoveAskFacts = {
  readonly booking: BookingView;
  readonly place: Place;
  readonly slotId: string;
  readonly specialistName: string;
  readonly move: MovePreview;
  readonly note?: string | undefined;
};

/** From when to when, and exactly what that means: what is shown is what the last tap does (CX-7). */
export function moveAskScreen(words: Words, facts: MoveAskFacts): Screen {
  const { booking, place, slotId, move, note } = facts;
  const { id: bookingId, number } = booking;
  const { specialistName } = facts;
  const { startsAt, specialistName: oldSpecialist, serviceKind } = booking;
  const was = { serviceKind, replaces: { startsAt, specialistName: oldSpecialist } };
  const data = moveNow.pack({
    ...{ bookingId, slotId, penalty: move.penalty, price: move.price },
    isLate: move.isLate ? "yes" : "no",
  });
  const isPaid = !move.isAtOnce && move.payNow > 0;
  return {
    text: lines(
      note,
      note && "",
      words.t("move-ask", { number: String(number) }),
      "",
      wasLine(words, was, place),
      visitLines(words, { ...booking, startsAt: move.startsAt, specialistName }, place),
      "",
      ...(move.isAtOnce ? atOnceLines(words, booking) : settledLines(words, booking, move)),
    ),
    buttons: [
      [button(words.c(isPaid ? "button-move-pay" : "button-move-now"), data, "success")],
      [button(words.c("button-move-other"), toMove.pack({ bookingId, whose: "any" }))],
      [button(words.c("button-keep"), toBooking.pack({ bookingId }))],
    ],
  };
}

const atOnceLines = (words: Words, { paid }: BookingView): (string | undefined)[] => [
  words.t("move-at-once"),
  paid > 0 ? words.t("move-keeps-paid", { amount: formatRubles(paid) }) : undefined,
];

function settledLines(words: Words, booking: BookingView, move: MovePreview): (string | undefined)[] {
  const { payNow, onSpot } = move;
  const amount = formatRubles(move.price);
  const isSame = move.price === booking.price;
  return [
    words.t(move.isLate ? "move-late" : "move-in-time", { hours: booking.cancelLateHours }),
    consequenceLines(words, move, MOVING),
    "",
    isSame
      ? words.t("move-price", { amount })
      : words.t("move-price-changed", { amount, before: formatRubles(booking.price) }),
    move.points > 0 ? words.t("move-points", { amount: formatRubles(worth(move.points)) }) : undefined,
    payNow > 0 ? words.t("pay-now", { amount: formatRubles(payNow) }) : undefined,
    onSpot > 0 ? words.t("pay-on-spot", { amount: formatRubles(onSpot) }) : undefined,
    payNow > 0 ? "" : undefined,
    payNow > 0 ? words.t("move-stays-paid") : undefined,
  ];
}

/** The moment it is done; all there is to know follows in a message of its own. */
export const movedScreen = (words: Words): Screen => ({
  text: words.t("moved-now"),
  buttons: [
    [button(words.c("button-my"), toMyBookings.pack({ kind: "upcoming", page: 0 }))],
    [toMenuButton(words)],
  ],
});
