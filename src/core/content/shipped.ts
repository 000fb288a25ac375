import { readdirSync, readFileSync } from "node:fs";
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { invariant, present } from "../kernel/invariant.ts";
import { LANGUAGE, readPattern } from "./fluent.ts";
import type { BotContent, Pattern, ShippedText, TextKind } from "./model.ts";
import { SHIPPED_PAGES } from "./rules/info-pages.ts";
import { SHIPPED_MENU } from "./rules/menu.ts";
import { FIXED, PLAIN, TITLES } from "./titles.ts";

const FOLDER = new URL("./texts/", import.meta.url);

/** What the product is shipped with: nothing is overridden. */
export const SHIPPED_CONTENT: BotContent = { texts: {}, menu: SHIPPED_MENU, pages: SHIPPED_PAGES };

type Shipped = { readonly bundle: FluentBundle; readonly texts: ReadonlyMap<string, ShippedText> };
let read: Shipped | undefined;

/**
 * The sentences of all files in `texts/`, read once.
 *
 * @throws InvariantError when a file cannot be read or two sentences share a key
 */
function shipped(): Shipped {
  read ??= readAll();
  return read;
}

export const shippedBundle = (): FluentBundle => shipped().bundle;

/** Every sentence by its key, in the order of the files. */
export const shippedTexts = (): ReadonlyMap<string, ShippedText> => shipped().texts;

function readAll(): Shipped {
  const bundle = new FluentBundle(LANGUAGE, { useIsolating: false });
  const texts = new Map<string, ShippedText>();
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".ftl"))) {
    const source = readFileSync(new URL(file, FOLDER), "utf8");
    const resource = new FluentResource(source);
    const errors = bundle.addResource(resource);
    invariant(errors.length === 0, `${file} repeats a key`, { errors: errors.map(String) });
    const sources = sourcesIn(source);
    for (const { id } of resource.body) {
      texts.set(
        id,
        described(id, file.replace(/\.ftl$/, ""), present(sources.get(id), `the source of "${id}"`)),
      );
    }
  }
  return { bundle, texts };
}

/** The text of each message as it stands in its file, without the indent that holds it together. */
function sourcesIn(file: string): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  const starts = [...file.matchAll(/^([a-z][a-z0-9-]*) =[ ]?/gm)];
  for (const start of starts) {
    const from = (start.index ?? 0) + start[0].length;
    const rest = file.slice(from);
    const end = rest.search(/\n(?=[^\s}])/);
    const [first = "", ...lines] = (end < 0 ? rest : rest.slice(0, end)).trimEnd().split("\n");
    const words = [first, ...dedented(lines)].join("\n").trim();
    sources.set(start[1] ?? "", words.replaceAll('{ "\\u00A0" }', "\u00a0"));
  }
  return sources;
}

/** A closing brace may stand further left than the words: it does not count. */
function dedented(lines: readonly string[]): readonly string[] {
  const words = lines.filter((line) => line.trim() !== "" && !/^\s*[}[*]/.test(line));
  const indents = words.map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents, 4);
  return lines.map((line) => (line.slice(0, indent).trim() === "" ? line.slice(indent) : line.trimStart()));
}

function described(key: string, group: string, source: string): ShippedText {
  const pattern = readPattern(source);
  invariant(pattern.ok, `the text "${key}" is one that an editor can hold`, pattern);
  return {
    ...{ key, group, source },
    title: titleOf(key, pattern.value),
    kind: kindOf(key),
    pattern: pattern.value,
    isFixed: FIXED.has(key) || key.startsWith("command-"),
  };
}

const BY_THEIR_WORDS = /^(button|command|refused)-/;

export const needsTitle = (key: string): boolean => !BY_THEIR_WORDS.test(key);

const kindOf = (key: string): TextKind =>
  key.startsWith("button-") ? "button" : PLAIN.has(key) || key.startsWith("command-") ? "plain" : "message";

const WORDS_MAX = 48;

/** A caption or a reason goes by its own words. */
function titleOf(key: string, pattern: Pattern): string {
  const given = TITLES[key];
  if (given !== undefined) return given;
  const words = wordsOf(pattern).replace(/\s+/g, " ").trim();
  const short = words.length > WORDS_MAX ? `${words.slice(0, WORDS_MAX).replace(/\s\S*$/, "")}…` : words;
  const what = key.startsWith("button-") ? "Кнопка" : key.startsWith("command-") ? "Команда" : "Отказ";
  return `${what} «${short.replace(/[.:]$/, "")}»`;
}

/** The words alone, the last form of each choice, dots for values. */
const wordsOf = (pattern: Pattern): string =>
  pattern
    .map((part) => {
      if (part.kind === "words") return part.text;
      return part.kind === "value" ? "…" : wordsOf(part.variants.at(-1)?.pattern ?? []);
    })
    .join("");
