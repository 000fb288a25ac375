import type { FluentBundle, FluentVariable } from "@fluent/bundle";
import { invariant, present } from "../kernel/invariant.ts";
import { escaped } from "../kernel/markup.ts";
import { bundleOf } from "./fluent.ts";
import { shippedBundle } from "./shipped.ts";

/** HTML that is ours: put into a sentence as it is. Everything else is escaped. */
export type SafeHtml = { readonly html: string };

export type TextValues = Readonly<Record<string, string | number | SafeHtml>>;

/** Our sentences by their keys, filled in; numbers are grouped and choose plurals. */
export type Texts = {
  /** For a message: HTML, with the given strings made safe. */
  readonly t: (key: string, values?: TextValues) => string;
  /** For a button or a toast: plain text. */
  readonly c: (key: string, values?: TextValues) => string;
};

/** A sentence of the business's own that could not be said; the shipped one was. */
export type OnUnsaid = (key: string, errors: readonly string[]) => void;

/**
 * The shipped sentences, with the business's own in their place.
 *
 * A sentence of the business's that cannot be said after all (it names a value that a newer product does not give) falls
 * back to the shipped one and is reported: a client is never left without an answer.
 */
export function openTexts(overrides: Readonly<Record<string, string>> = {}, onUnsaid?: OnUnsaid): Texts {
  const own = bundleOf(overrides);
  const shipped = shippedBundle();
  const fill = (key: string, values: Record<string, FluentVariable>): string => {
    if (Object.hasOwn(overrides, key)) {
      const said = say(own, key, values);
      if (said.text !== undefined) return said.text;
      onUnsaid?.(key, said.errors);
    }
    const said = say(shipped, key, values);
    invariant(said.errors.length === 0, `the text "${key}" lacks a value`, { errors: said.errors });
    return present(said.text, `the text "${key}"`);
  };
  return {
    t: (key, values = {}) => fill(key, variables(values, escaped)),
    c: (key, values = {}) => fill(key, variables(values, String)),
  };
}

type Said = { readonly text: string | undefined; readonly errors: readonly string[] };

function say(bundle: FluentBundle, key: string, values: Record<string, FluentVariable>): Said {
  const pattern = bundle.getMessage(key)?.value;
  if (pattern == null) return { text: undefined, errors: [] };
  const errors: Error[] = [];
  const text = bundle.formatPattern(pattern, values, errors);
  return { text: errors.length === 0 ? text : undefined, errors: errors.map(String) };
}

const variables = (values: TextValues, made: (text: string) => string): Record<string, FluentVariable> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, variable(value, made)]));

function variable(value: string | number | SafeHtml, made: (text: string) => string): FluentVariable {
  if (typeof value === "number") return value;
  return typeof value === "string" ? made(value) : value.html;
}
