import { BOOKING_STATE_WORDS, ENDED_REASON_WORDS, PAYMENT_POLICY_WORDS } from "../../core/booking/index.ts";
import { BROADCAST_KIND_WORDS, BROADCAST_STATE_WORDS } from "../../core/broadcasts/index.ts";
import { ACTOR_WORDS } from "../../core/kernel/actor.ts";
import { POINT_KIND_WORDS } from "../../core/loyalty/index.ts";
import {
  MESSAGE_KIND_WORDS,
  MESSAGE_REASON_WORDS,
  MESSAGE_STATE_WORDS,
} from "../../core/notifications/index.ts";
import {
  PAYMENT_KIND_WORDS,
  PAYMENT_METHOD_WORDS,
  PAYMENT_STATE_WORDS,
  RECEIPT_STATE_WORDS,
  RECEIPT_TROUBLE_WORDS,
  REFUND_REASON_WORDS,
  REFUND_STATE_WORDS,
  type RefundOf,
} from "../../core/payments/index.ts";
import { STAFF_ROLE_WORDS } from "../../core/people/index.ts";
import type { Tone } from "../readable.ts";

/** What the enum-like columns hold, in words; the CHECKs of the database know the same values. */
type Words = Readonly<Record<string, string>>;
type Tones = Readonly<Record<string, Tone>>;

