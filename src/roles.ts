import { parseArgs } from "node:util";

/** What a process does. `sandbox` is there only without a BOT_TOKEN. */
export type Role = "web" | "bot" | "jobs" | "sandbox";

const ROLES: readonly Role[] = ["web", "bot", "jobs", "sandbox"];

/** The command line asks for something that there is not. */
export class RoleError extends Error {
  override readonly name = "RoleError";
}

/**
 * The roles that a command line asks for: `--role web --role jobs`; all of them without the flag.
 *
 * @throws RoleError with a sentence for the operator
 */
export function rolesFrom(argv: readonly string[]): ReadonlySet<Role> {
  const given = readArguments(argv);
  if (given === undefined) return new Set(ROLES);
  const wanted = given.flatMap((word) => word.split(","));
  const unknown = wanted.find((word) => !isRole(word));
  if (unknown !== undefined) {
    throw new RoleError(`--role ${unknown}: there is no such role, expected one of ${ROLES.join(", ")}`);
  }
  return new Set(wanted.filter(isRole));
}

function readArguments(argv: readonly string[]): readonly string[] | undefined {
  try {
    return parseArgs({ args: [...argv], options: { role: { type: "string", multiple: true } } }).values.role;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RoleError(`${why}. Expected nothing, or --role with one of ${ROLES.join(", ")}`);
  }
}

const isRole = (word: string): word is Role => ROLES.some((role) => role === word);
