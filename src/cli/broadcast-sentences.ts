/** What is said when a broadcast cannot be written, started or steered. */
export const BROADCAST_SENTENCES = {
  broadcast_file_unreadable: "Прочитать файл не получилось: {given} ({problem}).",
  broadcast_markup_broken: "Разметка сломана[ у «{given}»: {problem}].",
  broadcast_not_started: "Рассылка ещё не начата[: {state:broadcast}]. Начать: broadcast start.",
  broadcast_over: "Рассылка уже не идёт[: {state:broadcast}]. Написать новую: broadcast create.",
  broadcast_text_empty: "Текст рассылки пуст (--text-file).",
  broadcast_text_too_long:
    "Текст слишком длинный[: с самыми длинными именами выйдет {given:whole} знаков, ожидается не больше {charactersMax:whole}].",
  broadcast_title_empty: "Нужно название рассылки (--title).",
  broadcast_title_too_long: "Название слишком длинное[: ожидается не больше {charactersMax} знаков].",
  broadcast_variable_unknown: "Такой подстановки нет[: {given}. Есть: {known}].",
  marketing_off:
    "Рекламные рассылки выключены. Включить: settings set marketing.enabled yes (чего требует закон — docs/guide.ru.md).",
  no_hot_slot_left:
    "Свободных окон из этой рассылки не осталось: начинать незачем. Свободные: slots list --state free.",
  no_recipients: "Рассылку никто не получит: посмотрите broadcast dry-run.",
  picture_too_large: "Картинка слишком большая[: ожидается не больше {megabytesMax} МБ].",
  picture_unreadable: "Картинка (--picture) должна быть в формате JPEG или PNG.",
  schedule_in_past: "Время начала (--at) уже прошло[: {at}, а сейчас {now}].",
  segment_in_use:
    "Сегмент[ «{name}»] удалить нельзя: он нужен[ рассылкам: {broadcasts}. Ненужную можно отменить: broadcast cancel {number}][ горящим окнам; сначала выберите там другой: settings set {setting}].",
  staff_without_chat: "У сотрудника[ {name}] нет связи с Telegram: staff link --help.",
  unknown_broadcast: "Такой рассылки нет[: {given}]. Список: broadcast list.",
} as const;
