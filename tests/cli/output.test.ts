import { expect, it } from "vitest";
import { counted, dayTitle, fields, momentOf, pageOf, stretchOf, table } from "../../src/cli/output.ts";
import { sentenceOf } from "../../src/cli/refusals.ts";
import { localDay } from "../../src/core/kernel/local-day.ts";

const MOSCOW = "Europe/Moscow";
const widest = (text: string): number => Math.max(...text.split("\n").map((line) => line.length));

it("draws a table without lines, its columns under one another", () => {
  const drawn = table(
    [{ title: "Кто" }, { title: "Баллы", align: "right" }],
    [
      ["Анна", "5"],
      ["Мария", "1200"],
    ],
    80,
  );
  expect(drawn).toBe(["Кто    Баллы", "Анна       5", "Мария   1200"].join("\n"));
});

it("wraps what may give way until the table fits, and loses no word of it", () => {
  const words = "Очень длинное название услуги, которое не помещается в строку терминала никак";
  const url = `https://meet.example/${"a".repeat(60)}`;
  const drawn = table(
    [{ title: "Услуга", isFlexible: true }, { title: "Встреча", isFlexible: true }, { title: "id" }],
    [[words, url, "0f8fad5b-d9cb-469f-a165-70867728950e"]],
    80,
  );
  expect(widest(drawn)).toBeLessThanOrEqual(80);
  const letters = (text: string): string => [...text.replace(/\s/g, "")].sort().join("");
  expect(letters(drawn)).toBe(letters(`УслугаВстречаid${words}${url}0f8fad5b-d9cb-469f-a165-70867728950e`));
});

it("breaks neither a sum nor a stretch of time, however narrow the terminal", () => {
  const drawn = table(
    [
      { title: "Порядок оплаты", isFlexible: true },
      { title: "Когда", isFlexible: true },
    ],
    [["предоплата при записи: 12\u00a0500,00\u00a0₽", "01.12–14.12, 10:30–14:00"]],
    20,
  );
  expect(drawn).toContain("12\u00a0500,00\u00a0₽");
  expect(drawn).toContain("10:30–14:00");
});

it("puts a line across all columns", () => {
  const drawn = table([{ title: "А" }, { title: "Б" }], ["вт 01.12.2026, Анна Белова", ["1", "2"]], 40);
  expect(drawn.split("\n")).toEqual(["А  Б", "вт 01.12.2026, Анна Белова", "1  2"]);
});

it("leaves out the fields that have no value", () => {
  expect(
    fields(
      [
        ["Имя", "Анна"],
        ["Телефон", undefined],
      ],
      80,
    ),
  ).toBe("Имя  Анна");
});

it("shows times in the business zone, whatever the zone of the process", () => {
  const from = new Date("2026-12-01T07:00:00Z");
  expect(momentOf(from, MOSCOW)).toBe("01.12.2026 10:00");
  expect(stretchOf(from, new Date("2026-12-01T08:00:00Z"), MOSCOW)).toBe("10:00–11:00");
  expect(stretchOf(from, new Date("2026-12-01T22:00:00Z"), MOSCOW)).toBe("10:00–01:00 (ср 02.12.2026)");
  expect(dayTitle(localDay("2026-12-01"))).toBe("вт 01.12.2026");
});

it.each([
  [1, "1 окно"],
  [2, "2 окна"],
  [5, "5 окон"],
  [11, "11 окон"],
  [21, "21 окно"],
  [0, "0 окон"],
  [-3, "−3 окна"],
])("counts %i", (count, words) => expect(counted(count, ["окно", "окна", "окон"])).toBe(words));

it("knows from one row more whether there is another page", () => {
  expect(pageOf([1, 2, 3], 2)).toEqual({ items: [1, 2], hasMore: true });
  expect(pageOf([1, 2], 2)).toEqual({ items: [1, 2], hasMore: false });
});

it("says of a booked slot by whom it is booked, and does without when nobody knows any more", () => {
  const detail = { number: 12, clientName: "Ольга", startsAt: new Date("2026-12-01T07:00:00Z") };
  expect(sentenceOf("slot_booked", detail, MOSCOW)).toBe(
    "Окно занято: запись №12, Ольга, начало 01.12.2026 10:00. Сначала отмените или перенесите запись.",
  );
  expect(sentenceOf("slot_booked", {}, MOSCOW)).toBe("Окно занято. Сначала отмените или перенесите запись.");
});

it("shows money of a refusal in rubles, and long numbers in groups of three", () => {
  const points = { given: 5_000_000, max: 1_000_000 };
  expect(sentenceOf("points_out_of_range", points, MOSCOW)).toBe(
    "Столько баллов за один раз нельзя: дано 5\u00a0000\u00a0000, ожидается не больше 1\u00a0000\u00a0000 в любую сторону.",
  );
  expect(sentenceOf("import_rows_rejected", { rejected: 1_200, rows: 10_400 }, MOSCOW)).toBe(
    "Строк с ошибками: 1\u00a0200 из 10\u00a0400. Ничего не записано.",
  );
  expect(sentenceOf("price_out_of_range", { given: 40_000_000, max: 35_000_000 }, MOSCOW)).toBe(
    "Цена (--price): дано 400\u00a0000,00\u00a0₽, ожидается от 0 до 350\u00a0000,00\u00a0₽.",
  );
});

it("a compound word parts at its hyphen, all else that is too long where the column ends", () => {
  const columns = [{ title: "Услуга", isFlexible: true }, { title: "Цена" }] as const;
  const drawn = (word: string) =>
    table(columns, [[word, "1"]], 20)
      .split("\n")
      .slice(1);
  expect(drawn("Онлайн-консультация").map((line) => line.split(" ")[0])).toEqual(["Онлайн-", "консультация"]);
  const name = "Константинопольская";
  expect(drawn(name).map((line) => line.split(" ")[0])).toEqual([name]);
  expect(drawn("Электроэнцефалографирование").join("\n")).not.toContain("-");
});
