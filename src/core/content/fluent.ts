import { FluentBundle, FluentResource } from "@fluent/bundle";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import type { Pattern, PatternPart } from "./model.ts";

export const LANGUAGE = "ru";

/** The parts of Fluent's own tree that a sentence of ours may have. */
type Expression =
  | { readonly type: "str"; readonly value: string }
  | { readonly type: "num"; readonly value: number }
  | { readonly type: "var"; readonly name: string }
  | {
      readonly type: "select";
      readonly selector: Expression;
      readonly variants: readonly { readonly key: Expression; readonly value: Tree }[];
      readonly star: number;
    }
  | { readonly type: "term" | "mesg" | "func"; readonly name: string };
type Tree = string | readonly (string | Expression)[];

/** Why a sentence cannot be read, as people are told it. */
class Unreadable extends Error {}

/**
 * A sentence as an editor holds it, made one message of a Fluent file.
 *
 * Outside of braces a line may begin with anything: what Fluent would take for its own notation is marked as words.
 */
export function asFluent(key: string, text: string): string {
  let depth = 0;
  const lines = text
    .replaceAll("\r\n", "\n")
    .split("\n")
    .map((line) => {
      const marked = depth === 0 ? line.replace(/^(\s*)([.[*])/, '$1{ "$2" }') : line;
      const bare = line.replace(/"(?:[^"\\]|\\.)*"/g, "");
      depth = Math.max(0, depth + count(bare, "{") - count(bare, "}"));
      return `    ${marked}`;
    });
  return `${key} =\n${lines.join("\n")}\n`;
}

const count = (text: string, sign: string): number => text.split(sign).length - 1;

/** Takes a sentence apart, or says what keeps Fluent from reading it. */
export function readPattern(text: string): Outcome<Pattern, "text_unreadable"> {
  const [message, more] = new FluentResource(asFluent("text", text)).body;
  if (message?.value == null || more !== undefined || Object.keys(message.attributes).length > 0)
    return refuse("text_unreadable", { problem: whyUnreadable(text) });
  try {
    return done(toPattern(message.value as Tree));
  } catch (error) {
    if (error instanceof Unreadable) return refuse("text_unreadable", { problem: error.message });
    throw error;
  }
}

function whyUnreadable(text: string): string {
  if (text.trim() === "") return "текст пустой";
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, "");
  const [opened, closed] = [count(bare, "{"), count(bare, "}")];
  if (opened > closed) return "фигурная скобка { не закрыта";
  if (closed > opened) return "лишняя фигурная скобка }";
  if (bare.includes("->") && !bare.includes("*["))
    return "у выбора формы нет последнего варианта со звёздочкой: *[other]";
  if (bare.includes("->") && /\S[ \t]*(?:\*?\[|\}[^}]*$)/m.test(bare))
    return "варианты в квадратных скобках и закрывающая скобка } стоят на отдельных строках";
  return "не получилось разобрать то, что стоит в фигурных скобках; переменная пишется так: { $name }";
}

function toPattern(tree: Tree): Pattern {
  const parts = typeof tree === "string" ? [tree] : tree;
  return parts.map((part) => (typeof part === "string" ? { kind: "words", text: part } : toPart(part)));
}

function toPart(expression: Expression): PatternPart {
  switch (expression.type) {
    case "str":
      return { kind: "words", text: expression.value };
    case "num":
      return { kind: "words", text: String(expression.value) };
    case "var":
      return { kind: "value", name: expression.name };
    case "select":
      return toChoice(expression);
    default:
      throw new Unreadable(`в фигурных скобках бывают только переменные, а здесь «${expression.name}»`);
  }
}

function toChoice({ selector, variants, star }: Extract<Expression, { type: "select" }>): PatternPart {
  if (selector.type !== "var") throw new Unreadable("форму выбирает только переменная: { $count -> … }");
  return {
    kind: "choice",
    name: selector.name,
    variants: variants.map(({ key, value }, index) => ({
      key: key.type === "str" || key.type === "num" ? String(key.value) : "",
      isDefault: index === star,
      pattern: toPattern(value),
    })),
  };
}

/** A bundle with one message for each sentence; those that Fluent cannot read are left out. */
export function bundleOf(texts: Readonly<Record<string, string>>): FluentBundle {
  const bundle = new FluentBundle(LANGUAGE, { useIsolating: false });
  for (const [key, text] of Object.entries(texts))
    bundle.addResource(new FluentResource(asFluent(key, text)));
  return bundle;
}
