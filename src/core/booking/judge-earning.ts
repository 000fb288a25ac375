import { earnedPoints } from "../loyalty/index.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { Booking } from "./model.ts";
import { previousVisit } from "./previous-visit.ts";

/**
 * What a visit earns when it is completed as things stand now, and which visit it is rewarded for following quickly:
 * one that another booking was rewarded for is not followed twice.
 *
 * @source EP-1 EP-2 CX-7
 */
export async function judgeEarning(via: Queryable, booking: Booking) {
  const { id: exceptBookingId, clientId, startsAt: before, price, points } = booking;
  const previous = await previousVisit(via, { clientId, before, exceptBookingId });
  const follows = previous?.isRewarded ? undefined : previous;
  const bookedAt = await firstBookedAt(via, booking);
  return { ...earnedPoints({ price, points, bookedAt, previousVisit: follows }, booking), follows };
}

/** When the visit was first booked: moving it neither earns nor loses what a quick rebooking brings (EP-2, CX-7). */
async function firstBookedAt(via: Queryable, { id, createdAt, replacesId }: Booking): Promise<Date> {
  if (replacesId === undefined) return createdAt;
  const row = await via.first<{ bookedAt: Date }>(sql`
    WITH RECURSIVE moved AS (
      SELECT created_at, replaces_id FROM bookings WHERE id = ${id}::uuid
      UNION ALL
      SELECT earlier.created_at, earlier.replaces_id FROM moved JOIN bookings earlier ON earlier.id = moved.replaces_id)
    SELECT min(created_at) AS booked_at FROM moved`);
  return row?.bookedAt ?? createdAt;
}
