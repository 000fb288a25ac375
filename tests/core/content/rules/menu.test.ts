import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MENU_TARGETS, type MenuButton } from "../../../../src/core/content/model.ts";
import {
  checkMenu,
  menuRows,
  NEEDED_IN_MENU,
  SHIPPED_MENU,
} from "../../../../src/core/content/rules/menu.ts";

const one = (target: MenuButton["target"], over: Partial<MenuButton> = {}): MenuButton => ({
  ...{ target, slug: "", caption: "", joinsRow: false },
  ...over,
});
const check = (menu: readonly MenuButton[]) =>
  checkMenu(menu, new Set(["prices"])).map(({ sentence }) => sentence);
const needed = NEEDED_IN_MENU.map((target) => one(target));

describe("the main menu", () => {
  it("is right as it is shipped, and with what is needed alone", () => {
    expect(check(SHIPPED_MENU)).toEqual([]);
    expect(check(needed)).toEqual([]);
    expect(check([...needed, one("page", { slug: "prices", caption: "ц".repeat(40) })])).toEqual([]);
  });

  it.each(NEEDED_IN_MENU)("PE-5: cannot do without %s", (target) => {
    expect(check(SHIPPED_MENU.filter((button) => button.target !== target))).toHaveLength(1);
  });

  it.each<readonly [string, readonly MenuButton[], string]>([
    ["twice", [one("hot"), one("hot")], "Кнопка «Горящие окна» стоит в меню дважды."],
    ["no page", [one("page", { slug: "gone" })], "Кнопка меню ведёт на страницу «gone», а её нет."],
    ["unchosen", [one("page")], "Кнопка меню ведёт на страницу, но страница не выбрана."],
    [
      "two lines",
      [one("hot", { caption: "а\nб" })],
      "Надпись «а\nб…» длинная: помещается 40 знаков в одну строку.",
    ],
    [
      "a row of four",
      [
        one("hot"),
        one("online", { joinsRow: true }),
        one("points", { joinsRow: true }),
        one("info", { joinsRow: true }),
      ],
      "В одном ряду помещается не больше 3 кнопок.",
    ],
  ])("%s is found", (_, more, sentence) => {
    expect(check([...needed, ...more])).toEqual([sentence]);
  });

  it("loses no button and changes no order when it is put in rows", () => {
    const button = fc.record({
      target: fc.constantFrom(...MENU_TARGETS),
      slug: fc.constant(""),
      caption: fc.string(),
      joinsRow: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(button), (menu) => {
        const rows = menuRows(menu);
        expect(rows.flat()).toEqual(menu);
        expect(rows.every((row) => row.length > 0)).toBe(true);
      }),
    );
  });
});
