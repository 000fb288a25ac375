import { describe, expect, it } from "vitest";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { money, text, wholeNumber } from "../../../src/core/settings/kinds.ts";

describe("a kind of setting keeps the limits that it is given", () => {
  const common = { group: "calendar", label: "Проверка" } as const;

  it("whole numbers below zero may be allowed", () => {
    const degrees = wholeNumber({ ...common, default: 0, min: -5, max: 5, unit: "hours" });
    expect(["-6", "-5", "5", "6"].map(degrees.parse)).toEqual([undefined, -5, 5, undefined]);
  });

  it("money says its limit in rubles", () => {
    const fee = money({ ...common, default: kopecks(0), max: kopecks(10_050) });
    expect(fee.expected).toBe("сумма в рублях от 0 до 100,50\u00a0₽");
    expect([fee.parse("100,50"), fee.parse("100,51")]).toEqual([10_050, undefined]);
    expect([fee.format(kopecks(10_050)), fee.format(kopecks(10_000)), fee.format(kopecks(5))]).toEqual([
      "100.50",
      "100",
      "0.05",
    ]);
  });

  it("a text says whether it has to be an address", () => {
    const page = text({ ...common, default: "", max: 30, isUrl: true });
    expect(page.expected).toContain("https://");
    expect(text({ ...common, default: "", max: 30 }).expected).not.toContain("https://");
  });
});
