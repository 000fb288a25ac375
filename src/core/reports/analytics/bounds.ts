import type { Zone } from "../../kernel/local-day.ts";
import { type Sql, sql } from "../../runtime/sql.ts";
import { boundsOf, type Period } from "../rules/analytics-period.ts";

/** A stretch of days as the statements of this folder ask for it. */
export type DayBounds = {
  /** When it begins, and the moment at which it is over. */
  readonly from: Date;
  readonly until: Date;
  readonly days: number;
  /** The place of an instant's day in the stretch, from 0. The days are the zone's, and counted here alone. */
  readonly dayOf: (instant: Sql) => Sql;
  /**
   * The days as rows to read from, `asked`: its `day` (the place, from 0), `begins` and `ends`. Where a day holds hundreds of
   * rows, adding up each day's own is quicker than asking every row for its day.
   */
  readonly eachDay: Sql;
};

export function dayBounds(period: Period, zone: Zone): DayBounds {
  const bounds = boundsOf(period, zone);
  const [from] = bounds;
  const until = bounds.at(-1);
  if (from === undefined || until === undefined) throw new RangeError("a period has a day");
  const begins = bounds.slice(0, -1).map((begin) => begin.toISOString());
  const ends = bounds.slice(1).map((end) => end.toISOString());
  return {
    from,
    until,
    days: begins.length,
    dayOf: (instant) => sql`width_bucket(${instant}, ${begins}::timestamptz[]) - 1`,
    eachDay: sql`(SELECT place::int - 1 AS day, begins, ends
      FROM unnest(${begins}::timestamptz[], ${ends}::timestamptz[]) WITH ORDINALITY AS one(begins, ends, place)) AS asked`,
  };
}
