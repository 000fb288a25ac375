import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FORM_WORDS, formLabel } from "../../src/admin/components/texts/form-words.ts";
import {
  foldText,
  hasChoice,
  splitByForms,
  unfoldText,
} from "../../src/admin/components/texts/text-forms.ts";
import { VARIABLE_WORDS } from "../../src/admin/pages/texts/variable-words.ts";
import { checkOwnText, choicesIn, namesIn, openTexts, shippedTexts } from "../../src/core/content/index.ts";

const shipped = [...shippedTexts().values()];
const chosen = shipped.filter(({ pattern }) => choicesIn(pattern).size > 0);

/** What a text says with a value for each name, by the product's own reader of texts. */
const said = (source: string, values: Readonly<Record<string, string | number>>): string =>
  openTexts({ menu: source }).t("menu", values);

/** As people type: words, spaces at the edges, lines, signs of the notation, values. */
const typed = fc
  .array(
    fc.constantFrom(
      "визит",
      " ",
      "\n",
      "  ",
      "[",
      "*[",
      ".",
      "<b>да</b>",
      "{ $count }",
      "{ $name }",
      "№",
      "-",
    ),
    { maxLength: 8 },
  )
  .map((words) => words.join(""));

/** Spaces at the end of a line say nothing. */
const seen = (text: string): string =>
  text.replace(/ +$/gm, "").replaceAll("{ $count }", "7").replaceAll("{ $name }", "Анна");

describe("a text in fields, a form each", () => {
  it("takes every shipped text with forms apart, and leaves no sign of the notation in the fields", () => {
    expect(chosen.length).toBeGreaterThan(30);
    for (const { key, source } of chosen) {
      const forms = unfoldText(source);
      expect(forms, key).toBeDefined();
      expect(forms?.values.join("\n"), key).not.toMatch(/->|\*\[|\{ "/);
    }
  });

  it("gives the text as it was while nothing is changed", () => {
    for (const { source } of chosen) {
      const forms = unfoldText(source);
      if (forms !== undefined) expect(foldText(forms, forms.values)).toBe(source);
    }
  });

  it("says the same after a field was changed and changed back, for every number from 0 to 130", () => {
    for (const { key, source, pattern } of chosen) {
      const forms = unfoldText(source);
      if (forms === undefined) throw new Error(key);
      const again = foldText({ ...forms, source: "", values: [] }, forms.values);
      expect(checkOwnText(key, again), key).toEqual([]);
      for (const [name, keys] of choicesIn(pattern)) {
        const others = Object.fromEntries(namesIn(pattern).map((one) => [one, `<${one}>`]));
        const words = [...keys].filter((word) => !/^(one|few|other|\d+)$/.test(word));
        for (const value of [...Array(131).keys(), ...words, "слово"]) {
          const values = { ...others, [name]: value };
          expect(said(again, values), key).toBe(said(source, values));
        }
      }
    }
  });

  it("says in each form what stood in its field, whatever was typed, and takes it apart the same way", () => {
    const forms = unfoldText(
      "У вас { $count ->\n[one] { $count } визит\n[few] { $count } визита\n*[other] { $count } визитов\n} впереди.",
    );
    if (forms === undefined) throw new Error("a text with forms");
    fc.assert(
      fc.property(typed, typed, typed, (one, few, other) => {
        const source = foldText(forms, [one, few, other]);
        for (let count = 0; count <= 130; count += 1) {
          const isTeen = count % 100 > 10 && count % 100 < 15;
          const isFew = count % 10 > 1 && count % 10 < 5;
          const expected = isTeen ? other : count % 10 === 1 ? one : isFew ? few : other;
          const words = said(source, { count, name: "Анна" });
          expect(words.replace(/ +$/gm, "")).toBe(seen(expected).replaceAll("7", String(count)));
        }
        expect(unfoldText(source)?.values.map(seen)).toEqual([one, few, other].map(seen));
      }),
    );
  });

  it("keeps the fields of several choices in their order, and says them one after the other", () => {
    const forms = unfoldText(
      'Запись { $name ->\n[none] без имени\n*[other] на { $name }\n}{ $count ->\n[0] { "" }\n*[other] , { $count }\n}. Ждём!',
    );
    expect(forms?.view).toBe("parts");
    expect(forms?.values).toEqual(["Запись ", "без имени", "на { $name }", "", ", { $count }", ". Ждём!"]);
    if (forms === undefined) return;
    fc.assert(
      fc.property(typed, typed, typed, typed, typed, typed, (...values) => {
        const [start = "", , other = "", , counted = "", end = ""] = values;
        const source = foldText(forms, values);
        const edgeless = (text: string) => seen(text).replace(/^ +/gm, "").trim();
        expect(edgeless(said(source, { name: "Анна", count: 7 }))).toBe(
          edgeless(start + other + counted + end),
        );
      }),
    );
  });

  it("leaves alone what it cannot take apart", () => {
    expect(unfoldText("Просто { $name }")).toBeUndefined();
    expect(hasChoice("Просто { $name }")).toBe(false);
    const nested = "{ $count ->\n[one] { $name ->\n[none] один\n*[other] { $name }\n}\n*[other] много\n}";
    expect([unfoldText(nested), hasChoice(nested)]).toEqual([undefined, true]);
    expect(unfoldText("{ $count ->\n[one] а\n*[other] б")).toBeUndefined();
  });

  it("writes what the forms have in common once, and not within a word, a brace or a tag", () => {
    const forms = unfoldText("До { $count ->\n[one] { $count } часа\n*[other] { $count } часов\n} мало.");
    if (forms === undefined) throw new Error("a text with forms");
    expect(foldText(forms, ["За { $count } часа ждём.", "За { $count } часов ждём."])).toBe(
      "За { $count } { $count ->\n[one] часа\n*[other] часов\n} ждём.",
    );
    expect(foldText(forms, ["<b>часа</b>", "<b>часов</b>"])).toBe(
      "{ $count ->\n[one] <b>часа</b>\n*[other] <b>часов</b>\n}",
    );
  });

  it("begins the forms of a text without them with its words in each", () => {
    const source = splitByForms("Ждём { $count }", "count", ["one", "few", "other"]);
    expect(unfoldText(source)?.values).toEqual(Array(3).fill("Ждём { $count }"));
    expect(unfoldText(splitByForms("Да", "count", ["other", "one"]))?.fields.at(-1)).toMatchObject({
      key: "other",
      isDefault: true,
    });
  });

  it("has words for every form of a shipped text", () => {
    for (const { key, pattern } of chosen)
      for (const [name, keys] of choicesIn(pattern))
        for (const form of keys) {
          const label = formLabel(form, [...keys], VARIABLE_WORDS[name] ?? "");
          expect(label, `${key}: ${name} ${form}`).not.toMatch(/[a-z_$[\]]/i);
        }
    expect(Object.values(FORM_WORDS).every((words) => words !== "")).toBe(true);
  });
});
