import { fromShortId, shortId } from "../core/kernel/ids.ts";
import { MINUTE_MS } from "../core/kernel/instant.ts";
import { invariant } from "../core/kernel/invariant.ts";
import { daysBetween, type LocalDay, localDay, plusDays } from "../core/kernel/local-day.ts";

/** Telegram's limit for what a button may carry. */
export const CALLBACK_BYTES_MAX = 64;

/**
 * Before the data of a button under a message that must stay readable (a confirmation, a receipt of points):
 * the tap is answered by a new message instead of an edit.
 */
export const OPENS_ANEW = "!";

/** One typed part of a button's data; `read` answers nothing for what it did not write. */
type Field<T> = {
  readonly write: (value: T) => string;
  readonly read: (text: string) => { readonly value: T } | undefined;
};

type Fields<T> = { readonly [K in keyof T]: Field<T[K]> };

export type CallbackData<T> = {
  readonly verb: string;
  readonly pack: (values: T) => string;
  /** The values of a button of this kind; undefined when they are garbled. */
  readonly unpack: (parts: readonly string[]) => T | undefined;
};

const SEPARATOR = ":";

/**
 * Defines one kind of button: a short verb and its typed fields. The data says all that the tap needs, so a
 * button works after any restart; it is never believed, because anybody can send any data.
 */
export function callbackData<T extends object = Record<never, never>>(
  verb: string,
  fields: Fields<T> = {} as Fields<T>,
): CallbackData<T> {
  const names = Object.keys(fields) as (keyof T)[];
  return {
    verb,
    pack: (values) => {
      const data = [verb, ...names.map((name) => fields[name].write(values[name]))].join(SEPARATOR);
      invariant(Buffer.byteLength(data) < CALLBACK_BYTES_MAX, "a button carries 64 bytes at most", { data });
      return data;
    },
    unpack: (parts) => {
      if (parts.length !== names.length) return undefined;
      const values: Partial<T> = {};
      for (const [index, name] of names.entries()) {
        const read = fields[name].read(parts[index] ?? "");
        if (read === undefined) return undefined;
        values[name] = read.value;
      }
      return values as T;
    },
  };
}

/** The same button under a message that is to stay. */
export const anew = (data: string): string => `${OPENS_ANEW}${data}`;

/** What a tapped button carries, taken apart but not yet believed. */
export type Tap = {
  readonly verb: string;
  readonly parts: readonly string[];
  /** The message it stands under is to stay as it is. */
  readonly opensAnew: boolean;
};

export function readTap(data: string): Tap {
  const opensAnew = data.startsWith(OPENS_ANEW);
  const [verb = "", ...parts] = (opensAnew ? data.slice(OPENS_ANEW.length) : data).split(SEPARATOR);
  return { verb, parts, opensAnew };
}

export const uuid: Field<string> = {
  write: shortId,
  read: (text) => some(fromShortId(text)),
};

export const optionalUuid: Field<string | undefined> = {
  write: (value) => (value === undefined ? "" : shortId(value)),
  read: (text) => (text === "" ? { value: undefined } : uuid.read(text)),
};

const SLUG_SHAPE = /^[a-z0-9-]{1,32}$/;

/** The name of a page. */
export const slug: Field<string> = {
  write: (value) => value,
  read: (text) => (SLUG_SHAPE.test(text) ? { value: text } : undefined),
};

const COUNT_SHAPE = /^[0-9a-z]{1,8}$/;
const RADIX = 36;

/** A whole number, not negative: a page, an amount of points. */
export const count: Field<number> = {
  write: (value) => value.toString(RADIX),
  read: (text) => (COUNT_SHAPE.test(text) ? { value: Number.parseInt(text, RADIX) } : undefined),
};

const FIRST_DAY = localDay("2000-01-01");
const DAYS_MAX = 100_000;

export const day: Field<LocalDay> = {
  write: (value) => daysBetween({ from: FIRST_DAY, to: value }).toString(RADIX),
  read: (text) => {
    const days = count.read(text)?.value;
    return days === undefined || days > DAYS_MAX ? undefined : { value: plusDays(FIRST_DAY, days) };
  },
};

const MOMENT_MINUTES_MAX = 100_000_000;

/** An instant to the minute. */
export const moment: Field<Date> = {
  write: (value) => Math.floor(value.getTime() / MINUTE_MS).toString(RADIX),
  read: (text) => {
    const minutes = count.read(text)?.value;
    return minutes === undefined || minutes > MOMENT_MINUTES_MAX
      ? undefined
      : { value: new Date(minutes * MINUTE_MS) };
  },
};

/** One of a few words, each written as its own letter. */
export function oneOf<V extends string>(letters: Readonly<Record<V, string>>): Field<V> {
  const words = Object.keys(letters) as V[];
  return {
    write: (value) => letters[value],
    read: (text) => some(words.find((word) => letters[word] === text)),
  };
}

const some = <V>(value: V | undefined): { readonly value: V } | undefined =>
  value === undefined ? undefined : { value };
