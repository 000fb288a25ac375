import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MINUTE_MS, minutesAfter } from "../../../../src/core/kernel/instant.ts";
import { LOGIN_LIMIT, nextLoginAt } from "../../../../src/core/people/rules/login-limit.ts";

const NOW = new Date("2026-12-01T12:00:00Z");
const MOMENT = 1 / MINUTE_MS;
/** Failures so many minutes ago. */
const ago = (...minutes: readonly number[]): Date[] => minutes.map((count) => minutesAfter(NOW, -count));
const times = (count: number, minutes: number): Date[] =>
  ago(...Array.from({ length: count }, () => minutes));

const waitMinutes = (ofAccount: readonly Date[], ofAddress: readonly Date[] = []): number | undefined => {
  const moment = nextLoginAt({ ofAccount, ofAddress }, NOW);
  return moment && (moment.getTime() - NOW.getTime()) / MINUTE_MS;
};

describe("five failures of one account within a quarter of an hour stop it", () => {
  it.each<[string, readonly Date[], number | undefined]>([
    ["none", [], undefined],
    ["four", ago(1, 2, 3, 4), undefined],
    ["five: until the oldest is a quarter of an hour old", ago(1, 2, 3, 4, 10), 5],
    ["five, in any order", ago(10, 1, 4, 2, 3), 5],
    ["six: until the fifth newest is", ago(1, 2, 3, 4, 5, 14), 10],
    ["five just now", times(5, 0), 15],
    ["five, the oldest a moment short of it", ago(1, 2, 3, 4, 15 - MOMENT), MOMENT],
    ["five, the oldest just so old", ago(1, 2, 3, 4, 15), undefined],
    ["many, long ago", times(100, 60), undefined],
  ])("%s", (_, failures, expected) => {
    if (expected === undefined) expect(waitMinutes(failures)).toBeUndefined();
    else expect(waitMinutes(failures)).toBeCloseTo(expected, 6);
  });
});

describe("thirty failures from one address stop it for any account", () => {
  it.each([
    [29, undefined],
    [30, 13],
    [31, 13],
  ])("%d two minutes ago", (count, expected) => {
    expect(waitMinutes([], times(count, 2))).toBe(expected);
  });
});

it("of two waits the longer counts", () => {
  expect(waitMinutes(times(5, 10), times(30, 2))).toBe(13);
  expect(waitMinutes(times(5, 2), times(30, 10))).toBe(13);
  expect(waitMinutes(times(5, 20), times(30, 10))).toBe(5);
});

it("at the moment it names the next try is allowed, and not a moment before", () => {
  const anyFailures = fc.array(
    fc.integer({ min: 0, max: 40 }).map((minutes) => minutesAfter(NOW, -minutes)),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(anyFailures, anyFailures, (ofAccount, ofAddress) => {
      const moment = nextLoginAt({ ofAccount, ofAddress }, NOW) ?? NOW;
      const recent = (failures: readonly Date[], at: Date) =>
        failures.filter((failed) => failed > minutesAfter(at, -LOGIN_LIMIT.windowMinutes)).length;
      const isAllowed = (at: Date) =>
        recent(ofAccount, at) < LOGIN_LIMIT.failuresPerAccountMax &&
        recent(ofAddress, at) < LOGIN_LIMIT.failuresPerAddressMax;
      expect(isAllowed(moment)).toBe(true);
      if (moment > NOW) expect(isAllowed(new Date(moment.getTime() - 1))).toBe(false);
    }),
  );
});
