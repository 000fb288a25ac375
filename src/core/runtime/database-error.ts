/**
 * The SQLSTATE of a failed statement, whichever of the product's two ways it went: `pg` carries it as
 * `code`, Prisma's adapter deep inside (`@prisma/adapter-pg` 7.10).
 */
export function sqlState(error: unknown): string | undefined {
  const { code, severity } = asErrorLike(error);
  if (severity !== undefined) return code;
  return driverCause(error)?.originalCode;
}

/**
 * The name of the constraint that a failed statement ran into.
 *
 * Through Prisma a unique violation names its index, an exclusion or a check only stands, quoted, in
 * PostgreSQL's own sentence; the sentence itself is never looked at, since it is translated.
 */
export function violatedConstraint(error: unknown): string | undefined {
  const { constraint, severity } = asErrorLike(error);
  if (severity !== undefined) return constraint;
  const cause = driverCause(error);
  if (cause?.constraint?.index !== undefined) return cause.constraint.index;
  const quoted = cause?.originalMessage?.match(/"([a-z0-9_]+)"/g) ?? [];
  return quoted.at(-1)?.slice(1, -1);
}

/** Trouble of reaching the database at all: it is away, starting, stopping, or out of connections. */
export function isOutage(error: unknown): boolean {
  const { code } = asErrorLike(error);
  const state = sqlState(error) ?? code ?? "";
  if (/^(08|57P|53)/.test(state) || OUTAGE_CODES.has(state)) return true;
  return (
    error instanceof Error &&
    /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/.test(
      error.message,
    )
  );
}

/** Programs say it in English whatever the machine's language. */
export const saysDiskFull = (words: string): boolean => words.includes("No space left on device");

const DISK_FULL = "53100";
const CAUSES_MAX = 5;

/** Whether the disk is what has no room, the database's or ours, however deep inside of the error that stands. */
export function isDiskFull(error: unknown): boolean {
  let at: unknown = error;
  for (let depth = 0; at !== undefined && at !== null && depth < CAUSES_MAX; depth += 1) {
    const code = sqlState(at) ?? asErrorLike(at).code ?? "";
    if (code === DISK_FULL || code === "ENOSPC" || code === "EDQUOT") return true;
    if (at instanceof Error && saysDiskFull(at.message)) return true;
    at = (at as { readonly cause?: unknown }).cause;
  }
  return false;
}

const OUTAGE_CODES = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "ENOENT", "EPIPE", "ETIMEDOUT", "P1001"],
  ...["ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"],
]);

type ErrorLike = { readonly code?: string; readonly severity?: string; readonly constraint?: string };

const asErrorLike = (error: unknown): ErrorLike =>
  typeof error === "object" && error !== null ? (error as ErrorLike) : {};

type DriverCause = {
  readonly originalCode?: string;
  readonly originalMessage?: string;
  readonly constraint?: { readonly index?: string };
};

function driverCause(error: unknown): DriverCause | undefined {
  const { meta, cause } = error as {
    meta?: { driverAdapterError?: { cause?: DriverCause } };
    cause?: DriverCause;
  };
  return meta?.driverAdapterError?.cause ?? cause;
}
