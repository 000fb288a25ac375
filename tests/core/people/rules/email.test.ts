import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readEmail } from "../../../../src/core/people/rules/email.ts";

const read = (typed: string) => {
  const email = readEmail(typed);
  return email.ok ? email.value : email.refusal;
};
const LONGEST = `${"a".repeat(64)}@${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(58)}.ru`;

describe("PY-6: an e-mail as it is typed", () => {
  it.each([
    ["anna@example.ru", "anna@example.ru"],
    ["  anna@example.ru\n", "anna@example.ru"],
    ["Anna.Petrova@Example.RU", "Anna.Petrova@example.ru"],
    ["anna+salon@mail.example.co", "anna+salon@mail.example.co"],
    ["o'hara_1-2@x-y.ru", "o'hara_1-2@x-y.ru"],
    ["1@2.ru", "1@2.ru"],
    [LONGEST, LONGEST],
  ])("%j is taken", (typed, kept) => {
    expect(read(typed)).toBe(kept);
  });

  it("is at most 254 characters", () => {
    expect(LONGEST).toHaveLength(254);
  });

  it.each([
    "",
    "   ",
    "anna",
    "@example.ru",
    "anna@",
    "anna@example",
    "anna@@example.ru",
    "anna@example.ru@example.ru",
    "anna petrova@example.ru",
    "anna@exam ple.ru",
    "anna@example.ru, vera@example.ru",
    "anna@example..ru",
    "anna@.ru",
    "anna@-example.ru",
    "anna@example-.ru",
    "anna@example.r",
    "anna@example.1",
    ".anna@example.ru",
    "anna.@example.ru",
    "an..na@example.ru",
    "анна@example.ru",
    "anna@пример.рф",
    "<anna@example.ru>",
    'anna"@example.ru',
    `a${LONGEST}`,
    LONGEST.replace(".ru", "d.ru"),
    "anna'@example.ru",
    "'@example.ru",
  ])("%j is not", (typed) => {
    expect(read(typed)).toBe("email_unreadable");
  });

  it("the refusal does not repeat what was typed", () => {
    expect(readEmail("anna@")).toEqual({ ok: false, refusal: "email_unreadable", detail: {} });
  });

  /** What chance rarely makes: apostrophes anywhere in the name. */
  const QUOTED = fc.stringMatching(/^[a-z']{1,6}(\.[a-z']{1,4})?@example\.ru$/);

  it("reads what it kept as the same, and the gateway's own check takes it too", () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string(), fc.constant(LONGEST), QUOTED), (typed) => {
        const email = readEmail(typed);
        if (!email.ok) return;
        expect(read(email.value)).toBe(email.value);
        expect(z.email().max(254).safeParse(email.value).success).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
