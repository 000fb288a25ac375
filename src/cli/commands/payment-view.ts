import { type BookingView, bookingStateText, endedReasonText } from "../../core/booking/index.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { formatRubles, type Kopecks } from "../../core/kernel/money.ts";
import {
  endText,
  type GatewayView,
  PAYMENT_END_WORDS,
  PAYMENT_KIND_WORDS,
  PAYMENT_METHOD_WORDS,
  PAYMENT_STATE_WORDS,
  type PaymentCard,
  type PaymentKind,
  type PaymentRowView,
  type PaymentState,
  paymentWord,
  REFUND_END_WORDS,
  REFUND_REASON_WORDS,
  REFUND_STATE_WORDS,
  type RefundView,
} from "../../core/payments/index.ts";
import { fields, momentOf, table } from "../output.ts";
import { bookingJson, paymentJson } from "./booking-view.ts";
import { beginOf } from "./id-of.ts";
import { receiptJson, receiptsText } from "./receipt-view.ts";

type Look = { readonly zone: Zone; readonly columns: number };

export const PAYMENT_STATES = Object.keys(PAYMENT_STATE_WORDS) as readonly PaymentState[];
export const PAYMENT_KINDS = Object.keys(PAYMENT_KIND_WORDS) as readonly PaymentKind[];

export const paymentTable = (payments: readonly PaymentRowView[], { zone, columns }: Look): string =>
  table(
    [
      { title: "id" },
      { title: "Начат" },
      { title: "Запись", align: "right" },
      { title: "Клиент", isFlexible: true },
      { title: "За что", isFlexible: true },
      { title: "Сумма", align: "right" },
      { title: "Состояние", isFlexible: true },
    ],
    payments.map((payment) => [
      beginOf(payment.id),
      momentOf(payment.createdAt, zone),
      `№${payment.bookingNumber}`,
      payment.clientName,
      shortWayOf(payment),
      formatRubles(payment.amount),
      paymentWord(payment),
    ]),
    columns,
  );

const wayOf = ({ kind, method, takenBy }: PaymentRowView): string =>
  [PAYMENT_KIND_WORDS[kind], PAYMENT_METHOD_WORDS[method], takenBy].filter(Boolean).join(", ");

/** In a list almost all are for a visit: only what is not says so. */
const shortWayOf = (payment: PaymentRowView): string =>
  payment.kind === "booking" ? PAYMENT_METHOD_WORDS[payment.method] : wayOf(payment);

/** All about one payment; what there is none of is left out. */
export function cardText(
  { payment, gateway, refunds, receipts }: PaymentCard,
  booking: BookingView,
  look: Look,
): string {
  const { zone, columns } = look;
  const some = (amount: Kopecks): string | undefined => (amount === 0 ? undefined : formatRubles(amount));
  const text = fields(
    [
      [
        "Состояние",
        [paymentWord(payment), endText(PAYMENT_END_WORDS, payment.endedReason)].filter(Boolean).join(": "),
      ],
      ["За что", wayOf(payment)],
      ["Сумма", formatRubles(payment.amount)],
      ["Оплачено", some(payment.captured)],
      ["Возвращено", some(payment.refunded)],
      [
        "Запись",
        `№${booking.number}, ${momentOf(booking.startsAt, zone)} (${zone}), ${bookingStateText(booking)}`,
      ],
      ["Услуга", `${booking.serviceName}, ${booking.specialistName}`],
      ["Клиент", `${payment.clientName} (${payment.clientId})`],
      ["Начат", momentOf(payment.createdAt, zone)],
      ...(payment.kind === "on_spot" ? [] : gatewayFields({ payment, gateway, booking }, zone)),
      ["id", payment.id],
    ],
    columns,
  );
  // It is copied, and never broken.
  const link = gateway.payUrl === undefined ? [] : ["", gateway.payUrl];
  return [`Платёж ${beginOf(payment.id)}`, text, ...link, ...refundsText(refunds, look)]
    .concat(receiptsText(receipts, look))
    .join("\n");
}

type AtGateway = {
  readonly payment: PaymentRowView;
  readonly gateway: GatewayView;
  readonly booking: BookingView;
};

/** Until when the visit is held for it; a tip has no such end. */
const payUntilOf = ({ kind }: PaymentRowView, { state, heldUntil }: BookingView): Date | undefined =>
  kind === "booking" && state === "held" ? heldUntil : undefined;

