import { isUuid } from "../kernel/ids.ts";
import { isZone } from "../kernel/local-day.ts";
import { formatRubles, type Kopecks, kopecks, type Percent, percent, readRubles } from "../kernel/money.ts";
import { type Points, points } from "../kernel/points.ts";
import { CITIES } from "../kernel/zone-names.ts";
import { isCron } from "../schedules/index.ts";

export type SettingGroup =
  | "business"
  | "calendar"
  | "hot"
  | "payments"
  | "points"
  | "referral"
  | "cancellation"
  | "messages"
  | "backup";

/** What is counted, for words in every face. */
export type SettingUnit =
  | "days"
  | "hours"
  | "minutes"
  | "percent"
  | "rubles"
  | "points"
  | "bookings"
  | "rewards"
  | "copies";

/** A stretch of the day by the wall clock, in minutes since midnight; it may run over midnight. */
export type DayStretch = { readonly fromMinute: number; readonly toMinute: number };

type Plain = string | number | boolean | readonly number[] | readonly string[] | DayStretch;

/** One setting: what it may be, and how it is read and shown. */
export type Definition<V extends Plain> = {
  readonly group: SettingGroup;
  /** What the owner reads beside it, in Russian. */
  readonly label: string;
  readonly default: V;
  readonly unit?: SettingUnit;
  /** What is allowed, in Russian, for the sentence of a refusal. */
  readonly expected: string;
  /** What a person typed → the value, or undefined when it is not allowed. */
  readonly parse: (typed: string) => V | undefined;
  /** What the database holds → the value, or undefined when it is not one of ours. */
  readonly restore: (stored: unknown) => V | undefined;
  readonly format: (value: V) => string;
  /** The few values there are, with their names. */
  readonly values?: Readonly<Record<string, string>>;
};

type Common<V> = { readonly group: SettingGroup; readonly label: string; readonly default: V };

const WHOLE = /^-?\d{1,9}$/;
const YES = new Set(["yes", "true", "1", "on", "да"]);
const NO = new Set(["no", "false", "0", "off", "нет"]);

const inside = (value: unknown, { min, max }: { min: number; max: number }): value is number =>
  Number.isInteger(value) && (value as number) >= min && (value as number) <= max;

export function wholeNumber(
  from: Common<number> & { readonly min: number; readonly max: number; readonly unit: SettingUnit },
): Definition<number> {
  const restore = (stored: unknown) => (inside(stored, from) ? stored : undefined);
  return {
    ...from,
    expected: `целое число от ${from.min} до ${from.max}`,
    parse: (typed) => (WHOLE.test(typed.trim()) ? restore(Number(typed)) : undefined),
    restore,
    format: String,
  };
}

export function share(from: Common<Percent>): Definition<Percent> {
  const restore = (stored: unknown) => (inside(stored, { min: 0, max: 100 }) ? percent(stored) : undefined);
  return {
    ...from,
    unit: "percent",
    expected: "целое число процентов от 0 до 100",
    parse: (typed) => {
      const digits = typed.trim().replace(/\s*%$/, "");
      return WHOLE.test(digits) ? restore(Number(digits)) : undefined;
    },
    restore,
    format: String,
  };
}

/** Typed in rubles, as they are shown too (`1 500,00 ₽`), kept in kopecks. */
export function money(from: Common<Kopecks> & { readonly max: Kopecks }): Definition<Kopecks> {
  const restore = (stored: unknown) =>
    inside(stored, { min: 0, max: from.max }) ? kopecks(stored) : undefined;
  return {
    ...from,
    unit: "rubles",
    expected: `сумма в рублях от 0 до ${formatRubles(from.max)}`,
    parse: (typed) => {
      const amount = readRubles(typed);
      return amount === undefined ? undefined : restore(amount);
    },
    restore,
    format: (value) => (value / 100).toFixed(value % 100 === 0 ? 0 : 2),
  };
}

export function pointsNumber(from: Common<Points> & { readonly max: Points }): Definition<Points> {
  const restore = (stored: unknown) =>
    inside(stored, { min: 0, max: from.max }) ? points(stored) : undefined;
  return {
    ...from,
    unit: "points",
    expected: `целое число баллов от 0 до ${from.max}`,
    parse: (typed) => (WHOLE.test(typed.trim()) ? restore(Number(typed)) : undefined),
    restore,
    format: String,
  };
}

