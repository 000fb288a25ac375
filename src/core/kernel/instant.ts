export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
/** Elapsed time, not a calendar day: a calendar day is `local-day.ts`'s business. */
export const DAY_MS = 24 * HOUR_MS;

export const secondsAfter = (instant: Date, seconds: number): Date =>
  new Date(instant.getTime() + seconds * SECOND_MS);
export const minutesAfter = (instant: Date, minutes: number): Date =>
  new Date(instant.getTime() + minutes * MINUTE_MS);
export const hoursAfter = (instant: Date, hours: number): Date =>
  new Date(instant.getTime() + hours * HOUR_MS);
/** Whole days of 24 hours. */
export const daysAfter = (instant: Date, days: number): Date => new Date(instant.getTime() + days * DAY_MS);

/** Milliseconds from `from` to `to`; negative when `to` is earlier. */
export const elapsedMs = ({ from, to }: { readonly from: Date; readonly to: Date }): number =>
  to.getTime() - from.getTime();
