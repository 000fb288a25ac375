/** What somebody at the desk looks for, read off what they typed. */
export type Sought = {
  /** The number of a booking: «№ 12». */
  readonly bookingNumber: number | undefined;
  /** Parts of a phone as it is kept, any of them. */
  readonly phoneParts: readonly string[];
  /** A part of a Telegram name, without the @. */
  readonly username: string | undefined;
  /** Words of a name, all of which have to be in it. */
  readonly words: readonly string[];
};

const PHONE_PART_MIN = 3;
const BOOKING_DIGITS_MAX = 9;
const WORDS_MAX = 4;

/**
 * Reads what was typed into the search: digits in any spelling are a part of a phone, few of them the number of a booking
 * too; `№` or `#` before them says that it is a booking, `@` that it is a Telegram name; anything else is words of a name,
 * in any order. Undefined when there is nothing to look for.
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
  const words = text.split(" ").slice(0, WORDS_MAX);
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
