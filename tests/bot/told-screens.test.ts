import { describe, expect, it } from "vitest";
import {
  blockLiftedScreen,
  friendCameScreen,
  type MarkTold,
  markCorrectedScreen,
  visitCompletedScreen,
} from "../../src/bot/messages/mark-screens.ts";
import { percent } from "../../src/core/kernel/money.ts";
import { booking, place, seen, words } from "./screens-under-test.ts";

describe("what the client is told", () => {
  const nothing = { earned: 0, rebook: 0, penalty: 0, blockedUntil: undefined };
  const undone = { earnedTakenBack: 0, penaltyBack: 0, isBlockLifted: false };
  const told: MarkTold = { mark: "completed", ...nothing, ...undone };
  const until = new Date("2026-12-08T12:00:00Z");
  const rebookOffer = { until, percent: percent(5) };
  const noNext = { upcoming: undefined, rebookOffer: undefined };

  it("MS-8: thanks, what was earned, and how to earn more", () => {
    const facts = { booking, place, told: { ...told, earned: 160, rebook: 81 } };
    expect(
      seen(visitCompletedScreen(words, { ...facts, next: { upcoming: undefined, rebookOffer } })),
    ).toMatchSnapshot();
    const bare = visitCompletedScreen(words, { booking, place, told, next: noNext });
    expect(bare.text).not.toMatch(/балл/);
  });

  it.each([
    ["to missed", { mark: "no_show", earnedTakenBack: 240, penalty: 161, blockedUntil: until }],
    ["to came", { penaltyBack: 161, isBlockLifted: true, earned: 160, rebook: 80 }],
    ["to came, where nothing was at stake", {}],
  ] as const)("CX-8: a correction %s", (_, changed) => {
    expect(
      seen(markCorrectedScreen(words, { booking, place, told: { ...told, ...changed } })),
    ).toMatchSnapshot();
  });

  it("CX-4: a block's end, EP-4: a friend's first visit", () => {
    expect(seen(blockLiftedScreen(words))).toMatchSnapshot();
    expect(seen(friendCameScreen(words, { name: "<Вера>", points: 300 }))).toMatchSnapshot();
  });
});
