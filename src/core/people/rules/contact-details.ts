import type { Outcome } from "../../kernel/outcome.ts";
import { done, refuse } from "../../kernel/outcome.ts";

const NAME_MAX = 60;

/** A name as a person typed it, tidied: one line, single spaces, 1–60 characters (PE-4). */
export function readName(typed: string): Outcome<string, "name_empty" | "name_too_long"> {
  const name = typed.replace(/[\s\p{C}]+/gu, " ").trim();
  if (name === "") return refuse("name_empty");
  return [...name].length <= NAME_MAX ? done(name) : refuse("name_too_long", { charactersMax: NAME_MAX });
}

/**
 * A phone number in the international form, `+79001234567`.
 *
 * Spaces, brackets and dashes are let go; an 8 or a bare 9 in front means Russia's +7.
 *
 * @source PE-4
 */
export function readPhone(typed: string): Outcome<string, "phone_unreadable"> {
  const digits = typed.replace(/[\s().-]/g, "");
  const international = /^8\d{10}$/.test(digits)
    ? `+7${digits.slice(1)}`
    : /^9\d{9}$/.test(digits)
      ? `+7${digits}`
      : digits.startsWith("+")
        ? digits
        : `+${digits}`;
  return /^\+[1-9]\d{6,14}$/.test(international) ? done(international) : refuse("phone_unreadable");
}
