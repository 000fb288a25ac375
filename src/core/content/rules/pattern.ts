import type { Pattern } from "../model.ts";

/** The names of all values that a sentence says or chooses by, in their order. */
export function namesIn(pattern: Pattern): readonly string[] {
  const names = pattern.flatMap((part): readonly string[] => {
    if (part.kind === "words") return [];
    if (part.kind === "value") return [part.name];
    return [part.name, ...part.variants.flatMap((variant) => namesIn(variant.pattern))];
  });
  return [...new Set(names)];
}

/** The values that are said whichever forms are chosen. */
export function alwaysSaid(pattern: Pattern): ReadonlySet<string> {
  const said = new Set<string>();
  for (const part of pattern) {
    if (part.kind === "value") said.add(part.name);
    if (part.kind === "choice") for (const name of saidByEach(part.variants)) said.add(name);
  }
  return said;
}

function saidByEach(variants: readonly { readonly pattern: Pattern }[]): readonly string[] {
  const [first, ...others] = variants.map(({ pattern }) => alwaysSaid(pattern));
  return [...(first ?? [])].filter((name) => others.every((said) => said.has(name)));
}

export type Choices = ReadonlyMap<string, ReadonlySet<string>>;

/** By which values forms are chosen, and between which. */
export function choicesIn(pattern: Pattern): Choices {
  const found = new Map<string, Set<string>>();
  const collect = (parts: Pattern): void => {
    for (const part of parts) {
      if (part.kind !== "choice") continue;
      const keys = found.get(part.name) ?? new Set<string>();
      for (const variant of part.variants) {
        keys.add(variant.key);
        collect(variant.pattern);
      }
      found.set(part.name, keys);
    }
  };
  collect(pattern);
  return found;
}

/**
 * Everything that a sentence can become, a value written as `written` says; undefined when it is more than `max`.
 *
 * The same value chooses alike everywhere in reality; here every choice is free, so nothing that can be is missed.
 */
export function waysToSay(
  pattern: Pattern,
  written: (name: string) => string,
  max: number,
): readonly string[] | undefined {
  let ways: readonly string[] = [""];
  for (const part of pattern) {
    const next = waysOfPart(part, written, max);
    if (next === undefined || ways.length * next.length > max) return undefined;
    ways = ways.flatMap((way) => next.map((tail) => way + tail));
  }
  return ways;
}

function waysOfPart(
  part: Pattern[number],
  written: (name: string) => string,
  max: number,
): readonly string[] | undefined {
  if (part.kind === "words") return [part.text];
  if (part.kind === "value") return [written(part.name)];
  const ways: string[] = [];
  for (const variant of part.variants) {
    const some = waysToSay(variant.pattern, written, max);
    if (some === undefined || ways.length + some.length > max) return undefined;
    ways.push(...some);
  }
  return ways;
}
