import { daysAfter } from "../kernel/instant.ts";
import type { Interval } from "../kernel/interval.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { HadVisit } from "./rules/begun-start.ts";

/** The completed visits of some specialists, and of one client with anybody, that lie within a stretch of time. */
export const hadVisits = (
  via: Queryable,
  { startsAt, endsAt }: Interval,
  of: { readonly specialistIds: readonly string[]; readonly clientId?: string },
): Promise<HadVisit[]> =>
  via.many<HadVisit>(sql`
    SELECT number, specialist_id, client_id, starts_at, ends_at FROM bookings
    WHERE state = 'completed' AND starts_at > ${daysAfter(startsAt, -1)} AND starts_at < ${endsAt} AND ends_at > ${startsAt}
      AND (specialist_id = ANY(${of.specialistIds}::uuid[]) OR client_id = ${of.clientId ?? null}::uuid)
    ORDER BY starts_at`);
