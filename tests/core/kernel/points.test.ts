import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvariantError } from "../../../src/core/kernel/invariant.ts";
import { type Kopecks, kopecks, type Percent, percent, percentDown } from "../../../src/core/kernel/money.ts";
import {
  formatChange,
  formatWhole,
  NO_POINTS,
  points,
  pointsShare,
  wholePointsIn,
  worth,
} from "../../../src/core/kernel/points.ts";
import { anyBalance, anyPercent, anyPrice, isRefuted } from "./arbitraries.ts";

describe("UN-2: points are whole, and a balance may be a debt", () => {
  it.each([0, 1, -50, Number.MAX_SAFE_INTEGER])("%d are points", (amount) => {
    expect(points(amount)).toBe(amount);
  });

  it.each([0.5, -0.1, Number.NaN, 2 ** 53])("%d are none", (amount) => {
    expect(() => points(amount)).toThrow(InvariantError);
  });

  it("no points are worth nothing, one a ruble, a debt of one a ruble less", () => {
    expect([NO_POINTS, points(1), points(-1)].map(worth)).toEqual([0, 100, -100]);
  });
});

it.each([
  [0, 0],
  [99, 0],
  [100, 1],
  [199, 1],
  [200, 2],
])("UN-3: into %d kopecks fit %d whole points", (amount, expected) => {
  expect(wholePointsIn(kopecks(amount))).toBe(expected);
});

it("as many points fit into an amount as were turned into it", () => {
  fc.assert(
    fc.property(anyBalance, (amount) => {
      expect(wholePointsIn(worth(amount))).toBe(amount);
    }),
  );
});

describe("UN-3: a percentage that yields points rounds down to a whole point", () => {
  it.each([
    [160_000, 10, 160],
    [155_500, 10, 155],
    [155_999, 10, 155],
    [159_900, 5, 79],
    [160_000, 5, 80],
    [999, 10, 0],
    [1_000, 10, 1],
    [200_000, 0, 0],
    [100, 100, 1],
    [99, 100, 0],
  ])("%d kopecks yield by %d %% %d points", (amount, share, expected) => {
    expect(pointsShare(kopecks(amount), percent(share))).toBe(expected);
  });

  it("is never taken of a debt", () => {
    expect(() => pointsShare(kopecks(-1), percent(10))).toThrow(InvariantError);
  });

  const isExact = (rule: (amount: Kopecks, share: Percent) => number) =>
    fc.property(anyPrice, anyPercent, (amount, share) => {
      expect(BigInt(rule(amount, share))).toBe((BigInt(amount) * BigInt(share)) / 10_000n);
    });

  it("is what whole numbers say, and never worth more than the same share of the money", () => {
    fc.assert(isExact(pointsShare));
    fc.assert(
      fc.property(anyPrice, anyPercent, (amount, share) => {
        expect(worth(pointsShare(amount, share))).toBeLessThanOrEqual(percentDown(amount, share));
      }),
    );
  });

  it("would be noticed if whole rubles were counted first", () => {
    const ofRubles = (amount: Kopecks, share: Percent) =>
      Math.floor((Math.floor(amount / 100) * share) / 100);
    expect(isRefuted(isExact(ofRubles))).toBe(true);
    expect(isRefuted(isExact((amount, share) => Math.round((amount * share) / 10_000)))).toBe(true);
  });
});

it.each([
  [0, "0", "0"],
  [200, "200", "+200"],
  [-89, "−89", "−89"],
  [98_943, "98\u00a0943", "+98\u00a0943"],
  [-98_943, "−98\u00a0943", "−98\u00a0943"],
])("UN-2: %i points read %s, and as a change %s", (amount, whole, change) => {
  expect(formatWhole(amount)).toBe(whole);
  expect(formatChange(amount)).toBe(change);
});
