import type { MessageKind, MessageState } from "./model.ts";

/** What each kind of message is about, as staff read it; a new one has to be given its words here. */
export const MESSAGE_KIND_WORDS = {
  booking_confirmed: "запись подтверждена",
  payment_requested: "просьба оплатить",
  payment_declined: "оплата отклонена",
  payment_too_late: "оплата опоздала",
  payment_returned: "деньги возвращены",
  hold_expired: "время освободилось",
  booking_cancelled: "запись отменена",
  booking_moved: "запись перенесена нами",
  meeting_link_changed: "новая ссылка на встречу",
  no_show_marked: "отмечена неявка",
  visit_completed: "отмечен визит",
  mark_corrected: "исправлена отметка визита",
  client_blocked: "клиент заблокирован",
  block_lifted: "блокировка снята",
  friend_came: "награда за друга",
  capture_refused: "списание не прошло",
  tip_received: "спасибо за чаевые",
  tip_declined: "чаевые не прошли",
  staff_tip: "сотрудникам: чаевые",
  reminder: "напоминание",
  review_requested: "просьба об отзыве",
  staff_low_rating: "сотрудникам: низкая оценка",
  staff_rating_better: "сотрудникам: оценка стала выше",
  message_from_staff: "ответ клиенту",
  staff_new_booking: "сотрудникам: новая запись",
  staff_booking_cancelled: "сотрудникам: отмена записи",
  staff_booking_moved: "сотрудникам: перенос записи",
  staff_client_message: "сотрудникам: сообщение клиента",
  staff_payment_needs_person: "сотрудникам: платёж требует внимания",
  staff_payment_receipt_refused: "сотрудникам: касса не приняла чек",
  staff_closing_receipt_refused: "сотрудникам: закрывающий чек не пробит",
  staff_merge_overlaps: "сотрудникам: карточки не объединены",
  waitlist_offer: "окошко из листа ожидания",
  waitlist_joined: "добавили в лист ожидания",
  waitlist_ended: "ожидание закончено",
  broadcast: "рассылка",
  broadcast_test: "сотрудникам: проба рассылки",
  staff_hot_windows: "сотрудникам: новые горящие окна",
  staff_backup_failed: "сотрудникам: резервная копия не сделана",
  staff_export_failed: "сотрудникам: выгрузка не сделана",
  export_file: "владельцам: выгрузка",
} as const satisfies Readonly<Record<MessageKind, string>>;

export const MESSAGE_STATE_WORDS = {
  queued: "в очереди",
  sent: "отправлено",
  skipped: "не понадобилось",
  failed: "не доставлено",
} as const satisfies Readonly<Record<MessageState, string>>;

/** Whether a client's chat with the bot is there: never was, or is closed by them. */
export type ChatState = "open" | "none" | "closed";

/** The same of what did not arrive and of what will not. */
const NO_WAY = {
  none: "нет Telegram",
  closed: "бот заблокирован",
} as const satisfies Readonly<Record<Exclude<ChatState, "open">, string>>;

/** Of what waits for them, and when it would go. */
export const ONLY_IF_OPENED = "только если клиент откроет бота до";

/** Who is not there for the bot: what was meant for them was wanted all the same (MS-6). */
export const RECEIVER_GONE: readonly MessageReason[] = ["bot_blocked", "account_deleted", "no_chat"];

/** Whether a message was wanted still, and the bot could not bring it to whom it was for: somebody has to tell them. */
export const isUnreached = (message: {
  readonly state: MessageState;
  readonly stateReason: string | null;
}): boolean => message.state === "skipped" && RECEIVER_GONE.some((reason) => reason === message.stateReason);

/** How a message stands. What waits for somebody without a chat will not reach them, and says so before it is tried. */
export function messageStateText({
  state,
  stateReason,
  chat,
}: {
  readonly state: MessageState;
  readonly stateReason: string | null;
  readonly chat: ChatState;
}): string {
  if (state === "queued" && chat !== "open") return `не дойдёт: ${NO_WAY[chat]}`;
  return isUnreached({ state, stateReason }) ? "не дошло" : MESSAGE_STATE_WORDS[state];
}

/** Why a message was not sent, or not yet: the codes that the outbox keeps. */
export const MESSAGE_REASON_WORDS = {
  account_deleted: "получатель удалил свой Telegram",
  asked_to_wait: "Telegram просил подождать",
  block_lifted: "блокировка уже снята",
  blocked_again: "клиента заблокировали снова",
  booking_gone: "записи больше нет",
  broadcast_cancelled: "рассылка отменена",
  broadcast_gone: "рассылки больше нет",
  broadcast_paused: "рассылка приостановлена",
  booking_not_confirmed: "запись уже не в силе",
  bot_blocked: NO_WAY.closed,
  chat_rests: "этому человеку только что писали",
  client_erased: "данные клиента удалены",
  client_gone: "клиента больше нет",
  hold_lives: "запись всё-таки в силе",
  hold_over: "время на оплату вышло",
  marketing_off: "рассылки выключены в настройках",
  mark_corrected: "отметку визита исправили",
  muted: "получатель выключил такие сообщения",
  network: "нет связи с Telegram",
  no_consent: "клиент отписался от рассылок",
  hot_decided: "о горящих окнах уже решено",
  may_not_book: "запись для клиента закрыта",
  told_lately: "недавно уже писали о горящих окнах",
  no_hot_windows: "горящих окон не осталось",
  no_chat: NO_WAY.none,
  no_review: "отзыва нет",
  not_set: "такое напоминание убрали из настроек",
  outdone: "пора уже следующему напоминанию",
  quiet_hours: "ждёт конца тихих часов",
  reviewed: "отзыв уже оставлен",
  staff_gone: "сотрудника больше нет",
  still_waits: "клиент всё ещё ждёт",
  visit_began: "визит уже начался",
  visit_not_completed: "визит уже не отмечен состоявшимся",
  wait_over: "клиент уже не ждёт",
  wrong_receiver: "сообщение не для этого получателя",
  words_gone: "текста сообщения больше нет",
} as const satisfies Readonly<Record<string, string>>;

export type MessageReason = keyof typeof MESSAGE_REASON_WORDS;

/** The reason in words; Telegram's own sentence, and a code of another release, stay as they are. */
export const messageReasonText = (reason: string): string =>
  (MESSAGE_REASON_WORDS as Readonly<Record<string, string>>)[reason] ?? reason;
