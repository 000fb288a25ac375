import { BROADCAST_STATE_WORDS } from "../core/broadcasts/index.ts";

/** What is said when money cannot be asked about or given back, a message not repeated, a client not booked. */
export const DEED_SENTENCES = {
  unknown_payment: "Такого платежа нет[: {given}]. Список: payments list.",
  booking_is_another: "С этим --id уже сделана другая запись[: №{number}]. Для новой возьмите новый id.",
  gateway_off:
    "Онлайн-оплата не подключена: спрашивать некого. Её включают YOOKASSA_SHOP_ID и YOOKASSA_SECRET_KEY.",
  gateway_silent:
    "ЮKassa не ответила[: {trouble}]. Ничего не изменилось. Повторите позже; проверить связь: doctor --only yookassa.",
  payment_settled: "Этот платёж уже закончен: спрашивать не о чем. Посмотреть: payments show.",
  payment_on_spot: "Эти деньги приняты на месте: ЮKassa о них не знает.",
  message_on_its_way: "Это сообщение ещё не ушло: оно уйдёт само. Когда — messages show.",
  message_said_once:
    "Такие сообщения второй раз не шлют: рассылку каждый получает однажды, а предложение времени живёт минуты.",
  message_too_old: "Повторять поздно:[ визит уже начался ({startsAt}).][ прошло больше {daysMax} дней.]",
  message_unwanted: "Повторять незачем: {because}.",
  receiver_erased: "Данные этого клиента удалены: писать некому.",
  receiver_left: "Этот сотрудник больше не работает: писать некому.",
  receiver_blocked_bot:
    "Получатель заблокировал бота: пока он сам не вернётся, сообщение не дойдёт.[ Сообщите сами: {name}, {phone}.]",
  receiver_without_chat:
    "У получателя нет чата с ботом: пока он сам не откроет бота, сообщение не дойдёт.[ Сообщите сами: {name}, {phone}.]",
  resend_is_another: "С этим --id уже есть другое сообщение. Для нового возьмите новый id.",
  start_ambiguous:
    "В это время[ ({given})] свободны несколько специалистов[: {names}]. Назовите одного: --specialist.",
  link_time_passed:
    "Сколько ждать оплату (--until)[: дано {until}, ожидается время позже, чем сейчас ({now}), и не позже начала визита ({startsAt})].",
  nothing_to_pay: "При этой записи платить нечего: ссылка не нужна. Остаётся --pay on-spot.",
  booking_waits_for_no_link:
    "Запись №{number} оплаты по ссылке не ждёт. Что с ней и с её деньгами: bookings show {number}.",
  staff_off: "Сотрудник[ {name}] отключён: войти он не может. Сначала верните его: staff change <кто> --on.",
  file_in_the_way:
    "Файл {given} уже есть. Ничего не записано. Чтобы заменить его, повторите с --yes; или дайте другое имя.",
  payments_off: "Онлайн-оплата не подключена: её включают YOOKASSA_SHOP_ID и YOOKASSA_SECRET_KEY.",
  method_off: "СБП выключена: settings set payments.sbp yes.",
  email_needed:
    "Для чека нужна почта клиента: бот спросит её, когда клиент нажмёт «Оплатить»; у кого бота нет, тому впишите её: clients email.",
  gateway_refused: "ЮKassa отказалась принять этот платёж. Проверить связь и ключи: doctor --only yookassa.",
  passphrase_needed: "Копия зашифрована: нужен файл с паролем (--passphrase-file).",
  passphrase_not_needed:
    "Копия не зашифрована, а пароль дан (--passphrase-file). Если она должна быть зашифрована, это не тот файл; иначе уберите флаг.",
  passphrase_unreadable: "Прочитать пароль (--passphrase-file) не получилось: {given} ({problem}).",
  passphrase_wrong: "Пароль из файла (--passphrase-file) не подходит к этой копии.",
  not_confirmed: "{what} Ничего не сделано. Чтобы сделать, повторите с --yes.",
  promises_broken:
    "Вернуть не получилось, ничего не изменено: мешает то, что уже есть в базе. Исправьте и повторите.\n{list}",
  database_in_use_stop:
    "С базой работают другие[: соединений {count}][ ({names})]. База не остановлена. Остановите программу (npm start и всё, что открыло базу) или повторите с --yes: их соединения оборвутся.",
  broadcast_started:
    "Рассылка уже начата[: {state:broadcast}]. Её можно приостановить (pause), продолжить (resume) или отменить (cancel).",
} as const;

/** A state of a broadcast as a refusal holds it, in words. */
export const broadcastStateText = (state: string): string =>
  Object.entries(BROADCAST_STATE_WORDS).find(([known]) => known === state)?.[1] ?? state;
