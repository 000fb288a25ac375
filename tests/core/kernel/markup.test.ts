import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markupProblem, visibleLength } from "../../../src/core/kernel/markup.ts";
import { parseHtml } from "../../../src/sandbox/telegram/html-entities.ts";

describe("the HTML of a broadcast (MS-3)", () => {
  it.each([
    "просто слова",
    "<b>жирно <i>и косо</i></b>",
    '<a href="https://okoshko.test/?a=1&b=2">сюда</a>',
    "<a href='tel:+79000000000'>звоните</a>",
    "A &amp; B &lt;3 & всё",
    '<tg-spoiler>тайна</tg-spoiler> <span class="tg-spoiler">и эта</span>',
    "<blockquote expandable>цитата</blockquote>",
    "<pre><code>код</code></pre>",
    "<B>большая буква</B>",
    "5 > 3",
  ])("%j is fine", (html) => {
    expect(markupProblem(html)).toBeUndefined();
    expect(() => parseHtml(html)).not.toThrow();
  });

  it.each([
    ["<b>не закрыт", "<b>", "тег не закрыт"],
    ["<b><i>крест-накрест</b></i>", "</b>", "сначала нужно закрыть <i>"],
    ["лишний</b>", "</b>", "закрывает то, что не открыто"],
    ["<div>блок</div>", "<div>", "такого тега Telegram не знает"],
    ["скидка < 5", "< 5", "это не тег; знак «<» сам по себе пишется как &lt;"],
    ["я <3 вас", "<3 вас", "это не тег; знак «<» сам по себе пишется как &lt;"],
    ["<a>без адреса</a>", "<a>", 'у ссылки нет адреса: href="https://…"'],
    [
      '<a href="okoshko.test">без протокола</a>',
      '<a href="okoshko.test">',
      'у ссылки нет адреса: href="https://…"',
    ],
    ["<span>x</span>", "<span>", 'тег span бывает только с class="tg-spoiler"'],
    ["<br/>", "<br/>", "это не тег; знак «<» сам по себе пишется как &lt;"],
  ])("%j is refused with what is wrong", (html, given, problem) => {
    expect(markupProblem(html)).toEqual({ given, problem });
  });

  it.each([
    ["<b>раз</b>", 3],
    ["&lt;&amp;&#33;", 3],
    ["👍", 2],
    ["&что", 4],
  ])("%j is %i long", (html, length) => {
    expect(visibleLength(html)).toBe(length);
  });

  it("what is found fine, Telegram reads: the emulator of its parser, and of the same length", () => {
    const piece = fc.constantFrom(
      "<b>",
      "</b>",
      "<i>",
      "</i>",
      "<u>",
      "</u>",
      '<a href="https://x.test">',
      "</a>",
      "&lt;",
      "слово",
      " ",
      "&",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const html = pieces.join("");
        if (markupProblem(html) !== undefined) return;
        expect(parseHtml(html).text).toHaveLength(visibleLength(html));
      }),
      { numRuns: 2_000 },
    );
  });
});
