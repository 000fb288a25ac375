import type { BackUpRefusal, FileRefusal, RestoreRefusal } from "../core/backup/index.ts";
import type {
  AskAboutPaymentRefusal,
  BlockClientRefusal,
  BookForClientRefusal,
  CancelBookingRefusal,
  ConfirmOnSpotRefusal,
  EraseClientRefusal,
  JoinWaitlistRefusal,
  LeaveWaitlistRefusal,
  LiftBlockRefusal,
  MarkVisitRefusal,
  OpenPaymentRefusal,
  RecordOnSpotRefusal,
  RefundBookingRefusal,
  RescheduleBookingRefusal,
  ResendMessageRefusal,
  SetMeetingLinkRefusal,
  TakeTimeOffRefusal,
} from "../core/booking/index.ts";
import type {
  BroadcastMessageRefusal,
  SaveBroadcastRefusal,
  ScheduleBroadcastRefusal,
  SteerRefusal,
  TestBroadcastRefusal,
} from "../core/broadcasts/index.ts";
import type {
  ChangeSlotRefusal,
  GenerateSlotsRefusal,
  LiftTimeOffRefusal,
  UndoSlotChangeRefusal,
} from "../core/calendar/index.ts";
import type { ServiceRefusal, SpecialistRefusal } from "../core/catalog/index.ts";
import type { AddExportRefusal, ChangeExportRefusal, RunExportRefusal } from "../core/exports/index.ts";
import type { ImportRefusal } from "../core/import/index.ts";
import type { Zone } from "../core/kernel/local-day.ts";
import { formatRubles, kopecks } from "../core/kernel/money.ts";
import type { RefusalDetail } from "../core/kernel/outcome.ts";
import { formatWhole } from "../core/kernel/points.ts";
import type { AdjustPointsRefusal } from "../core/loyalty/index.ts";
import { gatewayTroubleText } from "../core/payments/index.ts";
import type {
  AddStaffRefusal,
  ChangePhoneRefusal,
  ChangeStaffRefusal,
  EnterClientRefusal,
  LinkStaffRefusal,
  RenameClientRefusal,
  ResetPasswordRefusal,
  SetBirthdayRefusal,
  SetEmailRefusal,
  SetStaffMessagesRefusal,
  SetTagsRefusal,
  WriteNoteRefusal,
} from "../core/people/index.ts";
import { fileProblem } from "../core/runtime/file-problem.ts";
import type { DeleteSegmentRefusal, SaveSegmentRefusal } from "../core/segments/index.ts";
import type { SettingRefusal } from "../core/settings/index.ts";
import type { LoadDemoRefusal } from "../demo.ts";
import { BROADCAST_SENTENCES } from "./broadcast-sentences.ts";
import { broadcastStateText, DEED_SENTENCES } from "./deed-sentences.ts";
import { IMPORT_SENTENCES } from "./import-sentences.ts";
import { momentOf } from "./output.ts";

type ShellRefusal =
  | "ambiguous_id"
  | "ambiguous_segment"
  | "ambiguous_staff"
  | "ambiguous_specialist"
  | "ambiguous_service"
  | "unknown_booking"
  | "booking_is_another"
  | "booking_waits_for_no_link"
  | "database_behind"
  | "installation_empty"
  | "installation_missing"
  | "database_not_ours"
  | "database_outside"
  | "erase_not_confirmed"
  | "broadcast_file_unreadable"
  | "database_in_use_stop"
  | "promises_broken"
  | "import_file_unreadable"
  | "import_not_confirmed"
  | "not_confirmed"
  | "start_ambiguous"
  | "mapping_unreadable"
  | "file_in_the_way"
  | "file_unwritable";

