import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { searchName, searchPart } from "../../../../src/core/people/rules/search-name.ts";

describe("a name as it is looked for", () => {
  it.each([
    ["Анна Ковалёва", "anna kovaleva"],
    ["КОВАЛЕВА", "kovaleva"],
    ["Anna", "anna"],
    ["Йорк-Элина", "iork-elina"],
    ["Съёмщикова", "s2emwikova"],
    ["", ""],
  ])("%j is %j", (name, plain) => {
    expect(searchName(name)).toBe(plain);
  });

  it("is as long as the name, and the same once more", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."абвёйщъьэюяАБЁЯ aZ1%_\\"), maxLength: 40 }),
        (name) => {
          const plain = searchName(name);
          expect(plain).toHaveLength(name.length);
          expect(searchName(plain)).toBe(plain);
        },
      ),
    );
  });

  it("different Russian letters stay different, but for those that people mix up", () => {
    const plain = [..."абвгдежзиклмнопрстуфхцчшщъыьюя"].map(searchName);
    expect(new Set(plain).size).toBe(plain.length);
  });

  it("a part means LIKE's own signs literally", () => {
    expect(searchPart("100%_\\Я")).toBe("100\\%\\_\\\\q");
  });
});
