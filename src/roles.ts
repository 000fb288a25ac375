import { parseArgs } from "node:util";

/** What a process does. `sandbox` is there only without a BOT_TOKEN. */
export type Role = "web" | "bot" | "jobs" | "sandbox";

const ROLES: readonly Role[] = ["web", "bot", "jobs", "sandbox"];

/**
 * The roles that a command line asks for: `--role web --role jobs`; all of them without the flag.
 *
 * @throws Error with a sentence for the operator
 */
export function rolesFrom(argv: readonly string[]): ReadonlySet<Role> {
  const { values } = parseArgs({ args: [...argv], options: { role: { type: "string", multiple: true } } });
  if (values.role === undefined) return new Set(ROLES);
  const wanted = values.role.flatMap((word) => word.split(","));
  const unknown = wanted.find((word) => !isRole(word));
  if (unknown !== undefined) {
    throw new Error(`--role ${unknown}: there is no such role, expected one of ${ROLES.join(", ")}`);
  }
  return new Set(wanted.filter(isRole));
}

const isRole = (word: string): word is Role => ROLES.some((role) => role === word);
