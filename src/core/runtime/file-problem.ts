/** What the system says of files, in people's words. */
const WORDS: Readonly<Record<string, string>> = {
  EACCES: "нет прав",
  EPERM: "нет прав",
  EROFS: "диск только для чтения",
  EEXIST: "такой файл уже есть",
  ENOENT: "нет такого файла или папки",
  ENOTDIR: "на пути не папка, а файл",
  EISDIR: "это папка",
  ENOSPC: "на диске нет места",
  EDQUOT: "кончилась квота диска",
  EFBIG: "файл больше, чем разрешено (ulimit -f)",
  EIO: "ошибка диска",
};

/** `на диске нет места: ENOSPC`; a code without words, and words that are no code, stay as they are. */
export const fileProblem = (code: string): string =>
  WORDS[code] === undefined ? code : `${WORDS[code]}: ${code}`;
