/** Each letter by one that every database tells apart; alike ones together. The migration that adds the column says the same. */
const CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";
const PLAIN = "abvgdeejziiklmnoprstufhc46w2y3e7q";

const LETTERS = new Map([...CYRILLIC].map((letter, place) => [letter, PLAIN[place] ?? letter]));

/**
 * A name, or a part of one, as it is looked for: small letters, `ё` and `э` as `е`, `й` as `и`, Cyrillic written in Latin
 * letters one by one, so that «Anna» finds «Анна». The database keeps the same of every client (`clients.search_name`).
 */
export const searchName = (name: string): string =>
  [...name.toLowerCase()].map((letter) => LETTERS.get(letter) ?? letter).join("");

/** A part that is looked for anywhere in such a name: LIKE's own signs are meant literally. */
export const searchPart = (typed: string): string => searchName(typed).replace(/[\\%_]/g, "\\$&");
