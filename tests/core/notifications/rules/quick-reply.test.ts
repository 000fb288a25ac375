import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fillQuickReply,
  QUICK_REPLY_BLANKS,
  readQuickReply,
  unfilledIn,
} from "../../../../src/core/notifications/rules/quick-reply.ts";

it("names the brace without a pair, with the word beside it", () => {
  expect(readQuickReply({ title: "Адрес", text: "Здравствуйте, {имя, ждём {время}" })).toMatchObject({
    detail: { given: "{имя" },
  });
});

const refusal = (title: string, text: string) => {
  const read = readQuickReply({ title, text });
  return read.ok ? read.value : read.refusal;
};

describe("the words of a quick reply (PE-5)", () => {
  it.each([
    ["", "текст", "quick_reply_title_empty"],
    [" \n ", "текст", "quick_reply_title_empty"],
    ["я".repeat(60), "т", { title: "я".repeat(60), text: "т" }],
    ["я".repeat(61), "т", "quick_reply_title_too_long"],
    ["Адрес", " \n", "quick_reply_text_empty"],
    ["Адрес", "т".repeat(1_000), { title: "Адрес", text: "т".repeat(1_000) }],
    ["Адрес", "т".repeat(1_001), "quick_reply_text_too_long"],
    ["Адрес", "{имя}, ждём {Время}", { title: "Адрес", text: "{имя}, ждём {Время}" }],
    ["Адрес", "Ждём {когда}", "quick_reply_blank_unknown"],
    ["Адрес", "Ждём {}", "quick_reply_blank_unknown"],
    ["Адрес", "Здравствуйте, {имя", "quick_reply_brace_alone"],
    ["Адрес", "Здравствуйте, { имя, ждём {время}", "quick_reply_brace_alone"],
    ["Адрес", "Здравствуйте, имя}!", "quick_reply_brace_alone"],
    ["Адрес", "{{имя}}", "quick_reply_brace_alone"],
    ["Адрес", "{имя\n}", "quick_reply_brace_alone"],
    [" Как \n добраться ", " Мы\r\nздесь ", { title: "Как добраться", text: "Мы\nздесь" }],
  ])("%j with %j", (title, text, expected) => {
    expect(refusal(title, text)).toEqual(expected);
  });
});

describe("filling it in", () => {
  it.each([
    ["{имя}, ждём вас {время}", { имя: "Анна", время: "вт, 14:00" }, "Анна, ждём вас вт, 14:00"],
    ["{ИМЯ}! { адрес }", { имя: "Анна", адрес: "Садовая, 12" }, "Анна! Садовая, 12"],
    ["{имя}, {услуга}", { имя: "Анна" }, "Анна, {услуга}"],
    ["{имя}, {адрес}", { имя: "Анна", адрес: "" }, "Анна, {адрес}"],
    // What stands in a value is the value's.
    ["{имя} {услуга}", { имя: "{услуга}", услуга: "$& Стрижка" }, "{услуга} $& Стрижка"],
  ])("%j of %j", (text, values, expected) => {
    expect(fillQuickReply(text, values)).toBe(expected);
  });

  it("leaves no blank when every value is known, and names the first one when not", () => {
    const anyText = fc.array(
      fc.oneof(
        fc.constantFrom(...QUICK_REPLY_BLANKS).map((one) => `{${one}}`),
        fc.constant(" и "),
      ),
    );
    fc.assert(
      fc.property(anyText, (parts) => {
        const text = parts.join("");
        const all = Object.fromEntries(QUICK_REPLY_BLANKS.map((blank) => [blank, "…"]));
        expect(unfilledIn(fillQuickReply(text, all))).toBeUndefined();
        expect(unfilledIn(fillQuickReply(text, {}))).toBe(parts.find((part) => part.startsWith("{")));
      }),
    );
    expect(unfilledIn("Скидка {сегодня}")).toBeUndefined();
  });

  it.each([
    ["Здравствуйте, {имя", "{имя"],
    ["Ждём { Время, {сегодня}", "{ Время"],
    ["Смайл :-{ и всё", undefined],
    ["{именно так", undefined],
  ])("an unclosed blank is not sent either: %j", (text, blank) => {
    expect(unfilledIn(text)).toBe(blank);
  });
});
