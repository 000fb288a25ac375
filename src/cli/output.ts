import Table from "cli-table3";
import { dayOf, type LocalDay, type Zone } from "../core/kernel/local-day.ts";
import type { Refused } from "../core/kernel/outcome.ts";
import { formatWhole } from "../core/kernel/points.ts";

/**
 * A refusal with a list that belongs to it: a detail holds single facts, this what there may be many of. A program reads
 * it beside the detail, under its own name; people were told in another way.
 */
export type RefusedWith<R extends string> = Refused<R> & {
  readonly attached?: Readonly<Record<string, unknown>>;
};

/** What a command says: the same facts for a program and for a person. */
export type Reply = {
  readonly json: unknown;
  readonly text: () => string;
  /** What was asked for was found, and should not be there: the exit code says so. */
  readonly isTrouble?: true;
  /** It stands on standard output already, as it was made. */
  readonly isWritten?: true;
  /** Something was done that the watch over the database cannot see: it is said even where the answer finds no room. */
  readonly isDeed?: true;
};

export type Column = {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Gives way, and is wrapped, when the table would not fit the terminal. */
  readonly isFlexible?: true;
};

const GAP = 2;
const FLEXIBLE_MIN = 10;
const WORD_MAX = 20;
/** A compound word that is longer parts at its hyphen. */
const WHOLE_MAX = 18;
const PLAIN = {
  ...{ top: "", "top-mid": "", "top-left": "", "top-right": "", bottom: "", "bottom-mid": "" },
  ...{ "bottom-left": "", "bottom-right": "", left: "", "left-mid": "", mid: "", "mid-mid": "" },
  ...{ "right-mid": "", right: "", middle: "" },
};

/** A row of cells, or one line across all of them. */
export type Row = readonly string[] | string;

/** A table without lines that fits the given number of columns of the terminal. */
export function table(columns: readonly Column[], rows: readonly Row[], widthMax: number): string {
  const lines: readonly Row[] = [columns.map(({ title }) => title), ...rows];
  const widths = narrowed(
    { columns, least: leastWidths(columns, lines) },
    naturalWidths(columns, lines),
    widthMax,
  );
  const chunks = Array.from({ length: Math.ceil(lines.length / CHUNK_ROWS) }, (_, chunk) =>
    lines.slice(chunk * CHUNK_ROWS, (chunk + 1) * CHUNK_ROWS),
  );
  return chunks.map((chunk) => draw(columns, chunk, widths)).join("\n");
}

/** The library's time grows with the square of the rows; a table without lines may be drawn in pieces. */
const CHUNK_ROWS = 20;

function draw(columns: readonly Column[], lines: readonly Row[], widths: readonly number[]): string {
  const drawn = new Table({
    chars: PLAIN,
    style: { head: [], border: [], "padding-left": 0, "padding-right": GAP },
    colWidths: widths.map((width) => width + GAP),
    colAligns: columns.map(({ align }) => align ?? "left"),
    wordWrap: true,
  });
  for (const line of lines) {
    drawn.push(
      typeof line === "string"
        ? [{ content: line, colSpan: columns.length }]
        : line.map((text, place) => cell(text, widths[place] ?? 0)),
    );
  }
  return freed(withoutTrails(drawn.toString()));
}

/** As wide as the widest cell; the last column also makes room for the lines across. */
function naturalWidths(columns: readonly Column[], lines: readonly Row[]): readonly number[] {
  const widths = columns.map((_, place) =>
    lines.reduce(
      (widest, line) => Math.max(widest, typeof line === "string" ? 0 : widthOf(line[place] ?? "")),
      0,
    ),
  );
  const across = lines.reduce(
    (widest, line) => Math.max(widest, typeof line === "string" ? widthOf(line) : 0),
    0,
  );
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + GAP, 0);
  return widths.map((width, place) =>
    place === widths.length - 1 ? Math.max(width, across - before) : width,
  );
}

/** Names and values one under another; a value that is undefined is left out. */
export function fields(
  entries: readonly (readonly [string, string | undefined])[],
  widthMax: number,
): string {
  const given = entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined);
  const nameWidth = Math.max(...given.map(([name]) => widthOf(name)), 0);
  const drawn = new Table({
    chars: PLAIN,
    style: { head: [], border: [], "padding-left": 0, "padding-right": GAP },
    colWidths: [nameWidth + GAP, Math.max(FLEXIBLE_MIN, widthMax - nameWidth)],
    wordWrap: true,
  });
  for (const [name, value] of given) drawn.push([name, cell(value, widthMax - nameWidth - GAP)]);
  return freed(withoutTrails(drawn.toString()));
}

/** A word longer than its column is broken, not cut: it may be an address or an id. */
const cell = (content: string, width: number): string =>
  bound(content.replace(/[^ \n]+/g, (word) => (widthOf(word) <= width ? word : inPieces(word, width))));

/** The library breaks lines at no-break spaces, too: while it draws, letters that nobody uses stand for them. */
const bound = (text: string): string => text.replaceAll("\u00a0", "\ue000").replaceAll("\u202f", "\ue001");
const freed = (text: string): string => text.replaceAll("\ue000", "\u00a0").replaceAll("\ue001", "\u202f");

