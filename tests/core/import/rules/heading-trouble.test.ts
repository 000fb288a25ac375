import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headingTrouble } from "../../../../src/core/import/rules/heading-trouble.ts";

const KNOWN = ["имя", "телефон", "баллы"];
const troubleOf = (headings: readonly string[]) =>
  headingTrouble(headings, (some) => some.some((heading) => KNOWN.includes(heading.toLowerCase())));

/** What a file in one encoding says to whoever reads it in another. */
const readAs = (bytes: readonly number[], encoding = "windows-1251") =>
  new TextDecoder(encoding).decode(new Uint8Array(bytes));
const LETTERS = Array.from({ length: 128 }, (_, at) => at + 128);
const bytesIn = (encoding: string, text: string): number[] =>
  [...text].map((letter) => {
    const code = letter.charCodeAt(0);
    return code < 128 ? code : (LETTERS.find((byte) => readAs([byte], encoding) === letter) ?? 0x3f);
  });

describe("the first line of a file without the columns looked for", () => {
  it.each([
    ["Имя|Телефон|Баллы", "|"],
    ["Клиент | Моб.", "|"],
    ["Имя:Телефон", ":"],
    ["Имя Телефон Баллы", " "],
    ["a^b", "^"],
  ])("%s has the sign %s between its cells", (line, sign) =>
    expect(troubleOf([line])).toEqual({ is: "separator", sign }),
  );

  it.each([
    [["ФИО"]],
    [["ФИО клиента"]],
    [["ФИО/название"]],
    [["ФИО", "Тел.", "e-mail", "№ карты", "Баллы/бонусы"]],
    [["НомерТелефона", "ДатаРождения"]],
    [["ИМЯ КЛИЕНТА", "дата рождения"]],
    [["Client", "Phone", "createdAt"]],
    [["Имя", "йНС"]],
    [["|"]],
    [[""]],
  ])("%j has other names, and no more is said", (headings) => expect(troubleOf(headings)).toBeUndefined());

  it.each([
    ["koi8-r", "windows-1251"],
    ["ibm866", "windows-1251"],
    ["x-mac-cyrillic", "windows-1251"],
  ])("in %s, read as %s, makes no words", (encoding, as) => {
    const headings = ["Имя", "Телефон", "Баллы"].map((title) => readAs(bytesIn(encoding, title), as));
    expect(troubleOf(headings)).toEqual({ is: "encoding" });
  });

  it("in UTF-8, read as Windows-1251, makes no words", () => {
    const headings = ["Имя", "Телефон"].map((title) => readAs([...Buffer.from(title)]));
    expect(troubleOf(headings)).toEqual({ is: "encoding" });
  });

  it("with a column that is known is readable", () =>
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (others) => {
        expect(troubleOf(["Телефон", ...others, "x"])).toBeUndefined();
      }),
    ));
});
