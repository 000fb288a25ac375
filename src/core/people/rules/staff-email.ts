import type { Outcome } from "../../kernel/outcome.ts";
import { done, refuse } from "../../kernel/outcome.ts";

const EMAIL = /^[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}$/;
const EMAIL_MAX = 200;

/**
 * The e-mail that a member of staff signs in by, in small letters, spaces around it let go; anything with one @ and a dot
 * after it will do, 200 characters at most: nothing is ever sent there.
 *
 * @source PE-3
 */
export function readStaffEmail(typed: string): Outcome<string, "email_unreadable"> {
  const email = typed.trim().toLowerCase();
  return EMAIL.test(email) && email.length <= EMAIL_MAX
    ? done(email)
    : refuse("email_unreadable", { given: email.slice(0, 100) });
}
