import type { App } from "../core/app.ts";
import type { Actor } from "../core/kernel/actor.ts";
import { isUuid } from "../core/kernel/ids.ts";
import type { LocalDay, Zone } from "../core/kernel/local-day.ts";
import type { Outcome, Refused } from "../core/kernel/outcome.ts";
import type { FactOffer } from "../core/segments/index.ts";
import type { PanelUser } from "./access.ts";
import type { AnyRefusal } from "./any-refusal.ts";
import type { MessageLook } from "./broadcast-card.ts";
import { formatInstant } from "./readable.ts";
import { REFUSAL_WAYS, sentence } from "./refusals.ts";
import type { Way } from "./ways.ts";

/** What an action works with: the product, who asks, and the row it was opened on, as it is in the database. */
export type ActionCall = {
  readonly app: App;
  readonly user: PanelUser;
  readonly actor: Actor;
  readonly zone: Zone;
  /** Empty for an action of the whole list. */
  readonly row: Readonly<Record<string, unknown>>;
};

export type Choice = {
  readonly value: string;
  readonly label: string;
  /** Under which heading of a `select` it stands. */
  readonly group?: string;
};

export type ReadyText = { readonly title: string; readonly text: string };

export type Field = {
  readonly name: string;
  readonly label: string;
  readonly kind:
    | "text"
    | "textarea"
    | "number"
    | "date"
    | "time"
    | "select"
    | "checks"
    | "switch"
    | "password"
    | "segment"
    | "picture"
    | "buttons"
    | "client"
    | "hidden";
  readonly value?: string | readonly string[];
  readonly options?: readonly Choice[];
  /** Of `checks`: all of them are ticked, or none, by one press. */
  readonly hasAll?: boolean;
  /** What a `select` says where nothing is chosen. */
  readonly none?: string;
  readonly hint?: string;
  readonly isRequired?: boolean;
  /** What conditions may be made of; only of the kind `segment`. */
  readonly segment?: SegmentOffer;
  /** What buttons may lead to; only of the kind `buttons`. */
  readonly buttonTargets?: ButtonTargets;
  /** Ready texts that a `textarea` is filled with by one press. */
  readonly ready?: readonly ReadyText[];
  /** How high a `textarea` is. */
  readonly rows?: number;
  /** The form is asked for anew when this is changed: other fields offer what goes with it. */
  readonly recasts?: boolean;
};

/** What the buttons of a broadcast may lead to. */
export type ButtonTargets = {
  readonly services: readonly Choice[];
  /** `slot:service`. */
  readonly windows: readonly Choice[];
};

export type SegmentOffer = {
  readonly facts: Readonly<Record<string, FactOffer>>;
  readonly services: readonly Choice[];
  readonly specialists: readonly Choice[];
  readonly tags: readonly Choice[];
};

/** What the browser draws; it knows nothing but this. */
export type Form = {
  /** What it is about, in a line or two. */
  readonly intro?: string;
  readonly fields: readonly Field[];
  /** Where what it is about is changed. */
  readonly way?: Way;
  /** Empty: there is nothing to do, and no button. */
  readonly submit: string;
  /** The caption of a button that only counts. */
  readonly preview?: string;
  /** The field at whose every change it is counted anew. */
  readonly countsAtOnce?: string;
  /** Another field that the count depends on. */
  readonly countsWith?: string;
};

export type SavedFile = { readonly name: string; readonly type: string; readonly text: string };

/** The days where what was made stands. */
export type MadeOn = {
  readonly from: LocalDay;
  readonly to: LocalDay;
  /** The time off that has bookings in it: a calendar shows them at once. */
  readonly offId?: string;
};

type Next = {
  /** Back to the row, not to the list. */
  readonly stays?: boolean;
  /** To that row, of a list's action too. */
  readonly opens?: string;
  /** A calendar that does not show any of these days goes there. */
  readonly madeOn?: MadeOn;
};

/** What came of it, in words. */
export type Said =
  | ({ readonly kind: "done"; readonly message: string } & Next)
  /** `look`: a message as it looks in Telegram; `copy`: what is to be taken elsewhere. */
  | {
      readonly kind: "counted";
      readonly message: string;
      readonly look?: MessageLook;
      readonly copy?: string;
    }
  /** Saved by the browser; the form stays. */
  | { readonly kind: "file"; readonly message: string; readonly file: SavedFile }
  | { readonly kind: "refused"; readonly message: string; readonly field?: string; readonly way?: Way };

export type PanelAction = {
  /** verb + noun, as the use case behind it. */
  readonly name: string;
  readonly label: string;
  readonly icon: string;
  readonly of: "record" | "list";
  /** Seldom meant: it stands apart from the others, under «Ещё». */
  readonly isAside?: true;
  /** Whether it makes sense for a row; whether somebody may is `access.ts`'s. */
  readonly fits?: (row: Readonly<Record<string, unknown>>, user: PanelUser, now: Date) => boolean;
  /** `values`: what was chosen so far, when a field that recasts the form was changed. */
  readonly form: (call: ActionCall, values?: Values) => Promise<Form> | Form;
  readonly run: (call: ActionCall, values: Values) => Promise<Said>;
};

