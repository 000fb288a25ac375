import { readdirSync, readFileSync } from "node:fs";
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import { invariant, present } from "../core/kernel/invariant.ts";
import type { Zone } from "../core/kernel/local-day.ts";

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

/** What a screen needs to speak: the sentences, and the zone in which the business lives. */
export type Words = Texts & { readonly zone: Zone };

const FOLDER = new URL("./texts/", import.meta.url);
const LANGUAGE = "ru";

export const safe = (html: string): SafeHtml => ({ html });

export const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** What a message in HTML looks like without it: for Telegram's rare refusal to read ours. */
export const plainText = (html: string): string =>
  html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");

/**
 * Reads the sentences of all files in `texts/`.
 *
 * @throws InvariantError when a file cannot be read or two sentences share a key
 */
export function loadTexts(): Texts {
  const bundle = new FluentBundle(LANGUAGE, { useIsolating: false });
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".ftl"))) {
    const errors = bundle.addResource(new FluentResource(readFileSync(new URL(file, FOLDER), "utf8")));
    invariant(errors.length === 0, `${file} repeats a key`, { errors: errors.map(String) });
  }
  const fill = (key: string, values: Record<string, FluentVariable>): string => {
    const pattern = present(bundle.getMessage(key)?.value, `the text "${key}"`);
    const errors: Error[] = [];
    const text = bundle.formatPattern(pattern, values, errors);
    invariant(errors.length === 0, `the text "${key}" lacks a value`, { errors: errors.map(String) });
    return text;
  };
  return {
    t: (key, values = {}) => fill(key, variables(values, escapeHtml)),
    c: (key, values = {}) => fill(key, variables(values, String)),
  };
}

const variables = (values: TextValues, made: (text: string) => string): Record<string, FluentVariable> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, variable(value, made)]));

function variable(value: string | number | SafeHtml, made: (text: string) => string): FluentVariable {
  if (typeof value === "number") return value;
  return typeof value === "string" ? made(value) : value.html;
}