export function flag(from: Common<boolean>): Definition<boolean> {
  return {
    ...from,
    expected: "да или нет",
    parse: (typed) => {
      const word = typed.trim().toLowerCase();
      return YES.has(word) ? true : NO.has(word) ? false : undefined;
    },
    restore: (stored) => (typeof stored === "boolean" ? stored : undefined),
    format: (value) => (value ? "yes" : "no"),
  };
}

export function choice<V extends string>(
  from: Common<NoInfer<V>> & {
    readonly values: Readonly<Record<V, string>>;
    /** The values are somebody else's numbers: whoever types one needs to read what they mean. */
    readonly isCode?: boolean;
  },
): Definition<V> & { readonly values: Readonly<Record<V, string>> } {
  const isOne = (value: unknown): value is V =>
    typeof value === "string" && Object.hasOwn(from.values, value);
  const named = Object.entries<string>(from.values).map(([value, name]) => `${value}\u00a0(${name})`);
  return {
    ...from,
    expected: `одно из: ${(from.isCode ? named : Object.keys(from.values)).join(", ")}`,
    parse: (typed) => (isOne(typed.trim()) ? (typed.trim() as V) : undefined),
    restore: (stored) => (isOne(stored) ? stored : undefined),
    format: (value) => value,
  };
}

export function text(
  from: Common<string> & {
    readonly max: number;
    readonly isUrl?: boolean;
    /** It says something: a letter or a digit at least. */
    readonly isRequired?: boolean;
  },
): Definition<string> {
  const isFine = (value: string) =>
    value.length <= from.max &&
    (!from.isUrl || value === "" || isWebAddress(value)) &&
    (!from.isRequired || /[\p{L}\p{N}]/u.test(value));
  return {
    ...from,
    expected: from.isUrl
      ? `адрес страницы (https://…), не длиннее ${from.max} знаков`
      : `текст не длиннее ${from.max} знаков${from.isRequired ? ", и не пустой" : ""}`,
    parse: (typed) => (isFine(typed.trim()) ? typed.trim() : undefined),
    restore: (stored) => (typeof stored === "string" && isFine(stored) ? stored : undefined),
    format: (value) => value,
  };
}

/** A place on the machine that the product runs on, from its root; may be empty. */
export function place(from: Common<string> & { readonly max: number }): Definition<string> {
  const isFine = (value: string) => value === "" || (/^\/[^\0\n]*$/.test(value) && value.length <= from.max);
  return {
    ...from,
    expected: `полный путь на сервере, например /var/backups/okoshko, не длиннее ${from.max} знаков, или ничего`,
    parse: (typed) => (isFine(typed.trim()) ? typed.trim() : undefined),
    restore: (stored) => (typeof stored === "string" && isFine(stored) ? stored : undefined),
    format: (value) => value,
  };
}

/** When something comes due, as cron writes it. */
export function timetable(from: Common<string>): Definition<string> {
  const restore = (stored: unknown) => (typeof stored === "string" && isCron(stored) ? stored : undefined);
  return {
    ...from,
    expected:
      "расписание cron: минуты, часы, день месяца, месяц, день недели; 0 4 * * * — каждый день в 4:00",
    parse: (typed) => restore(typed.trim().replace(/\s+/g, " ")),
    restore,
    format: (value) => value,
  };
}

export function zone(from: Common<string>): Definition<string> {
  const restore = (stored: unknown) => (typeof stored === "string" && isZone(stored) ? stored : undefined);
  return {
    ...from,
    expected: "город (Москва, Омск, Владивосток…) или название часового пояса, например Europe/Moscow",
    parse: (typed) => restore(zoneOfCity(typed.trim()) ?? typed.trim()),
    restore,
    format: (value) => value,
  };
}

/** A zone by the city that everybody knows it by, in any case. */
const zoneOfCity = (typed: string): string | undefined =>
  Object.entries(CITIES).find(([, city]) => city.toLowerCase() === typed.toLowerCase())?.[0];

