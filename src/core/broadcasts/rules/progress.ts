/** How long what is left takes at the present rate, in whole seconds; undefined while nothing goes out. */
export function secondsLeft({
  left,
  endedLately,
  overSeconds,
}: {
  readonly left: number;
  /** How many were dealt with in the stretch that the rate is taken from. */
  readonly endedLately: number;
  /** The length of that stretch. */
  readonly overSeconds: number;
}): number | undefined {
  if (left === 0) return 0;
  if (endedLately === 0 || overSeconds <= 0) return undefined;
  return Math.ceil((left * overSeconds) / endedLately);
}
