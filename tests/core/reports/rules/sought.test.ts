import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSought } from "../../../../src/core/reports/rules/sought.ts";

const NOTHING = { bookingNumber: undefined, phoneParts: [], username: undefined, words: [] };

describe("what is typed into the search", () => {
  it.each([
    ["№ 12", { bookingNumber: 12 }],
    ["#7", { bookingNumber: 7 }],
    ["12", { bookingNumber: 12 }],
    ["123", { bookingNumber: 123, phoneParts: ["123"] }],
    ["+7 916 123-45-67", { phoneParts: ["79161234567"] }],
    ["8 (916) 123", { phoneParts: ["+7916123", "8916123"] }],
    ["89161234567", { phoneParts: ["+79161234567", "89161234567"] }],
    ["123-45", { phoneParts: ["12345"] }],
    ["@anna_kov", { username: "anna_kov" }],
    ["anna", { username: "anna", words: ["anna"] }],
    ["Анна", { words: ["Анна"] }],
    ["  Анна   Ким ", { words: ["Анна", "Ким"] }],
  ])("%j", (typed, sought) => {
    expect(readSought(typed)).toEqual({ ...NOTHING, ...sought });
  });

  it.each(["", "  ", "@", "-", "()", "+", "№ 1234567890", "1-2"])("%j is nothing to look for", (typed) => {
    expect(readSought(typed)).toBeUndefined();
  });

  it("is bounded, whatever is typed", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("е", "ё", "a", " ", "1", "@", "%"), maxLength: 200 }),
        (typed) => {
          const sought = readSought(typed);
          expect(sought?.words.length ?? 0).toBeLessThanOrEqual(4);
        },
      ),
    );
  });
});
