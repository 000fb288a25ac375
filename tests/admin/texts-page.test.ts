import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { slugFor } from "../../src/admin/components/texts/slug.ts";
import { diffWords } from "../../src/admin/components/texts/word-diff.ts";
import { examplesOf, waysOf } from "../../src/admin/pages/texts/sample-values.ts";
import { choicesIn, openTexts, shippedTexts } from "../../src/core/content/index.ts";
import { present } from "../../src/core/kernel/invariant.ts";

describe("a comparison by words", () => {
  it("loses no word of either, and marks only what one of them lacks", () => {
    const words = fc.array(fc.constantFrom("раз", "два ", " ", "{ $name }", "<b>", "\n", "{"), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(words, words, (one, other) => {
        const [before, after] = [one.join(""), other.join("")];
        const diff = diffWords(before, after);
        const joined = (parts: typeof diff.before) => parts.map(({ text }) => text).join("");
        const kept = (parts: typeof diff.before) => joined(parts.filter(({ isChanged }) => !isChanged));
        expect([joined(diff.before), joined(diff.after)]).toEqual([before, after]);
        expect(kept(diff.before)).toBe(kept(diff.after));
      }),
    );
  });

  it("keeps a variable whole", () => {
    expect(diffWords("К оплате { $amount }.", "Итого { $amount }!").after).toEqual([
      { text: "Итого", isChanged: true },
      { text: " { $amount }", isChanged: false },
      { text: "!", isChanged: true },
    ]);
  });
});

it("an example of what is chosen by a count says that count, and no sum of money", () => {
  const shipped = present(shippedTexts().get("points"), "the text");
  const ways = waysOf(shipped, { amount: "1\u00a0600,00\u00a0₽" });
  expect(ways.map(({ values }) => openTexts({}).c("points", values))).toEqual([
    "1 балл",
    "3 балла",
    "5 баллов",
  ]);
});

describe("the example of what a text names", () => {
  const texts = [...shippedTexts().values()];
  const examples = texts.flatMap((text) =>
    [...examplesOf(text)].map(([name, example]) => ({ text, name, example })),
  );

  it("is something to read for every name, never the program's own", () => {
    for (const { text, name, example } of examples) {
      expect(example, `${text.key}: ${name}`).not.toBe(name);
      expect(example, `${text.key}: ${name}`).not.toBe("");
    }
  });

  it("is a number wherever the text chooses its form by that number", () => {
    for (const { text, name, example } of examples) {
      const keys = [...(choicesIn(text.pattern).get(name) ?? [])];
      if (keys.some((key) => key === "one" || key === "few")) expect(example, text.key).toMatch(/^\d+$/);
    }
  });

  it("says hours as that text says them", () => {
    const hours = (key: string) => examplesOf(present(shippedTexts().get(key), key)).get("hours");
    expect(hours("cancel-late")).toBe("5");
    expect(hours("button-times-later")).toBe("2 часа");
    expect(hours("wait-hours")).toBe("10:00–14:00");
  });
});

describe("a page's name in links", () => {
  it.each([
    ["👩‍🎨 Наши мастера", "nashi-mastera"],
    ["Щётки & Ёлки 24/7", "schetki-elki-24-7"],
    ["!!!", "page"],
    ["Очень длинное название страницы о нас", "ochen-dlinnoe-nazvanie-stranitsy"],
  ])("%s → %s", (title, slug) => {
    expect(slugFor(title, new Set())).toBe(slug);
  });

  it("is free, short and readable, whatever the title", () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (title, others) => {
        const taken = new Set(others.map((other) => slugFor(other, new Set())));
        const slug = slugFor(title, taken);
        expect(slug).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/);
        expect(taken.has(slug)).toBe(false);
      }),
    );
  });
});