/** Every way in which the product can say no to an operator. */
export type CliRefusal =
  | AddExportRefusal
  | ChangeExportRefusal
  | RunExportRefusal
  | AddStaffRefusal
  | AdjustPointsRefusal
  | AskAboutPaymentRefusal
  | BackUpRefusal
  | BlockClientRefusal
  | BookForClientRefusal
  | BroadcastMessageRefusal
  | SaveBroadcastRefusal
  | ScheduleBroadcastRefusal
  | SteerRefusal
  | TestBroadcastRefusal
  | CancelBookingRefusal
  | ConfirmOnSpotRefusal
  | ChangeSlotRefusal
  | ChangeStaffRefusal
  | DeleteSegmentRefusal
  | ChangePhoneRefusal
  | EnterClientRefusal
  | EraseClientRefusal
  | FileRefusal
  | GenerateSlotsRefusal
  | ImportRefusal
  | JoinWaitlistRefusal
  | LeaveWaitlistRefusal
  | LiftBlockRefusal
  | LiftTimeOffRefusal
  | LinkStaffRefusal
  | LoadDemoRefusal
  | MarkVisitRefusal
  | OpenPaymentRefusal
  | RecordOnSpotRefusal
  | RefundBookingRefusal
  | RescheduleBookingRefusal
  | ResendMessageRefusal
  | RenameClientRefusal
  | ResetPasswordRefusal
  | RestoreRefusal
  | SaveSegmentRefusal
  | ServiceRefusal
  | SetBirthdayRefusal
  | SetEmailRefusal
  | SetMeetingLinkRefusal
  | SetStaffMessagesRefusal
  | SettingRefusal
  | SetTagsRefusal
  | ShellRefusal
  | SpecialistRefusal
  | TakeTimeOffRefusal
  | UndoSlotChangeRefusal
  | WriteNoteRefusal;

/**
 * `{name}` is the refusal's detail of that name; what stands in square brackets is said only when all of its
 * details are there; `{name:money}` is an amount in kopecks, `{name:whole}` a number that may be long.
 */
