import { escaped } from "../../kernel/markup.ts";

/** What the text of a page may name in braces; each is looked up when the page is shown. */
export const PAGE_VARIABLES = {
  имя: { about: "имя клиента", charactersMax: 60 },
  салон: { about: "название", charactersMax: 60 },
  адрес: { about: "адрес", charactersMax: 200 },
  телефон: { about: "телефон для клиентов", charactersMax: 40 },
  контакты: { about: "другие контакты", charactersMax: 300 },
  прайс: { about: "услуги с ценами, всегда свежие", charactersMax: 2_000 },
  "часы отмены": { about: "за сколько часов отмена без штрафа", charactersMax: 20 },
  "штраф отмены": { about: "штраф за позднюю отмену, %", charactersMax: 8 },
  "предоплата горящих": { about: "предоплата горящего окна", charactersMax: 20 },
  "доля баллов": { about: "какую часть цены можно оплатить баллами, %", charactersMax: 8 },
} as const;

export type PageVariable = keyof typeof PAGE_VARIABLES;

/** A ready piece of HTML for `прайс`, words for the others. */
export type PageValues = Readonly<Record<PageVariable, string>>;

const IN_BRACES = /\{([^{}]*)\}/g;
const LONE_BRACE = /[{}][^{}\n]{0,20}/;
const AS_HTML: ReadonlySet<PageVariable> = new Set(["прайс"]);

const nameIn = (inside: string): string => inside.trim().toLowerCase().replace(/\s+/g, " ");
const isVariable = (name: string): name is PageVariable => Object.hasOwn(PAGE_VARIABLES, name);

/** The first name in braces that is no variable, or a brace without its other; undefined: all is well. */
export function unknownPageVariable(text: string): string | undefined {
  for (const [whole, inside = ""] of text.matchAll(IN_BRACES)) if (!isVariable(nameIn(inside))) return whole;
  return text.replace(IN_BRACES, "").match(LONE_BRACE)?.[0];
}

/**
 * Puts the values into a page's text, made safe for HTML; what is no variable stays as it was written.
 *
 * A line all of whose variables are empty is left out: nobody wants «☎️» without a number.
 */
export function fillPage(text: string, values: PageValues): string {
  const lines = text.split("\n").filter((line) => {
    const named = [...line.matchAll(IN_BRACES)].map(([, inside = ""]) => nameIn(inside)).filter(isVariable);
    return named.length === 0 || named.some((name) => values[name] !== "");
  });
  const filled = replaced(lines.join("\n"), (name) =>
    AS_HTML.has(name) ? values[name] : escaped(values[name]),
  );
  return filled.replace(/\n{3,}/g, "\n\n").trim();
}

/** The longest that a page's text can become. */
export const longestPage = (text: string): string =>
  replaced(text, (name) => "x".repeat(PAGE_VARIABLES[name].charactersMax));

/** Of the variables that a text names, the one that may take the most room. */
export const longestVariable = (text: string): PageVariable | undefined =>
  [...text.matchAll(IN_BRACES)]
    .map(([, inside = ""]) => nameIn(inside))
    .filter(isVariable)
    .sort((one, other) => PAGE_VARIABLES[other].charactersMax - PAGE_VARIABLES[one].charactersMax)[0];

const replaced = (text: string, written: (name: PageVariable) => string): string =>
  text.replace(IN_BRACES, (whole, inside: string) => {
    const name = nameIn(inside);
    return isVariable(name) ? written(name) : whole;
  });

/** As many lines as fit, and how many more there are. */
export function priceLines(lines: readonly string[], lengthOf: (line: string) => number): string {
  const fitting: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += lengthOf(line) + 1;
    if (length > PAGE_VARIABLES.прайс.charactersMax - MORE_MAX) break;
    fitting.push(line);
  }
  const left = lines.length - fitting.length;
  return [...fitting, ...(left === 0 ? [] : [`…и ещё услуг: ${left}`])].join("\n");
}

const MORE_MAX = 30;
