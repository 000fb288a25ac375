import { BOOKING_STATE_WORDS } from "../../core/booking/index.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { LET_GO_WORD, PAYMENT_STATE_WORDS, REFUND_STATE_WORDS } from "../../core/payments/index.ts";
import type { WaitingMoney } from "../../core/reports/index.ts";
import { momentOf, table } from "../output.ts";

type Look = { readonly now: Date; readonly zone: Zone; readonly columns: number };

const WAITING: Readonly<Record<WaitingMoney["kind"], string>> = {
  payment: "оплата",
  refund: "возврат",
  refused_refund: "банк отказал в возврате",
  on_spot_refund: "отдать принятое на месте",
  overdue_hold: "просроченная бронь",
};

/** Of these no gateway will say anything more: a person has to do something. */
const FOR_A_PERSON: readonly WaitingMoney["kind"][] = ["refused_refund", "on_spot_refund", "overdue_hold"];

export const needsPerson = ({ kind }: WaitingMoney): boolean => FOR_A_PERSON.includes(kind);

export const waitingJson = ({ amount, ...one }: WaitingMoney, now: Date) => ({
  ...one,
  amountKopecks: amount,
  ageMinutes: minutesBetween(one.since, now),
  needsPerson: FOR_A_PERSON.includes(one.kind),
});

const minutesBetween = (from: Date, to: Date): number =>
  Math.max(0, Math.floor((to.getTime() - from.getTime()) / 60_000));

/** What waits for an answer or for a person, in the order given, and what «отпущен» means where it is said. */
export const waitingTable = (items: readonly WaitingMoney[], look: Look): string =>
  [drawn(items, look), ...(items.some(({ isLetGo }) => isLetGo) ? ["", LET_GO] : [])].join("\n");

const LET_GO = `«${LET_GO_WORD}»: оплаты больше не ждут; если клиент всё же заплатит по прежней ссылке,\nденьги вернутся ему сами. Делать ничего не нужно.`;

const drawn = (items: readonly WaitingMoney[], { now, zone, columns }: Look): string =>
  table(
    [
      { title: "Запись", align: "right" },
      { title: "Что ждёт", isFlexible: true },
      { title: "Состояние" },
      { title: "Сумма", align: "right" },
      { title: "С какого времени" },
      { title: "Ждёт", align: "right" },
    ],
    items.map((one) => [
      `№${one.bookingNumber}`,
      WAITING[one.kind],
      stateText(one),
      formatRubles(one.amount),
      momentOf(one.since, zone),
      ageOf(minutesBetween(one.since, now)),
    ]),
    columns,
  );

const STATES: Readonly<Record<WaitingMoney["kind"], Readonly<Record<string, string>>>> = {
  payment: PAYMENT_STATE_WORDS,
  refund: REFUND_STATE_WORDS,
  refused_refund: REFUND_STATE_WORDS,
  on_spot_refund: BOOKING_STATE_WORDS,
  overdue_hold: BOOKING_STATE_WORDS,
};

const stateText = ({ kind, state, isLetGo }: WaitingMoney): string =>
  isLetGo ? LET_GO_WORD : (STATES[kind][state] ?? state);

/** `5 мин`, `3 ч`, `2 дн.`: the largest whole unit. */
function ageOf(minutes: number): string {
  if (minutes < 60) return `${minutes} мин`;
  return minutes < 24 * 60 ? `${Math.floor(minutes / 60)} ч` : `${Math.floor(minutes / (24 * 60))} дн.`;
}
