import type { BookingView } from "../../../core/booking/index.ts";
import type { LocalDay, Zone } from "../../../core/kernel/local-day.ts";
import { formatRubles, kopecks } from "../../../core/kernel/money.ts";
import { formatChange, formatWhole } from "../../../core/kernel/points.ts";
import {
  FATE_WORDS,
  type Fate,
  type FinanceLine,
  type FinanceSums,
  lineName,
  type Operation,
  type OperationKind,
  operationDetail,
  operationWord,
  type TotalsBy,
  type WaitingMoney,
} from "../../../core/reports/index.ts";
import type { ResourceId } from "../../access.ts";
import { formatDay, formatInstant, formatTime, formatWeekday, type Tone } from "../../readable.ts";

/** An operation as a person reads it; the ways lead to pages of the panel. */
export type OperationView = {
  readonly key: string;
  readonly day: string;
  readonly time: string;
  readonly what: string;
  readonly whatHref: string;
  readonly detail: string;
  readonly booking: { readonly text: string; readonly href: string } | undefined;
  readonly client: { readonly text: string; readonly href: string };
  readonly work: string;
  readonly amount: string;
  readonly direction: "in" | "out" | "none";
  readonly fee: string | undefined;
  readonly fate: string;
  readonly tone: Tone;
  readonly returned: string | undefined;
};

const FATE_TONES: Readonly<Record<Fate, Tone>> = {
  captured: "success",
  partly_refunded: "info",
  refunded: "default",
  kept: "primary",
  unpaid: "default",
  waiting: "info",
  refused: "danger",
  never_taken: "default",
  posted: "default",
};

/** Where the row of an operation is looked at. */
function listOf(kind: OperationKind): ResourceId {
  if (kind === "kept") return "Booking";
  if (kind === "refund" || kind === "tip_refund") return "Refund";
  return kind.startsWith("points_") ? "PointEntry" : "Payment";
}

const cardOf = (list: ResourceId, id: string): string => `resources/${list}/records/${id}/show`;

export function operationView(one: Operation, zone: Zone): OperationView {
  const isPoints = one.kind.startsWith("points_");
  const moved = isPoints ? one.points : one.gross;
  return {
    key: `${one.kind}:${one.id}`,
    day: formatDay(one.day),
    time: formatTime(one.at, zone),
    what: operationWord(one),
    whatHref: cardOf(listOf(one.kind), one.id),
    detail: operationDetail(one),
    booking:
      one.bookingId === undefined
        ? undefined
        : { text: `№\u00a0${one.bookingNumber}`, href: cardOf("Booking", one.bookingId) },
    client: { text: one.clientName, href: cardOf("Client", one.clientId) },
    work: [one.serviceName, one.specialistName].filter((part) => part !== undefined).join(", "),
    amount: isPoints ? `${formatChange(one.points)} б.` : formatRubles(moved === 0 ? one.amount : one.gross),
    direction: moved > 0 ? "in" : moved < 0 ? "out" : "none",
    fee: one.fee === undefined ? "комиссия неизвестна" : feeText(one.fee),
    fate: FATE_WORDS[one.fate],
    tone: FATE_TONES[one.fate],
    returned: returnedText(one),
  };
}

/** What the word beside it does not say: how much of it went back; of a payment that went back whole the word is all. */
const returnedText = ({ returned, gross, fate }: Operation): string | undefined =>
  returned === 0 || (fate === "refunded" && returned === gross)
    ? undefined
    : `возвращено ${formatRubles(returned)}`;

const feeText = (fee: number): string | undefined =>
  fee === 0 ? undefined : `комиссия ${formatRubles(kopecks(fee))}`;

/** One line of totals; nothing is shown as nothing, so that what is there stands out. */
export type LineView = {
  readonly key: string;
  readonly name: string;
  /** The filter under which the page is about this line alone; undefined: there is none. */
  readonly narrows: Readonly<Record<string, string>> | undefined;
  readonly cells: readonly string[];
  /** Its share of the largest revenue, 0–100. */
  readonly share: number;
};

/** The columns of the table of totals, in order. */
export const LINE_TITLES = [
  "Выручка",
  "Онлайн",
  "На месте",
  "Возвраты",
  "Комиссия",
  "Чаевые",
  "Удержано",
  "Баллы",
] as const;

const NOTHING = "";
const some = (amount: number): string => (amount === 0 ? NOTHING : formatRubles(kopecks(amount)));

export const cellsOf = (sums: FinanceSums): readonly string[] => [
  formatRubles(sums.revenue),
  some(sums.online),
  some(sums.cash + sums.terminal + sums.transfer),
  some(sums.refunded),
  some(sums.fee + sums.tipsFee),
  some(sums.tips),
  some(sums.kept),
  pointsText(sums),
];

/** Given and taken, each with its sign. */
function pointsText({ pointsGiven, pointsRedeemed, pointsPenalty }: FinanceSums): string {
  const taken = pointsRedeemed + pointsPenalty;
  const parts = [pointsGiven === 0 ? "" : formatChange(pointsGiven), taken === 0 ? "" : formatWhole(-taken)];
  return parts.filter((part) => part !== "").join(" / ");
}