export const done = (message: string, back: Next = {}): Said => ({
  kind: "done",
  message,
  ...back,
});

/** Phrases of the core, each a sentence of its own. */
export const sentences = (phrases: readonly string[]): string =>
  phrases.map((phrase) => `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}.`).join(" ");

/** Puts an answer of the core into words: the value's own, or the refusal's. */
export function said<T>(
  outcome: Outcome<T, AnyRefusal>,
  call: ActionCall,
  onDone: (value: T) => Said,
  fields: Readonly<Partial<Record<AnyRefusal, string>>> = {},
): Said {
  return outcome.ok ? onDone(outcome.value) : refusedWith(outcome, call, fields);
}

/** A refusal of the core in words, beside its field where it has one. */
export function refusedWith(
  { refusal, detail }: Refused<AnyRefusal>,
  { zone }: ActionCall,
  fields: Readonly<Partial<Record<AnyRefusal, string>>> = {},
): Extract<Said, { readonly kind: "refused" }> {
  const field = fields[refusal];
  const message = sentence(refusal, detail, zone);
  const way = REFUSAL_WAYS[refusal];
  return { kind: "refused", message, ...(field === undefined ? {} : { field }), ...(way && { way }) };
}

/** A field that a person left wrong, before the core was asked. */
export const wrong = (field: string, message: string): Said => ({ kind: "refused", field, message });

/** A form whose own id is not one: it was not opened from here, or another release wrote it. */
export const stale = (field: string): Said => wrong(field, "Откройте форму заново: она устарела.");

/** Which booking a form is about: «Запись № 12, вт, 1 дек 2026, 14:35.» */
export const bookingOf = ({ row, zone }: ActionCall): string =>
  `Запись № ${String(row.number)}, ${formatInstant(new Date(String(row.startsAt)), zone)}.`;

/** What a form brought: only what is asked for by name is ever looked at, and only as text. */
export type Values = {
  text(name: string): string;
  /** Undefined when left empty. */
  optional(name: string): string | undefined;
  /** As typed, spaces and all; undefined when left empty. */
  secret(name: string): string | undefined;
  /** An id that leads nowhere when it is not one. */
  uuid(name: string): string;
  list(name: string): readonly string[];
  flag(name: string): boolean;
  /** NaN when it is not a whole number. */
  whole(name: string): number;
  /** What a text of JSON says; undefined when it is none. */
  json(name: string): unknown;
  /** A file that was chosen (as a `data:` address), none any more, or whatever there was before. */
  file(name: string): Uint8Array | "keep" | "none" | "unreadable";
};

const TEXT_MAX = 10_000;
const JSON_MAX = 100_000;
const NOBODY = "00000000-0000-0000-0000-000000000000";

export function valuesOf(payload: unknown): Values {
  const given = (typeof payload === "object" && payload !== null ? payload : {}) as Record<string, unknown>;
  const raw = (name: string): unknown => (Object.hasOwn(given, name) ? given[name] : undefined);
  const text = (name: string): string => {
    const value = raw(name);
    const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    return isPlain ? String(value).replaceAll("\u0000", "").slice(0, TEXT_MAX).trim() : "";
  };
  return {
    text,
    optional: (name) => text(name) || undefined,
    secret: (name) => {
      const value = raw(name);
      return typeof value === "string" && value !== "" ? value.slice(0, 1_000) : undefined;
    },
    uuid: (name) => (isUuid(text(name)) ? text(name) : NOBODY),
    list: (name) => {
      const value = raw(name);
      const items: readonly unknown[] = Array.isArray(value) ? value : text(name).split(",");
      return items.slice(0, 200).filter((item): item is string => typeof item === "string" && item !== "");
    },
    flag: (name) => ["true", "on", "1", "yes"].includes(text(name)),
    json: (name) => {
      const value = raw(name);
      return typeof value === "string" && value.length <= JSON_MAX ? parsed(value) : undefined;
    },
    file: (name) => {
      const value = raw(name);
      if (value === undefined || value === "" || value === "none") return "none";
      if (typeof value !== "string" || !value.startsWith("data:")) return "keep";
      const [, base64] = /^data:[\w/+.-]*;base64,([A-Za-z0-9+/]+={0,2})$/.exec(value) ?? [];
      return base64 === undefined ? "unreadable" : new Uint8Array(Buffer.from(base64, "base64"));
    },
    whole: (name) =>
      /^[-+\u2212]?\d{1,9}$/.test(text(name)) ? Number(text(name).replace("\u2212", "-")) : Number.NaN,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