/** Undefined: nobody waits for a link. */
const whyNoLink = ({ payment, gateway, booking }: AtGateway): string | undefined =>
  payment.state === "new" && gateway.abandonedAt === undefined
    ? `ЮKassa ещё не ответила; позже её покажут эта команда и bookings pay-link ${booking.number}`
    : undefined;

/** What the gateway said, and when it will be asked again. */
function gatewayFields(
  { payment, gateway, booking }: AtGateway,
  zone: Zone,
): readonly (readonly [string, string | undefined])[] {
  const moment = (at: Date | undefined): string | undefined => at && momentOf(at, zone);
  return [
    ["В ЮKassa", gateway.providerPaymentId ?? "ещё не заведён"],
    ["Ссылка на оплату", gateway.payUrl ? "ниже" : whyNoLink({ payment, gateway, booking })],
    ["Оплатить до", gateway.payUrl && moment(payUntilOf(payment, booking))],
    ["Деньги удержаны", moment(gateway.authorisedAt)],
    ["Завершён", moment(gateway.endedAt)],
    ["Больше не ждём", letGoText({ gateway, booking }, zone)],
    ["Комиссия", gateway.fee === undefined ? undefined : formatRubles(gateway.fee)],
    ["Спросим снова", moment(gateway.nextCheckAt)],
  ];
}

/** Since when nobody waits for it; and who saw to that, when it was let go with its booking. */
function letGoText({ gateway, booking }: Omit<AtGateway, "payment">, zone: Zone): string | undefined {
  const { abandonedAt } = gateway;
  if (abandonedAt === undefined) return undefined;
  const isWithBooking = booking.endedAt?.getTime() === abandonedAt.getTime();
  const why = isWithBooking ? endedReasonText(booking) : undefined;
  return [`с ${momentOf(abandonedAt, zone)}`, why].filter(Boolean).join(", ");
}

function refundsText(refunds: readonly RefundView[], { zone, columns }: Look): readonly string[] {
  if (refunds.length === 0) return [];
  const rows = refunds.map(({ createdAt, amount, reason, note, state, endedReason }) => [
    momentOf(createdAt, zone),
    formatRubles(amount),
    [REFUND_REASON_WORDS[reason], note].filter(Boolean).join(": "),
    [REFUND_STATE_WORDS[state], endText(REFUND_END_WORDS, endedReason)].filter(Boolean).join(": "),
  ]);
  const drawn = table(
    [
      { title: "Возврат" },
      { title: "Сумма", align: "right" },
      { title: "Почему", isFlexible: true },
      { title: "Состояние", isFlexible: true },
    ],
    rows,
    columns,
  );
  return ["", drawn];
}

export const paymentRowJson = (payment: PaymentRowView) => ({
  ...paymentJson(payment),
  bookingId: payment.bookingId,
  bookingNumber: payment.bookingNumber,
  clientId: payment.clientId,
  clientName: payment.clientName,
});

const refundJson = (refund: RefundView) => ({
  id: refund.id,
  state: refund.state,
  amountKopecks: refund.amount,
  reason: refund.reason,
  note: refund.note ?? null,
  providerRefundId: refund.providerRefundId ?? null,
  attempts: refund.attempts,
  nextAttemptAt: refund.nextAttemptAt ?? null,
  createdAt: refund.createdAt,
  endedAt: refund.endedAt ?? null,
  endedReason: refund.endedReason ?? null,
});

export const cardJson = (
  { payment, gateway, refunds, receipts }: PaymentCard,
  booking: BookingView,
  zone: Zone,
) => ({
  ...paymentRowJson(payment),
  gateway: {
    providerPaymentId: gateway.providerPaymentId ?? null,
    payUrl: gateway.payUrl ?? null,
    payUntil: (gateway.payUrl && payUntilOf(payment, booking)) ?? null,
    firstSentAt: gateway.firstSentAt ?? null,
    authorisedAt: gateway.authorisedAt ?? null,
    endedAt: gateway.endedAt ?? null,
    abandonedAt: gateway.abandonedAt ?? null,
    nextCheckAt: gateway.nextCheckAt ?? null,
    checks: gateway.checks,
    feeKopecks: gateway.fee ?? null,
  },
  refunds: refunds.map(refundJson),
  closingReceipts: receipts.map(receiptJson),
  booking: bookingJson(booking, zone),
});
