import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fillTemplate,
  longestFilling,
  unknownVariable,
  type VariableValues,
} from "../../../../src/core/broadcasts/rules/template.ts";
import { visibleLength } from "../../../../src/core/kernel/markup.ts";

const VALUES: VariableValues = {
  имя: "Анна",
  баллы: "150 баллов",
  салон: "Окошко",
  адрес: "",
  телефон: "+7 900 000-00-00",
  "последний визит": "",
};

describe("a text with variables (MS-3)", () => {
  it.each([
    ["Здравствуйте, {имя}!", "Здравствуйте, Анна!"],
    ["{ИМЯ}, у вас { баллы }", "Анна, у вас 150 баллов"],
    ["Были {последний визит|давно}", "Были давно"],
    ["Были {последний   визит | давно }.", "Были давно."],
    ["Мы тут: {адрес}.", "Мы тут: ."],
    ["{имя|друг}", "Анна"],
    ["Скобки } и { сами по себе", "Скобки } и { сами по себе"],
    ["{имя}{имя}", "АннаАнна"],
  ])("%j becomes %j", (text, filled) => {
    expect(fillTemplate(text, VALUES)).toBe(filled);
  });

  it("cannot be broken by what a client is called", () => {
    expect(
      fillTemplate('<b>{имя}</b> <a href="https://x.test/?n={имя}">x</a>', { ...VALUES, имя: '<i>"&' }),
    ).toBe('<b>&lt;i&gt;&quot;&amp;</b> <a href="https://x.test/?n=&lt;i&gt;&quot;&amp;">x</a>');
  });

  it.each([
    ["{имя} {баллы} {салон} {адрес} {телефон} {последний визит|давно}", undefined],
    ["без них", undefined],
    ["{имья}", "{имья}"],
    ["{имя} и {скидка | 5}", "{скидка | 5}"],
    ["{}", "{}"],
    ["Здравствуйте, {имя", "{имя"],
    ["{имя}, ждём} вас", "} вас"],
    ["{имя} и {баллы\nи ещё", "{баллы"],
  ])("%j names no unknown one but %j", (text, unknown) => {
    expect(unknownVariable(text)).toBe(unknown);
  });

  it("is never longer than its longest filling, for values within their limits", () => {
    const value = (max: number) => fc.string({ maxLength: max, unit: "grapheme-ascii" });
    const values = fc.record({
      имя: value(60),
      баллы: value(24),
      салон: value(60),
      адрес: value(200),
      телефон: value(40),
      "последний визит": value(16),
    });
    const parts = fc.array(
      fc.constantFrom("{имя}", "{баллы}", "{адрес|где-то}", "{последний визит|давным-давно это было}", " и "),
    );
    fc.assert(
      fc.property(parts, values, (words, given) => {
        const text = words.join("");
        expect(visibleLength(fillTemplate(text, given))).toBeLessThanOrEqual(
          visibleLength(longestFilling(text)),
        );
      }),
    );
  });
});
