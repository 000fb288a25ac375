import { expect, it } from "vitest";
import { MENU_HEADINGS, openedMenu } from "../../src/admin/components/open-menu.ts";
import { HEADINGS } from "../../src/admin/describe.ts";

it("the menu's headings are those that start open", () => {
  expect(Object.values(HEADINGS).map(({ name }) => name)).toEqual(MENU_HEADINGS);
  expect(openedMenu({}, undefined)).toEqual(Object.fromEntries(MENU_HEADINGS.map((name) => [name, true])));
});

it("what a person closed stays closed, but never over the page that is open", () => {
  const kept = { Люди: false, Деньги: false };
  expect(openedMenu(kept, "Люди")).toEqual({ Работа: true, Люди: true, Деньги: false, Управление: true });
});
