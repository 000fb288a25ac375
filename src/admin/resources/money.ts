import { endText, REFUND_END_WORDS } from "../../core/payments/index.ts";
import { refundTip } from "../actions/refund-money.ts";
import type { TableList } from "../table-list.ts";
import { paymentFacts, tellPayments } from "../tell-payments.ts";
import {
  PAYMENT_KINDS,
  PAYMENT_METHODS,
  PAYMENT_STATES,
  PAYMENT_TONES,
  REFUND_REASONS,
  REFUND_STATES,
  REFUND_TONES,
} from "./words.ts";

/** What every row of money has. */
export const MONEY_COLUMNS = {
  // The time at which money counts is another: that of its end, as «Деньги» and the client's card have it.
  createdAt: { label: "Начат", as: "instant" },
  bookingId: { label: "Запись", as: "reference", refersTo: "Booking" },
  amountKopecks: { label: "Сумма", as: "rubles" },
  endedAt: { label: "Завершён", as: "instant" },
} as const;

export const OF_PAYMENT = {
  paymentId: { label: "Платёж", as: "reference", refersTo: "Payment" },
} as const;

export const PAYMENTS: TableList = {
  id: "Payment",
  heading: "money",
  many: "Платежи",
  titleColumn: "amountKopecks",
  columns: {
    ...MONEY_COLUMNS,
    clientId: { label: "Клиент", as: "reference", refersTo: "Client" },
    kind: { label: "За что", words: PAYMENT_KINDS },
    method: { label: "Способ", words: PAYMENT_METHODS },
    state: { label: "Состояние", words: PAYMENT_STATES, tones: PAYMENT_TONES },
    capturedKopecks: { label: "Оплачено", as: "rubles" },
    refunded: { label: "Возвращено", isTold: true },
    incomeKopecks: { label: "После комиссии", as: "rubles" },
    providerPaymentId: { label: "Номер в ЮKassa" },
    abandonedAt: { label: "Больше не ждём с", as: "instant" },
    authorisedAt: { label: "Деньги удержаны", as: "instant" },
    endedReason: { label: "Почему без денег" },
    staffId: { label: "Кто принял", as: "reference", refersTo: "Staff" },
  },
  list: [
    "createdAt",
    "bookingId",
    "clientId",
    "kind",
    "amountKopecks",
    "refunded",
    "method",
    "state",
    "staffId",
  ],
  show: [
    "amountKopecks",
    "state",
    "kind",
    "method",
    "bookingId",
    "clientId",
    "capturedKopecks",
    "refunded",
    "incomeKopecks",
    "providerPaymentId",
    "createdAt",
    "authorisedAt",
    "endedAt",
    "endedReason",
    "abandonedAt",
    "staffId",
  ],
  filter: [
    "createdAt",
    "state",
    "method",
    "kind",
    "clientId",
    "bookingId",
    "amountKopecks",
    "providerPaymentId",
  ],
  sort: { sortBy: "createdAt", direction: "desc" },
  emptyHint: "Платежей пока нет. Каждый платёж клиента появится здесь вместе с тем, чем он закончился.",
  tell: tellPayments,
  facts: paymentFacts,
  actions: [refundTip],
};

export const REFUNDS: TableList = {
  id: "Refund",
  heading: "money",
  many: "Возвраты",
  titleColumn: "amountKopecks",
  columns: {
    ...MONEY_COLUMNS,
    ...OF_PAYMENT,
    state: { label: "Состояние", words: REFUND_STATES, tones: REFUND_TONES },
    reason: { label: "Почему", words: REFUND_REASONS },
    note: { label: "Причина" },
    providerRefundId: { label: "Номер в ЮKassa" },
    endedReason: { label: "Почему не прошёл" },
    staffId: { label: "Кто вернул", as: "reference", refersTo: "Staff" },
  },
  list: ["createdAt", "bookingId", "amountKopecks", "state", "reason", "note"],
  show: [
    "amountKopecks",
    "state",
    "reason",
    "note",
    "bookingId",
    "paymentId",
    "providerRefundId",
    "createdAt",
    "endedAt",
    "endedReason",
    "staffId",
  ],
  filter: ["createdAt", "state", "reason", "bookingId", "amountKopecks", "providerRefundId"],
  sort: { sortBy: "createdAt", direction: "desc" },
  tell: (rows) =>
    rows.map(({ endedReason }) =>
      endedReason ? { endedReason: endText(REFUND_END_WORDS, String(endedReason)) } : {},
    ),
  emptyHint: "Возвратов пока не было.",
};
