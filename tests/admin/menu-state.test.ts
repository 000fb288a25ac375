import { expect, it } from "vitest";
import { isOpen, toggled } from "../../src/admin/components/menu-state.ts";

it("every heading of the menu starts open", () => {
  expect(isOpen([], "Люди", undefined)).toBe(true);
});

it("what a person closed stays closed until they open it again", () => {
  const closed = toggled(toggled([], "Люди"), "Деньги");
  expect(["Работа", "Люди", "Деньги"].map((one) => isOpen(closed, one, undefined))).toEqual([
    true,
    false,
    false,
  ]);
  expect(toggled(closed, "Люди")).toEqual(["Деньги"]);
});

it("a heading is never closed over the page that is open", () => {
  expect(isOpen(["Люди"], "Люди", "Люди")).toBe(true);
});
