import { type Points, points } from "../kernel/points.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { loadSettings } from "../settings/index.ts";
import { type FriendReward, friendReward } from "./rules/friend-reward.ts";

export type Friend = {
  /** Their data were erased: they have no name any more (PE-2). */
  readonly isErased: boolean;
  readonly name: string;
  /** When they became a client. */
  readonly since: Date;
  readonly reward: FriendReward;
  readonly points: Points;
};

type FriendRow = {
  isErased: boolean;
  name: string;
  since: Date;
  cameAt: Date | null;
  points: number;
  rewardsThatMonth: number;
};

/**
 * The friends who came by a client's link, newest first, and what each has brought (EP-4). Calendar months are the
 * business's.
 */
export async function listFriends(
  via: Queryable,
  filter: { readonly inviterId: string; readonly rowsMax: number; readonly offset: number },
): Promise<readonly Friend[]> {
  const { inviterId, rowsMax, offset } = filter;
  const settings = await loadSettings(via);
  const zone = settings["business.timeZone"];
  const rows = await via.many<FriendRow>(sql`
    SELECT friend.name, friend.erased_at IS NOT NULL AS is_erased, friend.created_at AS since, came.at AS came_at,
           coalesce((SELECT sum(points) FROM point_entries
                     WHERE client_id = ${inviterId}::uuid AND friend_id = friend.id
                       AND kind IN ('referral', 'referral_reversal')), 0)::int AS points,
           (SELECT count(*) FILTER (WHERE kind = 'referral') - count(*) FILTER (WHERE kind = 'referral_reversal')
            FROM point_entries WHERE client_id = ${inviterId}::uuid AND kind IN ('referral', 'referral_reversal')
              AND date_trunc('month', created_at, ${zone}) = date_trunc('month', came.at, ${zone}))::int AS rewards_that_month
    FROM clients friend
    CROSS JOIN LATERAL (SELECT min(ended_at) AS at FROM bookings
                        WHERE client_id = friend.id AND state = 'completed') AS came
    WHERE friend.invited_by_id = ${inviterId}::uuid AND friend.merged_into_id IS NULL
    ORDER BY friend.created_at DESC, friend.id LIMIT ${rowsMax} OFFSET ${offset}`);
  const rewardsPerMonthMax = settings["referral.maxPerMonth"];
  return rows.map(({ name, isErased, since, cameAt, points: brought, rewardsThatMonth }) => ({
    name,
    isErased,
    since,
    points: points(brought),
    reward: friendReward({
      ...{ hasCome: cameAt !== null, points: brought, rewardsThatMonth, rewardsPerMonthMax },
    }),
  }));
}
