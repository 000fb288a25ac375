import { InvalidArgumentError } from "commander";
import { isIdBegin, isUuid } from "../core/kernel/ids.ts";
import { type LocalDay, parseLocalDay, type Weekday } from "../core/kernel/local-day.ts";
import { type Kopecks, type Percent, percent, readRubles } from "../core/kernel/money.ts";
import { wrongValue } from "./usage.ts";

/** Minutes since local midnight, `to` not included. */
export type DayTime = { readonly from: number; readonly to: number };

/** What a person typed for a flag → the value; commander adds the flag and what was given to the sentence. */
export type Parser<T> = (typed: string) => T;

/** @param expected continues the sentence «ожидается …» */
function expecting(expected: string): never {
  throw new InvalidArgumentError(expected);
}

export const readDay: Parser<LocalDay> = (typed) =>
  parseLocalDay(typed.trim()) ?? expecting("день в виде ГГГГ-ММ-ДД, например 2026-12-01");

const HOURS = /^(\d{1,2}):(\d{2})\s*[-–—]\s*(\d{1,2}):(\d{2})$/;
const HOURS_EXPECTED = "время «с-до» в виде 10:00-19:00, конец позже начала, не дальше 24:00";
const MINUTES_PER_DAY = 24 * 60;

export const readHours: Parser<DayTime> = (typed) => {
  const [, ...parts] = HOURS.exec(typed.trim()) ?? [];
  const [fromHour = Number.NaN, fromMinute = 0, toHour = 0, toMinute = 0] = parts.map(Number);
  const from = fromHour * 60 + fromMinute;
  const to = toHour * 60 + toMinute;
  const isTime = fromMinute < 60 && toMinute < 60 && to <= MINUTES_PER_DAY && from < to;
  return isTime ? { from, to } : expecting(HOURS_EXPECTED);
};

/** A flag that may be given several times. */
export const several = <T>(read: Parser<T>) =>
  offering(wordsOf(read), (typed: string, earlier: readonly T[] | undefined): readonly T[] => [
    ...(earlier ?? []),
    read(typed),
  ]);

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const DAYS_EXPECTED = "дни недели: mon-fri, mon,wed,sat или daily (mon tue wed thu fri sat sun)";

/** `daily`, single days and stretches by commas; a stretch may run over Sunday: `sat-mon`. */
export const readWeekdays: Parser<ReadonlySet<Weekday>> = (typed) => {
  const text = typed.trim().toLowerCase();
  const parts = text === "daily" ? ["mon-sun"] : text.split(",");
  return new Set(parts.flatMap((part) => weekdaysOf(part.trim())));
};

function weekdaysOf(part: string): readonly Weekday[] {
  const [first = "", last = first, ...rest] = part.split(/[-–—]/).map((name) => name.trim());
  const from = placeOf(first);
  const to = placeOf(last);
  if (from < 0 || to < 0 || rest.length > 0) return expecting(DAYS_EXPECTED);
  const count = ((to - from + 7) % 7) + 1;
  return Array.from({ length: count }, (_, step) => (((from + step) % 7) + 1) as Weekday);
}

const placeOf = (name: string): number => (WEEKDAYS as readonly string[]).indexOf(name);

/** Rubles as people type them: `1500`, `1500,50`, `1 500 ₽`. */
export const readMoney: Parser<Kopecks> = (typed) =>
  readRubles(typed) ?? expecting("сумма в рублях: 1500 или 1500,50");

/** A sum, or all there is. */
export const readMoneyOrAll: Parser<Kopecks | "all"> = (typed) =>
  typed.trim().toLowerCase() === "all" ? "all" : readMoney(typed);

/** Points to add or, below zero, to take: `+300`, `300`, `-50`. */
export const readPoints: Parser<number> = (typed) => {
  const text = typed.trim().replace(/^[−–]/, "-");
  const isChange = /^[+-]?\d{1,9}$/.test(text) && Number(text) !== 0;
  return isChange ? Number(text) : expecting("целое число баллов со знаком, не ноль: +300 или -50");
};

/** A whole number within limits, both included. */
export const readWhole =
  ({ min, max, of }: { readonly min: number; readonly max: number; readonly of: string }): Parser<number> =>
  (typed) => {
    const value = /^\d{1,9}$/.test(typed.trim()) ? Number(typed) : Number.NaN;
    return value >= min && value <= max ? value : expecting(`целое число ${of} от ${min} до ${max}`);
  };

