/** What is said when no page that takes the money could be opened. */
export const PAY_LINK_SENTENCES = {
  email_needed: "Для чека нужна почта клиента. Впишите её.",
  gateway_refused:
    "ЮKassa отказалась принять этот платёж. Попробуйте позже или подтвердите запись с оплатой на месте.",
  gateway_silent: "ЮKassa сейчас не отвечает. Запись ждёт оплаты, как и ждала: попробуйте через минуту.",
  method_off: "Этот способ оплаты выключен в настройках.",
  payments_off: "Онлайн-оплата не подключена. Подтвердите запись с оплатой на месте.",
} as const;
