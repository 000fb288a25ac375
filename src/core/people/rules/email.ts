import type { Outcome } from "../../kernel/outcome.ts";
import { done, refuse } from "../../kernel/outcome.ts";

const EMAIL_MAX = 254;
const LOCAL_MAX = 64;
/** An apostrophe may stand inside, as in o'hara; a name that ends with one the gateway does not take. */
const LOCAL = /^[A-Za-z0-9_'+-]+(\.[A-Za-z0-9_'+-]+)*(?<!')$/;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/**
 * An e-mail as a person typed it, tidied: spaces around it let go, the part after the @ in small letters.
 *
 * Only what every mail service and the gateway take is taken: Latin letters, one @, a name of at most 64 characters,
 * 254 in all. Whether anybody reads it cannot be known here.
 *
 * @source PY-6
 */
export function readEmail(typed: string): Outcome<string, "email_unreadable"> {
  const [local = "", domain = "", ...more] = typed.trim().split("@");
  const email = `${local}@${domain.toLowerCase()}`;
  const isFine =
    more.length === 0 &&
    local.length <= LOCAL_MAX &&
    email.length <= EMAIL_MAX &&
    LOCAL.test(local) &&
    DOMAIN.test(domain.toLowerCase());
  return isFine ? done(email) : refuse("email_unreadable");
}
