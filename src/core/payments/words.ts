import type { PaymentKind, PaymentMethod, PaymentState, RefundState } from "./model.ts";

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
} as const satisfies Readonly<Record<PaymentMethod, string>>;

export const REFUND_STATE_WORDS = {
  queued: "отправляется",
  pending: "касса обрабатывает",
  succeeded: "возвращено",
  canceled: "не прошёл",
} as const satisfies Readonly<Record<RefundState, string>>;
