import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTags } from "../../../../src/core/people/rules/tags.ts";

const numbered = (count: number) => Array.from({ length: count }, (_, n) => `метка ${n}`);

describe("a client's tags (MS-3)", () => {
  it.each([
    [[], []],
    [
      ["Постоянная", " утро "],
      ["постоянная", "утро"],
    ],
    [["VIP", "vip", " ViP"], ["vip"]],
    [["", " ", "утро"], ["утро"]],
    [["любит  кофе\nи чай"], ["любит кофе и чай"]],
    [["а".repeat(30)], ["а".repeat(30)]],
    [numbered(20), numbered(20)],
  ])("%j are %j", (typed, tags) => {
    expect(readTags(typed, { before: 0 })).toEqual({ ok: true, value: tags });
  });

  it.each([
    [["а".repeat(31)], 0, "tag_too_long"],
    [numbered(21), 0, "tags_too_many"],
    [numbered(21), 20, "tags_too_many"],
    [numbered(26), 25, "tags_too_many"],
  ])("%j of a client with %i are refused: %s", (typed, before, refusal) => {
    expect(readTags(typed, { before })).toMatchObject({ ok: false, refusal });
  });

  it("stay with whoever has more than that already, and may become fewer", () => {
    expect(readTags(numbered(25), { before: 25 }).ok).toBe(true);
    expect(readTags(numbered(24), { before: 25 }).ok).toBe(true);
  });

  it("are read again as they are", () => {
    const anyTags = fc.array(fc.string({ unit: "grapheme", maxLength: 12 }), { maxLength: 20 });
    fc.assert(
      fc.property(anyTags, (typed) => {
        const first = readTags(typed, { before: 0 });
        expect(first.ok ? readTags(first.value, { before: 0 }) : first).toEqual(first);
      }),
    );
  });
});