/** A phone that people can call, as they like to write it: `+7 495 123-45-67, доб. 12`; may be empty. */
export function phone(from: Common<string> & { readonly max: number }): Definition<string> {
  const isFine = (value: string): boolean => {
    const [, number] = PHONE.exec(value) ?? [];
    const digits = number?.replace(/\D/g, "").length ?? 0;
    return value === "" || (value.length <= from.max && digits >= DIGITS_MIN && digits <= DIGITS_MAX);
  };
  return {
    ...from,
    expected: "номер телефона, например +7 495 123-45-67 или 8 800 555-35-35, доб. 12",
    parse: (typed) => (isFine(typed.trim()) ? typed.trim() : undefined),
    restore: (stored) => (typeof stored === "string" && isFine(stored) ? stored : undefined),
    format: (value) => value,
  };
}

/** The number with the signs that people put between digits, then an extension. */
const PHONE = /^(\+?[\d\s().–-]+?)(?:[\s,]*(?:доб\.?|ext\.?|#)\s*\d{1,6})?$/i;
const DIGITS_MIN = 5;
const DIGITS_MAX = 15;

/** A list of hours, largest first, without repeats; typed as `24, 8, 4, 1`; may be empty. */
export function hours(
  from: Common<readonly number[]> & { readonly max: number },
): Definition<readonly number[]> {
  const isFine = (list: readonly unknown[]): list is readonly number[] =>
    list.length <= 10 && list.every((value) => inside(value, { min: 1, max: from.max }));
  const inOrder = (list: readonly number[]) => [...new Set(list)].sort((a, b) => b - a);
  return {
    ...from,
    unit: "hours",
    expected: `часы через запятую, каждый от 1 до ${from.max}, например 24, 8, 4, 1`,
    parse: (typed) => {
      const parts = typed.split(/[\s,;]+/).filter(Boolean);
      const list = parts.map((part) => (WHOLE.test(part) ? Number(part) : Number.NaN));
      return isFine(list) ? inOrder(list) : undefined;
    },
    restore: (stored) => (Array.isArray(stored) && isFine(stored) ? inOrder(stored) : undefined),
    format: (value) => value.join(", "),
  };
}

/** A few ids of things that are chosen elsewhere, without repeats; typed with commas between them; may be empty. */
export function ids(
  from: Common<readonly string[]> & { readonly max: number; readonly what: string },
): Definition<readonly string[]> {
  const isFine = (list: readonly unknown[]): list is readonly string[] =>
    list.length <= from.max && list.every((id) => typeof id === "string" && isUuid(id));
  return {
    ...from,
    expected: `не больше ${from.max}: ${from.what}`,
    parse: (typed) => {
      const list = [
        ...new Set(
          typed
            .toLowerCase()
            .split(/[\s,;]+/)
            .filter(Boolean),
        ),
      ];
      return isFine(list) ? list : undefined;
    },
    restore: (stored) => (Array.isArray(stored) && isFine(stored) ? stored : undefined),
    format: (value) => value.join(", "),
  };
}

/** A stretch of the day, typed as `22:00–09:00`; the same time twice is no stretch at all. */
export function stretch(from: Common<DayStretch>): Definition<DayStretch> {
  const restore = (stored: unknown) => {
    const { fromMinute, toMinute } = (stored ?? {}) as Partial<DayStretch>;
    const isMinute = (minute: unknown) => inside(minute, { min: 0, max: 1_439 });
    return isMinute(fromMinute) && isMinute(toMinute) ? ({ fromMinute, toMinute } as DayStretch) : undefined;
  };
  return {
    ...from,
    expected: "два времени, например 22:00–09:00; одинаковые — не нужно",
    parse: (typed) => {
      const [, fromHour, fromMinute, toHour, toMinute] = STRETCH.exec(typed.trim()) ?? [];
      return restore({
        fromMinute: Number(fromHour) * 60 + Number(fromMinute),
        toMinute: Number(toHour) * 60 + Number(toMinute),
      });
    },
    restore,
    format: ({ fromMinute, toMinute }) => `${clockText(fromMinute)}–${clockText(toMinute)}`,
  };
}

const STRETCH = /^([01]?\d|2[0-3]):([0-5]\d)\s*[-–—]\s*([01]?\d|2[0-3]):([0-5]\d)$/;

const clockText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

const isWebAddress = (value: string): boolean => {
  const url = URL.parse(value);
  return url !== null && (url.protocol === "https:" || url.protocol === "http:");
};
