import { describe, expect, it } from "vitest";
import type { BotContent, InfoPage, PageButton } from "../../../../src/core/content/model.ts";
import { checkPages, SHIPPED_PAGES } from "../../../../src/core/content/rules/info-pages.ts";
import { SHIPPED_MENU } from "../../../../src/core/content/rules/menu.ts";

const SERVICE = "11111111-1111-4111-8111-111111111111";
const PICTURE = "22222222-2222-4222-8222-222222222222";
const facts = { serviceIds: new Set([SERVICE]), pictureIds: new Set([PICTURE]) };
const page = (over: Partial<InfoPage> = {}): InfoPage => ({
  ...{ slug: "about", title: "О нас", text: "Мы <b>рядом</b>", pictureId: "", buttons: [] },
  ...over,
});
const button = (over: Partial<PageButton>): PageButton => ({
  ...{ caption: "Кнопка", leadsTo: "book", target: "" },
  ...over,
});
const check = (pages: readonly InfoPage[], menu: BotContent["menu"] = SHIPPED_MENU) =>
  checkPages({ texts: {}, menu, pages }, facts).map(({ sentence }) => sentence);

describe("pages about the business", () => {
  it("are right as they are shipped, and with a button of each kind", () => {
    expect(check(SHIPPED_PAGES)).toEqual([]);
    const buttons = [
      button({}),
      button({ leadsTo: "contact" }),
      button({ leadsTo: "service", target: SERVICE }),
      button({ leadsTo: "page", target: "about" }),
      button({ leadsTo: "link", target: "https://okoshko.test/?a=1" }),
    ];
    expect(check([page({ buttons, pictureId: PICTURE })])).toEqual([]);
    // What does not fit under the picture is said after it.
    expect(check([page({ text: `${"а".repeat(1_025)}{прайс}`, pictureId: PICTURE })])).toEqual([]);
  });

  it.each<readonly [Partial<InfoPage>, string]>([
    [{ slug: "О нас" }, "Имя страницы: латинские буквы, цифры и дефис, до 32 знаков."],
    [{ slug: "a".repeat(33) }, "Имя страницы: латинские буквы, цифры и дефис, до 32 знаков."],
    [{ title: " " }, "У страницы нет названия."],
    [{ title: "а".repeat(41) }, "Название длинное: помещается 40 знаков в одну строку."],
    [{ text: " <b></b> " }, "Текст страницы пустой."],
    [{ text: "<b>жирно" }, "Разметка: <b> — тег не закрыт."],
    [{ text: "{адрес" }, "Переменной {адрес нет. Можно: "],
    [{ text: "{улица}" }, "Переменной {улица} нет. Можно: "],
    [{ text: "а".repeat(4_097) }, "Текст длинный: с переменными до 4097 знаков, а помещается 4096."],
    [
      { text: `${"а".repeat(2_500)}{адрес}{прайс}`, pictureId: PICTURE },
      "Текст длинный: с переменными до 4700 знаков, а помещается 4096. Больше всего места у {прайс}: до 2000 знаков.",
    ],
    [{ pictureId: SERVICE }, "Картинки больше нет: выберите её снова."],
    [{ buttons: Array.from({ length: 9 }, () => button({})) }, "Кнопок больше 8."],
    [{ buttons: [button({ caption: " " })] }, "У кнопки нет надписи."],
    [{ buttons: [button({ caption: "а".repeat(41) })] }, `Кнопка «${"а".repeat(40)}»: надпись длинная`],
    [
      { buttons: [button({ leadsTo: "page", target: "gone" })] },
      "Кнопка «Кнопка» ведёт на страницу «gone», а её нет.",
    ],
    [{ buttons: [button({ leadsTo: "page" })] }, "Кнопка «Кнопка»: выберите страницу."],
    [
      { buttons: [button({ leadsTo: "service", target: PICTURE })] },
      "Кнопка «Кнопка» ведёт на услугу, которая больше не предлагается.",
    ],
    [{ buttons: [button({ leadsTo: "service" })] }, "Кнопка «Кнопка»: выберите услугу."],
    [{ buttons: [button({ leadsTo: "link", target: "http://x.test" })] }, "Кнопка «Кнопка»: адрес должен"],
    [
      { buttons: [button({ leadsTo: "link", target: "javascript:alert(1)" })] },
      "Кнопка «Кнопка»: адрес должен",
    ],
  ])("%j is found", (over, sentence) => {
    const found = check([page(over)]);
    expect(found).toHaveLength(1);
    expect(found[0]?.startsWith(sentence), found[0]).toBe(true);
  });

  it("one name is one page's", () => {
    expect(check([page(), page()])).toEqual(["Имя страницы «about» занято: у каждой своё."]);
  });

  it("a page that nothing leads to is warned of, one that is reached over another is not", () => {
    const menu = [
      ...SHIPPED_MENU.filter(({ target }) => target !== "info"),
      { target: "page", slug: "first", caption: "", joinsRow: false } as const,
    ];
    const pages = [
      page({ slug: "first", buttons: [button({ leadsTo: "page", target: "second" })] }),
      page({ slug: "second", buttons: [button({ leadsTo: "page", target: "first" })] }),
      page({ slug: "lost", buttons: [button({ leadsTo: "page", target: "first" })] }),
    ];
    const found = checkPages({ texts: {}, menu, pages }, facts);
    expect(found.map(({ place, isWarning }) => [place, isWarning])).toEqual([
      [{ part: "page", slug: "lost" }, true],
    ]);
    expect(check(pages)).toEqual([]);
  });
});
