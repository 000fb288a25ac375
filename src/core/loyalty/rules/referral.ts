/**
 * Whether a friend's completed visit brings their inviter the reward: the friend's first one, once per friend, and
 * within the inviter's rewards of the calendar month. Above those nothing is owed.
 *
 * @source EP-4
 */
export function isRewardDue(facts: {
  readonly isFirstCompletedVisit: boolean;
  readonly wasRewarded: boolean;
  readonly rewardsThisMonth: number;
  readonly rewardsPerMonthMax: number;
}): boolean {
  return (
    facts.isFirstCompletedVisit && !facts.wasRewarded && facts.rewardsThisMonth < facts.rewardsPerMonthMax
  );
}

/** What today's settings say about invitations; the keys are the rulebook's. */
export type InvitingTerms = {
  readonly "referral.friendPercent": number;
  readonly "referral.reward": number;
  readonly "referral.maxPerMonth": number;
};

/**
 * Whether anybody gains by an invitation today: the friend by a discount, or the inviter by a reward that may be given.
 *
 * @source EP-4 PR-3
 */
export const isInvitingOn = (terms: InvitingTerms): boolean =>
  terms["referral.friendPercent"] > 0 || (terms["referral.reward"] > 0 && terms["referral.maxPerMonth"] > 0);
