import { type Queryable, type Sql, sql } from "../../runtime/sql.ts";
import type { DayBounds } from "./bounds.ts";

/** What is counted of visits; additive. */
export type VisitCounts = {
  readonly visits: number;
  readonly noShows: number;
  readonly lateCancels: number;
  readonly priceKopecks: number;
  readonly bookedMinutes: number;
};

/** What is counted of visits in hot windows, besides; additive. */
export type HotVisitCounts = {
  readonly hotVisits: number;
  readonly hotPriceKopecks: number;
  readonly hotDiscountKopecks: number;
  readonly hotBookedMinutes: number;
};

/** The place of a business day among those that are asked for, from 0. */
export type OfDay = { readonly day: number };
export type OfSpecialist = { readonly specialistId: string };

/** Of a sum of stretches: adding them up first and asking for minutes once is quicker than asking every row. */
const minutesOf = (stretches: Sql): Sql => sql`coalesce(date_part('epoch', ${stretches}) / 60, 0)::int`;

const IS_TAKEN = sql`(state IN ('confirmed', 'completed', 'no_show') OR (state IN ('held', 'confirming') AND replaces_id IS NULL))`;

const VISIT_COUNTS = sql`count(*) FILTER (WHERE state = 'completed')::int AS visits,
  count(*) FILTER (WHERE state = 'no_show')::int AS no_shows,
  count(*) FILTER (WHERE state = 'cancelled' AND ended_reason = 'client_late')::int AS late_cancels,
  coalesce(sum(price_kopecks) FILTER (WHERE state = 'completed'), 0)::int8 AS price_kopecks,
  ${minutesOf(sql`sum(ends_at - starts_at) FILTER (WHERE ${IS_TAKEN})`)} AS booked_minutes`;
const HOT_VISIT_COUNTS = sql`count(*) FILTER (WHERE state = 'completed' AND slot_kind = 'hot')::int AS hot_visits,
  coalesce(sum(price_kopecks) FILTER (WHERE state = 'completed' AND slot_kind = 'hot'), 0)::int8 AS hot_price_kopecks,
  coalesce(sum(discount_kopecks) FILTER (WHERE state = 'completed' AND slot_kind = 'hot'), 0)::int8 AS hot_discount_kopecks,
  ${minutesOf(sql`sum(ends_at - starts_at) FILTER (WHERE slot_kind = 'hot' AND ${IS_TAKEN})`)} AS hot_booked_minutes`;

export type VisitRow = OfDay & VisitCounts & HotVisitCounts;

/**
 * Visits by the business day on which they begin: completed, missed, cancelled late by the client, their price, and the
 * minutes that were promised. What was moved counts where it was moved to; a replacing hold (CX-7) counts once it is
 * confirmed.
 */
export const visitsByDay = (via: Queryable, { eachDay }: DayBounds): Promise<VisitRow[]> =>
  via.many(sql`
    SELECT day, counted.* FROM ${eachDay},
      LATERAL (SELECT ${VISIT_COUNTS}, ${HOT_VISIT_COUNTS} FROM bookings WHERE starts_at >= begins AND starts_at < ends) AS counted`);

/** The same of all the days together, by specialist: by both at once it would be a row for every chair of every day. */
export const visitsBySpecialist = (
  via: Queryable,
  { from, until }: DayBounds,
): Promise<(OfSpecialist & VisitCounts)[]> =>
  via.many(sql`
    SELECT specialist_id, ${VISIT_COUNTS} FROM bookings
    WHERE starts_at >= ${from} AND starts_at < ${until} GROUP BY specialist_id`);

/** Visits in hot windows of all the days together, by specialist. */
export const hotVisitsBySpecialist = (
  via: Queryable,
  { from, until }: DayBounds,
): Promise<(OfSpecialist & HotVisitCounts)[]> =>
  via.many(sql`
    SELECT specialist_id, ${HOT_VISIT_COUNTS} FROM bookings
    WHERE starts_at >= ${from} AND starts_at < ${until} AND slot_kind = 'hot' GROUP BY specialist_id`);

/** What is counted of slots; additive. */
export type OfferCounts = { readonly offeredMinutes: number };

