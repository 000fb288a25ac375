/** A stretch of time, its end not included: touching intervals do not overlap. */
export type Interval = { readonly startsAt: Date; readonly endsAt: Date };

export const overlaps = (a: Interval, b: Interval): boolean => a.startsAt < b.endsAt && b.startsAt < a.endsAt;

export const durationMinutes = (interval: Interval): number =>
  (interval.endsAt.getTime() - interval.startsAt.getTime()) / 60_000;
