import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isChangeable, isLow, readRating, readWords } from "../../../../src/core/feedback/rules/review.ts";
import { DAY_MS } from "../../../../src/core/kernel/instant.ts";
import { refusalOf } from "../../../support/footprint.ts";

describe("MS-2: a review", () => {
  it.each([
    [0, "rating_out_of_range"],
    [1, "done"],
    [5, "done"],
    [6, "rating_out_of_range"],
    [4.5, "rating_out_of_range"],
    [Number.NaN, "rating_out_of_range"],
    [-1, "rating_out_of_range"],
  ])("with a rating of %s: %s", (given, expected) => {
    expect(refusalOf(readRating(given))).toBe(expected);
  });

  it.each([
    ["", "review_empty"],
    [" \n ", "review_empty"],
    ["а", "done"],
    ["а".repeat(2_000), "done"],
    ["а".repeat(2_001), "review_too_long"],
  ])("in the words %j: %s", (typed, expected) => {
    expect(refusalOf(readWords(typed))).toBe(expected);
  });

  it.each([
    [0, true],
    [DAY_MS - 1, true],
    [DAY_MS, true],
    [DAY_MS + 1, false],
  ])("may be changed %s ms after it was written: %s", (ms, expected) => {
    const createdAt = new Date("2026-12-01T09:00:00Z");
    expect(isChangeable({ createdAt }, new Date(createdAt.getTime() + ms))).toBe(expected);
  });

  it("of three stars or less is told to the owner at once", () => {
    expect([1, 2, 3, 4, 5].map(isLow)).toEqual([true, true, true, false, false]);
  });

  it("keeps a client's words but for the spaces around them", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 2_000 }), (typed) => {
        fc.pre(typed.trim() !== "");
        expect(readWords(typed)).toEqual({ ok: true, value: typed.trim() });
      }),
    );
  });
});
