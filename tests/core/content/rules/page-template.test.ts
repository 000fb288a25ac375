import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fillPage,
  longestPage,
  PAGE_VARIABLES,
  type PageValues,
  type PageVariable,
  priceLines,
  unknownPageVariable,
} from "../../../../src/core/content/rules/page-template.ts";
import { markupProblem, visibleLength } from "../../../../src/core/kernel/markup.ts";

const NAMES = Object.keys(PAGE_VARIABLES) as readonly PageVariable[];
const values = (over: Partial<PageValues> = {}): PageValues => ({
  ...(Object.fromEntries(NAMES.map((name) => [name, ""])) as PageValues),
  ...over,
});

describe("the text of a page", () => {
  it("is filled with what is known, made harmless; the price list comes as HTML", () => {
    const filled = fillPage(
      "{ Имя }, <b>{адрес}</b>\n{прайс}",
      values({ имя: "<i>Анна", адрес: "A & B", прайс: "<b>1</b>" }),
    );
    expect(filled).toBe("&lt;i&gt;Анна, <b>A &amp; B</b>\n<b>1</b>");
  });

  it("leaves out a line all of whose variables are empty, and the gap it would leave", () => {
    expect(
      fillPage("Адрес:\n📍 {адрес}\n\n\n☎️ {телефон}, {имя}\n\n{контакты}", values({ имя: "Анна" })),
    ).toBe("Адрес:\n\n☎️ , Анна");
  });

  it.each([
    ["{имя} {часы отмены}", undefined],
    ["{Прайс}", undefined],
    ["{цена}", "{цена}"],
    ["смайлик }", "}"],
    ["{имя", "{имя"],
  ])("%j: unknown is %j", (text, unknown) => {
    expect(unknownPageVariable(text)).toBe(unknown);
  });

  it("never becomes longer than its longest, and stays well made", () => {
    const filled = fc.record(
      Object.fromEntries(
        NAMES.map((name) => [
          name,
          fc
            .string({ maxLength: PAGE_VARIABLES[name].charactersMax })
            .map((text) => text.replace(/[<>&{}]/g, "x")),
        ]),
      ),
    );
    const piece = fc.constantFrom(...NAMES.map((name) => `{${name}}`), "слово", "\n", "<b>да</b>");
    fc.assert(
      fc.property(fc.array(piece), filled, (pieces, given) => {
        const text = pieces.join(" ");
        const html = fillPage(text, given as unknown as PageValues);
        expect(visibleLength(html)).toBeLessThanOrEqual(visibleLength(longestPage(text)));
        expect(markupProblem(html)).toBeUndefined();
      }),
    );
  });
});

describe("a price list", () => {
  it("holds all lines that fit, and says how many do not", () => {
    expect(priceLines(["а", "б"], (line) => line.length)).toBe("а\nб");
    const many = Array.from({ length: 100 }, (_, at) => `${at} `.padEnd(50, "у"));
    const list = priceLines(many, (line) => line.length);
    expect(list.length).toBeLessThanOrEqual(PAGE_VARIABLES.прайс.charactersMax);
    expect(list.endsWith("…и ещё услуг: 62")).toBe(true);
  });
});
