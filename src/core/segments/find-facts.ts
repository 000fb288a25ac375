import { localDay } from "../kernel/local-day.ts";
import { kopecks } from "../kernel/money.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { clientIs, SPENT_KOPECKS } from "./client-sql.ts";
import type { BookedVisit, SegmentFacts } from "./rules/membership.ts";

type BookingJson = {
  readonly state: string;
  readonly starts_at: string;
  readonly service_id: string;
  readonly specialist_id: string;
};

/** All that segments may ask about one living client, in one look; undefined when there is no such client. */
export async function findSegmentFacts(
  via: Queryable,
  { clientId, now }: { readonly clientId: string; readonly now: Date },
): Promise<SegmentFacts | undefined> {
  const row = await via.first<
    SegmentFacts["is"] & {
      readonly createdAt: Date;
      readonly points: number;
      readonly birthday: string | null;
      readonly tags: readonly string[];
      readonly spent: number;
      readonly bookings: readonly BookingJson[];
    }
  >(sql`
    SELECT client.created_at, client.points_balance AS points, client.birthday::text, client.tags,
           ${SPENT_KOPECKS} AS spent,
           ${clientIs("invited", now)} AS invited, ${clientIs("hasInvited", now)} AS has_invited,
           ${clientIs("blocked", now)} AS blocked, ${clientIs("marketing", now)} AS marketing,
           ${clientIs("vip", now)} AS vip, ${clientIs("inBot", now)} AS in_bot,
           ${clientIs("unreachable", now)} AS unreachable,
           coalesce((SELECT jsonb_agg(jsonb_build_object('state', state, 'starts_at', starts_at, 'service_id', service_id,
                                                         'specialist_id', specialist_id) ORDER BY starts_at)
                     FROM bookings WHERE client_id = client.id AND state IN ('confirmed', 'completed', 'no_show')),
                    '[]') AS bookings
    FROM clients client
    WHERE client.id = ${clientId}::uuid AND client.erased_at IS NULL AND client.merged_into_id IS NULL`);
  if (row === undefined) return undefined;
  const { createdAt, points, birthday, tags, spent, bookings, ...is } = row;
  const inState = (state: string) => bookings.filter((one) => one.state === state).map(toVisit);
  return {
    registeredAt: createdAt,
    visits: inState("completed"),
    noShows: inState("no_show"),
    confirmed: inState("confirmed"),
    spent: kopecks(spent),
    points,
    birthday: birthday === null ? undefined : localDay(birthday),
    tags,
    is,
  };
}

const toVisit = (row: BookingJson): BookedVisit => ({
  startsAt: new Date(row.starts_at),
  serviceId: row.service_id,
  specialistId: row.specialist_id,
});
