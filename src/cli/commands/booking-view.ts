import {
  BOOKING_STATE_WORDS,
  type BookingState,
  type BookingView,
  bookingStateText,
  DEAD_STATES,
  endedReasonText,
  PAYMENT_POLICY_WORDS,
  type VisitPoints,
} from "../../core/booking/index.ts";
import { dayOf, type Zone } from "../../core/kernel/local-day.ts";
import { formatRubles, type Kopecks } from "../../core/kernel/money.ts";
import { formatChange, formatWhole } from "../../core/kernel/points.ts";
import {
  endText,
  isLetGo,
  PAYMENT_END_WORDS,
  PAYMENT_KIND_WORDS,
  PAYMENT_METHOD_WORDS,
  type PaymentRowView,
  paymentWord,
} from "../../core/payments/index.ts";
import { dayTitle, fields, momentOf, type Row, stretchOf, table } from "../output.ts";

type Look = { readonly zone: Zone; readonly columns: number };

export const BOOKING_STATES = Object.keys(BOOKING_STATE_WORDS) as readonly BookingState[];

/** A heading for each day and specialist, as in the list of slots. */
export function bookingTable(bookings: readonly BookingView[], { zone, columns }: Look): string {
  const headingOf = (booking: BookingView): string =>
    `${dayTitle(dayOf(booking.startsAt, zone))}, ${booking.specialistName}`;
  const rows = [...Map.groupBy(bookings, headingOf)].flatMap(([heading, group]): readonly Row[] => [
    "",
    heading,
    ...group.map((booking) => [
      `  ${stretchOf(booking.startsAt, booking.endsAt, zone)}`,
      String(booking.number),
      booking.clientName,
      booking.serviceName,
      formatRubles(booking.price),
      bookingStateText(booking),
    ]),
  ]);
  return table(
    [
      { title: "  Время" },
      { title: "№", align: "right" },
      { title: "Клиент", isFlexible: true },
      { title: "Услуга", isFlexible: true },
      { title: "Цена", align: "right" },
      { title: "Состояние" },
    ],
    rows,
    columns,
  );
}

type BookingPage = {
  readonly booking: BookingView;
  readonly points: VisitPoints;
  readonly payments: readonly PaymentRowView[];
  /** Staff's; empty: none. */
  readonly note: string;
};

/** All about one booking; money that there is none of is left out. */
export function bookingText({ booking, points, payments, note }: BookingPage, look: Look): string {
  const { zone, columns } = look;
  const money = (amount: Kopecks): string | undefined => (amount === 0 ? undefined : formatRubles(amount));
  const moment = (at: Date | undefined): string | undefined => at && momentOf(at, zone);
  const moveText = (to: { readonly number: number; readonly startsAt: Date }): string =>
    `№${to.number}, ${momentOf(to.startsAt, zone)}`;
  const visit = `${dayTitle(dayOf(booking.startsAt, zone))}, ${stretchOf(booking.startsAt, booking.endsAt, zone)} (${zone})`;
  const isDead = DEAD_STATES.includes(booking.state);
  const isAhead = booking.state !== "completed" && booking.state !== "no_show";
  const isOwedAsAgreed = booking.owedOnSpot === booking.onSpot;
  const text = fields(
    [
      ["Состояние", bookingStateText(booking)],
      ["Визит", visit],
      ["Перенесена с", booking.replaces && moveText(booking.replaces)],
      ["Перенесена на", booking.movedTo && moveText(booking.movedTo)],
      ["Услуга", booking.serviceName],
      ["Специалист", booking.specialistName],
      ["Клиент", `${booking.clientName} (${booking.clientId})`],
      ["Встреча", booking.meetingUrl],
      ["Заметка", note === "" ? undefined : note.replace(/\s+/g, " ")],
      ["Цена", formatRubles(booking.price)],
      ["Без скидки", booking.discount === 0 ? undefined : formatRubles(booking.listPrice)],
      ["Баллами", booking.points === 0 ? undefined : formatWhole(booking.points)],
      ["Оплата услуги", PAYMENT_POLICY_WORDS[booking.policy]],
      ["При записи", money(booking.payNow)],
      ["На месте", isDead ? undefined : money(booking.onSpot)],
      ["Осталось", isDead || (isOwedAsAgreed && isAhead) ? undefined : formatRubles(booking.owedOnSpot)],
      ["Получено", money(booking.received)],
      ["Возвращено", money(booking.refunded)],
      ["Чаевые", money(booking.tips)],
      ["Баллы за визит", points.visit === 0 ? undefined : formatChange(points.visit)],
      ["За быструю запись", points.rebook === 0 ? undefined : formatChange(points.rebook)],
      ["Отозвано при возврате", points.takenBack === 0 ? undefined : formatChange(-points.takenBack)],
      ["Штраф баллами", points.penalty === 0 ? undefined : formatWhole(points.penalty)],
      ["Создана", moment(booking.createdAt)],
      ["Ждёт оплаты до", booking.state === "held" ? moment(booking.heldUntil) : undefined],
      ["Подтверждена", moment(booking.confirmedAt)],
      ["Подтверждено клиентом", moment(booking.promisedAt)],
      [
        "Завершена",
        booking.endedAt && [moment(booking.endedAt), endingOf(booking)].filter(Boolean).join(", "),
      ],
      ["id", booking.id],
    ],
    columns,
  );
  return [`Запись №${booking.number}`, text, ...paymentsText(payments, look)].join("\n");
}

