/**
 * A tag in its one form: small letters, single spaces, nothing invisible, no comma, which parts tags in a line. The same
 * tag however it was typed, so that tags are compared as they stand.
 */
export const tidyTag = (typed: string): string =>
  typed
    .normalize("NFC")
    .replace(/[\s\p{C},]+/gu, " ")
    .trim()
    .toLowerCase();

/** The longest tag, in characters. */
export const TAG_CHARACTERS_MAX = 30;
