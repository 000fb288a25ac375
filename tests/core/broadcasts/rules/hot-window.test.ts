import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  HOT_TEXT,
  hotTitle,
  isGathered,
  WINDOWS_MAX,
  windowLabels,
  windowsText,
} from "../../../../src/core/broadcasts/rules/hot-window.ts";
import { markupProblem, visibleLength } from "../../../../src/core/kernel/markup.ts";
import { kopecks } from "../../../../src/core/kernel/money.ts";

const ZONE = "Europe/Moscow";
const NOW = new Date("2026-11-26T09:00:00Z");
const secondsAgo = (seconds: number) => ({ hotSince: new Date(NOW.getTime() - seconds * 1_000) });

const offer = (serviceName: string, listPrice = 200_000, price = 160_000) => ({
  serviceId: serviceName,
  serviceName,
  listPrice: kopecks(listPrice),
  price: kopecks(price),
});
const window = (slotId: string, startsAt: string, offers = [offer("Стрижка")], specialistName = "Мария") => ({
  slotId,
  startsAt: new Date(startsAt),
  specialistName,
  offers,
});
const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("MS-4: new hot slots of five minutes are gathered", () => {
  it.each([
    ["none", [], false],
    ["one of 4 min 59 s", [299], false],
    ["one of exactly five minutes", [300], true],
    ["one of an hour", [3_600], true],
    ["a new one beside one of five minutes: both go", [10, 300], true],
    ["several new ones", [0, 10, 299], false],
  ])("%s", (_, ages, isDue) => {
    expect(isGathered(ages.map(secondsAgo), NOW)).toBe(isDue);
  });
});

describe("MS-4: hot windows in words", () => {
  it("say when, with whom, what fits and what it costs now and before, by the business's clock (UN-4)", () => {
    const windows = [
      window("a", "2026-11-26T21:30:00Z"),
      window("b", "2026-11-27T09:00:00Z", [offer("Стрижка"), offer("Укладка", 99_950, 79_960)], "Анна <3"),
    ];
    expect(plain(windowsText(windows, ZONE))).toBe(
      [
        "🔴 <b>пт, 27 ноября, 00:30</b>, Мария",
        "Стрижка: <s>2 000 ₽</s> <b>1 600 ₽</b>",
        "",
        "🔴 <b>пт, 27 ноября, 12:00</b>, Анна &lt;3",
        "Стрижка: <s>2 000 ₽</s> <b>1 600 ₽</b>",
        "Укладка: <s>999,50 ₽</s> <b>799,60 ₽</b>",
      ].join("\n"),
    );
  });

  it.each([
    [3, "Услуга 3"],
    [4, "и ещё 1 услуга"],
    [6, "и ещё 3 услуги"],
    [9, "и ещё 6 услуг"],
  ])("of %i services name three, and say how many more there are", (count, end) => {
    const offers = Array.from({ length: count }, (_, index) => offer(`Услуга ${index + 1}`));
    const text = plain(windowsText([window("a", "2026-11-27T09:00:00Z", offers)], ZONE));
    expect(text.split("\n").at(-1)).toContain(end);
    expect(text.split("\n")).toHaveLength(count === 3 ? 4 : 5);
  });

  it("without a discount show no price before", () => {
    const text = windowsText([window("a", "2026-11-27T09:00:00Z", [offer("Стрижка", 1_000, 1_000)])], ZONE);
    expect(text).not.toContain("<s>");
  });

  it("name at most ten of them, and fit in one message whatever things are called", () => {
    const name = fc.string({ minLength: 1, maxLength: 100, unit: "grapheme" });
    const offers = fc.array(
      name.map((one) => offer(one, 35_000_000, 34_999_999)),
      { minLength: 1, maxLength: 6 },
    );
    const windows = fc.array(
      fc.tuple(offers, name).map(([all, who]) => window("a", "2026-11-27T09:00:00Z", all, who)),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(windows, (all) => {
        const text = `${HOT_TEXT}\n\n${windowsText(all, ZONE)}`;
        expect(markupProblem(text)).toBeUndefined();
        expect(visibleLength(text)).toBeLessThanOrEqual(4_096);
        // A name may hold the sign, but no tag.
        expect(text.match(/🔴 <b>/g)).toHaveLength(Math.min(WINDOWS_MAX, all.length));
      }),
    );
    const many = Array.from({ length: 12 }, (_, index) => window(String(index), "2026-11-27T09:00:00Z"));
    expect(windowsText(many, ZONE).match(/🔴/g)).toHaveLength(WINDOWS_MAX);
  });
});

describe("MS-4: the button of a window", () => {
  const labels = (...windows: ReturnType<typeof window>[]) =>
    [...windowLabels(windows, ZONE).values()].map(plain);

  it("says the moment, the service and the price", () => {
    expect(labels(window("a", "2026-12-01T15:00:00Z"))).toEqual(["🔴 вт 1.12 18:00 · Стрижка · 1 600 ₽"]);
  });
  it("says with whom and from which price on, where several services fit", () => {
    const offers = [offer("Стрижка"), offer("Укладка", 100_000, 80_000)];
    expect(labels(window("a", "2026-12-01T15:00:00Z", offers))).toEqual([
      "🔴 вт 1.12 18:00 · Мария · от 800 ₽",
    ]);
  });
  it("says with whom, too, where it would read like another", () => {
    const same = "2026-12-01T15:00:00Z";
    expect(labels(window("a", same), window("b", same, undefined, "Анна"))).toEqual([
      "🔴 вт 1.12 18:00 · Стрижка · 1 600 ₽ · Мария",
      "🔴 вт 1.12 18:00 · Стрижка · 1 600 ₽ · Анна",
    ]);
  });
});

it("MS-4: the title for staff has the business's day and time", () => {
  expect(hotTitle(new Date("2026-11-26T21:30:00Z"), ZONE)).toBe("Горящие окна, пт, 27 ноября, 00:30");
});
