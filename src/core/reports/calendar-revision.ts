import { daysAfter } from "../kernel/instant.ts";
import { type Queryable, type Sql, sql } from "../runtime/sql.ts";

export type CalendarSpan = {
  readonly from: Date;
  /** Not included; at most 42 days of the clock and one hour after `from`. */
  readonly to: Date;
  /** Only these; undefined: all. */
  readonly specialistIds?: readonly string[] | undefined;
};

/**
 * A word that is another as soon as anything that a calendar of a span shows has changed: slots, bookings, their money,
 * time off, the specialists. A client's own card may change without it.
 *
 * Every version of a row carries the number of the transaction that wrote it, and these only grow: of as many rows as
 * before, one that was written anew makes the sum another. So nothing has to be joined, kept or counted up by who writes.
 *
 * @source SL-3
 */
export async function calendarRevision(via: Queryable, span: CalendarSpan): Promise<string> {
  const { from, to, specialistIds } = span;
  const begin = daysAfter(from, -1);
  const whose = specialistIds === undefined ? sql`true` : sql`specialist_id = ANY(${specialistIds}::uuid[])`;
  const within = sql`starts_at > ${begin} AND starts_at < ${to} AND ${whose}`;
  const row = await via.first<{ revision: string }>(sql`
    WITH shown AS MATERIALIZED (SELECT id, xmin::text::bigint AS writer FROM bookings WHERE ${within})
    SELECT concat_ws('.',
      ${written(sql`slots WHERE ${within}`)},
      (SELECT count(*) || '-' || coalesce(sum(writer), 0) FROM shown),
      ${writtenOfShown(sql`payments`)},
      ${writtenOfShown(sql`refunds`)},
      ${written(sql`time_off WHERE lifted_at IS NULL AND ends_at > ${from} AND starts_at < ${to} AND ${whose}`)},
      ${written(sql`specialists`)}) AS revision`);
  return row?.revision ?? "";
}

/** How many rows there are, and by which transactions they were written. */
const written = (rows: Sql): Sql => sql`
  (SELECT count(*) || '-' || coalesce(sum(xmin::text::bigint), 0) FROM ${rows})`;

/** The same of what belongs to the shown bookings, found booking by booking: these tables grow for years. */
const writtenOfShown = (table: Sql): Sql => sql`
  (SELECT coalesce(sum(of_one.count), 0) || '-' || coalesce(sum(of_one.sum), 0)
   FROM shown, LATERAL (SELECT count(*) AS count, sum(xmin::text::bigint) AS sum FROM ${table} WHERE booking_id = shown.id) AS of_one)`;