export function lineView(line: FinanceLine, by: TotalsBy, most: number): LineView {
  const { key } = line;
  return {
    key: key ?? "none",
    name: by === "day" && key !== undefined ? formatWeekday(key) : lineName(line, by),
    narrows: key === undefined ? undefined : narrowing(by, key),
    cells: cellsOf(line),
    share: most <= 0 ? 0 : Math.max(0, Math.round((line.revenue / most) * 100)),
  };
}

const narrowing = (by: TotalsBy, key: string): Readonly<Record<string, string>> =>
  by === "day" ? { period: "own", from: key, to: key } : { [by]: key };

/** Money without an answer, and what to do about it. */
export type WaitingView = {
  readonly key: string;
  readonly about: string;
  readonly href: string;
  readonly amount: string;
  readonly what: string;
  readonly todo: string;
  readonly since: string;
  readonly isUrgent: boolean;
};

type WaitingWords = "unpaid" | "let_go" | WaitingMoney["kind"];

/** In this order an owner goes through them: what a person has to do, then what the gateway owes, then who only may pay. */
const WAITING_ORDER: readonly WaitingWords[] = [
  "refused_refund",
  "on_spot_refund",
  "overdue_hold",
  "refund",
  "payment",
  "unpaid",
  "let_go",
];

const WAITING: Readonly<
  Record<WaitingWords, { readonly what: string; readonly todo: string; readonly isUrgent: boolean }>
> = {
  payment: {
    what: "банк ещё не ответил на оплату",
    todo: "Клиент заплатил, деньги удержаны. Нажмите «Сверить с ЮKassa»: бот спросит банк сейчас.",
    isUrgent: false,
  },
  unpaid: {
    what: "ждём клиента: оплата открыта",
    todo: "Делать ничего не нужно: клиент заплатит или время на оплату выйдет. Заплатил, а здесь не видно? Нажмите «Сверить с ЮKassa».",
    isUrgent: false,
  },
  let_go: {
    what: "оплата отпущена",
    todo: "Её больше не ждут, делать ничего не нужно. Если деньги всё же придут, бот вернёт их сам.",
    isUrgent: false,
  },
  refund: {
    what: "возврат без ответа",
    todo: "ЮKassa ещё не подтвердила возврат. Обычно это минуты; сверка спросит её сейчас.",
    isUrgent: false,
  },
  refused_refund: {
    what: "банк отказал в возврате",
    todo: "Верните деньги иначе (наличными, переводом) или откройте запись и повторите возврат.",
    isUrgent: true,
  },
  on_spot_refund: {
    what: "принято на месте, а запись отменена",
    todo: "Отдайте деньги клиенту и запишите возврат в карточке записи.",
    isUrgent: true,
  },
  overdue_hold: {
    what: "бронь просрочена, а окошко занято",
    todo: "Обычно это проходит само за секунды. Если нет, проверьте, работает ли сервер, и покажите разработчику.",
    isUrgent: true,
  },
};

function wordsOf({ kind, state, isLetGo }: WaitingMoney): WaitingWords {
  if (kind !== "payment") return kind;
  if (isLetGo) return "let_go";
  return state === "new" || state === "pending" ? "unpaid" : kind;
}

/** What a person has to do comes first, then what the gateway owes; within each the longest. */
export const inWaitingOrder = (waiting: readonly WaitingMoney[]): readonly WaitingMoney[] =>
  waiting.toSorted(
    (one, other) => WAITING_ORDER.indexOf(wordsOf(one)) - WAITING_ORDER.indexOf(wordsOf(other)),
  );

export const waitingView = (one: WaitingMoney, zone: Zone): WaitingView => ({
  ...WAITING[wordsOf(one)],
  key: `${one.kind}:${one.id}`,
  about: `Запись №\u00a0${one.bookingNumber}`,
  href: cardOf("Booking", one.bookingId),
  amount: formatRubles(one.amount),
  since: formatInstant(one.since, zone),
});

/** A hold whose client has not gone to pay yet. */
export type AwaitedView = {
  readonly key: string;
  readonly href: string;
  readonly amount: string;
  readonly about: string;
  readonly until: string;
};

export const awaitedView = (hold: BookingView, zone: Zone): AwaitedView => ({
  key: hold.id,
  href: cardOf("Booking", hold.id),
  amount: formatRubles(hold.payNow),
  about: `Запись №\u00a0${hold.number}: ${hold.clientName}, ${hold.serviceName}`,
  until: hold.heldUntil === undefined ? "" : formatInstant(hold.heldUntil, zone),
});

/** «1 ноя 2026», «1–26 ноя 2026», «30 окт — 2 ноя 2026». */
export function daysText({ from, to }: { readonly from: LocalDay; readonly to: LocalDay }): string {
  const [last, first] = [formatDay(to), formatDay(from)];
  if (from === to) return last;
  if (from.slice(0, 7) === to.slice(0, 7)) return `${first.split("\u00a0")[0]}–${last}`;
  const isOfOneYear = from.slice(0, 4) === to.slice(0, 4);
  return `${isOfOneYear ? first.split("\u00a0").slice(0, 2).join("\u00a0") : first} — ${last}`;
}