export const readPercent: Parser<Percent> = (typed) => {
  const digits = typed.trim().replace(/\s*%$/, "");
  const isShare = /^\d{1,3}$/.test(digits) && Number(digits) <= 100;
  return isShare ? percent(Number(digits)) : expecting("целое число процентов от 0 до 100");
};

/** A word as it is typed, whatever a program calls it: `no_show` → `no-show`, `onSite` → `on-site`. */
const spelt = (word: string): string =>
  word.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replaceAll("_", "-");

/** Words as a help names them. */
export const spelled = (words: readonly string[]): string => words.map(spelt).join(", ");

/** Words as a help names them where they are not the reader's: `no-show — неявка`. */
export const spelledOut = (words: Readonly<Record<string, string>>): string =>
  Object.entries(words)
    .map(([word, meaning]) => `${spelt(word)} — ${meaning}`)
    .join(", ");

/** One of some words; `no-show` and `no_show` are one word, and the first is shown. */
export const oneOf = <T extends string>(
  words: readonly T[],
  expected = `одно из: ${spelled(words)}`,
): Parser<T> =>
  offering(
    words.map(spelt),
    (typed) => words.find((word) => spelt(word) === spelt(typed.trim())) ?? expecting(expected),
  );

/** The words that a parser takes, for whoever completes what is being typed. */
const OFFERED = new WeakMap<object, readonly string[]>();

export function offering<P extends object>(words: readonly string[], parser: P): P {
  OFFERED.set(parser, words);
  return parser;
}

export const wordsOf = (parser: object | undefined): readonly string[] =>
  (parser && OFFERED.get(parser)) ?? [];

/** An id as the product shows it. */
export const readId: Parser<string> = (typed) =>
  isUuid(typed.trim())
    ? typed.trim().toLowerCase()
    : expecting("uuid целиком, например 0f8fad5b-d9cb-469f-a165-70867728950e");

/** An id, or its beginning: the eight digits that the lists show, or more. */
export const readIdOrBegin: Parser<string> = (typed) => {
  const text = typed.trim().toLowerCase();
  if (isIdBegin(text)) return text;
  return expecting("id целиком или его первые 8 знаков, как в списке: 0f8fad5b (меньше 8 мало)");
};

/** `all`, or names and ids by commas. */
export const readNames: Parser<"all" | readonly string[]> = (typed) => {
  if (typed.trim().toLowerCase() === "all") return "all";
  const names = typed.split(",").map((name) => name.trim());
  return names.every((name) => name !== "") ? names : expecting("all или имена через запятую");
};

/** Something that has a number (`12`, `№12`), by it, or by its id or the beginning of that. */
const readKey =
  (expected: string): Parser<string | number> =>
  (typed) => {
    const text = typed.trim().replace(/^[№#]\s*/, "");
    if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
    return isIdBegin(text) ? text.toLowerCase() : expecting(expected);
  };

export const readBookingKey = readKey("номер записи (например 12) или её id");

export const readBroadcastKey = readKey("номер рассылки (например 3) или её id");

export const readExportKey = readKey("номер выгрузки (например 2) или её id");

/** A day and a time of it by the clocks of the business. */
export type DayAndTime = { readonly day: LocalDay; readonly time: string; readonly minute: number };

const DAY_AND_TIME = /^(\S+)[\sT]+(\d{1,2}):(\d{2})$/;

export const readDayAndTime: Parser<DayAndTime> = (typed) => {
  const [, date = "", hours = "", minutes = ""] = DAY_AND_TIME.exec(typed.trim()) ?? [];
  const day = parseLocalDay(date);
  const isTime = Number(hours) < 24 && Number(minutes) < 60;
  if (day === undefined || !isTime) return expecting("день и время в виде «2026-12-01 10:00»");
  return { day, time: `${hours.padStart(2, "0")}:${minutes}`, minute: Number(hours) * 60 + Number(minutes) };
};

/** Refuses days in the wrong order before anything is asked of the database. */
export function inOrder<
  D extends { readonly from?: LocalDay | undefined; readonly to?: LocalDay | undefined },
>(days: D): D {
  if (days.from !== undefined && days.to !== undefined && days.to < days.from) {
    throw wrongValue("--to", { given: days.to, expected: `день не раньше --from (${days.from})` });
  }
  return days;
}
