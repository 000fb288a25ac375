import { localDay, type Zone } from "../core/kernel/local-day.ts";
import { formatRubles, kopecks } from "../core/kernel/money.ts";
import { formatChange, formatWhole } from "../core/kernel/points.ts";
import { birthdayText } from "../core/people/index.ts";

export type Tone = "success" | "danger" | "info" | "primary" | "default";

/** What a column holds, for people. */
export type Meaning =
  | "text"
  /** A text of several lines. */
  | "lines"
  | "rubles"
  | "points"
  /** A change of points: what is added has its sign. */
  | "change"
  | "percent"
  | "minutes"
  | "instant"
  /** The time of an instant, where its day stands beside it. */
  | "time"
  | "day"
  /** A day whose year may be unknown. */
  | "birthday"
  /** A number of a phone, in groups. */
  | "phone"
  | "yesNo"
  | "reference"
  | "list"
  /** Ways to other pages, told by the list: `Way`s. */
  | "links"
  | "json";

export type Column = {
  readonly label: string;
  readonly as?: Meaning;
  /** What an enum-like column may hold, in words. */
  readonly words?: Readonly<Record<string, string>>;
  /** The colour of a word. */
  readonly tones?: Readonly<Record<string, Tone>>;
  /** A number's or a text's beginning: «№ 12». */
  readonly prefix?: string;
  /** What an empty column means. */
  readonly whenEmpty?: string;
  readonly refersTo?: string;
  /** Not a column of the table: the list's `tell` says it. */
  readonly isTold?: true;
  /** A component of its own draws it on a row's page. */
  readonly drawnBy?: "broadcastCard";
};

const SPACE = "\u00a0";

/** A value as people read it; empty when there is nothing to say. */
export function textOf(value: unknown, column: Column, zone: Zone): string {
  if (value === null || value === undefined || value === "") return column.whenEmpty ?? "";
  if (column.words !== undefined) return column.words[String(value)] ?? String(value);
  switch (column.as) {
    case "rubles":
      return formatRubles(kopecks(Number(value)));
    case "points":
      return formatWhole(Number(value));
    case "change":
      return formatChange(Number(value));
    case "percent":
      return `${String(value)}${SPACE}%`;
    case "minutes":
      return `${String(value)}${SPACE}мин`;
    case "instant":
      return formatInstant(new Date(String(value)), zone);
    case "time":
      return formatTime(new Date(String(value)), zone);
    case "day":
      return formatDay(String(value));
    case "birthday":
      return birthdayText(localDay(String(value)));
    case "phone":
      return phoneText(String(value));
    case "yesNo":
      return value === true ? "да" : "нет";
    default:
      return `${column.prefix ?? ""}${String(value)}`;
  }
}

/** All of three letters, so that columns line up; the locale's own are not. */
const MONTHS = ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"];

/** «вт, 1 дек 2026, 14:35» by the clocks of a zone. */
export function formatInstant(instant: Date, zone: Zone): string {
  const parts = new Map(
    formatIn(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const month = MONTHS[Number(parts.get("month")) - 1];
  const date = `${parts.get("weekday")}, ${Number(parts.get("day"))}${SPACE}${month}${SPACE}${parts.get("year")}`;
  return `${date}, ${parts.get("hour")}:${parts.get("minute")}`;
}

/** «14:35» by the clocks of a zone. */
export const formatTime = (instant: Date, zone: Zone): string => formatInstant(instant, zone).slice(-5);

/** «1 дек 2026» */
export function formatDay(day: string): string {
  const [, ...rest] = formatInstant(new Date(`${day.slice(0, 10)}T00:00:00Z`), "UTC").split(", ");
  return rest[0] ?? day;
}

/** «май 2026»: a month by itself, not of a day. */
export const formatMonth = (day: string): string =>
  formatDay(day)
    .replace(/^\d+\s/, "")
    .replace("мая", "май");

/** «вт, 1 дек 2026» */
export const formatWeekday = (day: string): string =>
  formatInstant(new Date(`${day.slice(0, 10)}T00:00:00Z`), "UTC").slice(0, -", 00:00".length);

const formats = new Map<Zone, Intl.DateTimeFormat>();

function formatIn(zone: Zone): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("ru-RU", {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "numeric",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  formats.set(zone, format);
  return format;
}

/** «+7 916 123-45-67»; a number of another country stays as it is. */
export const phoneText = (phone: string): string =>
  phone.replace(
    /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/,
    `+7${SPACE}$1${SPACE}$2${NO_BREAK_HYPHEN}$3${NO_BREAK_HYPHEN}$4`,
  );

const NO_BREAK_HYPHEN = "\u2011";

const PLURALS = new Intl.PluralRules("ru");

/** The word that goes with a whole number: `клиент`, `клиента`, `клиентов`. */
export function wordFor(
  count: number,
  [one, few, many]: readonly [one: string, few: string, many: string],
): string {
  const rule = PLURALS.select(count);
  return rule === "one" ? one : rule === "few" ? few : many;
}

/** A sum as it stands in a form: `1500` or `1500,50`. */
export function rublesToType(amount: number): string {
  const rest = amount % 100;
  return `${Math.floor(amount / 100)}${rest === 0 ? "" : `,${String(rest).padStart(2, "0")}`}`;
}
