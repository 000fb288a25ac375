import { type Points, points } from "../kernel/points.ts";
import { type Queryable, sql } from "../runtime/sql.ts";

/** What a friend brought their inviter, for which visit. */
export type Reward = {
  readonly friendId: string;
  readonly bookingId: string;
  readonly points: Points;
  readonly number: number;
  readonly createdAt: Date;
};

/**
 * The rewards of an inviter that were not taken back, oldest first; those of whoever turned out to be them included. One
 * that is taken back later counts nowhere, neither in its own month nor in that of the correction.
 *
 * @source EP-4 CX-8 PE-4
 */
export async function standingRewards(via: Queryable, inviterId: string): Promise<readonly Reward[]> {
  const rows = await via.many<Omit<Reward, "points"> & { readonly points: number }>(sql`
    SELECT reward.friend_id, reward.booking_id, reward.points, reward.number, reward.created_at
    FROM point_entries reward
    WHERE reward.kind = 'referral'
      AND reward.client_id IN (SELECT id FROM clients WHERE id = ${inviterId}::uuid OR merged_into_id = ${inviterId}::uuid)
      AND NOT EXISTS (SELECT 1 FROM point_entries undone
        WHERE undone.kind = 'referral_reversal' AND undone.booking_id = reward.booking_id
          AND undone.number = reward.number)
    ORDER BY reward.sequence`);
  return rows.map((row) => ({ ...row, points: points(row.points) }));
}
