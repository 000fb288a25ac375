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
