import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPattern } from "../../../../src/core/content/fluent.ts";
import { alwaysSaid, choicesIn, namesIn, waysToSay } from "../../../../src/core/content/rules/pattern.ts";
import { granted } from "../../../support/make.ts";
import { lined } from "../lined.ts";

const parsed = (text: string) => granted(readPattern(lined(text)));
const COUNT = "{ $count ->\n [one] { $count } минута\n *[other] { $count } минут { $when }\n}";

describe("a sentence taken apart", () => {
  it("names each value once, in its order, those that forms are chosen by too", () => {
    expect(namesIn(parsed(`{ $b } и { $a }, { $b } ${COUNT}`))).toEqual(["b", "a", "count", "when"]);
    expect(namesIn(parsed("просто слова"))).toEqual([]);
  });

  it.each([
    ["{ $a } { $b }", ["a", "b"]],
    [COUNT, ["count"]],
    ["{ $x -> [one] { $a } *[other] б }", []],
    ["{ $x -> [one] { $a } *[other] { $a } { $b } } { $b }", ["a", "b"]],
  ])("%j always says %j", (text, names) => {
    expect([...alwaysSaid(parsed(text))].toSorted()).toEqual(names);
  });

  it("knows by what its forms are chosen, and between which", () => {
    expect([...choicesIn(parsed(COUNT))]).toEqual([["count", new Set(["one", "other"])]]);
    const nested = "{ $a -> [0] { $b -> [x] 1 *[y] 2 } *[other] 3 }";
    expect([...choicesIn(parsed(nested)).keys()].toSorted()).toEqual(["a", "b"]);
  });

  it("can be said in every way its forms allow, or in too many", () => {
    const text = "{ $a -> [x] 1 *[y] 2 }-{ $b -> [x] 3 *[y] { $z } }";
    expect(waysToSay(parsed(text), (name) => `<${name}>`, 4)).toEqual(["1-3", "1-<z>", "2-3", "2-<z>"]);
    expect(waysToSay(parsed(text), (name) => name, 3)).toBeUndefined();
  });

  it("says what it always says in each of its ways", () => {
    const piece = fc.constantFrom("{ $a }", "{ $b }", "слово ", "{ $c -> [x] { $a } *[y] { $b } }", COUNT);
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 5 }), (pieces) => {
        const pattern = parsed(pieces.join(" "));
        const ways = waysToSay(pattern, (name) => `<${name}>`, 1_000) ?? [];
        expect(ways.length).toBeGreaterThan(0);
        for (const name of alwaysSaid(pattern))
          expect(ways.every((way) => way.includes(`<${name}>`))).toBe(true);
      }),
    );
  });
});
