import { expect, it } from "vitest";
import { DAYS, plural } from "../../../src/core/kernel/plural.ts";

it.each<[number, string]>([
  [0, "дней"],
  [1, "день"],
  [2, "дня"],
  [4, "дня"],
  [5, "дней"],
  [11, "дней"],
  [12, "дней"],
  [14, "дней"],
  [21, "день"],
  [22, "дня"],
  [25, "дней"],
  [111, "дней"],
  [1_001, "день"],
  [-1, "день"],
  [-3, "дня"],
  [-11, "дней"],
])("after %d Russian says %s", (count, form) => {
  expect(plural(count, DAYS)).toBe(form);
});
