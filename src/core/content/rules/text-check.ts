import { markupProblem, visibleLength } from "../../kernel/markup.ts";
import { plural } from "../../kernel/plural.ts";
import type { Pattern, ShippedText, TextKind } from "../model.ts";
import { alwaysSaid, choicesIn, namesIn, waysToSay } from "./pattern.ts";

/** How long a sentence may be written, its values not counted: several of them make one message of 4 096 characters. */
export const TEXT_MAX: Readonly<Record<TextKind, number>> = { message: 1_000, plain: 150, button: 40 };

const WAYS_MAX = 256;

/** What a client must not be left without, where the shipped sentence says it: sums, moments, points, addresses of links. */
const NEEDED: ReadonlySet<string> = new Set([
  ...["amount", "paid", "price", "points", "penalty", "costs", "percent", "count", "rubles"],
  ...["until", "when", "moment", "time", "days", "date", "hours", "minutes"],
  ...["url", "link", "text", "words", "number", "reason", "balance", "document"],
]);

const LINKS: ReadonlySet<string> = new Set(["url", "link"]);
const PLURALS: ReadonlySet<string> = new Set(["zero", "one", "two", "few", "many", "other"]);
const NUMBER = /^\d+$/;

/** A value long enough to be anything; an address where one is expected. */
const probe = (name: string): string => (LINKS.has(name) ? "https://okoshko.example" : "x");

/**
 * What is wrong with a sentence that is to stand for a shipped one, each in a sentence; nothing is: it can be said with
 * every value that the shipped one can.
 *
 * Values that the shipped sentence does not know cannot be filled; those that carry money, moments or links and stand in
 * each of its forms must stand in each form here. Forms are chosen only by what the shipped one chooses by, since other
 * values are words already.
 */
export function checkText(shipped: Pick<ShippedText, "kind" | "pattern">, given: Pattern): readonly string[] {
  const known = namesIn(shipped.pattern);
  const unknown = namesIn(given).filter((name) => !known.includes(name));
  if (unknown.length > 0)
    return [...unknown.map((name) => unknownSentence(name, known)), ...brokenMarkup(shipped.kind, given)];
  return [
    ...missing(shipped.pattern, given),
    ...wrongChoices(shipped.pattern, given),
    ...wrongLook(shipped, given),
  ];
}

function unknownSentence(name: string, known: readonly string[]): string {
  const offered = known.map((one) => `{ $${one} }`).join(", ");
  return `Переменной { $${name} } здесь нет. ${offered === "" ? "В этом тексте переменных не бывает." : `Можно: ${offered}.`}`;
}

/** The values that a sentence for this one has to say, whichever forms are chosen. */
export const neededIn = (shipped: Pattern): readonly string[] =>
  [...alwaysSaid(shipped)].filter((name) => NEEDED.has(name));

function missing(shipped: Pattern, given: Pattern): readonly string[] {
  const said = alwaysSaid(given);
  const named = namesIn(given);
  return neededIn(shipped)
    .filter((name) => !said.has(name))
    .map((name) =>
      named.includes(name)
        ? `Переменная { $${name} } должна стоять в каждом из вариантов.`
        : `Не хватает переменной { $${name} }: без неё клиент не узнает главного.`,
    );
}

function wrongChoices(shipped: Pattern, given: Pattern): readonly string[] {
  const theirs = choicesIn(shipped);
  return [...choicesIn(given)].flatMap(([name, keys]) => {
    const known = theirs.get(name);
    if (known === undefined) return [`Выбирать форму по { $${name} } нельзя: это уже готовые слова.`];
    const isCounted = [...known].some((key) => key !== "other" && (PLURALS.has(key) || NUMBER.test(key)));
    const strange = [...keys].filter(
      (key) => !known.has(key) && key !== "other" && !(isCounted && (PLURALS.has(key) || NUMBER.test(key))),
    );
    const problems = strange.map(
      (key) =>
        `Варианта [${key}] у { $${name} } не бывает. Можно: ${[...known].map((one) => `[${one}]`).join(", ")}.`,
    );
    const lacksFew = known.has("few") && keys.has("one") && !keys.has("few");
    return lacksFew ? [...problems, `У { $${name} } нет формы [few]: для 2, 3 и 4 («2 минуты»).`] : problems;
  });
}

function wrongLook(
  { kind, pattern }: Pick<ShippedText, "kind" | "pattern">,
  given: Pattern,
): readonly string[] {
  const ways = waysToSay(given, probe, WAYS_MAX);
  if (ways === undefined) return ["Слишком много вариантов в одном тексте."];
  const mayBeSilent = waysToSay(pattern, probe, WAYS_MAX)?.some(isSilent) === true;
  if (ways.every(isSilent) || (!mayBeSilent && ways.some(isSilent))) return ["Текст пустой."];
  const problems = kind === "message" ? broken(ways) : [];
  const isBroken = kind === "button" && ways.some((way) => /[\n\r]/.test(way));
  if (isBroken) return ["Надпись на кнопке пишется в одну строку."];
  return [...new Set(problems), ...tooLong({ kind, pattern }, given)];
}

const isSilent = (way: string): boolean => way.replace(/<[^>]*>/g, "").trim() === "";

/** What is wrong with the tags of a text, whatever else is. */
const brokenMarkup = (kind: TextKind, given: Pattern): readonly string[] =>
  kind === "message" ? [...new Set(broken(waysToSay(given, probe, WAYS_MAX) ?? []))] : [];

const broken = (ways: readonly string[]): readonly string[] =>
  ways.flatMap((way) => {
    const found = markupProblem(way);
    return found === undefined ? [] : [`Разметка: ${found.given} — ${found.problem}.`];
  });

/** A shipped sentence is never too long for its place. */
function tooLong(
  { kind, pattern }: Pick<ShippedText, "kind" | "pattern">,
  given: Pattern,
): readonly string[] {
  const max = Math.max(TEXT_MAX[kind], writtenLength(kind, pattern));
  const longest = writtenLength(kind, given);
  if (longest <= max) return [];
  const characters = plural(longest, ["знак", "знака", "знаков"]);
  return [`Текст длинный: ${longest} ${characters} без переменных, а помещается не больше ${max}.`];
}

const writtenLength = (kind: TextKind, pattern: Pattern): number =>
  Math.max(
    0,
    ...(waysToSay(pattern, () => "", WAYS_MAX) ?? []).map((way) =>
      kind === "message" ? visibleLength(way) : way.length,
    ),
  );
