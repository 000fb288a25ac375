/** What somebody at the desk looks for, read off what they typed. */
export type Sought = {
  /** The number of a booking: «№ 12». */
  readonly bookingNumber: number | undefined;
  /** Parts of a phone as it is kept, any of them. */
  readonly phoneParts: readonly string[];
  /** A part of a Telegram name, without the @. */
  readonly username: string | undefined;
  /** Of a name: each word in its spellings, one of which has to be in it. */
  readonly words: readonly (readonly string[])[];
};

const PHONE_PART_MIN = 3;
const BOOKING_DIGITS_MAX = 9;
const WORDS_MAX = 4;
const SPELLINGS_MAX = 6;

/**
 * Reads what was typed into the search: digits in any spelling are a part of a phone, few of them the number of a booking
 * too; `№` or `#` before them says that it is a booking, `@` that it is a Telegram name; anything else is words of a name,
 * in any order, `е` standing for `ё` as well. Undefined when there is nothing to look for.
 */
export function readSought(typed: string): Sought | undefined {
  const text = typed.trim().replace(/\s+/g, " ");
  const nothing = { bookingNumber: undefined, phoneParts: [], username: undefined, words: [] };
  const [, number] = /^[№#]\s?(\d+)$/.exec(text) ?? [];
  if (number !== undefined)
    return number.length > BOOKING_DIGITS_MAX ? undefined : { ...nothing, bookingNumber: Number(number) };
  if (text.startsWith("@")) return text.length > 1 ? { ...nothing, username: text.slice(1) } : undefined;
  if (/^[+\d][-+\d\s().]*$/.test(text)) return readDigits(text, nothing);
  if (!/[\p{L}\p{N}]/u.test(text)) return undefined;
  const words = text.split(" ").slice(0, WORDS_MAX).map(spellings);
  return { ...nothing, words, username: /^\w{3,}$/.test(text) ? text : undefined };
}

function readDigits(text: string, nothing: Sought): Sought | undefined {
  const digits = text.replace(/\D/g, "");
  const parts = digits.length < PHONE_PART_MIN ? [] : [digits];
  // Dialled inside Russia a number begins with 8; it is kept with +7.
  const begun = /^8\d{3,}$/.test(digits) ? [`+7${digits.slice(1)}`] : [];
  const isNumber = /^\d+$/.test(text) && digits.length <= BOOKING_DIGITS_MAX;
  if (parts.length === 0 && !isNumber) return undefined;
  return {
    ...nothing,
    phoneParts: [...begun, ...parts],
    bookingNumber: isNumber ? Number(digits) : undefined,
  };
}

/** «алена» is looked for as «алёна», too: people type the one and are called the other. */
function spellings(word: string): readonly string[] {
  const plain = word.replaceAll("ё", "е").replaceAll("Ё", "Е");
  const places = [...plain.matchAll(/[её]/gi)].map(({ index }) => index);
  const dotted = places.map((at) => `${plain.slice(0, at)}ё${plain.slice(at + 1)}`);
  return [...new Set([word, plain, ...dotted])].slice(0, SPELLINGS_MAX);
}
