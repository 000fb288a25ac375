/** Why the first line of a file holds none of the columns that are looked for. */
export type HeadingTrouble =
  | { readonly is: "separator"; readonly sign: string }
  | { readonly is: "encoding" }
  | undefined;

/** Stands between cells in other files, and in no heading. */
const CELL_SIGNS = ["|", "¦", "~", "^"] as const;
/** Stands in headings as well: it has to part one that is known. */
const DOUBTFUL_SIGNS = [":", "#", "/", "\\", " "] as const;

/**
 * The likely cause of a first line in which columns are missing: all of it is one cell with a sign between its words, or
 * its letters make no words. Undefined: neither is likely, the columns may just have other names.
 *
 * @param isKnown whether some heading is one that the form knows
 */
export function headingTrouble(
  headings: readonly string[],
  isKnown: (headings: readonly string[]) => boolean,
): HeadingTrouble {
  const [only = ""] = headings;
  if (headings.length === 1) {
    const parts = (sign: string) => only.split(sign).map((part) => part.trim());
    const isSure = (sign: string) => parts(sign).filter(Boolean).length > 1;
    const sign =
      CELL_SIGNS.find(isSure) ?? DOUBTFUL_SIGNS.find((sign) => isSure(sign) && isKnown(parts(sign)));
    if (sign !== undefined) return { is: "separator", sign };
  }
  if (isKnown(headings)) return undefined;
  const words = headings
    .flatMap((heading) => heading.split(/[\s\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e№«»]+/))
    .filter((word) => /[^\x20-\x7e]/.test(word));
  return words.length > 0 && words.filter(isNoWord).length * 2 > words.length
    ? { is: "encoding" }
    : undefined;
}

/** Signs and lines between letters, and letters that no language of Russia has, though Windows-1251 does. */
const ODD = /^’|[^\p{L}\p{M}\p{N}’]|[ЂЃѓЉЊЌЋЏђљњќћџЅѕЈј]/u;
/** Small letters before capitals as in no word that people write («йНС», «тЕКЕТНМ»); `НомерТелефона` is one. */
const UPSIDE_DOWN = /^\p{Ll}\p{Lu}|\p{Ll}\p{Lu}(?!\p{Ll})/u;

const isNoWord = (word: string): boolean => ODD.test(word) || UPSIDE_DOWN.test(word);
