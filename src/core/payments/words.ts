import type { PaymentKind, PaymentMethod, PaymentState, RefundState } from "./model.ts";
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

/** A closing receipt goes the same way as a refund: promised, asked for, answered. */
export const RECEIPT_STATE_WORDS = {
  queued: "отправляется",
  pending: "касса пробивает",
  succeeded: "пробит",
  canceled: "не пробит",
} as const satisfies Readonly<Record<RefundState, string>>;

/** Why there is no closing receipt: our own reasons, and those of the gateway's that are known; any other is shown as it came. */
export const RECEIPT_TROUBLE_WORDS: Readonly<Record<string, string>> = {
  email_missing: "у клиента нет почты",
  not_registered: "касса не смогла зарегистрировать",
  invalid_request: "ЮKassa отклонила чек",
  "Receipt is missing or illegal": "ЮKassa отклонила чек: проверьте НДС и систему налогообложения",
} satisfies Readonly<Record<ReceiptTrouble, string>> & Readonly<Record<string, string>>;
