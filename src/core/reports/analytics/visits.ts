import { type Queryable, sql } from "../../runtime/sql.ts";
import type { DayBounds } from "./bounds.ts";

/** Figures of one specialist's day; additive. */
export type VisitRow = {
  readonly day: number;
  readonly specialistId: string;
  readonly visits: number;
  readonly noShows: number;
  readonly lateCancels: number;
  readonly priceKopecks: number;
  readonly bookedMinutes: number;
  readonly hotVisits: number;
  readonly hotPriceKopecks: number;
  readonly hotDiscountKopecks: number;
  readonly hotBookedMinutes: number;
};

/**
 * Visits by the business day on which they begin and by specialist, in one pass: completed, missed, cancelled late by the
 * client, their price, and the minutes that were promised. What was moved counts where it was moved to; a replacing hold
 * (CX-7) counts once it is confirmed.
 */
export const visitsByDay = (via: Queryable, { from, until, dayOf }: DayBounds): Promise<VisitRow[]> =>
  via.many(sql`
    WITH alike AS MATERIALIZED (
      SELECT ${dayOf(sql`starts_at`)} AS day, specialist_id, state, slot_kind = 'hot' AS is_hot,
        ended_reason = 'client_late' AS is_late, replaces_id IS NOT NULL AS is_replacing, count(*) AS bookings,
        sum(price_kopecks) AS price, sum(discount_kopecks) AS discount, sum(ends_at - starts_at) AS span
      FROM bookings WHERE starts_at >= ${from} AND starts_at < ${until} GROUP BY 1, 2, 3, 4, 5, 6),
    told AS (
      SELECT *, date_part('epoch', span)::int / 60 AS minutes, state IN ('confirmed', 'completed', 'no_show')
        OR (state IN ('held', 'confirming') AND NOT is_replacing) AS is_taken FROM alike)
    SELECT day, specialist_id,
      coalesce(sum(bookings) FILTER (WHERE state = 'completed'), 0)::int AS visits,
      coalesce(sum(bookings) FILTER (WHERE state = 'no_show'), 0)::int AS no_shows,
      coalesce(sum(bookings) FILTER (WHERE state = 'cancelled' AND is_late), 0)::int AS late_cancels,
      coalesce(sum(price) FILTER (WHERE state = 'completed'), 0)::int8 AS price_kopecks,
      coalesce(sum(minutes) FILTER (WHERE is_taken), 0)::int AS booked_minutes,
      coalesce(sum(bookings) FILTER (WHERE state = 'completed' AND is_hot), 0)::int AS hot_visits,
      coalesce(sum(price) FILTER (WHERE state = 'completed' AND is_hot), 0)::int8 AS hot_price_kopecks,
      coalesce(sum(discount) FILTER (WHERE state = 'completed' AND is_hot), 0)::int8 AS hot_discount_kopecks,
      coalesce(sum(minutes) FILTER (WHERE is_taken AND is_hot), 0)::int AS hot_booked_minutes
    FROM told GROUP BY day, specialist_id`);

export type OfferRow = {
  readonly day: number;
  readonly specialistId: string;
  readonly offeredMinutes: number;
  readonly hotOffered: number;
  readonly hotOfferedMinutes: number;
};

/** Open slots by the business day on which they begin and by specialist, as they stand now. */
export const offersByDay = (via: Queryable, { from, until, dayOf }: DayBounds): Promise<OfferRow[]> =>
  via.many(sql`
    SELECT ${dayOf(sql`starts_at`)} AS day, specialist_id, sum(minutes)::int AS offered_minutes,
      (count(*) FILTER (WHERE kind = 'hot'))::int AS hot_offered,
      coalesce(sum(minutes) FILTER (WHERE kind = 'hot'), 0)::int AS hot_offered_minutes
    FROM slots, LATERAL (SELECT date_part('epoch', ends_at - starts_at)::int / 60 AS minutes) AS told
    WHERE starts_at >= ${from} AND starts_at < ${until} AND state = 'open'
    GROUP BY day, specialist_id`);

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
