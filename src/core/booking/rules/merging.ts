import { type Interval, overlaps } from "../../kernel/interval.ts";

/**
 * The first two live bookings, one of each person, that no single person could keep: their times overlap. Touching is
 * fine. Without such a pair the two people may become one.
 *
 * @source PE-4 SL-7
 */
export function clashOf<Visit extends Interval>(
  mine: readonly Visit[],
  theirs: readonly Visit[],
): { readonly mine: Visit; readonly theirs: Visit } | undefined {
  for (const one of mine) {
    const other = theirs.find((visit) => overlaps(one, visit));
    if (other !== undefined) return { mine: one, theirs: other };
  }
  return undefined;
}
