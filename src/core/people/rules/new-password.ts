import type { Outcome } from "../../kernel/outcome.ts";
import { done, refuse } from "../../kernel/outcome.ts";

const CHARACTERS_MIN = 10;
const CHARACTERS_MAX = 200;
const DIFFERENT_MIN = 5;

export type PasswordRefusal = "password_too_short" | "password_too_long" | "password_too_plain";

/**
 * Whether a password will do: 10–200 characters of any kind, both included, at least five different ones among them, and
 * not the e-mail it stands beside, in any case, nor a word that everybody tries first with digits or signs around it. Length is what keeps it from being guessed; kinds of characters are nobody's
 * business.
 *
 * @source PE-3
 */
export function readNewPassword(typed: string, email?: string): Outcome<string, PasswordRefusal> {
  const characters = [...typed];
  if (characters.length < CHARACTERS_MIN)
    return refuse("password_too_short", { charactersMin: CHARACTERS_MIN });
  if (characters.length > CHARACTERS_MAX)
    return refuse("password_too_long", { charactersMax: CHARACTERS_MAX });
  const small = typed.toLowerCase();
  const isPlain =
    new Set(characters).size < DIFFERENT_MIN || small === email?.toLowerCase() || isCommon(small);
  return isPlain ? refuse("password_too_plain") : done(typed);
}

/** What is tried first, in small letters; digits and signs before and after add nothing. */
const COMMON: ReadonlySet<string> = new Set([
  ...["password", "passwords", "passw0rd", "p@ssw0rd", "qwerty", "qwertyui", "qwertyuiop", "qwertyqwerty"],
  ...["asdfgh", "asdfghjkl", "zxcvbnm", "qazwsx", "qazwsxedc", "1q2w3e4r", "1q2w3e4r5t", "1qaz2wsx"],
  ...["admin", "administrator", "letmein", "welcome", "iloveyou", "princess", "sunshine", "football"],
  ...["monkey", "dragon", "master", "abcdef", "abcdefgh", "changeme", "okoshko", "salon", "beauty"],
  ...["пароль", "парольпароль", "йцукен", "йцукенг", "йцукенгшщз", "фывапролд", "админ", "привет"],
  ...["gfhjkm", "ghbdtn", "окошко", "салон", "красота", "любовь"],
  ...["1234567890", "12345678910", "123456789012", "9876543210", "0987654321"],
]);

function isCommon(small: string): boolean {
  const withoutTail = small.replace(/[\p{N}\p{P}\p{S}\s]+$/u, "");
  const word = withoutTail.replace(/^[\p{N}\p{P}\p{S}\s]+/u, "");
  return [small, withoutTail, word].some((one) => COMMON.has(one));
}

/** Signs that nobody takes for another: no 0 and o, no 1, l and i. */
const SIGNS = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS = 4;
const GROUP_SIGNS = 4;

/**
 * A password to be told to somebody once: `k7mp-x3q9-…`, sixteen signs (79 bits of chance), easy to dictate.
 *
 * @param uuid random, and nobody's id: whoever knows it knows the password
 */
export function oneTimePassword(uuid: string): string {
  let rest = BigInt(`0x${uuid.replaceAll("-", "")}`);
  const base = BigInt(SIGNS.length);
  const groups = Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_SIGNS }, () => {
      const sign = SIGNS.charAt(Number(rest % base));
      rest /= base;
      return sign;
    }).join(""),
  );
  return groups.join("-");
}
