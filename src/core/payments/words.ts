import type { Kopecks } from "../kernel/money.ts";
import type { PaymentKind, PaymentMethod, PaymentState, RefundReason, RefundState } from "./model.ts";
import type { ReceiptTrouble } from "./send-receipts.ts";

/** The states, kinds and methods of money, as every face says them; a new one has to be given its words here. */
export const PAYMENT_STATE_WORDS = {
  new: "спрашиваем кассу",
  pending: "ждёт клиента",
  authorised: "деньги удержаны",
  capturing: "списывается",
  captured: "оплачен",
  cancelling: "возвращается",
  cancelled: "не состоялся",
  rejected: "отклонён",
} as const satisfies Readonly<Record<PaymentState, string>>;

/** Nobody waits for it any more; money that still comes for it goes back. */
export const LET_GO_WORD = "отпущен";

const MAY_BE_LET_GO: readonly PaymentState[] = ["new", "pending", "authorised", "capturing"];

/** Nobody waits for a payment any more, and the gateway has not said its last word of it. */
export const isLetGo = ({
  state,
  abandonedAt,
}: {
  readonly state: PaymentState;
  readonly abandonedAt?: Date | undefined;
}): boolean => abandonedAt !== undefined && MAY_BE_LET_GO.includes(state);

/**
 * How a payment stands, in a word: once some of it went back and arrived, that is what counts (PY-5). One that was let go,
 * since the client pays otherwise or not at all, says so at once, whatever the gateway still has to answer.
 */
export function paymentWord({
  state,
  captured,
  refunded,
  abandonedAt,
}: {
  readonly state: PaymentState;
  readonly captured: Kopecks;
  /** What went back of it and arrived. */
  readonly refunded: Kopecks;
  readonly abandonedAt?: Date | undefined;
}): string {
  if (isLetGo({ state, abandonedAt })) return LET_GO_WORD;
  if (refunded === 0) return PAYMENT_STATE_WORDS[state];
  return refunded >= captured ? "возвращён" : "возвращён частично";
}

export const PAYMENT_KIND_WORDS = {
  booking: "за запись",
  tip: "чаевые",
  on_spot: "на месте",
} as const satisfies Readonly<Record<PaymentKind, string>>;

export const PAYMENT_METHOD_WORDS = {
  bank_card: "карта",
  sbp: "СБП",
  cash: "наличные",
  terminal: "терминал",
  transfer: "перевод",
} as const satisfies Readonly<Record<PaymentMethod, string>>;

export const REFUND_STATE_WORDS = {
  queued: "отправляется",
  pending: "касса обрабатывает",
  succeeded: "возвращено",
  canceled: "не прошёл",
} as const satisfies Readonly<Record<RefundState, string>>;

/** Why money goes back by itself; what staff gave as their reason stands beside it. */
export const REFUND_REASON_WORDS = {
  by_staff: "вручную",
  cancelled: "запись отменена",
  moved: "запись перенесена",
  abandoned: "этот платёж больше не ждали",
  given_up: "от записи отказались до оплаты",
  double: "оплачено дважды",
  too_late: "оплата опоздала",
} as const satisfies Readonly<Record<RefundReason, string>>;

export const RECEIPT_STATE_WORDS = {
  queued: "отправляется",
  pending: "касса пробивает",
  succeeded: "пробит",
  canceled: "не пробит",
} as const satisfies Readonly<Record<RefundState, string>>;

/** Why a closing receipt was not made, our own reasons and those of the gateway that have words. */
export const RECEIPT_TROUBLE_WORDS: Readonly<Record<string, string>> = {
  email_missing: "у клиента нет почты",
  not_registered: "касса не смогла зарегистрировать",
  invalid_request: "ЮKassa отклонила чек",
  "Receipt is missing or illegal": "ЮKassa отклонила чек: проверьте НДС и систему налогообложения",
} satisfies Readonly<Record<ReceiptTrouble, string>> & Readonly<Record<string, string>>;

/** What kept the gateway from answering, by the way its adapter says it. */
const GATEWAY_TROUBLES: readonly (readonly [RegExp, string])[] = [
  [/^connection lost/, "нет связи"],
  [/^timeout/, "не дождались ответа"],
  [/^40[13]\b/, "не подошли ключи (YOOKASSA_SHOP_ID, YOOKASSA_SECRET_KEY)"],
  [/^HTTP [45]\d\d|^\d{3}\b/, "у неё что-то не так"],
];

/** `нет связи (connection lost: ECONNREFUSED)`: in words, with what a specialist will ask for. */
export function gatewayTroubleText(reason: string): string {
  const [, words] = GATEWAY_TROUBLES.find(([pattern]) => pattern.test(reason)) ?? [];
  return words === undefined ? reason : `${words} (${reason})`;
}
