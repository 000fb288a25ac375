import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  delimiterOf,
  matchColumns,
  plainCell,
  readMoment,
  readPointsCell,
  typedDay,
} from "../../../../src/core/import/rules/cell.ts";
import { textCell } from "../../../../src/core/reports/rules/csv-cell.ts";

describe("a cell", () => {
  it.each([
    [" Анна ", "Анна"],
    ["'+79001234567", "+79001234567"],
    ["'=1+1", "=1+1"],
    ["'Ольга'", "'Ольга'"],
    ["раз\r\nдва\rтри", "раз\nдва\nтри"],
  ])("%j means %j", (cell, means) => expect(plainCell(cell)).toBe(means));

  it("means what was defused against formulas", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (typed) => {
        const text = plainCell(typed.replaceAll("'", ""));
        expect(plainCell(textCell(text))).toBe(text);
      }),
    ));
});

describe("points in a cell (UN-2)", () => {
  it.each([
    ["150", 150],
    ["150,00", 150],
    ["1 500.0", 1_500],
    ["1\u00a0500", 1_500],
    ["+7", 7],
    ["−50", -50],
    ["150,5", undefined],
    ["1,500.00", undefined],
    ["сто", undefined],
    ["1e3", undefined],
    ["", undefined],
  ])("%j is %j", (cell, points) => expect(readPointsCell(cell)).toBe(points));
});

it.each([
  ["1990-03-07", "07.03.1990"],
  ["1990-03-07 00:00:00", "07.03.1990"],
  ["07.03.1990 0:00", "07.03.1990"],
  ["07.03", "07.03"],
  ["вчера", "вчера"],
  ["--03-07", "07.03"],
])("a day %j is typed as %j", (cell, day) => expect(typedDay(cell)).toBe(day));

it.each([
  ["Имя;Телефон", ";"],
  ["Имя,Телефон", ","],
  ["Имя\tТелефон, моб.\tE-mail", "\t"],
  ['"Фамилия, имя, отчество";Телефон', ";"],
  ["Телефон", ";"],
])("between the cells of %j stands %j", (line, sign) => expect(delimiterOf(line)).toBe(sign));

describe("columns", () => {
  const fields = [
    { key: "name", title: "Имя", isRequired: true },
    { key: "phone", title: "Телефон", isRequired: true },
    { key: "note", title: "Заметка", isRequired: false },
  ] as const;

  it("are found by title or key, in any case, with anything around", () =>
    expect(matchColumns(fields, ["\ufeffИМЯ *", "лишний", "Phone", ""], {})).toEqual({
      places: { name: 0, phone: 2 },
      missing: [],
      twice: [],
      ignored: ["лишний"],
    }));

  it("are found by what the mapping says instead, the first that is there", () => {
    const mapping = { phone: ["Моб.", "Телефон клиента"], name: ["ФИО"] };
    const found = matchColumns(fields, ["телефон клиента", "Имя"], mapping);
    expect(found.places).toEqual({ phone: 0 });
    expect(found.missing.map(({ key }) => key)).toEqual(["name"]);
    expect(found.ignored).toEqual(["Имя"]);
  });

  it("stand for one thing once", () =>
    expect(matchColumns(fields, ["Имя", "Телефон", "имя"], {}).twice).toEqual(["Имя"]));
});

it.each([
  ["01.12.2026 10:00", { day: "2026-12-01", minute: 600 }],
  ["1.12.2026, 9:05:00", { day: "2026-12-01", minute: 545 }],
  ["2026-12-01T23:59", { day: "2026-12-01", minute: 1_439 }],
  ["31.02.2026 10:00", undefined],
  ["01.12.2026 24:00", undefined],
  ["01.12.2026 10:60", undefined],
  ["01.12.2026", undefined],
  ["завтра", undefined],
])("the moment %j is %j", (cell, moment) => expect(readMoment(cell)).toEqual(moment));
