/** Something that can only be wrong if our own code is: it is logged with its facts and never guessed about. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
  readonly facts: unknown;

  constructor(message: string, facts?: unknown) {
    super(message);
    this.facts = facts;
  }
}

/** Stops when `condition` does not hold; `facts` go to the log, so they hold no personal data. */
export function invariant(condition: boolean, message: string, facts?: unknown): asserts condition {
  if (!condition) throw new InvariantError(message, facts);
}

/** The value, or a stop: for what an earlier check or a foreign key already promised. */
export function present<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new InvariantError(`${what} is missing`);
  return value;
}

/** Closes a `switch` over a union, so that a new member does not compile until it is handled. */
export function unreachable(value: never): never {
  throw new InvariantError("a case that cannot happen", { value });
}
