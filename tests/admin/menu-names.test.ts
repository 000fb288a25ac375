import { expect, it } from "vitest";
import { HEADINGS } from "../../src/admin/describe.ts";
import { TABLES } from "../../src/admin/lists.ts";
import { PAGES } from "../../src/admin/pages.ts";

it("nothing in the menu is called as anything else in it: pages, headings and lists", () => {
  const names = [
    ...PAGES.map(({ label }) => label),
    ...Object.values(HEADINGS).map(({ name }) => name),
    ...TABLES.map(({ many }) => many),
  ];
  expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
});

it("the menu's headings are these", () => {
  expect(Object.values(HEADINGS).map(({ name }) => name)).toEqual([
    "Работа",
    "Люди",
    "Платежи и чеки",
    "Управление",
  ]);
});
