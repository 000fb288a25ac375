import { dayOf, plusDays, weekdayOf, type Zone } from "../../kernel/local-day.ts";

export type RotationTerms = {
  /** Of how many days, counted back from the newest that has one, the last copy stays. */
  readonly keepDaily: number;
  /** And of how many weeks, Monday to Sunday. */
  readonly keepWeekly: number;
};

/**
 * Which copies are needed no more: of each of the newest days, and of each of the newest weeks, that have any, the last
 * copy stays.
 *
 * Days without a copy do not count, so that a machine that stood still for a month loses nothing when it wakes; days and
 * weeks are those of the business. The newest copy always stays.
 */
export function outdated<C extends { readonly at: Date }>(
  copies: readonly C[],
  { keepDaily, keepWeekly }: RotationTerms,
  zone: Zone,
): readonly C[] {
  const newestFirst = copies.toSorted((a, b) => b.at.getTime() - a.at.getTime());
  const dayOfCopy = ({ at }: C): string => dayOf(at, zone);
  const weekOfCopy = ({ at }: C): string => {
    const day = dayOf(at, zone);
    return plusDays(day, 1 - weekdayOf(day));
  };
  const kept = new Set([
    ...newestFirst.slice(0, 1),
    ...lastOfEach(newestFirst, dayOfCopy).slice(0, keepDaily),
    ...lastOfEach(newestFirst, weekOfCopy).slice(0, keepWeekly),
  ]);
  return newestFirst.filter((copy) => !kept.has(copy));
}

function lastOfEach<C>(newestFirst: readonly C[], periodOf: (copy: C) => string): readonly C[] {
  const seen = new Set<string>();
  return newestFirst.filter((copy) => {
    const period = periodOf(copy);
    if (seen.has(period)) return false;
    seen.add(period);
    return true;
  });
}
