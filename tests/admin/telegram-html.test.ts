import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Marked, readTelegramHtml } from "../../src/admin/components/telegram-html.ts";

/** The same without the places. */
const read = (html: string): unknown => bare(readTelegramHtml(html));
const bare = (parts: readonly Marked[]): unknown =>
  parts.map((part) =>
    typeof part === "string"
      ? part
      : { [part.look]: bare(part.parts), ...(part.href === undefined ? {} : { href: part.href }) },
  );
const textOf = (parts: readonly Marked[]): string =>
  parts.map((part) => (typeof part === "string" ? part : textOf(part.parts))).join("");

describe("MS-3: Telegram's HTML is drawn, never run", () => {
  it.each<[string, unknown]>([
    ["Привет", ["Привет"]],
    ["<b>а <i>б</i></b> в", [{ bold: ["а ", { italic: ["б"] }] }, " в"]],
    ["<STRONG>а</STRONG><s>б</s><u>в</u>", [{ bold: ["а"] }, { struck: ["б"] }, { underlined: ["в"] }]],
    ["1 &lt; 2 &amp;amp; &#1078;&#x436;", ["1 < 2 &amp; жж"]],
    [
      '<a href="https://okoshko.test/?a=1&amp;b=2">сюда</a>',
      [{ link: ["сюда"], href: "https://okoshko.test/?a=1&b=2" }],
    ],
    ['<a href="javascript:alert(1)">сюда</a>', [{ link: ["сюда"] }]],
    ["<script>alert(1)</script>", ["<script>", "alert(1)", "</script>"]],
    ["<img src=x onerror=alert(1)>", ["<img src=x onerror=alert(1)>"]],
    ["<b>не закрыт", [{ bold: ["не закрыт"] }]],
    ["лишний</b>", ["лишний"]],
    ['<span class="tg-spoiler">тайна</span>', [{ hidden: ["тайна"] }]],
  ])("%s", (html, expected) => {
    expect(read(html)).toEqual(expected);
  });

  it("loses no word of a plain text", () => {
    const words = fc.string().filter((text) => !/[<>&]/.test(text));
    fc.assert(
      fc.property(words, (text) => {
        expect(textOf(readTelegramHtml(`<b>${text}</b>`))).toBe(text);
      }),
    );
  });
});
