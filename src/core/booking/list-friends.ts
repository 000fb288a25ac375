import { dayOf } from "../kernel/local-day.ts";
import { NO_POINTS, type Points } from "../kernel/points.ts";
import { standingRewards } from "../loyalty/index.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { loadSettings } from "../settings/index.ts";
import { type FriendReward, friendReward } from "./rules/friend-reward.ts";

export type Friend = {
  readonly id: string;
  /** Their data were erased: they have no name any more (PE-2). */
  readonly isErased: boolean;
  readonly name: string;
  /** When they became a client. */
  readonly since: Date;
  readonly reward: FriendReward;
  readonly points: Points;
};

type FriendRow = {
  id: string;
  isErased: boolean;
  name: string;
  since: Date;
  cameAt: Date | null;
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
    SELECT friend.id, friend.name, friend.erased_at IS NOT NULL AS is_erased, friend.created_at AS since,
           (SELECT min(ended_at) FROM bookings WHERE client_id = friend.id AND state = 'completed') AS came_at
    FROM clients friend
    WHERE friend.invited_by_id = ${inviterId}::uuid AND friend.merged_into_id IS NULL
    ORDER BY friend.created_at DESC, friend.id LIMIT ${rowsMax} OFFSET ${offset}`);
  const rewards = await standingRewards(via, inviterId);
  const monthOf = (instant: Date) => dayOf(instant, zone).slice(0, 7);
  const rewardsIn = (cameAt: Date | null) =>
    rewards.filter(({ createdAt }) => cameAt !== null && monthOf(createdAt) === monthOf(cameAt)).length;
  return rows.map(({ id, name, isErased, since, cameAt }) => {
    const brought = rewards.find(({ friendId }) => friendId === id)?.points ?? NO_POINTS;
    const reward = friendReward({
      hasCome: cameAt !== null,
      points: brought,
      rewardsThatMonth: rewardsIn(cameAt),
      rewardsPerMonthMax: settings["referral.maxPerMonth"],
    });
    return { id, name, isErased, since, points: brought, reward };
  });
}
