import { describe, expect, it } from "vitest";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { type CsvColumn, csvStream } from "../../../src/core/reports/csv.ts";

type Row = { readonly name: string; readonly sum: number; readonly at: Date };

const COLUMNS: readonly CsvColumn<Row>[] = [
  { key: "name", title: "Имя", about: "имя", as: "text", of: ({ name }) => name },
  { key: "sum_rubles", title: "Сумма, ₽", about: "рубли", as: "rubles", of: ({ sum }) => kopecks(sum) },
  { key: "day", title: "День", about: "день", as: "day", of: ({ at }) => at.toISOString().slice(0, 10) },
  { key: "at", title: "Когда", about: "момент", as: "instant", of: ({ at }) => at },
  { key: "count", title: "Штук", about: "штуки", as: "whole", of: ({ sum }) => (sum < 0 ? -3 : undefined) },
];
const at = new Date("2026-11-24T21:05:00Z");
const ROWS: readonly Row[] = [
  { name: "Анна; «Аня»", sum: 199_950, at },
  { name: '=HYPERLINK("http://evil")', sum: -150_050, at },
  { name: "две\nстроки", sum: 0, at },
];

async function textOf(rows: readonly (readonly Row[])[], dialect: "excel" | "plain"): Promise<string> {
  async function* batches() {
    yield* rows;
  }
  let text = "";
  for await (const chunk of csvStream(COLUMNS, batches(), { dialect, zone: "Europe/Moscow" }))
    text += String(chunk);
  return text;
}

describe("a report as a file", () => {
  it("is opened by a Russian Excel as it is", async () => {
    expect(await textOf([ROWS], "excel")).toBe(
      [
        "\ufeffИмя;Сумма, ₽;День;Когда;Штук",
        '"Анна; «Аня»";1999,50;24.11.2026;25.11.2026 00:05;',
        '"\'=HYPERLINK(""http://evil"")";-1500,50;24.11.2026;25.11.2026 00:05;-3',
        '"две\nстроки";0,00;24.11.2026;25.11.2026 00:05;',
        "",
      ].join("\r\n"),
    );
  });

  it("is plain for programs, with formulas defused all the same", async () => {
    expect(await textOf([ROWS.slice(0, 2)], "plain")).toBe(
      [
        "name,sum_rubles,day,at,count",
        "Анна; «Аня»,1999.50,2026-11-24,2026-11-24T21:05:00.000Z,",
        '"\'=HYPERLINK(""http://evil"")",-1500.50,2026-11-24,2026-11-24T21:05:00.000Z,-3',
        "",
      ].join("\n"),
    );
  });

  it("is the same in one batch and in many, and has its titles when there is nothing in it", async () => {
    expect(
      await textOf(
        ROWS.map((row) => [row]),
        "excel",
      ),
    ).toBe(await textOf([ROWS], "excel"));
    expect(await textOf([], "plain")).toBe("name,sum_rubles,day,at,count\n");
  });
});
