import { type LocalDay, parseLocalDay } from "../../kernel/local-day.ts";
import type { Field, Mapping } from "../model.ts";

/** An apostrophe that a spreadsheet, or our own export, put before what looks like a formula. */
const DEFUSED = /^'(?=[=+\-@\t\r\n＝＋－＠])/u;

/** What a cell means: no apostrophe against formulas, no spaces around, lines end as ours do. */
export const plainCell = (cell: string): string => cell.replace(DEFUSED, "").replace(/\r\n?/g, "\n").trim();

const WHOLE = /^[+-]?\d{1,9}$/;

/**
 * Points as other systems write them: `150`, `1 500`, `150,00`, `-50`; undefined when it is no whole number.
 *
 * @source UN-2
 */
export function readPointsCell(cell: string): number | undefined {
  const digits = cell
    .replace(/[\s\u00a0\u202f]/g, "")
    .replace(/^[−–]/, "-")
    .replace(/[.,]0+$/, "");
  return WHOLE.test(digits) ? Number(digits) : undefined;
}

/** A day as spreadsheets and programs write it, in the form in which people type it: `1990-03-07` → `07.03.1990`, `--03-07` → `07.03`. */
export function typedDay(cell: string): string {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?$/.exec(cell) ?? [];
  if (year !== undefined) return `${date}.${month}.${year}`;
  const [, itsMonth, itsDate] = /^--(\d{2})-(\d{2})$/.exec(cell) ?? [];
  if (itsMonth !== undefined) return `${itsDate}.${itsMonth}`;
  return cell.replace(/ 0?0:00(:00)?$/, "");
}

/** Two headings that differ in case, spaces, `ё` or an asterisk are one. */
const headingOf = (text: string): string =>
  text
    .replace(/^\ufeff/, "")
    .replace(/[\s*:]+/g, " ")
    .trim()
    .toLowerCase()
    .replaceAll("ё", "е");

export type Columns<Key extends string> = {
  /** Key → the place of its column. */
  readonly places: Readonly<Partial<Record<Key, number>>>;
  readonly missing: readonly Field<Key>[];
  /** Headings that stand for one key twice. */
  readonly twice: readonly string[];
  /** Headings that nobody asked for: they are left out, and that is said. */
  readonly ignored: readonly string[];
};

/**
 * Finds the columns of a form among the headings of a file: by the key or the title, or by what the mapping says instead.
 */
export function matchColumns<Key extends string>(
  fields: readonly Field<Key>[],
  headings: readonly string[],
  mapping: Mapping<Key>,
): Columns<Key> {
  const found = headings.map(headingOf);
  const places: Partial<Record<Key, number>> = {};
  const twice: string[] = [];
  for (const { key, title } of fields) {
    const wanted = (mapping[key] ?? [title, key]).map(headingOf);
    const first = wanted.find((heading) => found.includes(heading));
    if (first === undefined) continue;
    const place = found.indexOf(first);
    places[key] = place;
    if (found.lastIndexOf(first) !== place) twice.push(headings[place] ?? "");
  }
  const used = new Set(Object.values(places));
  return {
    places,
    twice,
    missing: fields.filter(({ key, isRequired }) => isRequired && places[key] === undefined),
    ignored: headings.filter((heading, place) => !used.has(place) && heading.trim() !== ""),
  };
}

/** What stands between the cells of a file, by its first line: whichever of `;`, tab and `,` it has most of. */
export function delimiterOf(firstLine: string): string {
  const bare = firstLine.replace(/"[^"]*"/g, "");
  const [most = ";"] = [";", "\t", ","].sort((a, b) => countOf(bare, b) - countOf(bare, a));
  return most;
}

const countOf = (text: string, sign: string): number => text.split(sign).length - 1;

const MOMENT = /^(\d{1,2})[./](\d{1,2})[./](\d{4})[\sT,]+(\d{1,2}):(\d{2})(?::00)?$/;
const ISO_MOMENT = /^(\d{4})-(\d{2})-(\d{2})[\sT]+(\d{1,2}):(\d{2})(?::00)?$/;

/** A day and a minute of it: `01.12.2026 10:00` or `2026-12-01 10:00`, by the clocks of the business; undefined otherwise. */
export function readMoment(cell: string): { readonly day: LocalDay; readonly minute: number } | undefined {
  const [, year, month, date, isoHours, isoMinutes] = ISO_MOMENT.exec(cell) ?? [];
  const [, typedDate, typedMonth, typedYear, hours = isoHours, minutes = isoMinutes] =
    MOMENT.exec(cell) ?? [];
  const two = (digits: string | undefined): string => (digits ?? "").padStart(2, "0");
  const day = parseLocalDay(`${year ?? typedYear}-${two(month ?? typedMonth)}-${two(date ?? typedDate)}`);
  const isTime = Number(hours) < 24 && Number(minutes) < 60;
  return day !== undefined && isTime ? { day, minute: Number(hours) * 60 + Number(minutes) } : undefined;
}