const SENTENCES = {
  ...BROADCAST_SENTENCES,
  ...DEED_SENTENCES,
  backup_damaged: "Файл копии повреждён[: {problem}]. Ничего не изменено. Возьмите другую копию: db backups.",
  backup_newer:
    "Копия сделана другой, более новой программой[: {product}, миграции {migration} здесь нет]. Восстановите её той же программой или более новой.",
  backup_other_mode:
    "Копия и база из разных режимов[: копия {theirs}, база {ours}] (live — настоящая, sandbox — песочница). Возьмите пустую базу: другой DATABASE_URL или DATA_DIR.",
  backup_unreadable: "Прочитать файл копии не получилось: {given} ({problem}).",
  database_empty:
    "В базе ничего нет: копировать нечего. Если данные должны быть, проверьте DATABASE_URL и DATA_DIR: db status.",
  database_forbids:
    "База этого не разрешает[: {problem}]. Ничего не изменено. Нужны права владельца базы (DATABASE_URL).",
  database_has_data:
    "В базе уже есть данные[: таблиц со строками {tables}]. Чтобы заменить их копией, добавьте --force и --yes; сначала сохраните их: db backup.",
  database_in_use:
    "С базой работают другие[: соединений {count}][ ({names})]. Остановите программу (npm start и всё, что открыло базу) и повторите.",
  database_strange:
    "В базе есть таблицы[: {names}], а истории миграций этой программы нет. База чужая? Проверьте DATABASE_URL: программе нужна своя, отдельная. База своя? Историю удалили: восстановите копию, сделанную раньше, в пустую базу (db restore).",
  cron_unreadable:
    "Расписание (--cron)[: дано «{given}», ожидается пять полей cron]: минута, час, день месяца, месяц, день недели, и чтобы такой день бывал. Каждый день в 7:00 — «0 7 * * *», по понедельникам — «0 7 * * 1».",
  export_folder_not_absolute:
    "Папка (--folder)[: дано «{given}», ожидается путь целиком, от корня, например /var/exports].",
  export_folder_unwritable:
    "В папку выгрузки не записать[: {given} ({problem})]. Папка должна быть, и у программы должно быть право писать в неё.",
  export_goes_nowhere:
    "Выгрузке некуда идти: нужна папка (--folder), Telegram (--telegram) или и то и другое.",
  export_is_another: "С этим --id уже записана другая выгрузка. Для новой возьмите новый id.",
  unknown_export: "Такой выгрузки нет[: №{given}][: {id}]. Список: schedule list.",
  file_is_device:
    "{given} — не файл, а устройство или канал, а копию потом читают. Дайте имя файла, например okoshko.backup.",
  file_is_folder: "{given} — папка, а копия — один файл. Дайте имя файла в ней, например okoshko.backup.",
  file_exists: "Такой файл уже есть: {given}. Выберите другое имя или добавьте --yes, чтобы заменить его.",
  not_a_backup: "Это не копия базы: {given}. Такие файлы делает db backup.",
  restore_not_confirmed:
    "Всё, что сейчас в базе[ {place}][ (таблиц со строками: {tables})], будет заменено копией[ от {made}]. Ничего не сделано. Если точно заменить, добавьте --yes.",
  ambiguous_id: "На «{given}» начинается несколько id: {names}. Дайте нужный целиком или больше его знаков.",
  ambiguous_segment: "К «{given}» подходят несколько сегментов: {names}. Напишите название целиком.",
  ambiguous_service: "Услуг, подходящих к «{given}», несколько: {names}. Напишите имя целиком или id.",
  ambiguous_specialist:
    "Специалистов, подходящих к «{given}», несколько: {names}. Напишите имя целиком или id.",
  ambiguous_staff:
    "К «{given}» подходят несколько сотрудников: {names}. Напишите имя целиком, e-mail или id: staff list.",
  birthday_out_of_range: "День рождения не может быть в будущем или больше 120 лет назад[: дано «{given}»].",
  birthday_unreadable:
    "Такого дня нет в календаре[: дано «{given}», ожидается день рождения в виде 1990-03-07, 07.03.1990 или 07.03 без года].",
  block_end_passed: "Такая блокировка уже закончилась бы: дайте больше дней (--days).",
  block_is_another: "С этим --id уже записана другая блокировка. Для новой блокировки возьмите новый id.",
  broadcast_button_unreadable:
    "С кнопкой что-то не так[: «{given}»]. Надпись — до 40 знаков, ссылка начинается с https://.",
  broadcast_buttons_too_many: "Слишком много кнопок[: ожидается не больше {max}].",
  ...IMPORT_SENTENCES,
  booking_not_confirmed: "Отметить можно только подтверждённую запись.",
  amount_not_positive: "Сумма (--amount) должна быть больше нуля.",
  booking_takes_no_money: "Оплату на месте записывают у подтверждённой записи или у состоявшегося визита.",
  not_your_booking: "Это запись другого специалиста.",
  not_your_slot: "Это окно другого специалиста.",
  on_spot_above_owed:
    "К оплате по этой записи осталось меньше[: дано {given:money}, ожидается не больше {max:money}].",
  refund_is_another: "С этим --id уже записан другой возврат. Для нового возьмите новый id.",
  payment_is_another: "С этим --id уже записан другой платёж. Для нового возьмите новый id.",
  nothing_to_refund:
    "Возвращать нечего: этих денег за записью нет, или они уже возвращены.[ Принято на месте {onSpot:money}: --of on-spot.][ Оплачено онлайн {online:money}: --of online.]",
  refund_out_of_range:
    "Сумма возврата (--amount)[: дано {given:money}, ожидается больше нуля и не больше {max:money}].",
  client_vip: "Клиента VIP не блокируют. Сначала: clients vip <кто> --off.",
  booking_over: "Эта запись уже не впереди[: {fate}].",
  cancelled_by_other: "Клиент уже отменил эту запись сам[: {endedAt}].",
  client_blocked: "Клиент заблокирован[ до {endsAt}]. Снять: clients unblock <кто>.",
  consent_missing: "Клиент не давал согласия на обработку данных: его даёт только он сам, в боте.",
  consequence_changed: "Условия изменились, пока вы отвечали. Повторите команду: она покажет новые.",
  hot_needs_payment:
    "Горящее окно бронируют с предоплатой, а онлайн-оплата выключена. Остаётся оплата на месте: bookings book --pay on-spot.",
  overlaps_own_booking: "У клиента на это время уже есть запись[: №{number}, {startsAt}].",
  same_start: "Запись и так на это время. Дайте другое (--to) или другого специалиста (--specialist).",
  slot_gone:
    "Окна в это время нет, или оно закрыто[: {given}]. Какие есть: slots list; открыть закрытое: slots open; создать, если это время впереди: slots generate.",
  slot_taken: "Это время занято, или услуга там не помещается. Свободные: slots list --state free.",
  too_late_to_book: "Это время уже прошло.",
  start_on_past_day:
    "Это время уже не записать[: дано {startsAt}, ожидается не раньше {since}]. Прошедшее время записывают только в тот же день.",
  link_after_start:
    "Визит уже начался[: {startsAt}]. Ссылку на оплату отправлять поздно: запишите с --pay on-spot.",
  too_many_bookings: "У клиента уже слишком много будущих записей[: {max}].",
  hold_not_confirmed: "Эта запись ещё ждёт оплаты. Подтвердить с оплатой на месте: bookings confirm <номер>.",
  waiver_needs_reason: "Горящее окно бронируют с предоплатой: напишите, почему без неё (--reason).",
  hold_over: "Время на оплату этой записи вышло, окно уже свободно. Записать заново: bookings book.",
  booking_cancelled: "Эта запись уже отменена.",
  payment_being_confirmed: "Банк как раз подтверждает оплату этой записи. Подождите минуту и повторите.",
  visit_began: "Визит уже начался.",
  visit_not_begun: "Визит ещё не начался: отметить его можно после начала.",
  database_behind:
    "Схема базы старше программы: не применено миграций: {pending}. Выполните: npm run -s cli -- db migrate",
  database_not_empty:
    "В базе уже есть данные, а демонстрационные можно загрузить только в пустую базу: дайте другой DATA_DIR.",
  installation_empty:
    "База[ {place}] пуста: программа в ней ещё не работала, или восстановить её не удалось. Та ли это база? Восстановить из копии: npm run -s cli -- db restore <файл>; начать новую: npm start; посмотреть на примере: npm run -s cli -- demo load",
  installation_missing:
    "В папке {given} базы нет: {there}.[ База есть рядом: {near}.] Верен ли DATA_DIR? Начать новую: npm start; восстановить из копии: npm run -s cli -- db restore <файл>; посмотреть на примере: npm run -s cli -- demo load",
  database_not_ours: "С этой базой программа работать не может. {problem}",
  database_outside: "База задана в DATABASE_URL: программа её не запускает и не останавливает.",
  discount_only_hot: "Своя скидка бывает только у горящих окон (--kind hot).",
  duration_out_of_range: "Длительность услуги[: дано {given} мин, ожидается от {min} до {max} мин].",
  email_taken: "Этот e-mail уже у другого сотрудника.",
  email_unreadable: "Это не похоже на e-mail[: дано «{given}», ожидается вид anna@example.ru].",
  entry_is_another: "С этим --id уже записано другое изменение баллов. Для нового возьмите новый id.",
  erase_has_bookings:
    "Удалить данные пока нельзя: у клиента есть запись[ №{number}, начало {startsAt}]. Отмените её или дождитесь, пока визит закончится.",
  erase_money_pending:
    "Удалить данные пока нельзя: деньги[ по записи №{number}] ещё в пути. Дождитесь конца платежа или возврата.",
  erase_not_confirmed:
    "Это навсегда: данные клиента «{name}» будут удалены[, сгорит баллов: {points:whole}]. Ничего не сделано. Если точно удалять, добавьте --yes.",
  file_unwritable: "Записать файл не получилось[: {given} ({problem})].",
  meeting_link_too_long:
    "Ссылка на встречу (--url) слишком длинная[: ожидается не больше {charactersMax} знаков].",
  meeting_link_unreadable:
    "Ссылка на встречу (--url)[: дано «{given}», ожидается адрес, начинающийся с https:// или http://].",
  meeting_url_unreadable: "Ссылка на встречу[: дано «{given}», ожидается адрес, начинающийся с https://].",
  name_empty: "Имя не может быть пустым.",
  name_taken: "Такое имя уже занято[: «{given}»]. Возьмите другое[ или измените то, что есть: {instead}].",
  name_too_long: "Имя слишком длинное[: ожидается не больше {charactersMax} знаков].",
  note_empty: "Заметка (--add) пуста.",
  note_is_another: "С этим --id уже записана другая заметка. Для новой возьмите новый id.",
  note_too_long: "Заметка (--add) слишком длинная[: ожидается не больше {charactersMax:whole} знаков].",
  password_too_short: "Пароль слишком короткий[: ожидается не меньше {charactersMin} знаков].",
  password_too_long: "Пароль слишком длинный[: ожидается не больше {charactersMax} знаков].",
  password_too_plain: "Такой пароль легко угадать: возьмите несколько слов или другие знаки.",
  own_password: "Свой пароль меняют в панели, в «Моей учётной записи».",
  email_missing:
    "У сотрудника нет почты: без неё в панель не войти. Записать: staff change <кто> --email <адрес>.",
  owner_only: "Это может только владелец.",
  own_access: "Свою роль не меняют и себя не отключают.",
  last_owner: "Это последний владелец: сначала назначьте другого.",
  pattern_days_reversed: "День --to раньше дня --from.",
  pattern_hours_reversed: "Время окончания должно быть позже начала (--hours, --break).",
  pattern_length_out_of_range: "Длина окна (--length): ожидается от 5 до 1440 минут.",
  pattern_makes_no_slots: "Ни одно окно не помещается: проверьте --hours, --break и --length.",
  pattern_no_weekdays: "Не выбрано ни одного дня недели (--days).",
  pattern_too_long: "--to:[ дано «{given}»,] ожидается не больше 366 дней за один раз[ (--from {from})].",
  phone_of_another: "Этот телефон уже есть у другого клиента: найдите его через clients show.",
  phone_taken: "Клиента с этим телефоном только что добавили. Повторите команду.",
  phone_unreadable: "Это не похоже на телефон (--phone)[: дано «{given}»]. Например: +7 900 123-45-67.",
  points_out_of_range:
    "Столько баллов за один раз нельзя[: дано {given:whole}, ожидается не больше {max:whole} в любую сторону].",
  points_below_zero:
    "Столько баллов у клиента нет[: на счету {balance:whole}, станет {after:whole}]. Списать в долг: повторите с --yes.",
  points_zero: "Ноль баллов ничего не меняет: дайте +N или -N.",
  prepayment_not_asked: "Предоплаты (--prepayment) у этой услуги нет: её берут с --policy prepay.",
  prepayment_out_of_range:
    "Предоплата (--prepayment)[: дано {given:money}, ожидается больше нуля и не больше цены, {max:money}].",
  price_out_of_range: "Цена (--price)[: дано {given:money}, ожидается от 0 до {max:money}].",
  reason_missing: "Нужна причина (--reason)[: {why}].",
  setting_out_of_range: "{key}: [дано «{given}», ]ожидается {expected}.",
  setting_changed_meanwhile:
    "Эту настройку только что изменил кто-то другой. Посмотрите, что теперь: settings list — и повторите.",
  settings_disagree:
    "Не сходится: для «{label}» дано {given}, а в «{other}» ({otherKey}) сейчас {otherValue}. Ожидается {expected}.",
  slot_booked:
    "Окно занято[: запись №{number}, {clientName}, начало {startsAt}]. Сначала отмените или перенесите запись.",
  slot_closed: "Окно закрыто. Сначала откройте его: slots open.",
  slot_in_time_off:
    "Специалист в это время не работает[: «{reason}», {from} — {until}]. Снять: slots time-off lift.",
  change_is_another: "С этим --id уже записано другое изменение. Для нового возьмите новый id.",
  unknown_time_off: "Такого нерабочего времени нет[: {given}]. Список: slots time-off list.",
  time_off_of_others: "Специалист снимает только то нерабочее время, которое отметил сам.",
  time_off_reversed: "Конец нерабочего времени должен быть позже начала (--from, --to, --hours).",
  time_off_too_long: "Слишком большой срок[: ожидается не больше {daysMax} дней за раз].",
  time_off_on_no_day: "Между первым и последним днём таких дней недели нет (--from, --to, --days).",
  time_off_past: "Это время уже прошло.",
  no_specialist_chosen: "Нужен хотя бы один специалист (--specialist).",
  unknown_change: "Отменять нечего: за последний час из командной строки окна не меняли.",
  not_your_change: "Это изменение сделал сотрудник в панели: отменить его может только он.",
  undo_too_late: "Отменить уже нельзя: прошло больше часа[, изменение сделано {at}].",
  change_overtaken:
    "Отменить уже нельзя: с этими окнами с тех пор что-то произошло[ — {what}, {at}][, {by}].",
  slot_in_past: "Это окно уже в прошлом.",
  slot_length_out_of_range: "Окно может длиться от 5 минут до суток.",
  slot_online: "Онлайн-окно не бывает горящим: горящие окна — для визитов.",
  slot_overlaps: "В это время у специалиста уже есть окно.",
  specialist_needed: "Роли specialist нужен сам специалист: --specialist ИМЯ.",
  staff_needs_entry: "Сотруднику нужен вход: --email с паролем или --telegram-id.",
  telegram_taken: "Этот Telegram уже у другого сотрудника.",
  already_waiting: "Клиент уже ждёт именно этого.",
  client_has_no_chat: "Бот не может написать клиенту: предложить время будет некому.",
  unknown_wait: "Такого ожидания нет[: {given}]. Список: waitlist list.",
  wait_days_passed: "Эти дни или часы уже прошли.",
  wait_days_too_far: "Слишком далеко (--to)[: ждать можно не дольше {max} дней].",
  wait_hours_reversed: "Конец времени должен быть позже начала (--hours).",
  wait_over: "Клиент уже не ждёт: запись есть, или дни прошли.",
  waitlist_full: "Клиент ждёт уже слишком многого[: не больше {max}].",
  visit_not_online: "Ссылка на встречу бывает только у онлайн-записи.",
  unknown_booking: "Такой записи нет[: {given}]. Список: bookings list.",
  unknown_client: "Такого клиента нет[: {given}]. Ищите: clients list --search ИМЯ.",
  unknown_message: "Такого сообщения нет[: {given}]. Список: messages list.",
  unknown_service: "Такой услуги нет[: «{given}»]. Список: services list.",
  unknown_setting: "Такой настройки нет[: «{key}»].[ Может быть, {nearest}?] Список: settings list.",
  bad_segment:
    "Условия сегмента[, место {place}]:[ дано {given},] ожидается {expected}. Из чего их составляют: segments facts.",
  segment_name_empty: "У сегмента должно быть название.",
  segment_name_taken: "Сегмент с таким названием уже есть.",
  segment_name_too_long: "Название сегмента слишком длинное[: ожидается не больше {charactersMax} знаков].",
  tag_too_long: "Метка слишком длинная[: дано «{given}», ожидается не больше {charactersMax} знаков].",
  tags_too_many: "Слишком много меток[: у клиента может быть не больше {max}].",
  unknown_segment: "Такого сегмента нет[: «{given}»]. Список: segments list.",
  unknown_slot: "Такого окна нет[: {given}]. Список: slots list.",
  not_your_messages: "Это уведомления другого сотрудника.",
  message_not_for_role: "О таком бот этому сотруднику не пишет. О чём пишет: staff messages <кто>.",
  owner_must_hear:
    "О деньгах, которым нужен человек, должен узнавать хотя бы один владелец. Сначала включите их у другого: --on payment.",
  unknown_staff: "Такого сотрудника нет[: «{given}»]. Список: staff list.",
  unknown_specialist: "Такого специалиста нет[: «{given}»]. Список: specialists list.",
} as const satisfies Record<CliRefusal, string>;

