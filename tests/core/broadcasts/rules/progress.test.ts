import { expect, it } from "vitest";
import { secondsLeft } from "../../../../src/core/broadcasts/rules/progress.ts";

it.each([
  [{ left: 0, endedLately: 0, overSeconds: 60 }, 0],
  [{ left: 100, endedLately: 0, overSeconds: 60 }, undefined],
  [{ left: 100, endedLately: 10, overSeconds: 0 }, undefined],
  [{ left: 1_500, endedLately: 1_500, overSeconds: 60 }, 60],
  [{ left: 1, endedLately: 1_500, overSeconds: 60 }, 1],
  [{ left: 1_000_000, endedLately: 1_500, overSeconds: 60 }, 40_000],
])("%j takes %s seconds (MS-3)", (facts, seconds) => {
  expect(secondsLeft(facts)).toBe(seconds);
});
