import type { BookingState } from "../booking/index.ts";
import { daysAfter } from "../kernel/instant.ts";
import { type Queryable, type Sql, sql } from "../runtime/sql.ts";

export type CalendarSpan = {
  readonly from: Date;
  /** Not included; at most 42 days of the clock and one hour after `from`. */
  readonly to: Date;
  /** Only these; undefined: all. */
  readonly specialistIds?: readonly string[] | undefined;
};

/** What is drawn: what was cancelled, moved or ran out is not. */
const DRAWN: readonly BookingState[] = ["held", "confirming", "confirmed", "completed", "no_show"];

const whose = ({ specialistIds }: CalendarSpan): Sql =>
  specialistIds === undefined ? sql`true` : sql`specialist_id = ANY(${specialistIds}::uuid[])`;

/** Which rows `booking` of bookings a calendar of a span shows. */
export const isShown = (span: CalendarSpan): Sql => sql`
  booking.starts_at > ${daysAfter(span.from, -1)} AND booking.starts_at < ${span.to} AND booking.ends_at > ${span.from}
  AND booking.state = ANY(${DRAWN}::text[]) AND ${whose(span)}`;

/** How many rows there are, and the sum of the transactions that wrote them. */
export type Written = { readonly rows: number; readonly writers: number };

/** The number of the transaction that wrote this version of a row. */
export const writerOf = (row: Sql): Sql => sql`${row}.xmin::text::bigint`;

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
  const row = await via.first<{ revision: string }>(sql`
    WITH shown AS MATERIALIZED (
      SELECT id, ${writerOf(sql`booking`)} AS writer FROM bookings booking WHERE ${isShown(span)})
    SELECT concat_ws('.',
      ${aroundBookings(span)},
      (SELECT count(*) || '-' || coalesce(sum(writer), 0) FROM shown),
      ${writtenOfShown(sql`payments`)},
      ${writtenOfShown(sql`refunds`)}) AS revision`);
  return row?.revision ?? "";
}

/** The part of the same that bookings and their money have no share in. */
export async function revisionAroundBookings(via: Queryable, span: CalendarSpan): Promise<string> {
  const row = await via.first<{ revision: string }>(sql`SELECT ${aroundBookings(span)} AS revision`);
  return row?.revision ?? "";
}

/** The same word, for who has read all shown bookings and their money: looked for again they cost as much as to read. */
export const revisionOfRead = (around: string, ...read: readonly Written[]): string =>
  [around, ...read.map(({ rows, writers }) => `${rows}-${writers}`)].join(".");

const aroundBookings = (span: CalendarSpan): Sql => {
  const { from, to } = span;
  return sql`concat_ws('.',
    ${written(sql`slots WHERE starts_at > ${daysAfter(from, -1)} AND starts_at < ${to} AND ${whose(span)}`)},
    ${written(sql`time_off WHERE lifted_at IS NULL AND ends_at > ${from} AND starts_at < ${to} AND ${whose(span)}`)},
    ${written(sql`specialists`)})`;
};

const written = (rows: Sql): Sql => sql`
  (SELECT count(*) || '-' || coalesce(sum(xmin::text::bigint), 0) FROM ${rows})`;

/** The same of what belongs to the shown bookings, found booking by booking: these tables grow for years. */
const writtenOfShown = (table: Sql): Sql => sql`
  (SELECT coalesce(sum(of_one.count), 0) || '-' || coalesce(sum(of_one.sum), 0)
   FROM shown, LATERAL (SELECT count(*) AS count, sum(xmin::text::bigint) AS sum FROM ${table} WHERE booking_id = shown.id) AS of_one)`;
