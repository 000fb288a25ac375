import { describe, expect, it } from "vitest";
import { valuesFor } from "../../../../src/core/broadcasts/rules/values.ts";

const business = { name: "Окошко", address: "Тверская, 1", phone: "+7 495 000-00-00", zone: "Europe/Moscow" };
const facts = { name: "Анна Петровна", points: 0, lastVisitAt: undefined, business };

describe("what a reader's variables are (MS-3)", () => {
  it.each([
    [0, "0 баллов"],
    [1, "1 балл"],
    [2, "2 балла"],
    [5, "5 баллов"],
    [11, "11 баллов"],
    [21, "21 балл"],
    [1_500, "1 500 баллов"],
    [-3, "−3 балла"],
  ])("%i points are «%s»", (points, words) => {
    expect(valuesFor({ ...facts, points }).баллы.replaceAll("\u00a0", " ")).toBe(words);
  });

  it("a first name, the business, and no visit yet", () => {
    expect(valuesFor(facts)).toMatchObject({
      имя: "Анна",
      салон: "Окошко",
      адрес: "Тверская, 1",
      телефон: "+7 495 000-00-00",
      "последний визит": "",
    });
  });

  it("the day of the last visit is the business's own (UN-4)", () => {
    const lastVisitAt = new Date("2026-11-11T22:30:00Z");
    expect(valuesFor({ ...facts, lastVisitAt })["последний визит"]).toBe("12 ноября");
  });
});
