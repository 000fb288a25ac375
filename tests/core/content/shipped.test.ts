import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkContent,
  checkOwnText,
  choicesIn,
  GROUPS,
  namesIn,
  openTexts,
  readPattern,
  SHIPPED_CONTENT,
  type ShippedText,
  shippedTexts,
} from "../../../src/core/content/index.ts";
import { needsTitle } from "../../../src/core/content/shipped.ts";
import { FIXED, PLAIN, TITLES } from "../../../src/core/content/titles.ts";
import { markupProblem } from "../../../src/core/kernel/markup.ts";

const texts = [...shippedTexts().values()];
const keys = texts.map(({ key }) => key);
const NO_FACTS = { serviceIds: new Set<string>(), pictureIds: new Set<string>() };

/** Any value that the product could give: a number or a known word where forms are chosen, words elsewhere. */
const valuesOf = ({ pattern }: ShippedText) => {
  const choices = choicesIn(pattern);
  return fc.record(
    Object.fromEntries(
      namesIn(pattern).map((name) => {
        const words = [...(choices.get(name) ?? [])].filter((key) => !/^(one|few|many|other|\d+)$/.test(key));
        const isCounted = choices.has(name) && words.length < (choices.get(name)?.size ?? 0);
        const link = fc.constant("https://okoshko.test/?a=1&b=2");
        if (/^(url|link)$/.test(name)) return [name, link];
        const said = fc.oneof(fc.string({ maxLength: 20 }), ...(isCounted ? [fc.nat()] : []));
        return [name, words.length === 0 ? said : fc.oneof(fc.constantFrom(...words), said)];
      }),
    ),
  );
};

describe("the shipped texts", () => {
  it("each have a title of their own kind, and no title is left without a text", () => {
    expect(keys.filter((key) => needsTitle(key) && TITLES[key] === undefined)).toEqual([]);
    expect(Object.keys(TITLES).filter((key) => !keys.includes(key) || !needsTitle(key))).toEqual([]);
    expect([...FIXED, ...PLAIN].filter((key) => !keys.includes(key))).toEqual([]);
    expect(texts.filter(({ title }) => !/\p{L}{2}/u.test(title) || title.length > 64)).toEqual([]);
  });

  it("stand in groups that have names", () => {
    const files = readdirSync("src/core/content/texts").map((name) => name.replace(/\.ftl$/, ""));
    expect(Object.keys(GROUPS).toSorted()).toEqual(files.toSorted());
  });

  it("know every value that their files name", () => {
    for (const file of readdirSync("src/core/content/texts")) {
      const source = readFileSync(`src/core/content/texts/${file}`, "utf8");
      const named = new Set([...source.matchAll(/\$([A-Za-z]+)/g)].map(([, name]) => name));
      const known = new Set(
        texts.filter(({ group }) => `${group}.ftl` === file).flatMap(({ pattern }) => namesIn(pattern)),
      );
      expect(known).toEqual(named);
    }
  });

  it("are plain where they are said inside others", () => {
    const code = readdirSync("src/bot", { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(`src/bot/${name}`, "utf8"))
      .join("\n");
    const inside = [...code.matchAll(/\.c\(\s*"([^"]+)"/g)].map(([, key = ""]) => key);
    expect(inside.length).toBeGreaterThan(50);
    expect([...new Set(inside)].filter((key) => shippedTexts().get(key)?.kind === "message")).toEqual([]);
  });

  it.each(texts.filter(({ isFixed }) => !isFixed).map((text) => [text.key, text] as const))(
    "%s, taken over as it is, is right and says the same",
    (key, text) => {
      expect(checkOwnText(key, text.source)).toEqual([]);
      const own = openTexts({ [key]: text.source }, (_, errors) => expect.fail(errors.join()));
      const shipped = openTexts();
      fc.assert(
        fc.property(valuesOf(text), (values) => {
          expect(own.t(key, values)).toBe(shipped.t(key, values));
        }),
        { numRuns: 20 },
      );
    },
  );

  it("make a content without a mistake", () => {
    expect(checkContent(SHIPPED_CONTENT, NO_FACTS)).toEqual([]);
  });
});

describe("a sentence of the business's own", () => {
  const editable = texts.filter(({ isFixed }) => !isFixed);
  /** Pieces that people might put together: right ones, wrong ones, and bits of Fluent. */
  const writtenFor = ({ pattern, source }: ShippedText) => {
    const names = namesIn(pattern);
    const value = fc.constantFrom(...names.map((name) => `{ $${name} }`), "{ $stranger }");
    const choice = fc
      .tuple(
        fc.constantFrom(...names, "stranger"),
        fc.constantFrom(
          "\n[one] а\n*[other] б\n",
          "\n[one] { $count } а\n *[other] б\n",
          '\n[none] { "" }\n*[other] в\n',
          "[x] 1",
        ),
      )
      .map(([name, forms]) => `{ $${name} -> ${forms} }`);
    const bits = fc.constantFrom(
      "<b>",
      "</b>",
      '<a href="',
      '">',
      "{",
      "}",
      "*",
      "[",
      ".",
      "\n",
      "\n\n",
      " ",
      "слово",
      "&lt;",
      "->",
      '{ "x" }',
      '"',
    );
    const pieces = fc.array(fc.oneof(value, choice, bits, fc.string({ maxLength: 5 }), fc.constant(source)), {
      minLength: 1,
      maxLength: 6,
    });
    return pieces.map((parts) => parts.join(""));
  };

  it("that passes the checks can be said with every value the shipped one can", () => {
    let passed = 0;
    fc.assert(
      fc.property(
        fc
          .constantFrom(...editable)
          .chain((text) => fc.tuple(fc.constant(text), writtenFor(text), valuesOf(text))),
        ([text, written, values]) => {
          if (checkOwnText(text.key, written).length > 0) return;
          passed += 1;
          const own = openTexts({ [text.key]: written }, (_, errors) => expect.fail(errors.join()));
          const html = own.t(text.key, values);
          if (text.kind === "message") expect(markupProblem(html)).toBeUndefined();
        },
      ),
      { numRuns: 3_000 },
    );
    expect(passed).toBeGreaterThan(100);
  });

  it("is heard of and replaced by the shipped one when it cannot be said", () => {
    const unsaid: string[] = [];
    const own = openTexts({ "pay-title": "Платите { $money }", menu: "Привет" }, (key) => unsaid.push(key));
    expect(own.t("pay-title", { amount: "5 ₽" })).toBe("К оплате: <b>5 ₽</b>");
    expect(own.t("menu", { business: "Окошко", name: "Анна" })).toBe("Привет");
    expect(unsaid).toEqual(["pay-title"]);
  });

  it("may begin its lines with anything", () => {
    const written = "[раз]\n.два\n* три\n\n  четыре";
    const own = openTexts({ "services-ask": written }, (_, errors) => expect.fail(errors.join()));
    expect(own.t("services-ask")).toBe(written);
    expect(readPattern(written).ok).toBe(true);
  });
});
