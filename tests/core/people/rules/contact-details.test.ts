import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readName, readPhone } from "../../../../src/core/people/rules/contact-details.ts";

const nameOf = (typed: string): string => {
  const outcome = readName(typed);
  return outcome.ok ? outcome.value : outcome.refusal;
};
const phoneOf = (typed: string): string => {
  const outcome = readPhone(typed);
  return outcome.ok ? outcome.value : outcome.refusal;
};

describe("PE-4: a name is one line of 1 to 60 characters", () => {
  it.each([
    ["Анна", "Анна"],
    ["  Анна   Мария \n Иванова\t", "Анна Мария Иванова"],
    ["Анна\u00a0Мария", "Анна Мария"],
    ["Анна\u0000\u202eМария", "Анна Мария"],
    ["Я", "Я"],
    ["О'Нил-Петров", "О'Нил-Петров"],
    ["", "name_empty"],
    [" \n\t", "name_empty"],
    ["\u200b\u202e", "name_empty"],
    ["я".repeat(60), "я".repeat(60)],
    ["я".repeat(61), "name_too_long"],
    ["🌷".repeat(60), "🌷".repeat(60)],
    ["🌷".repeat(61), "name_too_long"],
    [`  ${"я".repeat(60)}  `, "я".repeat(60)],
  ])("%j is read as %j", (typed, expected) => {
    expect(nameOf(typed)).toBe(expected);
  });

  it("the refusal says how many characters may be", () => {
    expect(readName("я".repeat(61))).toMatchObject({ detail: { charactersMax: 60 } });
  });

  it("what was read is read again as itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 70 }), (typed) => {
        const outcome = readName(typed);
        if (!outcome.ok) return;
        expect(nameOf(outcome.value)).toBe(outcome.value);
        expect(outcome.value).not.toMatch(/^\s|\s$|\s\s|[\r\n\t\p{C}]/u);
      }),
      { numRuns: 500 },
    );
  });
});

describe("PE-4: a phone number is read into its international form", () => {
  it.each([
    ["+79001234567", "+79001234567"],
    ["79001234567", "+79001234567"],
    ["89001234567", "+79001234567"],
    ["9001234567", "+79001234567"],
    ["8 (900) 123-45-67", "+79001234567"],
    ["+7 900 123.45.67", "+79001234567"],
    ["+7\u00a0900\u00a0123-45-67", "+79001234567"],
    [" 89001234567\n", "+79001234567"],
    ["84951234567", "+74951234567"],
    ["+8490012345678", "+8490012345678"],
    ["+375291234567", "+375291234567"],
    ["375291234567", "+375291234567"],
    ["+1234567", "+1234567"],
    ["+123456", "phone_unreadable"],
    ["+123456789012345", "+123456789012345"],
    ["+1234567890123456", "phone_unreadable"],
    ["+09001234567", "phone_unreadable"],
    ["", "phone_unreadable"],
    ["+", "phone_unreadable"],
    ["++79001234567", "phone_unreadable"],
    ["7900+1234567", "phone_unreadable"],
    ["89001234567 Анна", "phone_unreadable"],
    ["не скажу", "phone_unreadable"],
    ["٨٩٠٠١٢٣٤٥٦٧", "phone_unreadable"],
  ])("%j is read as %s", (typed, expected) => {
    expect(phoneOf(typed)).toBe(expected);
  });

  it("however a Russian number is written, it is one number", () => {
    const anyNumber = fc.tuple(fc.integer({ min: 900, max: 999 }), fc.integer({ min: 0, max: 9_999_999 }));
    fc.assert(
      fc.property(anyNumber, ([code, rest]) => {
        const tail = String(rest).padStart(7, "0");
        const written = [
          `+7${code}${tail}`,
          `7${code}${tail}`,
          `8${code}${tail}`,
          `${code}${tail}`,
          `8 (${code}) ${tail.slice(0, 3)}-${tail.slice(3, 5)}-${tail.slice(5)}`,
        ];
        expect(new Set(written.map(phoneOf))).toEqual(new Set([`+7${code}${tail}`]));
      }),
    );
  });

  it("what was read is read again as itself", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+?[1-9][\d ()-]{4,18}$/), (typed) => {
        const outcome = readPhone(typed);
        if (outcome.ok) expect(phoneOf(outcome.value)).toBe(outcome.value);
      }),
    );
  });
});
