/** What an invited friend has brought their inviter so far. */
export type FriendReward = "not_yet" | "rewarded" | "month_full" | "none";

/**
 * Says what came of an invitation: nothing before the friend's first completed visit, then the reward, or why there is
 * none: the inviter's rewards of that calendar month were used up, else rewards were off.
 *
 * @source EP-4
 */
export function friendReward(facts: {
  readonly hasCome: boolean;
  /** What the friend brought and was not taken back. */
  readonly points: number;
  /** The inviter's rewards in the month of the friend's first visit. */
  readonly rewardsThatMonth: number;
  readonly rewardsPerMonthMax: number;
}): FriendReward {
  if (facts.points > 0) return "rewarded";
  if (!facts.hasCome) return "not_yet";
  return facts.rewardsThatMonth >= facts.rewardsPerMonthMax ? "month_full" : "none";
}