/** The refusal in the operator's words. */
export function sentenceOf(refusal: CliRefusal, detail: RefusalDetail, zone: Zone): string {
  const value = (name: string, form: string | undefined): string | undefined => {
    const given = detail[name];
    if (given === undefined) return undefined;
    if (given instanceof Date) return momentOf(given, zone);
    if (name === "problem") return fileProblem(String(given));
    if (name === "trouble") return gatewayTroubleText(String(given));
    if (form === "whole") return formatWhole(Number(given));
    if (form === "broadcast") return broadcastStateText(String(given));
    return form === "money" ? formatRubles(kopecks(Number(given))) : String(given);
  };
  const template: string = SENTENCES[refusal];
  return template
    .replace(/\[([^\]]*)\]/g, (_, part: string) => (isWhole(part, value) ? part : ""))
    .replace(DETAIL, (_, name: string, form: string | undefined) => value(name, form) ?? "…");
}

const DETAIL = /\{(\w+)(?::(\w+))?\}/g;

/** That nothing was given is said, too. */
const isWhole = (part: string, value: (name: string, form: undefined) => string | undefined): boolean =>
  [...part.matchAll(DETAIL)].every(
    ([, name = ""]) => value(name, undefined) || (name === "given" && value(name, undefined) === ""),
  );
