import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvariantError } from "../../../src/core/kernel/invariant.ts";
import {
  formatRubles,
  type Kopecks,
  kopecks,
  larger,
  minus,
  NOTHING,
  type Percent,
  percent,
  percentDown,
  readRubles,
  smaller,
  sum,
} from "../../../src/core/kernel/money.ts";
import { anyPercent, anyPrice, isRefuted } from "./arbitraries.ts";

describe("UN-1: money is a whole number of kopecks", () => {
  it.each([0, 1, -1, 35_000_000, Number.MAX_SAFE_INTEGER])("%d is", (amount) => {
    expect(kopecks(amount)).toBe(amount);
  });

  it.each([0.5, -0.01, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("%d is not", (amount) => {
    expect(() => kopecks(amount)).toThrow(InvariantError);
  });

  it("nothing is no money", () => {
    expect(NOTHING).toBe(0);
  });
});

describe("UN-3: a percentage is whole, 0 to 100", () => {
  it.each([0, 1, 99, 100])("%d is one", (share) => {
    expect(percent(share)).toBe(share);
  });

  it.each([-1, 101, 0.5, 99.9, Number.NaN])("%d is none", (share) => {
    expect(() => percent(share)).toThrow(InvariantError);
  });
});

describe("UN-3: a percentage of money rounds down to a kopeck", () => {
  it.each([
    [200_000, 20, 40_000],
    [199_999, 20, 39_999],
    [1, 99, 0],
    [1, 100, 1],
    [99, 1, 0],
    [100, 1, 1],
    [101, 1, 1],
    [199, 1, 1],
    [200_000, 0, 0],
    [0, 100, 0],
  ])("of %d kopecks, %d %% are %d", (amount, share, expected) => {
    expect(percentDown(kopecks(amount), percent(share))).toBe(expected);
  });

  it("is never taken of a debt", () => {
    expect(() => percentDown(kopecks(-1), percent(10))).toThrow(InvariantError);
  });

  const isExact = (rule: (amount: Kopecks, share: Percent) => number) =>
    fc.property(anyPrice, anyPercent, (amount, share) => {
      expect(BigInt(rule(amount, share))).toBe((BigInt(amount) * BigInt(share)) / 100n);
    });

  it("is what whole numbers say, for every price and percentage", () => {
    fc.assert(isExact(percentDown));
  });

  it("would be noticed if it rounded to the nearest, or by a float's share", () => {
    expect(isRefuted(isExact((amount, share) => Math.round((amount * share) / 100)))).toBe(true);
    expect(isRefuted(isExact((amount, share) => Math.floor(amount * (share / 100))))).toBe(true);
  });
});

it("sums, subtracts and compares amounts, debts too", () => {
  expect(sum()).toBe(0);
  expect(sum(kopecks(1), kopecks(20), kopecks(-300))).toBe(-279);
  expect(minus(kopecks(5), kopecks(7))).toBe(-2);
  expect([larger(kopecks(1), kopecks(2)), larger(kopecks(2), kopecks(1)), larger(NOTHING, NOTHING)]).toEqual([
    2, 2, 0,
  ]);
  expect([smaller(kopecks(1), kopecks(2)), smaller(kopecks(2), kopecks(1))]).toEqual([1, 1]);
});

it("refuses a sum that numbers cannot hold exactly", () => {
  const most = kopecks(Number.MAX_SAFE_INTEGER);
  expect(() => sum(most, kopecks(1))).toThrow(InvariantError);
  expect(() => minus(kopecks(-1), most)).toThrow(InvariantError);
});

describe("UN-1: people read money in rubles", () => {
  it.each([
    [0, "0,00 ₽"],
    [5, "0,05 ₽"],
    [99, "0,99 ₽"],
    [100, "1,00 ₽"],
    [99_999, "999,99 ₽"],
    [100_000, "1 000,00 ₽"],
    [199_950, "1 999,50 ₽"],
    [35_000_000, "350 000,00 ₽"],
    [123_456_789_00, "123 456 789,00 ₽"],
    [-5, "−0,05 ₽"],
    [-123_456, "−1 234,56 ₽"],
  ])("%d kopecks are %s", (amount, expected) => {
    expect(formatRubles(kopecks(amount))).toBe(expected.replaceAll(" ", "\u00a0"));
  });

  const anyAmount = fc
    .oneof(fc.integer({ min: -100_000, max: 100_000 }), fc.maxSafeInteger())
    .map(kopecks)
    .filter((amount) => !Object.is(amount, -0));
  const readsBack = (format: (amount: Kopecks) => string) =>
    fc.property(anyAmount, (amount) => {
      const text = format(amount);
      expect(text).toMatch(/^−?\d{1,3}(\u00a0\d{3})*,\d{2}\u00a0₽$/);
      expect(Number(text.replace("−", "-").replace(/[\u00a0,₽]/g, ""))).toBe(amount);
    });

  it("any amount reads back, and never breaks over two lines", () => {
    fc.assert(readsBack(formatRubles));
  });

  it("would be noticed if an amount went through a float, or lost its zeros", () => {
    const inRubles = (amount: number, digits: number): string =>
      `${(amount / 100)
        .toLocaleString("ru-RU", { minimumFractionDigits: digits, maximumFractionDigits: 2 })
        .replace("-", "−")}\u00a0₽`;
    expect(isRefuted(readsBack((amount) => inRubles(amount, 0)))).toBe(true);
    expect(isRefuted(readsBack((amount) => `${Math.trunc(amount / 100)},${amount % 100}\u00a0₽`))).toBe(true);
  });
});

describe("UN-1: money is read as people type it and as we show it", () => {
  it.each([
    ["0", 0],
    ["0,01", 1],
    ["250", 25_000],
    ["1500", 150_000],
    ["150,50", 15_050],
    ["150.5", 15_050],
    ["1 500,50", 150_050],
    ["1\u00a0500,05 руб.", 150_005],
    ["1\u202f500", 150_000],
    ["350 000,00 ₽", 35_000_000],
    [" 1 000 000 ", 100_000_000],
    ["200р", 20_000],
    ["500руб", 50_000],
    ["300 рублей!", 30_000],
    ["", undefined],
    ["₽", undefined],
    ["1 00", undefined],
    ["10 00,50", undefined],
    ["1 0000", undefined],
    ["1 500 5", undefined],
    ["1500 500", undefined],
    ["-5", undefined],
    ["1,234", undefined],
    ["1,500.00", undefined],
    ["500,", undefined],
    [",50", undefined],
    ["1e3", undefined],
    ["10 и 20", undefined],
    ["сто", undefined],
    ["12345678", undefined],
  ])("«%s» is %j kopecks", (typed, amount) => expect(readRubles(typed)).toBe(amount));

  it("whatever we show is read back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (amount) => {
        expect(readRubles(formatRubles(kopecks(amount)))).toBe(amount);
      }),
    );
  });
});
