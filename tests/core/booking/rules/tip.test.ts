import fc from "fast-check";
import { expect, it } from "vitest";
import type { BookingState } from "../../../../src/core/booking/model.ts";
import { isTipInRange, TIP_MAX, TIP_MIN, tipProblem } from "../../../../src/core/booking/rules/tip.ts";

const endsAt = new Date("2026-11-24T10:00:00Z");
const STATES: readonly BookingState[] = [
  "held",
  "confirming",
  "confirmed",
  "no_show",
  "expired",
  "cancelled",
  "moved",
];

it.each([
  ["2026-11-24T10:00:00Z", undefined],
  ["2026-12-24T09:59:59.999Z", undefined],
  ["2026-12-24T10:00:00Z", undefined],
  ["2026-12-24T10:00:00.001Z", "tip_too_late"],
])("MS-2: at %s a visit that ended on 24 November may be tipped: %s", (now, problem) => {
  expect(tipProblem({ state: "completed", endsAt }, new Date(now))).toBe(problem);
});

it.each(STATES)("MS-2: a booking that is %s is no visit to tip", (state) => {
  expect(tipProblem({ state, endsAt }, endsAt)).toBe("visit_not_completed");
});

it.each([
  [999, false],
  [1_000, true],
  [1_000.5, false],
  [5_000_000, true],
  [5_000_001, false],
  [0, false],
  [-1_000, false],
  [Number.NaN, false],
])("MS-2: a tip of %d kopecks is in range: %s", (amount, isIn) => {
  expect(isTipInRange(amount)).toBe(isIn);
});

it("MS-2: every whole amount between the limits is a tip", () => {
  fc.assert(fc.property(fc.integer({ min: TIP_MIN, max: TIP_MAX }), isTipInRange));
});
