import { expect, it } from "vitest";
import { elapsedMs } from "../../../../src/core/kernel/instant.ts";
import { retryAt } from "../../../../src/core/notifications/rules/retry.ts";

const NOW = new Date("2026-12-01T12:00:00Z");
const waitSeconds = (attempts: number): number | undefined => {
  const to = retryAt(attempts, NOW);
  return to && elapsedMs({ from: NOW, to }) / 1_000;
};

it.each([
  [1, 2],
  [2, 5],
  [3, 15],
  [4, 60],
  [5, 300],
  [6, 900],
  [7, 3_600],
  [8, 3_600],
  [19, 3_600],
])("after %d attempts the next waits %d seconds", (attempts, seconds) => {
  expect(waitSeconds(attempts)).toBe(seconds);
});

it.each([20, 21, 1_000])("after %d attempts it is enough", (attempts) => {
  expect(waitSeconds(attempts)).toBeUndefined();
});

it("a message that was never counted as tried waits like one tried once", () => {
  expect(waitSeconds(0)).toBe(2);
});
