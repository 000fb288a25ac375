import { describe, expect, it } from "vitest";
import { DAY_MS, elapsedMs, HOUR_MS } from "../../../../src/core/kernel/instant.ts";
import { mayRepeat, nextCheckAt, nextRefundAttemptAt } from "../../../../src/core/payments/rules/schedule.ts";

const NOW = new Date("2026-12-01T12:00:00Z");
const secondsTo = (to: Date): number => elapsedMs({ from: NOW, to }) / 1_000;
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe("when the gateway is asked about an open payment next", () => {
  it.each([0, 3, 9, 10, 1_000])("while somebody waits, every five seconds: after %d checks", (checks) => {
    expect(secondsTo(nextCheckAt({ isAwaited: true, checks }, NOW))).toBe(5);
  });

  it.each([
    [0, 5],
    [1, 10],
    [2, 20],
    [5, 120],
    [8, 300],
    [9, 600],
    [10, 3_600],
    [5_000, 3_600],
  ])("while nobody does, after %d checks in %d seconds", (checks, seconds) => {
    expect(secondsTo(nextCheckAt({ isAwaited: false, checks }, NOW))).toBe(seconds);
  });

  it("PY-5: ever more rarely, but for ever", () => {
    const waits = upTo(50).map((checks) => secondsTo(nextCheckAt({ isAwaited: false, checks }, NOW)));
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits.at(-1)).toBe(3_600);
  });
});

describe("a request may be repeated under its key while the gateway surely remembers it", () => {
  it.each([
    ["just sent", 0, true],
    ["a moment short of 23 hours ago", 23 * HOUR_MS - 1, true],
    ["23 hours ago", 23 * HOUR_MS, false],
    ["a day ago", DAY_MS, false],
  ])("%s", (_, agoMs, expected) => {
    expect(mayRepeat(new Date(NOW.getTime() - agoMs), NOW)).toBe(expected);
  });

  it("and while it was never sent", () => {
    expect(mayRepeat(undefined, NOW)).toBe(true);
  });
});

describe("when a refund whose answer is open is asked for again", () => {
  it.each([
    [0, 1],
    [1, 2],
    [6, 30],
    [10, 600],
    [11, 1_800],
    [5_000, 1_800],
  ])("after %d attempts in %d seconds", (attempts, seconds) => {
    expect(secondsTo(nextRefundAttemptAt(attempts, NOW))).toBe(seconds);
  });

  it("PY-5: ever more rarely, but for ever", () => {
    const waits = upTo(50).map((attempts) => secondsTo(nextRefundAttemptAt(attempts, NOW)));
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
  });
});
