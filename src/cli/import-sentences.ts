/** What is said of a file that cannot be taken over as it is. */
export const IMPORT_SENTENCES = {
  import_column_twice: "Столбец «{given}» в файле встречается дважды. Оставьте один.",
  import_columns_missing:
    "В файле не хватает столбцов: {missing}. В первой строке стоит: {found}. Столбцы, которые называются иначе, перечислите в файле --mapping.",
  import_encoding_unknown:
    "Буквы в файле не складываются в слова[: в первой строке получается «{found}»]. Ожидается кодировка UTF-8 или Windows-1251, а у файла, похоже, другая (KOI8-R, DOS). Сохраните его как UTF-8 и повторите.",
  import_separator_unknown:
    "Столбцы в первой строке разделены не тем знаком: ожидается «;», «,» или табуляция[, а дано: {given}]. Сохраните файл с «;» и повторите.",
  import_file_changed: "Файл изменился, пока его читали; ничего не записано. Повторите команду.",
  import_file_empty: "В файле ничего нет[, кроме заголовков: {headings}].",
  import_file_not_text:
    "Это не текст CSV[, а книга Excel ({kind})]. Сохраните её как «CSV UTF-8 (разделитель — запятая)» и дайте тот файл.",
  import_file_unreadable: "Прочитать файл не получилось: {given}: {problem}.",
  import_not_confirmed: "{found} Ничего не записано. Чтобы записать, повторите команду с --yes.",
  import_rows_rejected:
    "Строк с ошибками: {rejected:whole} из {rows:whole}. Ничего не записано[; все ошибки — в {report}][; остальные без этих строк — с флагом {others}].",
  mapping_unreadable: "Файл соответствия столбцов {given}: {problem}.",
} as const;
