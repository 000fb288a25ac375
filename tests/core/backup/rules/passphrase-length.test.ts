import { expect, it } from "vitest";
import { isShortPassphrase } from "../../../../src/core/backup/rules/passphrase-length.ts";

it.each([
  ["xyz", true],
  ["одиннадцать", true],
  ["двенадцать12", false],
  ["верная лошадь", false],
  ["🐎🐎🐎🐎🐎🐎", true],
])("%s is short: %s", (passphrase, isShort) => {
  expect(isShortPassphrase(passphrase)).toBe(isShort);
});
