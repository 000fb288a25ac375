import { BOOKING_TITLES } from "./booking-titles.ts";
import { MESSAGE_TITLES } from "./message-titles.ts";

/**
 * What each sentence is called where people look for it. Captions of buttons and reasons why not need no name: their own
 * words are the best one.
 */

/** Flows, in the order in which a client meets them; a file of `texts/` is one of them. */
export const GROUPS = {
  start: "Знакомство и меню",
  "book-visit": "Запись на визит",
  "my-bookings": "Мои записи",
  messages: "Сообщения от бота",
  reminders: "Напоминания",
  "move-booking": "Перенос записи",
  "cancel-booking": "Отмена записи",
  waitlist: "Лист ожидания",
  "hot-windows": "Горящие окна",
  points: "Баллы",
  referral: "Приглашение друга",
  review: "Отзывы",
  tips: "Чаевые",
  receipts: "Чеки",
  "my-data": "Мои данные",
  contact: "Разговор с человеком",
  broadcasts: "Рассылки",
  common: "Общие слова",
  refusals: "Отказы",
  staff: "Сотрудникам: день и визиты",
  "staff-messages": "Сотрудникам: уведомления",
} as const;

export const TITLES: Readonly<Record<string, string>> = { ...BOOKING_TITLES, ...MESSAGE_TITLES };

/**
 * Sentences that are evidence of a consent, its withdrawal or what data are erased (PE-1, PE-2), that say the product
 * failed, or that Telegram is told once at the start: they change with the product alone.
 */
export const FIXED: ReadonlySet<string> = new Set([
  ...["consent-ask", "consent-document", "consent-version", "button-consent"],
  ...["marketing-ask", "button-marketing-yes", "button-marketing-no"],
  ...["button-stop-news", "button-news-on", "button-news-off"],
  ...["erase-title", "erase-goes", "erase-stays", "erase-forever", "button-erase-now"],
  ...["sorry", "stale-button"],
]);

/** Said inside other sentences, in toasts or to be copied: words without tags. */
export const PLAIN: ReadonlySet<string> = new Set([
  ...["entry-booking", "friend-erased", "hours", "hours-and-minutes", "invite-share", "late-costs-kept"],
  ...[
    "late-costs-penalty",
    "minutes",
    "my-data-none",
    "my-data-zone-same",
    "name-saved",
    "news-stopped-already",
    "paid-both",
    "points",
  ],
  ...[
    "staff-everybody",
    "stale-button",
    "when-online",
    "when-online-both",
    "day-empty",
    "day-full",
    "day-label",
  ],
  ...["wait-declined-already", "friend-not-yet", "friend-rewarded", "friend-month-full", "friend-none"],
  ...["state-held", "state-unconfirmed", "state-confirming", "state-confirmed", "state-completed"],
  ...["state-no-show", "state-expired", "state-cancelled", "state-moved"],
]);
