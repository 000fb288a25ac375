import type { Zone } from "../core/kernel/local-day.ts";
import type { RefusalDetail } from "../core/kernel/outcome.ts";
import type { AnyRefusal } from "./any-refusal.ts";
import { PAY_LINK_SENTENCES } from "./pay-link-sentences.ts";
import { shown } from "./refusal-details.ts";
import type { Way } from "./ways.ts";

/** Where what stands in the way is changed, as far as it is a page of the panel. */
export const REFUSAL_WAYS: Readonly<Partial<Record<AnyRefusal, Way>>> = {
  marketing_off: {
    text: "Настройка «Рекламные рассылки»",
    href: "pages/setup?tab=settings&find=marketing.enabled",
  },
};

/** Names in braces are taken from the refusal's detail; a part in square brackets needs all of its names. */
export const SENTENCES = {
  ...PAY_LINK_SENTENCES,
  broadcast_button_unreadable:
    "С кнопкой что-то не так[: «{given}»]. Надпись — до 40 знаков, ссылка начинается с https://.",
  broadcast_buttons_too_many: "Слишком много кнопок[: можно не больше {max}].",
  broadcast_markup_broken: "Разметка сломана[ у «{given}»: {problem}].",
  broadcast_not_started: "Рассылка ещё не началась.",
  broadcast_over: "Рассылка уже закончилась или отменена.",
  broadcast_started: "Рассылка уже началась: её можно приостановить, продолжить или отменить.",
  broadcast_text_empty: "Напишите текст рассылки.",
  broadcast_text_too_long:
    "Текст слишком длинный[: с самыми длинными именами выйдет {given} знаков, а можно не больше {charactersMax}].",
  broadcast_title_empty: "Назовите рассылку.",
  broadcast_title_too_long: "Название слишком длинное[: не больше {charactersMax} знаков].",
  broadcast_variable_unknown: "Такой подстановки нет[: {given}. Есть: {known}].",
  hot_already_dropped: "Эти горящие окна уже решили не рассылать.",
  hot_already_sent: "Эти горящие окна уже разосланы.",
  marketing_off: "Рекламные рассылки выключены. Включить их может владелец в настройках.",
  no_hot_slot_left: "Свободных окон из этой рассылки уже не осталось.",
  no_recipients: "Эту рассылку никто не получит. Посмотрите «Кто получит».",
  picture_too_large: "Картинка слишком большая[: можно не больше {megabytesMax} МБ].",
  picture_unreadable: "Картинка должна быть в формате JPEG или PNG.",
  schedule_in_past: "Это время уже прошло.",
  staff_without_chat:
    "Бот вас не знает: в списке сотрудников свяжите себя с Telegram (команда /id в боте скажет номер).",
  unknown_broadcast: "Этой рассылки больше нет.",
  bad_segment:
    "Проверьте условия[: в условии № {number} нужно {expected}]. В каждой группе — хотя бы одно условие.",
  segment_in_use: "Этим сегментом пользуется рассылка или горящие окошки. Сначала выберите там другой.",
  segment_name_empty: "Назовите сегмент.",
  segment_name_taken: "Сегмент с таким названием уже есть.",
  segment_name_too_long: "Слишком длинное название[: не больше {charactersMax} знаков].",
  unknown_segment: "Этого сегмента больше нет.",
  tag_too_long: "Слишком длинная метка[: «{given}», а можно не больше {charactersMax} знаков].",
  tags_too_many: "Слишком много меток[: можно не больше {max}].",
  name_empty: "Укажите имя или название.",
  name_too_long: "Слишком длинно[: не больше {charactersMax} знаков].",
  name_taken: "Такое название уже есть среди действующих.",
  birthday_unreadable: "День рождения пишут так: 07.03.1990, или без года: 07.03.",
  birthday_out_of_range: "День рождения не может быть в будущем или больше 120 лет назад.",
  email_unreadable: "Это не похоже на адрес почты[: «{given}»].",
  email_taken: "Сотрудник с такой почтой уже есть.",
  telegram_taken: "Сотрудник с таким Telegram уже есть.",
  password_too_short: "Пароль слишком короткий[: нужно не меньше {charactersMin} знаков].",
  password_too_long: "Пароль слишком длинный[: не больше {charactersMax} знаков].",
  password_too_plain: "Такой пароль легко угадать: возьмите несколько слов или другие знаки.",
  password_wrong: "Нынешний пароль не подошёл.",
  password_same: "Это тот же пароль. Придумайте другой.",
  password_expired: "Срок одноразового пароля вышел. Попросите владельца выдать новый.",
  own_password: "Свой пароль меняют в «Моей учётной записи».",
  email_missing: "Сначала укажите почту: с ней сотрудник входит в панель.",
  owner_only: "Это может только владелец.",
  own_access: "Свою роль не меняют и себя не отключают: попросите другого владельца.",
  last_owner: "Это последний владелец: без него некому будет впускать людей. Сначала назначьте другого.",
  staff_needs_entry: "Укажите, как сотрудник войдёт: почту и пароль для панели, или Telegram id для бота.",
  specialist_needed: "Выберите, чей это календарь: роли «специалист» нужен специалист.",
  unknown_specialist: "Такого специалиста нет.",
  unknown_service: "Такой услуги нет.",
  unknown_client: "Такого клиента нет.",
  unknown_booking: "Такой записи нет.",
  booking_over: "Эта запись уже закончилась, перенесена или отменена.",
  cancelled_by_other: "Клиент уже отменил эту запись сам[: {endedAt}].",
  visit_began: "Визит уже начался. Отметьте, пришёл ли клиент.",
  hold_not_confirmed: "Запись ещё не оплачена и не подтверждена.",
  hold_over: "Время на оплату этой записи вышло: она уже не удерживается. Запишите клиента заново.",
  booking_cancelled: "Эта запись уже отменена.",
  payment_being_confirmed: "Оплата этой записи сейчас проверяется. Попробуйте через минуту.",
  consequence_changed: "Условия только что изменились. Откройте форму заново.",
  same_start: "Запись и так на это время. Выберите другое.",
  consent_missing: "Клиент ещё не дал согласия на обработку данных.",
  client_blocked: "Клиент заблокирован[ до {endsAt}].",
  hot_needs_payment: "Горящее окно бронируют с предоплатой, а онлайн-оплата выключена.",
  too_many_bookings: "У клиента уже слишком много будущих записей[: {max}].",
  visit_not_begun: "Визит ещё не начался: отметить его можно после начала.",
  not_your_booking: "Это запись другого специалиста.",
  not_your_slot: "Это окошко другого специалиста: записывать можно только в свои.",
  booking_takes_no_money: "Оплату на месте записывают у подтверждённой записи или состоявшегося визита.",
  amount_not_positive: "Сумма должна быть больше нуля.",
  on_spot_above_owed: "Столько по этой записи не осталось[: принять можно не больше {max:rubles}].",
  payment_is_another: "Эта форма уже отправлена с другой суммой. Откройте её заново.",
  refund_is_another: "Эта форма уже отправлена с другой суммой. Откройте её заново.",
  nothing_to_refund: "Возвращать нечего: этих денег за записью нет, или они уже возвращены.",
  refund_out_of_range: "Сумма возврата — больше нуля[ и не больше {max:rubles}].",
  booking_not_confirmed: "Отметить можно только подтверждённую запись.",
  erase_has_bookings:
    "Удалить данные пока нельзя: у клиента есть запись[ № {number}, {startsAt}]. Отмените её или дождитесь, пока визит закончится.",
  erase_money_pending:
    "Удалить данные пока нельзя: деньги[ по записи № {number}] ещё в пути. Дождитесь конца платежа или возврата.",
  block_end_passed: "Блокировка должна кончаться позже, чем сейчас.",
  block_is_another: "Эта форма уже отправлена с другими данными. Откройте её заново.",
  not_your_messages: "Это уведомления другого сотрудника: их меняет он сам или владелец.",
  message_not_for_role: "Таких сообщений этому сотруднику не бывает.",
  owner_must_hear:
    "О деньгах, которым нужен человек, должен узнавать хотя бы один владелец. Сначала включите их у другого.",
  unknown_staff: "Такого сотрудника нет.",
  staff_off: "Сотрудник[ {name}] отключён: пароль ему не поможет. Сначала верните его.",
  client_vip: "Клиента VIP не блокируют. Сначала снимите отметку VIP.",
  unknown_slot: "Этого времени больше нет: его удалили.",
  unknown_setting: "Такой настройки нет[: «{key}»].",
  duration_out_of_range: "Длительность — от {min} до {max} минут[, а указано {given}].",
  price_out_of_range: "Цена — от нуля[ до {max:rubles}].",
  prepayment_not_asked:
    "С этим порядком оплаты предоплаты не бывает: оставьте поле пустым или выберите «предоплата при записи».",
  prepayment_out_of_range: "Предоплата — больше нуля и не больше цены[ ({max:rubles})].",
  meeting_url_unreadable: "Ссылка на встречу должна начинаться с https://.",
  meeting_link_unreadable:
    "Это не похоже на ссылку: нужен адрес целиком, он начинается с https:// или http://.",
  meeting_link_too_long: "Ссылка слишком длинная[: не больше {charactersMax} знаков].",
  visit_not_online: "Ссылка на встречу бывает только у онлайн-записи.",
  slot_overlaps: "У специалиста уже есть окошко на это время.",
  slot_in_past: "Это время уже прошло.",
  slot_length_out_of_range: "Окошко длится от 5 минут до 24 часов.",
  slot_booked:
    "Окошко занято[: запись № {number}, {clientName}, {startsAt}]. Сначала отмените или перенесите запись.",
  slot_taken: "Это время только что заняли, или услуга в него не помещается.",
  slot_gone: "На это время услугу не записать: окошко закрыто, другого вида, или специалист её не делает.",
  too_late_to_book: "Это время уже началось.",
  start_on_past_day:
    "Это время уже не записать[: начало — {startsAt}, а сегодняшний день — с {since}]. Прошедшее время записывают только в тот же день.",
  overlaps_own_booking: "У клиента на это время уже есть запись[ № {number}, {startsAt}].",
  waiver_needs_reason: "Горящее окно бронируют с предоплатой. Напишите, почему без неё.",
  link_time_passed: "Срок оплаты по ссылке — позже, чем сейчас, и не позже начала визита.",
  link_after_start:
    "Визит уже начался[: {startsAt}]. Ссылку на оплату отправлять поздно, выберите оплату на месте.",
  nothing_to_pay: "По этой услуге сейчас нечего оплачивать. Выберите оплату на месте.",
  phone_unreadable: "Это не похоже на номер телефона. Например: +7 900 123-45-67.",
  phone_of_another: "Этот телефон уже есть у другого клиента: найдите его карточку поиском.",
  phone_taken: "Клиента с этим телефоном только что добавили. Попробуйте ещё раз.",
  booking_note_too_long: "Заметка слишком длинная[: не больше {charactersMax} знаков].",
  slot_closed: "Окошко закрыто. Сначала откройте его.",
  slot_in_time_off:
    "Специалист в это время не работает[: «{reason}», {from} — {until}]. Сначала снимите нерабочее время.",
  change_is_another: "Эта форма уже отправлена с другими данными. Откройте её заново.",
  unknown_time_off: "Такого нерабочего времени нет.",
  time_off_of_others: "Это нерабочее время отметили не вы: снять его может владелец или администратор.",
  time_off_reversed: "Конец нерабочего времени должен быть позже начала.",
  time_off_too_long: "Слишком большой срок[: не больше {daysMax} дней за раз].",
  time_off_on_no_day: "В эти дни таких дней недели и часов нет: проверьте сроки.",
  time_off_past: "Это время уже прошло.",
  no_specialist_chosen: "Выберите хотя бы одного специалиста.",
  unknown_change: "Отменять нечего: такого изменения нет.",
  not_your_change: "Это изменение сделал другой сотрудник: отменить его может только он.",
  undo_too_late: "Отменить уже нельзя: прошло больше часа[, изменение сделано {at}].",
  change_overtaken:
    "Отменить уже нельзя: с этими окошками с тех пор что-то произошло[ — {what}, {at}][, {by}].",
  slot_online: "Онлайн-окошко не бывает горящим: горящие — для визитов.",
  discount_only_hot: "Своя скидка бывает только у горящего окошка.",
  reason_missing: "Напишите причину: она останется в журнале.",
  points_zero: "Укажите, сколько баллов начислить или списать.",
  points_out_of_range: "Баллы — целое число[, не больше {max} за раз].",
  points_below_zero:
    "Столько баллов у клиента нет[: сейчас {balance:points}, станет {after:points}]. Если так и задумано, отметьте «Можно в долг».",
  entry_is_another: "Эта форма уже отправлена с другим числом. Откройте её заново.",
  message_empty: "Напишите текст сообщения.",
  message_too_long: "Сообщение слишком длинное[: не больше {charactersMax} знаков].",
  message_unfilled: "В сообщении остался пропуск[ {given}]. Впишите вместо него нужное слово.",
  unknown_message: "Такого сообщения больше нет.",
  message_on_its_way: "Это сообщение ещё не ушло: оно уйдёт само.",
  message_said_once:
    "Такие сообщения второй раз не шлют: рассылку каждый получает однажды, а предложение времени живёт минуты.",
  message_too_old: "Повторять уже поздно[: визит начался {startsAt}][: прошло больше {daysMax} дней].",
  message_unwanted: "Повторять незачем[: {because}].",
  receiver_erased: "Данные этого клиента удалены: писать некому.",
  receiver_left: "Этот сотрудник больше не работает: писать некому.",
  receiver_blocked_bot:
    "Получатель заблокировал бота: пока он сам не вернётся, сообщение не дойдёт.[ Сообщите сами: {name}, {phone}.]",
  receiver_without_chat:
    "У получателя нет чата с ботом: пока он сам не откроет бота, сообщение не дойдёт.[ Сообщите сами: {name}, {phone}.]",
  resend_is_another: "Эта форма уже отправлена о другом сообщении. Откройте её заново.",
  quick_reply_title_empty: "Назовите ответ: по названию его выбирают.",
  quick_reply_title_too_long: "Название слишком длинное[: не больше {charactersMax} знаков].",
  quick_reply_title_taken: "Быстрый ответ с таким названием уже есть.",
  quick_reply_text_empty: "Напишите текст ответа.",
  quick_reply_text_too_long: "Текст слишком длинный[: не больше {charactersMax} знаков].",
  quick_reply_blank_unknown: "Такой подстановки нет[: {given}. Есть: {known}].",
  quick_reply_brace_alone:
    "Фигурная скобка осталась без пары[: «{given}»]. У подстановки скобка стоит с обеих сторон.",
  quick_reply_place_wrong: "Место в списке — целое число от 1.",
  quick_replies_too_many: "Быстрых ответов слишком много[: помещается {rowsMax}]. Удалите ненужные.",
  unknown_quick_reply: "Этого быстрого ответа больше нет.",
  note_empty: "Напишите, что стоит запомнить о клиенте.",
  note_is_another: "Эта форма уже отправлена с другой заметкой. Откройте её заново.",
  note_too_long: "Заметка слишком длинная[: не больше {charactersMax} знаков].",
  pattern_days_reversed: "Последний день раньше первого.",
  pattern_too_long: "За один раз — не больше года.",
  pattern_no_weekdays: "Выберите хотя бы один день недели.",
  pattern_hours_reversed: "Конец времени раньше начала: проверьте часы и перерыв.",
  pattern_length_out_of_range: "Длина окошка — от 5 до 1440 минут.",
  pattern_makes_no_slots: "В эти часы не помещается ни одного окошка.",
  setting_out_of_range: "Не подходит[: «{given}»].[ {expected:needed}.]",
  setting_changed_meanwhile:
    "Эту настройку только что изменил кто-то другой. Посмотрите новое значение и решите заново.",
  settings_disagree:
    "Не сходится: для «{label}» дано {given}, а в «{other}» сейчас {otherValue}. Нужно {expected}.",
  already_waiting: "Клиент уже ждёт именно этого.",
  client_has_no_chat: "Бот не может написать клиенту: предложить время будет некому.",
  unknown_wait: "Такого ожидания нет.",
  wait_days_passed: "Эти дни или часы уже прошли.",
  wait_days_too_far: "Слишком далеко[: ждать можно не дольше {max} дней].",
  wait_hours_reversed: "Конец времени должен быть позже начала.",
  wait_over: "Клиент уже не ждёт: запись есть, или дни прошли.",
  waitlist_full: "Клиент ждёт уже слишком многого[: не больше {max}].",
  content_broken: "Опубликовать нельзя, пока есть ошибки.[ {problem}]",
  draft_changed:
    "Черновик тем временем изменили, поэтому ничего не сохранено. Посмотрите, что в нём теперь, и сохраните ещё раз.",
  cron_unreadable:
    "Расписание не читается[: «{given}»]. Нужно пять полей cron: минута, час, день месяца, месяц, день недели, — и чтобы такой день бывал. Каждый день в 7:00 — «0 7 * * *».",
  export_folder_not_absolute:
    "Нужен путь к папке целиком, от корня[, а дано «{given}»]: например, /var/exports.",
  export_folder_unwritable:
    "В папку не записать[: {given} ({problem:file})]. Папка должна быть на сервере, и программе должно быть можно в неё писать.",
  export_goes_nowhere: "Выгрузке некуда идти: укажите папку, отметьте Telegram или и то и другое.",
  import_column_twice: "Столбец «{given}» в файле встречается дважды. Оставьте один и загрузите файл снова.",
  import_columns_missing: "Не выбран столбец: {missing}. Укажите, где он в файле.",
  import_encoding_unknown:
    "Буквы в файле не складываются в слова[: в первой строке получается «{found}»]. Сохраните таблицу как «CSV UTF-8» и загрузите тот файл.",
  import_separator_unknown:
    "Столбцы в файле разделены не тем знаком: нужны «;», «,» или табуляция[, а стоит {given}]. Сохраните таблицу с «;» и загрузите снова.",
  import_file_changed: "Файл прочитался не целиком, ничего не записано. Попробуйте ещё раз.",
  import_file_empty: "В файле ничего нет[, кроме заголовков: {headings}].",
  import_file_not_text:
    "Это не таблица CSV[, а книга Excel ({kind})]. Откройте её в Excel, выберите «Сохранить как» → «CSV UTF-8» и загрузите тот файл.",
  import_rows_rejected: "Строк с ошибками: {rejected} из {rows}. Ничего не записано.",
  export_is_another: "Эта форма уже отправлена с другими ответами. Обновите страницу и заполните её заново.",
  unknown_export: "Такой выгрузки больше нет. Обновите страницу.",
  nothing_to_publish: "Публиковать нечего: в черновике нет изменений.",
  page_name_taken: "Страница с таким именем уже есть[: «{slug}»].",
  text_fixed: "Этот текст меняется только вместе с программой: он доказывает согласие клиента.",
  unknown_page: "Этой страницы больше нет.",
  unknown_text: "Такого текста в боте нет.",
  unknown_version: "Такой версии нет.",
  version_is_current: "Бот и так говорит по этой версии.",
  version_note_missing: "Напишите, что изменилось: по этим словам версию узнают в списке.",
  version_note_too_long: "Слишком длинно[: не больше {charactersMax} знаков].",
  wrong_credentials: "Неверная почта или пароль.",
  too_many_attempts: "Слишком много попыток входа.[ Попробуйте после {retryAt:time}.]",
} as const satisfies Record<AnyRefusal, string>;

/** A refusal as a person reads it, with what they gave and what is expected. */
export function sentence(refusal: AnyRefusal, detail: RefusalDetail, zone: Zone): string {
  const fill = (text: string): string =>
    text.replace(/\{(\w+)(?::(\w+))?\}/g, (_, name: string, as?: string) => shown(detail[name], as, zone));
  const isKnown = (part: string) =>
    [...part.matchAll(/\{(\w+)/g)].every(([, name = ""]) => (detail[name] ?? "") !== "");
  return fill(SENTENCES[refusal].replace(/\[([^\]]*)\]/g, (_, part: string) => (isKnown(part) ? part : "")));
}
