import { expect, it } from "vitest";
import { shortWord } from "../../src/admin/components/calendar/month-words.ts";

it.each([
  [1, "ждёт"],
  [2, "ждут"],
  [5, "ждут"],
  [11, "ждут"],
  [21, "ждёт"],
  [111, "ждут"],
])("of %i that wait for payment the month says «%s»", (count, word) => {
  expect(shortWord("held", count)).toBe(word);
  expect(shortWord("booked", count)).toBe("зап.");
});
