import { expect, it } from "vitest";
import { isInvitingOn, isRewardDue } from "../../../../src/core/loyalty/rules/referral.ts";

const facts = {
  isFirstCompletedVisit: true,
  wasRewarded: false,
  rewardsThisMonth: 0,
  rewardsPerMonthMax: 20,
};

it.each([
  { what: "a friend's first completed visit", over: {}, isDue: true },
  { what: "a later visit", over: { isFirstCompletedVisit: false }, isDue: false },
  { what: "a friend who was rewarded for already", over: { wasRewarded: true }, isDue: false },
  { what: "the last reward of the month", over: { rewardsThisMonth: 19 }, isDue: true },
  { what: "one more than the month allows", over: { rewardsThisMonth: 20 }, isDue: false },
])("EP-4: $what brings the reward: $isDue", ({ over, isDue }) => {
  expect(isRewardDue({ ...facts, ...over })).toBe(isDue);
});

it.each([
  [10, 300, 20, true],
  [0, 300, 20, true],
  [10, 0, 20, true],
  [0, 0, 20, false],
  [0, 300, 0, false],
  [10, 300, 0, true],
])(
  "EP-4: with %d %% for the friend, %d points and %d rewards a month inviting is on: %s",
  (percent, reward, max, on) => {
    const terms = {
      "referral.friendPercent": percent,
      "referral.reward": reward,
      "referral.maxPerMonth": max,
    };
    expect(isInvitingOn(terms)).toBe(on);
  },
);
