const UNITS = ["Б", "КБ", "МБ", "ГБ", "ТБ"] as const;
const STEP = 1_024;
const numbers = new Intl.NumberFormat("ru-RU", { maximumFractionDigits: 1 });

/** `12,3 МБ`. */
export function sizeText(bytes: number): string {
  let size = bytes;
  let unit = 0;
  for (; size >= STEP && unit < UNITS.length - 1; unit += 1) size /= STEP;
  return `${numbers.format(size)}\u00a0${UNITS[unit] ?? ""}`;
}
