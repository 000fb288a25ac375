import { expect, it } from "vitest";
import { readStaffEmail } from "../../../../src/core/people/rules/staff-email.ts";

/** So many characters in all. */
const long = (characters: number): string => `olga@${"x".repeat(characters - 8)}.ru`;

it.each<[string, string | undefined]>([
  ["olga@example.test", "olga@example.test"],
  ["  Olga@Example.TEST ", "olga@example.test"],
  ["почта@пример.рф", "почта@пример.рф"],
  ["olga", undefined],
  ["olga@example", undefined],
  ["olga@example.t", undefined],
  ["ol ga@example.test", undefined],
  ["a@b@example.test", undefined],
  ["", undefined],
  [long(200), long(200)],
  [long(201), undefined],
])("«%s» is read as %s (PE-3)", (typed, expected) => {
  const outcome = readStaffEmail(typed);
  expect(outcome.ok ? outcome.value : undefined).toBe(expected);
});
