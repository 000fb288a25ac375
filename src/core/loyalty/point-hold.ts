import { NO_POINTS, type Points, points } from "../kernel/points.ts";
import { sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import { appendEntry } from "./ledger.ts";

type HoldOf = { readonly bookingId: string; readonly clientId: string };

/**
 * Sets points aside for a booking, instead of what was set aside for it before; none releases them.
 *
 * The 14 days of PT-2 count from here; points taken over from a booking that is to be replaced were redeemed when they
 * were held for that one, unless there are more of them now (CX-7).
 *
 * @source PT-3
 */
export async function holdPoints(
  tx: Tx,
  hold: HoldOf & { readonly id: string; readonly points: Points; readonly takesOverId?: string | undefined },
  now: Date,
): Promise<void> {
  if (hold.points === 0) return releasePoints(tx, hold.bookingId, now);
  await tx.run(sql`
    INSERT INTO point_holds (id, client_id, booking_id, points, state, held_at, takes_over_id)
    VALUES (${hold.id}::uuid, ${hold.clientId}::uuid, ${hold.bookingId}::uuid, ${hold.points}, 'held',
            coalesce((SELECT held_at FROM point_holds WHERE booking_id = ${hold.takesOverId ?? null}::uuid
                        AND state = 'posted' AND points >= ${hold.points}), ${now}), ${hold.takesOverId ?? null}::uuid)
    ON CONFLICT (booking_id) DO UPDATE
      SET points = excluded.points, state = 'held', held_at = excluded.held_at, resolved_at = NULL`);
}

/** Gives held points free again: the hold expired or was given up (PT-3). Nothing held is nothing done. */
export async function releasePoints(tx: Tx, bookingId: string, now: Date): Promise<void> {
  await tx.run(sql`
    UPDATE point_holds SET state = 'released', resolved_at = ${now}
    WHERE booking_id = ${bookingId}::uuid AND state = 'held'`);
}

/** Makes held points a redemption in the ledger: the booking is confirmed (PT-3). */
export async function postPoints(
  tx: Tx,
  hold: HoldOf & { readonly entryId: string },
  now: Date,
): Promise<Points> {
  const row = await tx.first<{ points: number }>(sql`
    UPDATE point_holds SET state = 'posted', resolved_at = ${now}
    WHERE booking_id = ${hold.bookingId}::uuid AND state = 'held' RETURNING points`);
  if (row === undefined) return NO_POINTS;
  const { entryId: id, clientId, bookingId } = hold;
  await appendEntry(tx, { id, clientId, bookingId, points: points(-row.points), kind: "redemption" }, now);
  return points(row.points);
}

/**
 * Gives a posted redemption back: the booking it was for is cancelled (PT-3). Its 14 days no longer count (PT-2).
 *
 * @returns how many points came back; none when there was no redemption, or it came back already
 */
export async function returnPoints(
  tx: Tx,
  hold: HoldOf & { readonly entryId: string },
  now: Date,
): Promise<Points> {
  const row = await tx.first<{ points: number }>(sql`
    UPDATE point_holds SET state = 'returned', resolved_at = ${now}
    WHERE booking_id = ${hold.bookingId}::uuid AND state = 'posted' RETURNING points`);
  if (row === undefined) return NO_POINTS;
  const { entryId: id, clientId, bookingId } = hold;
  const amount = points(row.points);
  await appendEntry(tx, { id, clientId, bookingId, points: amount, kind: "redemption_return" }, now);
  return amount;
}
