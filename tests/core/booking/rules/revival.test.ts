import { describe, expect, it } from "vitest";
import { canBeMadeAnew, type RevivalFacts } from "../../../../src/core/booking/rules/revival.ts";
import { minutesAfter } from "../../../../src/core/kernel/instant.ts";

const NOW = new Date("2026-12-01T09:00:00Z");
const MOMENT = 1 / 60_000;
const stretch = (from: number, to: number) => ({
  startsAt: minutesAfter(NOW, from),
  endsAt: minutesAfter(NOW, to),
});

const facts = (changed: Partial<RevivalFacts> = {}): RevivalFacts => ({
  visit: stretch(60, 120),
  points: 100,
  hasFriendDiscount: true,
  areSlotsFree: true,
  isBlocked: false,
  otherLiveBookings: [],
  pointsMax: 300,
  isFriendDiscountFree: true,
  isReplacedWaiting: true,
  now: NOW,
  ...changed,
});

describe("PY-3: an expired hold is made anew only as it was, whole", () => {
  it.each<[string, Partial<RevivalFacts>, boolean]>([
    ["everything is as it was", {}, true],
    ["a slot was taken", { areSlotsFree: false }, false],
    ["the client was blocked since", { isBlocked: true }, false],
    ["the start is a moment ahead", { visit: stretch(MOMENT, 60) }, true],
    ["the start is now", { visit: stretch(0, 60) }, false],
    ["the start has passed", { visit: stretch(-MOMENT, 60) }, false],
    ["another visit touches it before", { otherLiveBookings: [stretch(0, 60)] }, true],
    ["another visit touches it after", { otherLiveBookings: [stretch(120, 180)] }, true],
    [
      "another visit overlaps it by a moment",
      { otherLiveBookings: [stretch(0, 10), stretch(0, 60 + MOMENT)] },
      false,
    ],
    ["just as many points are left", { pointsMax: 100 }, true],
    ["a point is missing", { pointsMax: 99 }, false],
    ["it needs no points and there are none", { points: 0, pointsMax: 0 }, true],
    ["the friend's discount is used elsewhere", { isFriendDiscountFree: false }, false],
    ["the booking it was to replace is over or moves otherwise (CX-7)", { isReplacedWaiting: false }, false],
    ["it is, but this one had none", { isFriendDiscountFree: false, hasFriendDiscount: false }, true],
  ])("%s", (_, changed, expected) => {
    expect(canBeMadeAnew(facts(changed))).toBe(expected);
  });
});
