import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fileName } from "../../src/admin/pages/finance/file-name.ts";

const days = "2026-11-01–2026-11-27";
const named = (...narrowedTo: readonly string[]) => fileName({ what: "Итоги по дням", narrowedTo, days });

describe("the name of a file of money", () => {
  it.each([
    [[], `Итоги по дням ${days}.csv`],
    [["Анна Белова"], `Итоги по дням Анна Белова ${days}.csv`],
    [["Анна", "клиент: Вера"], `Итоги по дням Анна, клиент Вера ${days}.csv`],
    [["../a\\b|<c>\u202e", "\n"], `Итоги по дням .. a b c ${days}.csv`],
  ])("of %j", (narrowedTo, name) => {
    expect(named(...narrowedTo)).toBe(name);
  });

  it("is one that every file system takes, whatever is in it", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary", maxLength: 60 }), { maxLength: 3 }), (parts) => {
        const name = named(...parts);
        expect(name).not.toMatch(/[\\/:*?"<>|\p{Cc}\p{Cs}]/u);
        expect(name.startsWith("Итоги по дням ") && name.endsWith(` ${days}.csv`)).toBe(true);
        expect(() => encodeURIComponent(name)).not.toThrow();
      }),
    );
    expect(Buffer.byteLength(named("Я".repeat(300)))).toBeLessThan(255);
  });
});