/** Why it ended, unless its state has said so already. */
function endingOf({ state, endedReason, replacesId, wasOffered }: BookingView): string | undefined {
  if (state === "expired" && wasOffered && endedReason !== "dropped") return undefined;
  const words = endedReasonText({ endedReason, replacesId }) ?? endedReason;
  return words === BOOKING_STATE_WORDS[state] ? undefined : words;
}

function paymentsText(payments: readonly PaymentRowView[], { zone, columns }: Look): readonly string[] {
  if (payments.length === 0) return [];
  const drawn = table(
    [
      { title: "Платёж" },
      { title: "За что", isFlexible: true },
      { title: "Сумма", align: "right" },
      { title: "Оплачено", align: "right" },
      { title: "Возвращено", align: "right" },
      { title: "Состояние", isFlexible: true },
    ],
    payments.map((payment) => [
      momentOf(payment.createdAt, zone),
      [PAYMENT_KIND_WORDS[payment.kind], PAYMENT_METHOD_WORDS[payment.method], payment.takenBy]
        .filter(Boolean)
        .join(", "),
      formatRubles(payment.amount),
      formatRubles(payment.captured),
      formatRubles(payment.refunded),
      [paymentWord(payment), endText(PAYMENT_END_WORDS, payment.endedReason)].filter(Boolean).join(": "),
    ]),
    columns,
  );
  return ["", drawn];
}

export const bookingJson = (booking: BookingView, zone: Zone) => ({
  id: booking.id,
  number: booking.number,
  state: booking.state,
  day: dayOf(booking.startsAt, zone),
  startsAt: booking.startsAt,
  endsAt: booking.endsAt,
  clientId: booking.clientId,
  clientName: booking.clientName,
  serviceId: booking.serviceId,
  serviceName: booking.serviceName,
  serviceKind: booking.serviceKind,
  specialistId: booking.specialistId,
  specialistName: booking.specialistName,
  slotKind: booking.slotKind,
  slotIds: booking.slotIds,
  madeBy: booking.madeBy,
  meetingUrl: booking.meetingUrl ?? null,
  listPriceKopecks: booking.listPrice,
  hotDiscountKopecks: booking.hotDiscount,
  friendDiscountKopecks: booking.friendDiscount,
  discountKopecks: booking.discount,
  priceKopecks: booking.price,
  points: booking.points,
  policy: booking.policy,
  prepaymentKopecks: booking.prepayment,
  payChoice: booking.payChoice,
  payNowKopecks: booking.payNow,
  onSpotKopecks: booking.onSpot,
  receivedKopecks: booking.received,
  paidKopecks: booking.paid,
  refundedKopecks: booking.refunded,
  takenOnSpotKopecks: booking.takenOnSpot,
  owedOnSpotKopecks: booking.owedOnSpot,
  takableOnSpotKopecks: booking.takableOnSpot,
  tipsKopecks: booking.tips,
  willEarnPoints: booking.willEarn,
  createdAt: booking.createdAt,
  heldUntil: booking.heldUntil ?? null,
  confirmedAt: booking.confirmedAt ?? null,
  promisedAt: booking.promisedAt ?? null,
  endedAt: booking.endedAt ?? null,
  endedReason: booking.endedReason ?? null,
  replacesId: booking.replacesId ?? null,
  movedToId: booking.movedTo?.id ?? null,
});

export const paymentJson = (payment: PaymentRowView) => ({
  id: payment.id,
  kind: payment.kind,
  method: payment.method,
  takenBy: payment.takenBy ?? null,
  state: payment.state,
  isLetGo: isLetGo(payment),
  amountKopecks: payment.amount,
  capturedKopecks: payment.captured,
  refundedKopecks: payment.refunded,
  createdAt: payment.createdAt,
  endedReason: payment.endedReason ?? null,
});
