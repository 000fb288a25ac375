import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { friendReward } from "../../../../src/core/booking/rules/friend-reward.ts";

const facts = { hasCome: true, points: 300, rewardsThatMonth: 1, rewardsPerMonthMax: 20 };

describe("EP-4: what an invited friend has brought", () => {
  it.each([
    ["nothing before their first visit", { hasCome: false, points: 0 }, "not_yet"],
    [
      "nothing before it even in a full month",
      { hasCome: false, points: 0, rewardsThatMonth: 20 },
      "not_yet",
    ],
    ["the reward after it", {}, "rewarded"],
    ["the reward that was the month's last", { rewardsThatMonth: 20 }, "rewarded"],
    ["nothing above the month's rewards", { points: 0, rewardsThatMonth: 20 }, "month_full"],
    [
      "nothing where no rewards are given",
      { points: 0, rewardsThatMonth: 0, rewardsPerMonthMax: 0 },
      "month_full",
    ],
    ["nothing while rewards were off", { points: 0, rewardsThatMonth: 19 }, "none"],
    ["the reward even when the visit was cancelled out later", { hasCome: false, points: 300 }, "rewarded"],
  ] as const)("%s", (_, changed, expected) => {
    expect(friendReward({ ...facts, ...changed })).toBe(expected);
  });

  it("is a reward exactly when points were brought", () => {
    const any = fc.record({
      hasCome: fc.boolean(),
      points: fc.nat({ max: 1_000 }),
      rewardsThatMonth: fc.nat({ max: 30 }),
      rewardsPerMonthMax: fc.nat({ max: 30 }),
    });
    fc.assert(
      fc.property(any, (given) => {
        expect(friendReward(given) === "rewarded").toBe(given.points > 0);
      }),
    );
  });
});