/** What is counted of hot slots, besides; additive. */
export type HotOfferCounts = {
  readonly hotOffered: number;
  readonly hotOfferedMinutes: number;
};

const OFFER_COUNTS = sql`${minutesOf(sql`sum(ends_at - starts_at)`)} AS offered_minutes`;
const HOT_OFFER_COUNTS = sql`count(*) FILTER (WHERE kind = 'hot')::int AS hot_offered,
  ${minutesOf(sql`sum(ends_at - starts_at) FILTER (WHERE kind = 'hot')`)} AS hot_offered_minutes`;

export type OfferRow = OfDay & OfferCounts & HotOfferCounts;

/** Open slots by the business day on which they begin, as they stand now. */
export const offersByDay = (via: Queryable, { eachDay }: DayBounds): Promise<OfferRow[]> =>
  via.many(sql`
    SELECT day, counted.* FROM ${eachDay}, LATERAL (SELECT ${OFFER_COUNTS}, ${HOT_OFFER_COUNTS} FROM slots
      WHERE starts_at >= begins AND starts_at < ends AND state = 'open') AS counted`);

/** The same of all the days together, by specialist. */
export const offersBySpecialist = (
  via: Queryable,
  { from, until }: DayBounds,
): Promise<(OfSpecialist & OfferCounts)[]> =>
  via.many(sql`
    SELECT specialist_id, ${OFFER_COUNTS} FROM slots
    WHERE starts_at >= ${from} AND starts_at < ${until} AND state = 'open' GROUP BY specialist_id`);

/** Open hot slots of all the days together, by specialist. */
export const hotOffersBySpecialist = (
  via: Queryable,
  { from, until }: DayBounds,
): Promise<(OfSpecialist & HotOfferCounts)[]> =>
  via.many(sql`
    SELECT specialist_id, ${HOT_OFFER_COUNTS} FROM slots
    WHERE starts_at >= ${from} AND starts_at < ${until} AND state = 'open' AND kind = 'hot' GROUP BY specialist_id`);

export type HourRow = {
  readonly weekday: number;
  readonly hour: number;
  readonly offeredMinutes: number;
  readonly bookedMinutes: number;
};

/**
 * Offered and booked minutes by the hour of the week in which they lie: of a visit from 10:30 to 12:00 half an hour is
 * ten o'clock's and an hour eleven's. Hours are those of the zone's clocks; one that a clock change repeats holds both.
 *
 * What spans a clock change is cut at every quarter of an hour: some zones change theirs within an hour.
 */
export const minutesByHour = (via: Queryable, { from, until }: DayBounds, zone: string): Promise<HourRow[]> =>
  via.many(sql`
    WITH stretch AS (
      SELECT starts_at, ends_at, count(*) AS offered, 0::bigint AS booked FROM slots
      WHERE starts_at >= ${from} AND starts_at < ${until} AND state = 'open' GROUP BY starts_at, ends_at
      UNION ALL
      SELECT starts_at, ends_at, 0, count(*) FROM bookings
      WHERE starts_at >= ${from} AND starts_at < ${until} AND (state IN ('confirmed', 'completed', 'no_show')
        OR (state IN ('held', 'confirming') AND replaces_id IS NULL)) GROUP BY starts_at, ends_at)
    SELECT date_part('isodow', local)::int AS weekday, date_part('hour', local)::int AS hour,
      sum(minutes * offered)::int AS offered_minutes, sum(minutes * booked)::int AS booked_minutes
    FROM stretch,
      LATERAL (SELECT CASE WHEN (ends_at AT TIME ZONE ${zone}) - (starts_at AT TIME ZONE ${zone}) = ends_at - starts_at
        THEN interval '1 hour' ELSE interval '15 minutes' END AS step) AS cut,
      generate_series(date_trunc('hour', starts_at, ${zone}), ends_at - interval '1 millisecond', step) AS begin,
      LATERAL (SELECT greatest(starts_at, begin) AT TIME ZONE ${zone} AS local, greatest(0,
        date_part('epoch', least(ends_at, begin + step) - greatest(starts_at, begin))::int / 60) AS minutes) AS told
    GROUP BY weekday, hour ORDER BY weekday, hour`);