/** A compound word first parts at its hyphen, where people part it, too. */
function inPieces(word: string, width: number): string {
  const [, head = "", tail = ""] = COMPOUND.exec(word) ?? [];
  const mayPart = head !== "" && widthOf(head) <= width && widthOf(tail) <= width;
  return mayPart ? `${head}\n${tail}` : cutUp(word, width);
}

/** Letters alone: a date, an address or an id is no compound. */
const COMPOUND = /^(\p{L}+-)(\p{L}+[.,:;]?)$/u;

function cutUp(word: string, width: number): string {
  const letters = [...segments.segment(word)].map(({ segment }) => segment);
  const count = Math.ceil(letters.length / width);
  return Array.from({ length: count }, (_, piece) =>
    letters.slice(piece * width, (piece + 1) * width).join(""),
  ).join("\n");
}

/** A column keeps room for its longest word, a sum or a stretch of time, unless that is as long as an address. */
const leastWidths = (columns: readonly Column[], lines: readonly Row[]): readonly number[] =>
  columns.map((_, place) =>
    lines.reduce((least, line) => {
      const words = typeof line === "string" ? [] : (line[place] ?? "").split(/[ \n]+/).flatMap(unparted);
      return Math.max(least, ...words.map(widthOf).filter((width) => width <= WORD_MAX));
    }, FLEXIBLE_MIN),
  );

const unparted = (word: string): readonly string[] => {
  const [, head, tail] = COMPOUND.exec(word) ?? [];
  return head === undefined || tail === undefined || widthOf(word) <= WHOLE_MAX ? [word] : [head, tail];
};

/** Takes from the widest of the flexible columns, one character at a time, until all fit. */
function narrowed(
  { columns, least }: { readonly columns: readonly Column[]; readonly least: readonly number[] },
  natural: readonly number[],
  widthMax: number,
): readonly number[] {
  const widths = [...natural];
  const total = (): number => widths.reduce((sum, width) => sum + width + GAP, -GAP);
  for (let excess = total() - widthMax; excess > 0; excess -= 1) {
    const mayGive = (place: number) => (widths[place] ?? 0) > (least[place] ?? FLEXIBLE_MIN);
    const flexible = columns.flatMap(({ isFlexible }, place) =>
      isFlexible && mayGive(place) ? [place] : [],
    );
    const widest = flexible.sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))[0];
    if (widest === undefined) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

const segments = new Intl.Segmenter("ru", { granularity: "grapheme" });
/** Letters that stand alone, one column each: no need to look for what belongs together. */
const PLAIN_LETTERS = /^[ -\u02ff\u0370-\u2fff]*$/;

const widthOf = (text: string): number =>
  PLAIN_LETTERS.test(text)
    ? text.length
    : Math.max(...text.split("\n").map((line) => [...segments.segment(line)].length));

const withoutTrails = (text: string): string =>
  text
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: Zone, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`;
  const known = formatters.get(key) ?? new Intl.DateTimeFormat("ru-RU", { ...options, timeZone: zone });
  formatters.set(key, known);
  return known;
}

/** `10:00` by the clocks of a zone. */
export const timeOf = (instant: Date, zone: Zone): string =>
  formatter(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(instant);

/** `01.12.2026 10:00`. */
export const momentOf = (instant: Date, zone: Zone): string =>
  `${formatter(zone, { day: "2-digit", month: "2-digit", year: "numeric" }).format(instant)} ${timeOf(instant, zone)}`;

/** `вт 01.12.2026`. */
export function dayTitle(day: LocalDay): string {
  const noon = new Date(`${day}T12:00:00Z`);
  const weekday = formatter("UTC", { weekday: "short" }).format(noon);
  return `${weekday} ${formatter("UTC", { day: "2-digit", month: "2-digit", year: "numeric" }).format(noon)}`;
}

/** `вт 01.12.2026 — ср 02.12.2026`, or the day alone, and by whose clocks. */
export const daysOf = (
  { from, to }: { readonly from: LocalDay; readonly to: LocalDay },
  zone: Zone,
): string => `${dayTitle(from)}${from === to ? "" : ` — ${dayTitle(to)}`}, время ${zone}`;

/** `10:00–11:00`, with the day of the end where it is another. */
export function stretchOf(from: Date, to: Date, zone: Zone): string {
  const isSameDay = dayOf(from, zone) === dayOf(to, zone);
  return `${timeOf(from, zone)}–${isSameDay ? timeOf(to, zone) : `${timeOf(to, zone)} (${dayTitle(dayOf(to, zone))})`}`;
}

/** `5 окон`: a number and its word in the right form. */
export function counted(count: number, forms: readonly [one: string, few: string, many: string]): string {
  const form = { one: 0, few: 1, many: 2, zero: 2, two: 1, other: 2 }[PLURALS.select(count)];
  return `${formatWhole(count)} ${forms[form] ?? forms[2]}`;
}

const PLURALS = new Intl.PluralRules("ru");

/** A page of a list, of which one row more than asked was read, to know whether there is another. */
export function pageOf<T>(
  rows: readonly T[],
  rowsMax: number,
): { readonly items: readonly T[]; readonly hasMore: boolean } {
  return { items: rows.slice(0, rowsMax), hasMore: rows.length > rowsMax };
}

/** Said under a page that is not the last. */
export const moreBelow = (
  { hasMore, items }: { readonly hasMore: boolean; readonly items: readonly unknown[] },
  offset: number,
): string =>
  hasMore ? `\nПоказано не всё. Дальше: --offset ${offset + items.length} (или --limit побольше).` : "";
