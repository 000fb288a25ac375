import { type Queryable, sql } from "../runtime/sql.ts";

export type PreviousVisit = {
  readonly id: string;
  readonly beganAt: Date;
  readonly endedAt: Date;
  /** Another booking was rewarded for following it quickly (EP-2). */
  readonly isRewarded: boolean;
};

/** A client's latest completed visit that began before a moment; what one booking has to do with it is left out. */
export async function previousVisit(
  via: Queryable,
  of: { readonly clientId: string; readonly before: Date; readonly exceptBookingId?: string },
): Promise<PreviousVisit | undefined> {
  const except = of.exceptBookingId ?? null;
  return via.first<PreviousVisit>(sql`
    SELECT visit.id, visit.starts_at AS began_at, visit.ends_at AS ended_at,
           EXISTS (SELECT 1 FROM bookings rewarded
                   WHERE rewarded.rebook_of_id = visit.id AND rewarded.id IS DISTINCT FROM ${except}::uuid) AS is_rewarded
    FROM bookings visit
    WHERE visit.client_id = ${of.clientId}::uuid AND visit.state = 'completed' AND visit.id IS DISTINCT FROM ${except}::uuid
      AND visit.starts_at < ${of.before}
    ORDER BY visit.starts_at DESC LIMIT 1`);
}
