import { Readable } from "node:stream";
import { stringify } from "csv-stringify/sync";
import { dayOf, minuteOfDay, type Zone } from "../kernel/local-day.ts";
import type { Kopecks } from "../kernel/money.ts";
import { type CsvDialect, dayCell, decimalCell, flagCell, rublesCell, textCell } from "./rules/csv-cell.ts";

/** One column: its key for programs, its title for people, what it holds and in which unit. */
export type CsvColumn<Row> = {
  readonly key: string;
  readonly title: string;
  /** What it says and in which unit, in a sentence for whoever reads the file. */
  readonly about: string;
  /** People find it within another column. */
  readonly isPlainOnly?: true;
} & CsvValue<Row>;

type CsvValue<Row> =
  | { readonly as: "text"; readonly of: (row: Row) => string | undefined }
  /** One of our own words: `of` for people, `code` for programs, as in JSON. */
  | {
      readonly as: "word";
      readonly of: (row: Row) => string | undefined;
      readonly code: (row: Row) => string | undefined;
    }
  | { readonly as: "flag"; readonly of: (row: Row) => boolean | undefined }
  | { readonly as: "rubles"; readonly of: (row: Row) => Kopecks | undefined }
  | { readonly as: "whole"; readonly of: (row: Row) => number | undefined }
  /** A share or an average: so many digits after the comma. */
  | { readonly as: "decimal"; readonly digits: number; readonly of: (row: Row) => number | undefined }
  /** A day of the business. */
  | { readonly as: "day"; readonly of: (row: Row) => string | undefined }
  | { readonly as: "instant"; readonly of: (row: Row) => Date | undefined };

export type CsvStyle = { readonly dialect: CsvDialect; readonly zone: Zone };

const BOM = "\ufeff";

/**
 * A report as a file, made while it is read: a batch of rows is text before the next is asked for, so memory stays flat.
 *
 * In Excel's dialect the file begins with a BOM and its lines end as Windows ends them, its first line has the titles; a
 * plain one has the keys, and where people read our words, their codes. Texts that begin like a formula are defused in
 * both; numbers stay numbers.
 */
export function csvStream<Row>(
  columns: readonly CsvColumn<Row>[],
  batches: AsyncIterable<readonly Row[]>,
  style: CsvStyle,
): Readable {
  return Readable.from(csvChunks(columns, batches, style), { objectMode: false });
}

/** The same as texts to be written one after another. */
export async function* csvChunks<Row>(
  columns: readonly CsvColumn<Row>[],
  batches: AsyncIterable<readonly Row[]>,
  style: CsvStyle,
): AsyncGenerator<string> {
  const { dialect } = style;
  const isExcel = dialect === "excel";
  const options = {
    delimiter: isExcel ? ";" : ",",
    record_delimiter: isExcel ? "\r\n" : "\n",
    // The library quotes its own end of a line alone; any other would tear a row in two as well.
    quoted_match: /[\r\n]/,
  };
  const shown = columns.filter(({ isPlainOnly }) => !isExcel || isPlainOnly !== true);
  const cells = shown.map((column) => cellOf(column, style));
  const heads = shown.map(({ key, title }) => (isExcel ? title : key));
  yield `${isExcel ? BOM : ""}${stringify([heads], options)}`;
  for await (const rows of batches)
    yield stringify(
      rows.map((row) => cells.map((cell) => cell(row))),
      options,
    );
}

function cellOf<Row>(column: CsvColumn<Row>, { dialect, zone }: CsvStyle): (row: Row) => string {
  const cell =
    <V>(of: (row: Row) => V | undefined, told: (value: V) => string) =>
    (row: Row): string => {
      const value = of(row);
      return value === undefined ? "" : told(value);
    };
  switch (column.as) {
    case "text":
      return cell(column.of, textCell);
    case "word":
      return dialect === "plain" ? cell(column.code, String) : cell(column.of, textCell);
    case "flag":
      return cell(column.of, (is) => flagCell(is, dialect));
    case "rubles":
      return cell(column.of, (amount) => rublesCell(amount, dialect));
    case "whole":
      return cell(column.of, String);
    case "decimal":
      return cell(column.of, (value) => decimalCell(value, column.digits, dialect));
    case "day":
      return cell(column.of, (day) => dayCell(day, dialect));
    case "instant":
      return cell(column.of, dialect === "excel" ? momentIn(zone) : (at) => at.toISOString());
    default:
      return column satisfies never;
  }
}

const QUARTER_MS = 15 * 60_000;

/**
 * `01.12.2026 10:00` by the clocks of a zone. They are asked for once a quarter of an hour, in which no zone moves them:
 * rows come in order, and asking for every one takes longer than all else.
 */
function momentIn(zone: Zone): (at: Date) => string {
  let last: { readonly quarter: number; readonly aheadMs: number } | undefined;
  return (at) => {
    const quarter = Math.floor(at.getTime() / QUARTER_MS);
    if (last?.quarter !== quarter) last = { quarter, aheadMs: aheadOf(new Date(quarter * QUARTER_MS), zone) };
    const shown = new Date(at.getTime() + last.aheadMs).toISOString();
    return `${dayCell(shown, "excel")} ${shown.slice(11, 16)}`;
  };
}

/** How far a zone's clocks are ahead of UTC at the beginning of a quarter of an hour. */
const aheadOf = (at: Date, zone: Zone): number =>
  inUtcMs(dayOf(at, zone)) + minuteOfDay(at, zone) * 60_000 - at.getTime();

const inUtcMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);
