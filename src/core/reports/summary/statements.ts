import { type Queryable, sql } from "../../runtime/sql.ts";
import type { DayBounds } from "../analytics/bounds.ts";

/** How bookings stand; every one counts on the day on which its visit begins, or would have begun. */
export type BookingFigures = {
  readonly bookings: number;
  readonly ahead: number;
  readonly visits: number;
  readonly noShows: number;
  readonly byClient: number;
  readonly lateCancels: number;
  readonly byBusiness: number;
  readonly moved: number;
  readonly expired: number;
  readonly priceKopecks: number;
};

export type BookingRow = BookingFigures & {
  readonly day: number;
  readonly specialistId: string;
  readonly serviceId: string;
};

/** Every booking is in one of the figures besides `bookings`. */
export const bookingsByPart = (
  via: Queryable,
  { from, until, dayOf }: DayBounds,
): Promise<readonly BookingRow[]> =>
  via.many(sql`
    SELECT ${dayOf(sql`starts_at`)} AS day, specialist_id, service_id, count(*)::int AS bookings,
      (count(*) FILTER (WHERE state IN ('held', 'confirming', 'confirmed')))::int AS ahead,
      (count(*) FILTER (WHERE state = 'completed'))::int AS visits,
      (count(*) FILTER (WHERE state = 'no_show'))::int AS no_shows,
      (count(*) FILTER (WHERE state = 'cancelled' AND ended_reason = 'client'))::int AS by_client,
      (count(*) FILTER (WHERE state = 'cancelled' AND ended_reason = 'client_late'))::int AS late_cancels,
      (count(*) FILTER (WHERE state = 'cancelled' AND ended_reason IS DISTINCT FROM 'client'
        AND ended_reason IS DISTINCT FROM 'client_late'))::int AS by_business,
      (count(*) FILTER (WHERE state = 'moved'))::int AS moved,
      (count(*) FILTER (WHERE state = 'expired'))::int AS expired,
      coalesce(sum(price_kopecks) FILTER (WHERE state = 'completed'), 0)::int8 AS price_kopecks
    FROM bookings WHERE starts_at >= ${from} AND starts_at < ${until} GROUP BY 1, 2, 3`);

export type ExpiredRow = { readonly day: number; readonly holds: number; readonly points: number };

/** Points that were set aside for bookings which were not paid in time, by the day on which they were free again (PT-3). */
export const expiredByDay = (
  via: Queryable,
  { from, until, dayOf }: DayBounds,
): Promise<readonly ExpiredRow[]> =>
  via.many(sql`
    SELECT ${dayOf(sql`hold.resolved_at`)} AS day, count(*)::int AS holds, sum(hold.points)::int AS points
    FROM point_holds hold JOIN bookings booking ON booking.id = hold.booking_id
    WHERE hold.resolved_at >= ${from} AND hold.resolved_at < ${until} AND hold.state = 'released' AND booking.state = 'expired'
    GROUP BY 1`);

/** Reviews written within the bounds, by their stars. */
export const reviewsByRating = (
  via: Queryable,
  { from, until }: DayBounds,
): Promise<readonly { readonly rating: number; readonly reviews: number }[]> =>
  via.many(sql`
    SELECT rating, count(*)::int AS reviews FROM reviews
    WHERE created_at >= ${from} AND created_at < ${until} GROUP BY rating ORDER BY rating DESC`);

export type MessageRow = {
  readonly day: number;
  readonly kind: string;
  readonly state: "queued" | "sent" | "skipped" | "failed";
  readonly reason: string | null;
  readonly messages: number;
};

/** The bot's messages by the day for which they were promised. */
export const messagesByDay = (
  via: Queryable,
  { from, until, dayOf }: DayBounds,
): Promise<readonly MessageRow[]> =>
  via.many(sql`
    SELECT ${dayOf(sql`coalesce(planned_at, due_at)`)} AS day, kind, state, state_reason AS reason, count(*)::int AS messages
    FROM outbox WHERE coalesce(planned_at, due_at) >= ${from} AND coalesce(planned_at, due_at) < ${until}
    GROUP BY 1, 2, 3, 4`);

/** Names of what lines are by, in the order in which the business lists them. */
export const namesOf = (
  via: Queryable,
  table: "specialists" | "services",
): Promise<readonly { readonly id: string; readonly name: string }[]> =>
  via.many(
    table === "specialists"
      ? sql`SELECT id, name FROM specialists ORDER BY position, name, id`
      : sql`SELECT id, name FROM services ORDER BY position, name, id`,
  );
