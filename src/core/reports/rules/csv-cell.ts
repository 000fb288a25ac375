import type { Kopecks } from "../../kernel/money.ts";

/**
 * `excel`: as a Russian Excel opens it by a double click: `;` between cells, a decimal comma, `01.12.2026 10:00` by the
 * clocks of the business; `plain`: for programs: `,`, a decimal point, `2026-12-01`, instants in UTC.
 */
export type CsvDialect = "excel" | "plain";

/** Whatever a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;

/**
 * A text as a cell that no spreadsheet calculates: one that begins like a formula gets an apostrophe before it.
 *
 * Numbers are never given here: a negative sum stays a number. A phone is no formula: whatever calculates it gets the same
 * number, and whoever reads it sees no apostrophe. Excel drops its plus; an import takes it without.
 */
export const textCell = (text: string): string =>
  FORMULA.test(text) && !PHONE.test(text) ? `'${text}` : text;

/** A plus and digits alone. */
const PHONE = /^\+\d{5,15}$/;

/** Whether something is so: `да` for people, `true` for programs, as in JSON. */
export const flagCell = (is: boolean, dialect: CsvDialect): string =>
  dialect === "plain" ? String(is) : is ? "да" : "нет";

/** Rubles and kopecks, two digits after the comma or point, no spaces: `-1500,50`. */
export function rublesCell(amount: Kopecks, dialect: CsvDialect): string {
  const digits = String(Math.abs(amount)).padStart(3, "0");
  const point = dialect === "excel" ? "," : ".";
  return `${amount < 0 ? "-" : ""}${digits.slice(0, -2)}${point}${digits.slice(-2)}`;
}

/** A number that is not whole, with so many digits after the comma or point; the last one is rounded. */
export const decimalCell = (value: number, digits: number, dialect: CsvDialect): string =>
  value.toFixed(digits).replace(".", dialect === "excel" ? "," : ".");

/** A day of the business. */
export const dayCell = (day: string, dialect: CsvDialect): string =>
  dialect === "excel" ? `${day.slice(8, 10)}.${day.slice(5, 7)}.${day.slice(0, 4)}` : day;
