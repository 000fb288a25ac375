/** One field of a text that is said in several forms: words that all forms share, or one form of a choice. */
export type FormField =
  | { readonly kind: "words" }
  | {
      readonly kind: "form";
      /** Which of the text's choices it belongs to. */
      readonly choice: number;
      readonly name: string;
      readonly key: string;
      readonly isDefault: boolean;
    };

/**
 * A text as people fill it in. `whole`: each field is the whole sentence in one form; `parts`: the fields stand one
 * after the other, since more than one value chooses.
 */
export type TextForms = {
  readonly view: "whole" | "parts";
  readonly fields: readonly FormField[];
  readonly values: readonly string[];
  /** The text as it was read. */
  readonly source: string;
  /** What all forms began and ended with as the text was read: kept apart while they still do. */
  readonly shared: { readonly before: string; readonly after: string };
};

type Form = { readonly key: string; readonly isDefault: boolean; readonly text: string };
type Part =
  | { readonly kind: "words"; readonly text: string }
  | { readonly kind: "choice"; readonly name: string; readonly forms: readonly Form[] };

const LITERAL = /^\s*"([^"\\{}]*)"\s*$/;
const CHOICE = /^\s*\$([A-Za-z][\w-]*)\s*->([\s\S]*)$/;
const VARIANT = /^[ \t]*(\*?)\[\s*([\w.-]+)\s*\]/;

/**
 * Takes a text apart into fields, one for each form.
 *
 * Undefined where there is nothing to take apart: no value chooses, one choice stands within another, or the braces
 * do not match. Words that the notation sets in quotes for the sake of their spaces are read without them.
 */
export function unfoldText(source: string): TextForms | undefined {
  const parts = partsOf(source);
  if (parts === undefined) return undefined;
  const choices = parts.filter((part) => part.kind === "choice");
  const [only, ...others] = choices;
  if (only === undefined) return undefined;
  if (others.length > 0)
    return { view: "parts", source, ...fieldsOf(parts), shared: { before: "", after: "" } };
  const at = parts.indexOf(only);
  const before = wordsOf(parts.slice(0, at));
  const after = wordsOf(parts.slice(at + 1));
  return {
    view: "whole",
    source,
    fields: only.forms.map(({ key, isDefault }) => ({
      kind: "form",
      choice: 0,
      name: only.name,
      key,
      isDefault,
    })),
    values: only.forms.map(({ text }) => before + text + after),
    shared: { before, after },
  };
}

/** A choice may stand in this text; people are told why they see it as it is written. */
export const hasChoice = (source: string): boolean => /\{\s*\$[\w-]+\s*->/.test(source);

function fieldsOf(parts: readonly Part[]): Pick<TextForms, "fields" | "values"> {
  const fields: FormField[] = [];
  const values: string[] = [];
  for (const [choice, part] of parts.entries()) {
    if (part.kind === "words") {
      fields.push({ kind: "words" });
      values.push(part.text);
      continue;
    }
    for (const { key, isDefault, text } of part.forms) {
      fields.push({ kind: "form", choice, name: part.name, key, isDefault });
      values.push(text);
    }
  }
  return { fields, values };
}

const wordsOf = (parts: readonly Part[]): string =>
  parts.map((part) => (part.kind === "words" ? part.text : "")).join("");

/** The place of the brace that closes the one at `from`; quoted words may hold braces of their own. */
function closingBrace(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at];
    if (depth > 0 && sign === '"') {
      const quoted = /^"(?:[^"\\\n]|\\.)*"/.exec(text.slice(at));
      if (quoted !== null) at += quoted[0].length - 1;
    } else if (sign === "{") depth += 1;
    else if (sign === "}") {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}

function partsOf(text: string): readonly Part[] | undefined {
  const parts: Part[] = [];
  let words = "";
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== "{") {
      if (text[at] === "}") return undefined;
      words += text[at];
      continue;
    }
    const end = closingBrace(text, at);
    if (end < 0) return undefined;
    const inside = text.slice(at + 1, end);
    const literal = LITERAL.exec(inside);
    const choice = CHOICE.exec(inside);
    if (literal !== null) words += literal[1] ?? "";
    else if (choice === null) words += text.slice(at, end + 1);
    else {
      const forms = formsOf(choice[2] ?? "");
      if (forms === undefined) return undefined;
      if (words !== "") parts.push({ kind: "words", text: words });
      words = "";
      parts.push({ kind: "choice", name: choice[1] ?? "", forms });
    }
    at = end;
  }
  return words === "" ? parts : [...parts, { kind: "words", text: words }];
}

/** The forms of a choice, each on lines of its own; undefined where one of them chooses again. */
function formsOf(text: string): readonly Form[] | undefined {
  const found: { readonly key: string; readonly isDefault: boolean; readonly lines: string[] }[] = [];
  for (const line of text.split("\n")) {
    const variant = VARIANT.exec(line);
    if (variant !== null)
      found.push({
        key: variant[2] ?? "",
        isDefault: variant[1] === "*",
        lines: [line.slice(variant[0].length).trimStart()],
      });
    else if (found.length > 0) found.at(-1)?.lines.push(line);
    else if (line.trim() !== "") return undefined;
  }
  const forms: Form[] = [];
  for (const { key, isDefault, lines } of found) {
    const parts = partsOf(withoutIndent(lines));
    if (parts === undefined || parts.some(({ kind }) => kind === "choice")) return undefined;
    forms.push({ key, isDefault, text: wordsOf(parts) });
  }
  return forms.filter(({ isDefault }) => isDefault).length === 1 ? forms : undefined;
}