export const BOOKING_STATES: Words = BOOKING_STATE_WORDS;
export const BOOKING_TONES: Tones = {
  held: "info",
  confirming: "info",
  confirmed: "success",
  completed: "success",
  no_show: "danger",
};
export const ENDED_REASONS: Words = ENDED_REASON_WORDS;
export const SLOT_KIND_NAMES: Words = { regular: "обычное", hot: "горящее", online: "онлайн" };
export const SLOT_KIND_TONES: Tones = { regular: "success", hot: "danger", online: "info" };
export const SLOT_STATES: Words = { open: "открыто", closed: "закрыто" };
export const SERVICE_KIND_NAMES: Words = { in_person: "визит", online: "онлайн" };
export const POLICY_NAMES: Words = PAYMENT_POLICY_WORDS;
export const PAYMENT_STATES: Words = PAYMENT_STATE_WORDS;
export const PAYMENT_TONES: Tones = {
  captured: "success",
  authorised: "info",
  capturing: "info",
  pending: "info",
  new: "info",
  cancelling: "info",
  rejected: "danger",
};
export const PAYMENT_KINDS: Words = PAYMENT_KIND_WORDS;
export const PAYMENT_METHODS: Words = PAYMENT_METHOD_WORDS;
export const REFUND_STATES: Words = REFUND_STATE_WORDS;
export const REFUND_TONES: Tones = {
  queued: "info",
  pending: "info",
  succeeded: "success",
  canceled: "danger",
};
export const RECEIPT_STATES: Words = RECEIPT_STATE_WORDS;
export const RECEIPT_TROUBLES: Words = RECEIPT_TROUBLE_WORDS;
export const REFUND_SOURCES = {
  online: "оплата онлайн",
  on_spot: "оплата на месте",
  tip: "чаевые",
} as const satisfies Record<RefundOf, string> & Words;
export const REFUND_REASONS: Words = REFUND_REASON_WORDS;
export const POINT_KINDS: Words = POINT_KIND_WORDS;
/** Stars are pictures of their own: a number with a word is read by everybody. */
export const RATINGS: Words = {
  "1": "1, очень плохо",
  "2": "2, плохо",
  "3": "3, так себе",
  "4": "4, хорошо",
  "5": "5, отлично",
};
export const RATING_TONES: Tones = {
  "1": "danger",
  "2": "danger",
  "3": "info",
  "4": "success",
  "5": "success",
};
export const DIRECTIONS: Words = { in: "от клиента", out: "от нас" };
export const DIRECTION_TONES: Tones = { in: "info" };
export const MESSAGE_STATES: Words = MESSAGE_STATE_WORDS;
export const MESSAGE_TONES: Tones = { queued: "info", sent: "success", failed: "danger" };
export const MESSAGE_KINDS: Words = MESSAGE_KIND_WORDS;
export const MESSAGE_REASONS: Words = MESSAGE_REASON_WORDS;
export const ACTOR_KINDS: Words = ACTOR_WORDS;
export const SUBJECT_KINDS: Words = {
  slot: "окошко",
  client: "клиент",
  booking: "запись",
  service: "услуга",
  specialist: "специалист",
  staff: "сотрудник",
  setting: "настройка",
  payment: "платёж",
  refund: "возврат",
  broadcast: "рассылка",
  segment: "сегмент",
  bot_content: "тексты бота",
  export: "выгрузка",
  client_list: "список клиентов",
  quick_reply: "быстрый ответ",
};
export const AUDIT_ACTIONS: Words = {
  add_slot: "добавил окошко",
  generate_slots: "создал окошки",
  close_slot: "закрыл окошко",
  reopen_slot: "открыл окошко",
  make_hot: "сделал горящим",
  make_regular: "сделал обычным",
  move_slot: "передвинул окошко",
  delete_slot: "удалил окошко",
  take_time_off: "записал нерабочее время",
  lift_time_off: "снял нерабочее время",
  undo_slot_change: "отменил изменение окошек",
  adjust_points: "изменил баллы",
  add_export: "добавил выгрузку",
  change_export: "изменил выгрузку",
  remove_export: "убрал выгрузку",
  export_clients: "скачал список клиентов",
  import_client: "дополнил карточку из файла",
  answer_client: "ответил клиенту",
  resend_message: "отправил сообщение ещё раз",
  add_service: "добавил услугу",
  change_service: "изменил услугу",
  add_specialist: "добавил специалиста",
  change_specialist: "изменил специалиста",
  assign_service: "назначил услугу",
  unassign_service: "снял услугу",
  add_staff: "добавил сотрудника",
  change_staff: "изменил сотрудника",
  change_password: "сменил свой пароль",
  reset_password: "выдал одноразовый пароль",
  end_sessions: "завершил сеансы",
  sign_in: "вошёл в панель",
  sign_out: "вышел из панели",
  fail_sign_in: "не подошёл пароль при входе",
  lock_sign_in: "вход закрыт на 15 минут: пять неверных паролей",
  link_staff: "изменил Telegram сотрудника",
  set_staff_messages: "настроил уведомления сотрудника",
  change_setting: "изменил настройку",
  check_phone: "подтверждён телефон",
  set_email: "указана почта",
  book_for_client: "записал клиента",
  cancel_booking: "отменил запись",
  reschedule_booking: "перенёс запись",
  set_booking_note: "написал заметку к записи",
  set_meeting_link: "задал ссылку на встречу",
  drop_meeting_link: "убрал ссылку на встречу",
  confirm_on_spot: "подтвердил запись с оплатой на месте",
  drop_hold: "снял неоплаченную запись",
  mark_visit: "отметил визит",
  record_on_spot: "принял деньги на месте",
  refund_booking: "вернул деньги",
  enter_client: "добавил клиента",
  block_client: "заблокировал клиента",
  lift_block: "снял блокировку",
  set_vip: "изменил VIP",
  merge_clients: "объединил карточки",
  drop_invitation: "снял приглашение",
  write_note: "записал заметку о клиенте",
  rename_client: "изменил имя клиента",
  change_phone: "изменил телефон клиента",
  set_birthday: "изменил день рождения клиента",
  erase_client: "удалил данные клиента",
  create_broadcast: "создал рассылку",
  change_broadcast: "изменил рассылку",
  start_broadcast: "начал рассылку",
  schedule_broadcast: "запланировал рассылку",
  pause_broadcast: "приостановил рассылку",
  resume_broadcast: "продолжил рассылку",
  cancel_broadcast: "отменил рассылку",
  propose_broadcast: "спросил о рассылке горящих окон",
  set_tags: "изменил метки",
  add_segment: "добавил сегмент",
  change_segment: "изменил сегмент",
  delete_segment: "удалил сегмент",
  add_quick_reply: "добавил быстрый ответ",
  change_quick_reply: "изменил быстрый ответ",
  remove_quick_reply: "удалил быстрый ответ",
  change_bot_draft: "изменил черновик текстов бота",
  discard_bot_draft: "удалил черновик текстов бота",
  publish_bot_content: "опубликовал тексты бота",
  restore_bot_content: "вернул тексты бота",
  add_to_waitlist: "добавил в лист ожидания",
  remove_from_waitlist: "снял с листа ожидания",
};
export const STAFF_ROLES_NAMES: Words = STAFF_ROLE_WORDS;

export const BROADCAST_KINDS: Words = BROADCAST_KIND_WORDS;
export const BROADCAST_STATES: Words = BROADCAST_STATE_WORDS;
export const BROADCAST_TONES: Readonly<Record<string, Tone>> = {
  draft: "default",
  scheduled: "info",
  running: "primary",
  paused: "danger",
  done: "success",
  cancelled: "default",
};
