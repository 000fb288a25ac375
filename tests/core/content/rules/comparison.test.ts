import { describe, expect, it } from "vitest";
import type { BotContent } from "../../../../src/core/content/model.ts";
import { compareContents, isSameContent } from "../../../../src/core/content/rules/comparison.ts";
import { SHIPPED_CONTENT } from "../../../../src/core/content/shipped.ts";

const [first, second, ...others] = SHIPPED_CONTENT.pages;
const changed = (over: Partial<BotContent>): BotContent => ({ ...SHIPPED_CONTENT, ...over });
const told = (before: BotContent, after: BotContent) =>
  compareContents(before, after).map(({ part, key }) => `${part}:${key}`);

describe("two contents", () => {
  it("are the same when they say the same, in whatever order their texts stand", () => {
    expect(isSameContent(SHIPPED_CONTENT, structuredClone(SHIPPED_CONTENT))).toBe(true);
    const [one, other] = [
      { a: "1", b: "2" },
      { b: "2", a: "1" },
    ].map((texts) => changed({ texts }));
    expect(one && other && isSameContent(one, other)).toBe(true);
  });

  it("differ key by key: a text said, changed, taken back", () => {
    const before = changed({ texts: { a: "1", b: "2" } });
    const after = changed({ texts: { b: "3", c: "4" } });
    expect(compareContents(before, after)).toEqual([
      { part: "text", key: "a", before: "1", after: undefined },
      { part: "text", key: "b", before: "2", after: "3" },
      { part: "text", key: "c", before: undefined, after: "4" },
    ]);
  });

  it("differ in the menu as a whole, in each page, and in the pages' order", () => {
    if (first === undefined || second === undefined) expect.fail("there are shipped pages");
    expect(told(SHIPPED_CONTENT, changed({ menu: SHIPPED_CONTENT.menu.toReversed() }))).toEqual(["menu:"]);
    const renamed = { ...first, title: "Где мы" };
    expect(told(SHIPPED_CONTENT, changed({ pages: [renamed, second, ...others] }))).toEqual(["page:address"]);
    expect(told(SHIPPED_CONTENT, changed({ pages: [second, first, ...others] }))).toEqual(["page:"]);
    expect(told(SHIPPED_CONTENT, changed({ pages: [second, ...others] }))).toEqual(["page:address"]);
  });
});
