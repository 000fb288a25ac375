import { type Queryable, type Sql, sql } from "../../runtime/sql.ts";
import type { DayBounds } from "./bounds.ts";
import type { OfDay, OfSpecialist } from "./visits.ts";

export type ClientRow = {
  readonly newClients: number;
  readonly returningClients: number;
  readonly friendsCame: number;
};

/**
 * Who came: clients with a completed visit that begins within the bounds, new when none of theirs began before. Two
 * clients who turned out to be one person are one, since their visits are.
 */
export async function clientsWithin(via: Queryable, { from, until }: DayBounds): Promise<ClientRow> {
  const row = await via.first<ClientRow>(sql`
    WITH came AS (
      SELECT count(*)::int AS clients FROM (
        SELECT DISTINCT client_id FROM bookings
        WHERE starts_at >= ${from} AND starts_at < ${until} AND state = 'completed') AS visitor),
    fresh AS (
      SELECT count(*)::int AS clients, count(invited_by_id)::int AS friends FROM clients
      WHERE first_visit_at >= ${from} AND first_visit_at < ${until})
    SELECT fresh.clients AS new_clients, came.clients - fresh.clients AS returning_clients, fresh.friends AS friends_came
    FROM came, fresh`);
  return row ?? { newClients: 0, returningClients: 0, friendsCame: 0 };
}

/** Who joined by a friend's link, by business day. Two accounts of one person are one. */
export const invitedByDay = (
  via: Queryable,
  { from, until, dayOf }: DayBounds,
): Promise<{ readonly day: number; readonly invited: number }[]> =>
  via.many(sql`
    SELECT ${dayOf(sql`created_at`)} AS day, count(*)::int AS invited FROM clients
    WHERE created_at >= ${from} AND created_at < ${until} AND invited_by_id IS NOT NULL AND merged_into_id IS NULL GROUP BY 1`);

export type EntryRow = {
  readonly day: number;
  readonly kind: string;
  readonly entries: number;
  readonly points: number;
};

/** Changes of balances by business day and kind (EP-5). None is of 0 points: the condition names the index. */
export const entriesByDay = (via: Queryable, { eachDay }: DayBounds): Promise<EntryRow[]> =>
  via.many(sql`
    SELECT day, changed.* FROM ${eachDay}, LATERAL (SELECT kind, count(*)::int AS entries, sum(points)::int AS points
      FROM point_entries WHERE created_at >= begins AND created_at < ends AND points <> 0 GROUP BY kind) AS changed`);

/** What clients could spend now: balances above zero. Debts (CX-5) are not set against them. */
export async function pointsOwed(via: Queryable): Promise<number> {
  const row = await via.first<{ owed: number }>(
    sql`SELECT coalesce(sum(points_balance), 0)::int AS owed FROM clients WHERE points_balance > 0`,
  );
  return row?.owed ?? 0;
}

/** What is counted of reviews; additive. */
export type ReviewCounts = { readonly reviews: number; readonly stars: number };

const countReviews = <Key>(
  via: Queryable,
  { from, until }: DayBounds,
  key: Sql,
): Promise<(Key & ReviewCounts)[]> =>
  via.many(sql`
    SELECT ${key}, count(*)::int AS reviews, sum(rating)::int AS stars FROM reviews
    WHERE created_at >= ${from} AND created_at < ${until} GROUP BY 1`);

export type ReviewRow = OfDay & ReviewCounts;

/** Reviews by the business day on which they were written, and their stars together. */
export const reviewsByDay = (via: Queryable, bounds: DayBounds): Promise<ReviewRow[]> =>
  countReviews<OfDay>(via, bounds, sql`${bounds.dayOf(sql`created_at`)} AS day`);

/** The same of all the days together, by specialist. */
export const reviewsBySpecialist = (
  via: Queryable,
  bounds: DayBounds,
): Promise<(OfSpecialist & ReviewCounts)[]> => countReviews<OfSpecialist>(via, bounds, sql`specialist_id`);