/** The lines of a form as they are said: the indent that holds them together is none of theirs. */
function withoutIndent([first = "", ...lines]: readonly string[]): string {
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const indent = Math.min(...indents, Number.POSITIVE_INFINITY);
  return [first, ...lines.map((line) => (line.trim() === "" ? "" : line.slice(indent)))]
    .join("\n")
    .replace(/^[ \n]+|[ \n]+$/g, "");
}

/**
 * Makes one text of the filled-in fields again: what all forms have in common is written once.
 *
 * Fields that nobody changed give the text as it was read. Said with the same values it is the sentence that stood in the field; spaces at the edges of a form, empty forms and
 * lines that begin with a sign of the notation are set in quotes.
 */
export function foldText(forms: TextForms, values: readonly string[]): string {
  const { view, fields, shared } = forms;
  if (values.every((value, index) => value === forms.values[index])) return forms.source;
  if (view === "parts") return edged(joined(fields, values));
  const { before, after } = sharedOf(values, shared);
  const inner = values.map((value) => value.slice(before.length, value.length - after.length));
  return edged(before + joined(fields, inner) + after);
}

/**
 * The shipped text with one part as it is now, for each part: what is wrong with such a text is wrong with that part.
 *
 * Undefined where the text is in other parts than the shipped one.
 */
export function eachPartAlone(
  shipped: TextForms | undefined,
  { fields, values }: Pick<TextForms, "fields"> & { readonly values: readonly string[] },
): readonly string[] | undefined {
  if (shipped === undefined || JSON.stringify(shipped.fields) !== JSON.stringify(fields)) return undefined;
  return values.map((value, index) => foldText(shipped, shipped.values.with(index, value)));
}

function joined(fields: readonly FormField[], values: readonly string[]): string {
  let text = "";
  for (const [index, field] of fields.entries()) {
    const value = values[index] ?? "";
    if (field.kind === "words") {
      text += value;
      continue;
    }
    if (!isOfChoice(fields[index - 1], field.choice)) text += `{ $${field.name} ->\n`;
    text += `${field.isDefault ? "*" : ""}[${field.key}] ${formWritten(value)}\n`;
    if (!isOfChoice(fields[index + 1], field.choice)) text += "}";
  }
  return text;
}

const isOfChoice = (field: FormField | undefined, choice: number): boolean =>
  field?.kind === "form" && field.choice === choice;

const LINE_INDENT = "    ";

function formWritten(value: string): string {
  const text = edged(value);
  if (!text.includes("\n")) return text === "" ? '{ "" }' : text;
  const lines = text.split("\n").map((line) => line.replace(/^( *)([.[*])/, '$1{ "$2" }'));
  return `\n${lines.map((line) => (line.trim() === "" ? "" : LINE_INDENT + line)).join("\n")}`;
}

/** Spaces and line ends at the edges would be lost: quotes keep them. */
const edged = (text: string): string =>
  (text.includes("\n") ? text.replace(/^ +$/gm, "") : text)
    .replace(/^( +)/, '{ "$1" }')
    .replace(/^(?=\n)/, '{ "" }')
    .replace(/(?<=[^ ])( +)$/, '{ "$1" }')
    .replace(/(?<=\n)$/, '{ "" }');

function sharedOf(values: readonly string[], shared: TextForms["shared"]): TextForms["shared"] {
  const before = values.every((value) => value.startsWith(shared.before)) ? shared.before : startOf(values);
  const rests = values.map((value) => value.slice(before.length));
  const after = rests.every((rest) => rest.endsWith(shared.after)) ? shared.after : endOf(rests);
  return { before, after };
}

/** What all begin with, up to the end of a word that is outside of braces and tags. */
function startOf([first = "", ...others]: readonly string[]): string {
  let length = 0;
  while (length < first.length && others.every((other) => other[length] === first[length])) length += 1;
  for (let at = length; at > 0; at -= 1)
    if (/\s/.test(first[at - 1] ?? "") && isWhole(first.slice(0, at))) return first.slice(0, at);
  return "";
}

/** What all end with, from the start of a word that is outside of braces and tags. */
function endOf([first = "", ...others]: readonly string[]): string {
  let length = 0;
  while (
    length < first.length &&
    others.every((other) => other.length > length && other.at(-1 - length) === first.at(-1 - length))
  )
    length += 1;
  for (let at = first.length - length; at < first.length; at += 1)
    if (/\s/.test(first[at] ?? "") && isWhole(first.slice(at))) return first.slice(at);
  return "";
}

const isWhole = (text: string): boolean => {
  const bare = text.replace(/\{[^{}]*\}|<[^<>]*>/g, "");
  return !/[{}<>]/.test(bare);
};

/** A text without forms, made one whose every form still says the same. */
export function splitByForms(text: string, name: string, keys: readonly string[]): string {
  const ordered = [...keys.filter((key) => key !== "other"), "other"];
  const last = ordered.length - 1;
  return joined(
    ordered.map((key, index) => ({ kind: "form", choice: 0, name, key, isDefault: index === last })),
    ordered.map(() => text),
  );
}
