import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tidyTag } from "../../../src/core/kernel/tag.ts";

describe("a tag", () => {
  it.each([
    ["VIP", "vip"],
    ["  Любит \n кофе\u200b ", "любит кофе"],
    ["и\u0306од", "йод"],
    [" , ", ""],
    ["утро,вечер", "утро вечер"],
  ])("%j is %j", (typed, tag) => {
    expect(tidyTag(typed)).toBe(tag);
  });

  it("has one form: tidied again it stays", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (typed) => {
        expect(tidyTag(tidyTag(typed))).toBe(tidyTag(typed));
      }),
    );
  });
});
