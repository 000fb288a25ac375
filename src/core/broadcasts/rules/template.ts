import { escaped } from "../../kernel/markup.ts";

/** What a text may name in braces; each is looked up for the client who reads it. */
export type Variable = "имя" | "баллы" | "салон" | "адрес" | "телефон" | "последний визит";

/** An empty value lets the text's own words after the bar stand: {последний визит|давно}. */
export type VariableValues = Readonly<Record<Variable, string>>;

/** Each with the most characters that it can take, and what it may become. */
const VARIABLES: Readonly<Record<Variable, { readonly charactersMax: number; readonly example: string }>> = {
  имя: { charactersMax: 60, example: "Анна" },
  баллы: { charactersMax: 24, example: "150\u00a0баллов" },
  салон: { charactersMax: 60, example: "Студия «Окошко»" },
  адрес: { charactersMax: 200, example: "Садовая ул., 12" },
  телефон: { charactersMax: 40, example: "+7\u00a0900\u00a0000-00-00" },
  "последний визит": { charactersMax: 16, example: "12\u00a0ноября" },
};

/** Those that every reader sees alike: the business's own. */
export type BusinessValues = Pick<VariableValues, "салон" | "адрес" | "телефон">;

/**
 * What each variable becomes, for whoever writes a text: «{имя} → Анна, {баллы} → 150 баллов».
 *
 * @param business what the business's own become, empty ones said to be so; examples where it is not known
 */
export const variablesHint = (business: Partial<BusinessValues> = {}): string => {
  const own: Readonly<Partial<Record<string, string>>> = business;
  return Object.entries(VARIABLES)
    .map(([name, { example }]) => `{${name}}\u00a0→ ${(own[name] ?? example) || NOT_SET}`)
    .join(", ");
};

const NOT_SET = "пока пусто, задаётся в «Настройках»";

export const VARIABLE_NAMES = Object.keys(VARIABLES) as readonly Variable[];

const IN_BRACES = /\{([^{}]*)\}/g;

type Named = { readonly name: string; readonly otherwise: string };

function read(inside: string): Named {
  const bar = inside.indexOf("|");
  const [name, otherwise] = bar < 0 ? [inside, ""] : [inside.slice(0, bar), inside.slice(bar + 1)];
  return { name: name.trim().toLowerCase().replace(/\s+/g, " "), otherwise: otherwise.trim() };
}

const isVariable = (name: string): name is Variable => Object.hasOwn(VARIABLES, name);

/** A brace with what follows it, as far as a person would look. */
const LONE_BRACE = /[{}][^{}\n]{0,20}/;

/** The first name in braces that is no variable, or a brace without its other, as it was written; undefined: all is well. */
export function unknownVariable(text: string): string | undefined {
  for (const [whole, inside = ""] of text.matchAll(IN_BRACES)) {
    if (!isVariable(read(inside).name)) return whole;
  }
  return text.replace(IN_BRACES, "").match(LONE_BRACE)?.[0];
}

/**
 * Puts a client's values into a text; what is put in is made safe for HTML, the text itself is left as it is.
 *
 * A variable without a value becomes the words after its bar, or nothing. A name that is no variable stays as written:
 * `unknownVariable` refuses it long before.
 *
 * @source MS-3
 */
export function fillTemplate(text: string, values: VariableValues): string {
  return text.replace(IN_BRACES, (whole, inside: string) => {
    const { name, otherwise } = read(inside);
    if (!isVariable(name)) return whole;
    return values[name] === "" ? otherwise : escaped(values[name]);
  });
}

/** The longest that a text can become: every variable at its most. */
export function longestFilling(text: string): string {
  return text.replace(IN_BRACES, (whole, inside: string) => {
    const { name, otherwise } = read(inside);
    if (!isVariable(name)) return whole;
    const longest = "x".repeat(VARIABLES[name].charactersMax);
    return otherwise.length > longest.length ? otherwise : longest;
  });
}
