import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kopecks } from "../../../../src/core/kernel/money.ts";
import {
  dayCell,
  decimalCell,
  flagCell,
  rublesCell,
  textCell,
} from "../../../../src/core/reports/rules/csv-cell.ts";

describe("a text in a file of cells", () => {
  it.each([
    ...["=1+1", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"],
    ...["+7900+1", "+A1", "+7 900", "+1234", "+79001234567\n=1", "-79001234567"],
  ])("%j is no formula", (text) => {
    expect(textCell(text)).toBe(`'${text}`);
  });

  it.each(["Анна", "", "1+1", "а=б", " =1", "«-»", "'=1"])("%j stays as it is", (text) => {
    expect(textCell(text)).toBe(text);
  });

  it("is a phone as it is, without an apostrophe that people would see", () => {
    expect(textCell("+79001234567")).toBe("+79001234567");
  });

  it("never begins like a formula, unless it is a phone, and loses nothing", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const cell = textCell(text);
        expect(cell).not.toMatch(/^(?!\+\d{5,15}$)[=+\-@\t\r\n]/);
        expect(cell.endsWith(text)).toBe(true);
      }),
    );
  });
});

it("a flag is true or false for programs where people read да or нет", () => {
  expect([flagCell(true, "excel"), flagCell(false, "plain")]).toEqual(["да", "false"]);
});

describe("money in a file of cells (UN-1)", () => {
  it.each([
    [0, "0,00", "0.00"],
    [1, "0,01", "0.01"],
    [199_950, "1999,50", "1999.50"],
    [-150_050, "-1500,50", "-1500.50"],
    [-5, "-0,05", "-0.05"],
  ])("%i kopecks", (amount, excel, plain) => {
    expect([rublesCell(kopecks(amount), "excel"), rublesCell(kopecks(amount), "plain")]).toEqual([
      excel,
      plain,
    ]);
  });

  it("is a number to the kopeck whatever the sum", () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), (amount) => {
        expect(Math.round(Number(rublesCell(kopecks(amount), "plain")) * 100)).toBe(
          amount === 0 ? 0 : amount,
        );
        expect(rublesCell(kopecks(amount), "excel")).toMatch(/^-?\d+,\d\d$/);
      }),
    );
  });
});

it("a day is written as people or as programs read it", () => {
  expect([dayCell("2026-12-01", "excel"), dayCell("2026-12-01", "plain")]).toEqual([
    "01.12.2026",
    "2026-12-01",
  ]);
});

it.each([
  [83.333, 1, "83,3", "83.3"],
  [4.755, 0, "5", "5"],
  [0, 2, "0,00", "0.00"],
])("%d with %d digits after the comma is %s, and %s for programs", (value, digits, excel, plain) => {
  expect([decimalCell(value, digits, "excel"), decimalCell(value, digits, "plain")]).toEqual([excel, plain]);
});
