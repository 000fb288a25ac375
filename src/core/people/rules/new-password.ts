import type { Outcome } from "../../kernel/outcome.ts";
import { done, refuse } from "../../kernel/outcome.ts";

const CHARACTERS_MIN = 10;
const CHARACTERS_MAX = 200;
const DIFFERENT_MIN = 5;

export type PasswordRefusal = "password_too_short" | "password_too_long" | "password_too_plain";

/**
 * Whether a password will do: 10–200 characters of any kind, both included, at least five different ones among them, and
 * not the e-mail it stands beside, in any case. Length is what keeps it from being guessed; kinds of characters are nobody's
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
  const isPlain = new Set(characters).size < DIFFERENT_MIN || typed.toLowerCase() === email?.toLowerCase();
  return isPlain ? refuse("password_too_plain") : done(typed);
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
