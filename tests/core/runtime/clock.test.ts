import { expect, it } from "vitest";
import { shiftedClock, systemClock } from "../../../src/core/runtime/clock.ts";
import { testClock } from "../../support/clock.ts";

const NOON = "2026-11-23T12:00:00.000Z";

it("the system's clock goes by itself", () => {
  expect(Math.abs(systemClock.now().getTime() - Date.now())).toBeLessThan(1000);
});

it("a shifted clock is ahead by what it was moved, and goes on with its base", () => {
  const base = testClock(NOON);
  const clock = shiftedClock(base, 1000);
  expect(clock.now().toISOString()).toBe("2026-11-23T12:00:01.000Z");
  clock.advance(3_600_000);
  base.advance(5000);
  expect(clock.now().toISOString()).toBe("2026-11-23T13:00:06.000Z");
  clock.setOffset(7_200_000);
  expect(clock.offsetMs).toBe(7_200_000);
});

it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("a shifted clock is not moved by %s ms", (ms) => {
  const clock = shiftedClock(testClock(NOON), 1000);
  expect(() => clock.advance(ms)).toThrow(RangeError);
  expect(clock.offsetMs).toBe(1000);
});

it("a shifted clock is not set back", () => {
  expect(() => shiftedClock(testClock(NOON), 1000).setOffset(999)).toThrow(RangeError);
});

it("a test's clock stands until it is moved, either way, and refuses what is no instant", () => {
  const clock = testClock(NOON);
  clock.set("2026-11-22T00:00:00Z");
  clock.advance(60_000);
  expect(clock.now().toISOString()).toBe("2026-11-22T00:01:00.000Z");
  expect(() => clock.set("yesterday")).toThrow(RangeError);
});
