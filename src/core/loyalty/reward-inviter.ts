import { dayOf, localDay, startOfDay } from "../kernel/local-day.ts";
import { NO_POINTS, type Points } from "../kernel/points.ts";
import { lockClient } from "../people/index.ts";
import { sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import { appendEntry } from "./ledger.ts";
import { isRewardDue } from "./rules/referral.ts";
import { standingRewards } from "./standing-rewards.ts";

/**
 * Gives the inviter their reward when the friend's visit is the one that brings it.
 *
 * The inviter is locked before their rewards are counted, so that two friends at once never bring more than the month
 * allows. The calendar month is the business's; one of its rewards that was taken back makes room for another, one of
 * an earlier month does not.
 *
 * @returns how many points the inviter got
 * @source EP-4
 */
export async function rewardInviter(
  tx: Tx,
  visit: {
    readonly entryId: string;
    readonly inviterId: string;
    readonly friendId: string;
    readonly bookingId: string;
    readonly isFirstCompletedVisit: boolean;
    readonly staffId: string | null;
  },
  now: Date,
): Promise<Points> {
  const { friendId, bookingId, staffId } = visit;
  const inviter = await lockClient(tx, visit.inviterId);
  if (inviter === undefined || inviter.isErased) return NO_POINTS;
  const inviterId = inviter.id;
  const settings = await loadSettings(tx);
  const monthStart = startOfMonth(now, settings["business.timeZone"]);
  const rewards = await standingRewards(tx, inviterId);
  const isDue = isRewardDue({
    isFirstCompletedVisit: visit.isFirstCompletedVisit,
    wasRewarded: rewards.some((one) => one.friendId === friendId),
    rewardsThisMonth: rewards.filter(({ createdAt }) => createdAt >= monthStart).length,
    rewardsPerMonthMax: settings["referral.maxPerMonth"],
  });
  const reward = settings["referral.reward"];
  if (!isDue || reward === 0) return NO_POINTS;
  const number = (await timesRewarded(tx, friendId)) + 1;
  const entry = { id: visit.entryId, clientId: inviterId, friendId, bookingId, staffId, number };
  await appendEntry(tx, { ...entry, kind: "referral", points: reward }, now);
  return reward;
}

/** How often a friend brought a reward, those taken back counted. */
async function timesRewarded(tx: Tx, friendId: string): Promise<number> {
  const row = await tx.first<{ times: number }>(sql`
    SELECT count(*)::int AS times FROM point_entries WHERE friend_id = ${friendId}::uuid AND kind = 'referral'`);
  return row?.times ?? 0;
}

const startOfMonth = (now: Date, zone: string): Date =>
  startOfDay(localDay(`${dayOf(now, zone).slice(0, 8)}01`), zone);
