/** The call itself is wrong, whatever the database holds: exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly detail: Readonly<Record<string, string | number>>;
  constructor(message: string, detail: Readonly<Record<string, string | number>> = {}) {
    super(message);
    this.detail = detail;
  }
}

/** What was given and what is expected, with the flag it was given to where that is known. */
export function wrongValue(
  flag: string | undefined,
  { given, expected }: { readonly given: string; readonly expected: string },
): UsageError {
  const where = flag === undefined ? "" : `${flag}: `;
  const short = given.slice(0, GIVEN_MAX);
  const detail = flag === undefined ? { given: short, expected } : { flag, given: short, expected };
  return new UsageError(`${where}дано «${short}», ожидается ${expected}.`, detail);
}

const GIVEN_MAX = 100;
