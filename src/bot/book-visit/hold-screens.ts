import type { BookingView, CancellationConsequence, LateCost } from "../../core/booking/index.ts";
import { formatRubles, type Kopecks } from "../../core/kernel/money.ts";
import type { Points } from "../../core/kernel/points.ts";
import {
  changeEmail,
  checkPaid,
  choosePart,
  confirm,
  giveUp,
  type PayMethod,
  pay,
  spendPoints,
  toBooking,
  toCalendar,
  toContacts,
  toMove,
  toMyBookings,
  toPointsChoice,
} from "../buttons.ts";
import { consequenceLines, MOVING } from "../consequence.ts";
import { momentOf, timeOf } from "../format.ts";
import { toMenuButton } from "../navigation.ts";
import { type Button, button, inRows, lines, linkButton, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";
import { heldUntil, visitTime } from "../visit.ts";
import { lateCostLines } from "./late-cost-lines.ts";
import { type Place, pointsText, priceLines, timeOfVisit, visitLines } from "./summary.ts";

/** How many points may be spent on a held booking, or why not and when. */
export type PointsChoice =
  | { readonly max: number; readonly why: undefined; readonly balance: number }
  | { readonly max: number; readonly why: "no_points" | "price_too_small"; readonly balance: number }
  | { readonly max: number; readonly why: "too_soon"; readonly possibleAt: Date; readonly balance: number };

export type HoldFacts = {
  readonly booking: BookingView;
  readonly place: Place;
  readonly points: PointsChoice;
  readonly isSbpOffered: boolean;
  /** Of a hold that replaces a booking: what giving that one up brings and costs. */
  readonly givenUp?: CancellationConsequence | undefined;
  readonly lateCost?: LateCost | undefined;
  /** What booking so soon after the visit before will earn more (EP-2). */
  readonly rebook?: Points | undefined;
  readonly note?: string | undefined;
};

/** The one breakdown before anything is paid (PR-6), and what can be chosen about it. */
export function holdScreen(words: Words, facts: HoldFacts): Screen {
  const { booking, note } = facts;
  const { id: bookingId } = booking;
  return {
    text: lines(
      note,
      note && "",
      words.t("hold-title"),
      "",
      visitLines(words, booking, facts.place),
      "",
      priceLines(words, booking, facts.rebook),
      "",
      pointsLine(words, facts),
      ...movingLines(words, facts),
      ...lateCostLines(words, facts),
      booking.heldUntil &&
        words.t("hold-until", {
          until: untilText(words, { booking, place: facts.place }, booking.heldUntil),
        }),
    ),
    buttons: [
      ...pointsButtons(words, facts),
      ...partButtons(words, booking),
      ...payButtons(words, facts),
      [giveUpButton(words, booking), toMenuButton(words)],
    ],
    expects: { what: "payment", subject: bookingId },
  };
}

/** Until when a booking's time is held, in whose time it is told. */
export const untilText = (
  words: Words,
  { booking, place }: { readonly booking: BookingView; readonly place: Place },
  until: Date,
): string => heldUntil(words, { madeAt: booking.createdAt, until }, timeOfVisit(booking, place));

const giveUpButton = (words: Words, { id: bookingId, replaces }: BookingView): Button =>
  button(words.c(replaces ? "button-move-stop" : "button-give-up"), giveUp.pack({ bookingId }));

/** A hold that replaces a booking: nothing happens to that one until this one is settled, and what then does (CX-7). */
function movingLines(
  words: Words,
  { booking, place, givenUp }: Pick<HoldFacts, "booking" | "place" | "givenUp">,
): (string | undefined)[] {
  if (booking.replaces === undefined) return [];
  const { startsAt } = booking.replaces;
  const when = visitTime(words, { ...timeOfVisit(booking, place), startsAt });
  return [
    words.t(booking.payNow > 0 ? "hold-moving-pay" : "hold-moving", { when }),
    givenUp && consequenceLines(words, givenUp, MOVING),
  ];
}

function pointsLine(words: Words, { booking, points }: HoldFacts): string | undefined {
  if (booking.points > 0) return undefined;
  switch (points.why) {
    case undefined:
      return words.t("points-may", { points: pointsText(words, points.max) });
    case "too_soon":
      return words.t("points-later", { moment: momentOf(points.possibleAt, words.zone) });
    case "price_too_small":
      return words.t("points-small");
    case "no_points":
      return words.t("points-none");
  }
}

function pointsButtons(words: Words, { booking, points }: HoldFacts): Button[][] {
  const data = toPointsChoice.pack({ bookingId: booking.id });
  if (booking.points > 0) {
    return [[button(words.c("button-points-change", { points: pointsText(words, booking.points) }), data)]];
  }
  if (points.why !== undefined) return [];
  return [[button(words.c("button-points-use", { points: pointsText(words, points.max) }), data)]];
}

/** On a hot start: the prepayment only, or everything at once (PY-2). */
function partButtons(words: Words, booking: BookingView): Button[][] {
  const all = booking.payNow + booking.onSpot;
  if (booking.policy !== "hot" || booking.prepayment >= all) return [];
  const caption = (choice: "prepayment" | "all", key: string, amount: Kopecks) => {
    const text = words.c(key, { amount: formatRubles(amount) });
    const isChosen = booking.payChoice === choice;
    return button(
      isChosen ? words.c("button-part-chosen", { caption: text }) : text,
      choosePart.pack({ bookingId: booking.id, choice }),
    );
  };
  return [
    [caption("prepayment", "button-part-prepayment", booking.prepayment)],
    [caption("all", "button-part-all", all as Kopecks)],
  ];
}

function payButtons(words: Words, { booking, isSbpOffered }: HoldFacts): Button[][] {
  const { id: bookingId, payNow } = booking;
  if (payNow === 0) return [[button(words.c("button-confirm"), confirm.pack({ bookingId }), "success")]];
  const amount = formatRubles(payNow);
  return [
    [button(words.c("button-pay", { amount }), pay.pack({ bookingId, method: "bank_card" }), "success")],
    ...(isSbpOffered
      ? [[button(words.c("button-pay-sbp", { amount }), pay.pack({ bookingId, method: "sbp" }), "success")]]
      : []),
  ];
}

const AMOUNTS = [50, 100, 200, 300, 500, 1_000, 2_000] as const;
const AMOUNTS_SHOWN_MAX = 6;

/** All, half, some round amounts between, or none; any other amount may be typed. */
export function pointsScreen(
  words: Words,
  booking: BookingView,
  points: PointsChoice,
  note?: string,
): Screen {
  const spend = (caption: string, amount: number) =>
    button(caption, spendPoints.pack({ bookingId: booking.id, points: amount }));
  const half = Math.floor(points.max / 2);
  const others = [...new Set([half, ...AMOUNTS])]
    .filter((amount) => amount > 0 && amount < points.max)
    .sort((a, b) => b - a)
    .slice(0, AMOUNTS_SHOWN_MAX);
  const all = words.c("button-points-all", { points: pointsText(words, points.max) });
  return {
    text: lines(
      note,
      note && "",
      words.t("points-ask", {
        balance: pointsText(words, points.balance),
        points: pointsText(words, points.max),
      }),
    ),
    buttons: [
      ...(points.max > 0 ? [[spend(all, points.max)]] : []),
      ...inRows(
        others.map((amount) =>
          spend(words.c("button-points-some", { points: pointsText(words, amount) }), amount),
        ),
        2,
      ),
      [spend(words.c("button-points-zero"), 0)],
      [button(words.c("button-back"), toBooking.pack({ bookingId: booking.id })), toMenuButton(words)],
    ],
    expects: { what: "points", subject: booking.id },
  };
}

/** To whom the receipt of a payment goes, and how it is paid. */
export type ReceiptTo = { readonly email: string; readonly method: PayMethod };

/** Where to pay, until when, and what to do after. */
export function payScreen(
  words: Words,
  facts: {
    readonly booking: BookingView;
    readonly place: Place;
    readonly givenUp?: CancellationConsequence | undefined;
    readonly lateCost?: LateCost | undefined;
    readonly payment: { readonly url: string; readonly amount: Kopecks; readonly payUntil: Date };
    /** When it was looked for and not found. */
    readonly lookedAt?: Date | undefined;
    readonly receiptTo?: ReceiptTo | undefined;
  },
): Screen {
  const { booking, payment, lookedAt, receiptTo } = facts;
  const { id: bookingId } = booking;
  const amount = formatRubles(payment.amount);
  return {
    text: lines(
      visitLines(words, booking, facts.place),
      "",
      ...movingLines(words, facts),
      ...lateCostLines(words, facts),
      words.t("pay-title", { amount }),
      words.t("pay-until", {
        until: untilText(words, { booking, place: facts.place }, payment.payUntil),
      }),
      receiptTo && words.t("pay-receipt", { email: receiptTo.email }),
      words.t("pay-how"),
      lookedAt && "",
      lookedAt && words.t("pay-not-yet", { time: timeOf(lookedAt, words.zone) }),
    ),
    buttons: [
      [linkButton(words.c("button-pay-link", { amount }), payment.url, "success")],
      [button(words.c("button-paid"), checkPaid.pack({ bookingId }))],
      ...(receiptTo === undefined
        ? []
        : [
            [
              button(
                words.c("button-other-email"),
                changeEmail.pack({ bookingId, method: receiptTo.method }),
              ),
            ],
          ]),
      [button(words.c("button-back"), toBooking.pack({ bookingId }))],
      [giveUpButton(words, booking), toMenuButton(words)],
    ],
    expects: { what: "payment", subject: bookingId },
  };
}

/** Money is on its way from "authorised" to "captured": nothing to do but wait. */
export const confirmingScreen = (words: Words, booking: BookingView, place: Place): Screen => ({
  text: lines(visitLines(words, booking, place), "", words.t("confirming")),
  buttons: [
    [button(words.c("button-check-again"), checkPaid.pack({ bookingId: booking.id }))],
    [toMenuButton(words)],
  ],
  expects: { what: "payment", subject: booking.id },
});

/** The moment it is done; all there is to know follows in a message of its own. */
export const confirmedScreen = (words: Words, booking: BookingView): Screen => ({
  text: words.t(booking.paid > 0 ? "confirmed-paid" : "confirmed"),
  buttons: [
    [button(words.c("button-my"), toMyBookings.pack({ kind: "upcoming", page: 0 }))],
    [toMenuButton(words)],
  ],
});

/** A hold that is over without a booking, and the way to another. */
export const overScreen = (
  words: Words,
  booking: BookingView,
  place: Place,
  title = overText(booking),
): Screen => ({
  text: lines(
    words.t(title),
    "",
    visitLines(words, booking, place),
    stillLine(words, booking, place) && "",
    stillLine(words, booking, place),
    booking.openPayment && "",
    booking.openPayment && words.t(ranOut(booking) ? "over-money" : "over-money-back"),
  ),
  buttons: [
    [button(words.c("button-choose-again"), chooseAgainData(booking), "success")],
    [button(words.c("button-contact"), toContacts.pack({})), toMenuButton(words)],
  ],
  // Still this booking's screen, so that the message about its end changes it instead of repeating it.
  expects: { what: "payment", subject: booking.id },
});

/** The booking that was to be replaced stands as it stood. */
function stillLine(words: Words, booking: BookingView, place: Place): string | undefined {
  const { replaces } = booking;
  if (replaces?.state !== "confirmed") return undefined;
  const when = visitTime(words, { ...timeOfVisit(booking, place), startsAt: replaces.startsAt });
  return words.t("over-still", { number: String(replaces.number), when });
}

/** Where another start is chosen: for the same move, while there is something to move. */
export const chooseAgainData = ({ replaces, serviceId }: BookingView): string =>
  replaces?.state === "confirmed"
    ? toMove.pack({ bookingId: replaces.id, whose: "any" })
    : toCalendar.pack({ serviceId, specialistId: undefined });

/** Whether nobody answered in time, of a hold that is over: the jobs may not have noted it yet. */
export const ranOut = ({ state, endedReason }: BookingView): boolean =>
  state === "held" || endedReason === "unpaid";

function overText(booking: BookingView): string {
  if (booking.endedReason === "given_up") return "over-given-up";
  if (booking.endedReason === "dropped") return "over-by-business";
  if (!ranOut(booking)) return "over-other";
  return booking.payNow > 0 ? "over-expired" : "over-unconfirmed";
}
