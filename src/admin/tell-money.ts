import type { App } from "../core/app.ts";
import {
  type BookingView,
  bookingStateText,
  DEAD_STATES,
  endedReasonText,
  findBookings,
  type VisitPoints,
  visitPoints,
  waivedOnSpot,
} from "../core/booking/index.ts";
import { findReview } from "../core/feedback/index.ts";
import { formatRubles, type Kopecks, NOTHING } from "../core/kernel/money.ts";
import { formatChange, formatWhole } from "../core/kernel/points.ts";
import { formatInstant } from "./readable.ts";
import type { Params, Telling } from "./table-list.ts";
import { JOURNAL, type Way, waysTo } from "./ways.ts";

/**
 * What a booking's money and points came to: received, still to be taken on the spot, tips apart, earned by the visit; a
 * sum of nothing is a sum too. What came to nothing asks for nothing on the spot. On a card also the penalty, what the
 * booking became, and the ways to what belongs to it.
 */
export async function tellMoney(rows: readonly Params[], to: Telling): Promise<readonly Params[]> {
  const { app } = to;
  const bookings = await findBookings(
    app.db,
    rows.map(({ id }) => String(id)),
  );
  const [only] = to.isCard ? rows : [];
  const byId = new Map(bookings.map((booking) => [booking.id, booking]));
  const shown = byId.get(String(only?.id));
  const card = shown === undefined ? {} : await cardOf(app, shown, to.viewer);
  return rows.map(({ id }) => {
    const booking = byId.get(String(id));
    if (booking === undefined) return {};
    const { refunded, tips, state, willEarn } = booking;
    const unpaid = unpaidOf(booking);
    return {
      paid: receivedText(booking, to.isCard),
      refunded: formatRubles(refunded),
      // In a list, where what is owed is looked for, a nothing would only hide it.
      owedOnSpot: to.isCard || unpaid > 0 ? formatRubles(unpaid) : "",
      tips: formatRubles(tips),
      earns: formatChange(willEarn),
      ...(state === "expired" && booking.wasOffered
        ? { state: bookingStateText(booking), endedReason: "" }
        : {}),
      ...(toldEnding(booking) ?? {}),
      ...(DEAD_STATES.includes(state) ? { onSpotKopecks: formatRubles(NOTHING) } : {}),
      ...(to.isCard ? notAwaited(booking) : {}),
      ...card,
      movedTo: movedTo(booking, to),
    };
  });
}

/** Beside it a card says what was given back; a list has no room for that, and would call kept what is not. */
const receivedText = ({ received, paid, refunded }: BookingView, isCard: boolean): string =>
  isCard || refunded === 0
    ? formatRubles(received)
    : `${formatRubles(paid)} после возврата ${formatRubles(refunded)}`;

/** Why it ended, where more than the reason itself decides what is said. */
const toldEnding = ({ endedReason, replacesId }: BookingView): Params | undefined =>
  endedReason === "dropped" || (endedReason === "given_up" && replacesId !== undefined)
    ? { endedReason: endedReasonText({ endedReason, replacesId }) }
    : undefined;

/** Of a hold nothing is paid yet, whatever of it is to be paid online. */
const unpaidOf = ({ state, owedOnSpot, takableOnSpot }: BookingView): Kopecks =>
  state === "held" ? takableOnSpot : owedOnSpot;

/** «2 000,00 ₽ — больше не ждём»: what was given back of a visit that nothing is owed for any more. */
const waivedText = (returned: Kopecks): string => `${formatRubles(returned)}${NOT_AWAITED}`;

export const NOT_AWAITED = " — больше не ждём";

/** What was agreed to be paid on the spot is no sum to be paid where nothing is owed, and what was given back says why. */
function notAwaited(booking: BookingView): Params {
  if (booking.owedOnSpot > 0 || !AGREED_STATES.includes(booking.state)) return {};
  if (waivedOnSpot(booking) === 0) return { onSpotKopecks: "" };
  return { onSpotKopecks: "", owedOnSpot: "", refunded: waivedText(booking.refunded) };
}

const AGREED_STATES: readonly string[] = ["confirmed", "completed"];

const OF_BOOKING = [
  ["Payment", "Платежи"],
  ["Refund", "Возвраты"],
  ["ClosingReceipt", "Чеки"],
  ["PointEntry", "Движения баллов"],
  ["OutboxMessage", "Сообщения бота"],
] as const;
/** Only of a visit that was rated (MS-2). */
const REVIEW = ["Review", "Отзыв"] as const;

/** «+160»; «+160, отозвано −160»: a refund took back its share (EP-6). */
const earnsText = ({ visit, takenBack }: Pick<VisitPoints, "visit" | "takenBack">): string =>
  takenBack === 0 ? formatChange(visit) : `${formatChange(visit)}, отозвано ${formatChange(-takenBack)}`;

async function cardOf({ db }: App, booking: BookingView, viewer: Telling["viewer"]): Promise<Params> {
  const { visit, rebook, takenBack, penalty } = await visitPoints(db, booking);
  const isRated = (await findReview(db, booking.id)) !== undefined;
  return {
    earns: earnsText({ visit, takenBack }),
    rebook: formatChange(rebook),
    penalty: formatWhole(penalty),
    ways: [
      ...waysTo(
        isRated ? [...OF_BOOKING, REVIEW] : OF_BOOKING,
        { column: "bookingId", id: booking.id },
        viewer,
      ),
      ...waysTo(JOURNAL, { column: "subjectId", id: booking.id }, viewer),
    ],
  };
}

/** The other half of a move: without it the old one would be a dead end (CX-7). */
const movedTo = ({ movedTo: now }: BookingView, { zone }: Telling): readonly Way[] =>
  now === undefined
    ? []
    : [
        {
          text: `№\u00a0${now.number}, ${formatInstant(now.startsAt, zone)}`,
          href: `resources/Booking/records/${now.id}/show`,
        },
      ];

/** Whether a booking's money could go back, is waited for on the spot, or may be recorded there at all. */
export async function moneyFacts(rows: readonly Params[], { db }: App): Promise<readonly Params[]> {
  const ids = rows.map(({ id }) => String(id));
  const bookings = new Map((await findBookings(db, ids)).map((booking) => [booking.id, booking]));
  return ids.map((id) => moneyFactsOf(bookings.get(id)));
}

/** The same of one that was read already. */
export const moneyFactsOf = (booking: BookingView | undefined): Params => ({
  isPaid: (booking?.paid ?? 0) > 0,
  isOwed: (booking?.owedOnSpot ?? 0) > 0,
  isTakable: (booking?.takableOnSpot ?? 0) > 0,
});
