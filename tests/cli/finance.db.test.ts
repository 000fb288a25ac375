import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { localDay } from "../../src/core/kernel/local-day.ts";
import { formatRubles } from "../../src/core/kernel/money.ts";
import { listOperations, TOTALS_BY, totalOperations } from "../../src/core/reports/index.ts";
import { liveThroughTwoDays } from "../core/reports/honest-history.ts";
import { testAppWithBank } from "../support/app.ts";
import { commandLine } from "./command-line.ts";

const app = await testAppWithBank();
const run = commandLine(app, 120);
const { came } = await liveThroughTwoDays(app);
const folder = await mkdtemp(path.join(tmpdir(), "okoshko-finance-"));
afterAll(() => rm(folder, { recursive: true }));
const days = ["--from", "2026-11-23", "--to", "2026-11-25"];
const filter = { from: localDay("2026-11-23"), to: localDay("2026-11-25"), zone: "Europe/Moscow" };
const finance = (...flags: readonly string[]) => run(["report", "finance", ...days, ...flags]);

it("shows operations and their sum, for people and for programs alike (PY-5)", async () => {
  const { sum } = await totalOperations(app, filter);
  const text = await finance();
  expect([text.exit, text.err]).toEqual([0, ""]);
  expect(text.out).toMatch(new RegExp(`Выручка +${formatRubles(sum.revenue)}\n`));
  expect(text.out).toMatch(/карта онлайн .* №\d+ /);
  expect(text.out).toContain("возврат: вручную: по просьбе клиента");
  const answer = (await finance("--json")).json();
  const operations = await listOperations(app, filter, { rowsMax: 1_000 });
  expect(answer.items.map(({ id }) => id)).toEqual(operations.map(({ id }) => id));
  expect(answer).toMatchObject({
    from: "2026-11-23",
    to: "2026-11-25",
    sum: { revenueKopecks: sum.revenue, feeKopecks: sum.fee, pointsRedeemed: sum.pointsRedeemed },
  });
  expect((await finance("--format", "json")).json()).toEqual(answer);
});

it("refuses a page of what is always whole, and pages what stands on the screen", async () => {
  expect((await finance("--limit", "1", "--json")).json()).toMatchObject({ hasMore: true });
  const file = path.join(folder, "страница.csv");
  for (const whole of [["--plain"], ["--format", "csv"], ["--out", file], ["--by", "day"]])
    for (const page of ["--limit", "--offset"])
      expect(await finance(page, "1", ...whole)).toMatchObject({
        ...{ exit: 2, out: "" },
        err: expect.stringContaining(`Флаг ${page} бывает только у операций на экране`),
      });
  expect(await readdir(folder)).not.toContain("страница.csv");
});

it.each(TOTALS_BY)("sums by %s: table, JSON and file are the report's, to the kopeck", async (by) => {
  const { lines, sum } = await totalOperations(app, filter, by);
  const answer = (await finance("--by", by, "--json")).json();
  expect(answer.items.map(({ key, revenueKopecks }) => [key, revenueKopecks])).toEqual(
    lines.map(({ key, revenue }) => [key ?? null, revenue]),
  );
  expect((await finance("--by", by)).out).toContain(formatRubles(sum.revenue));
  const csv = (await finance("--by", by, "--format", "csv", "--plain")).out.trimEnd().split("\n");
  expect(csv[0]).toMatch(new RegExp(`^${by},revenue_rubles,online_rubles,`));
  const revenue = csv.slice(1).map((line) => Math.round(Number(line.split(",")[1]) * 100));
  expect(revenue).toEqual(lines.map((line) => line.revenue));
});

it("shows the points of kinds that move points alone, and no money beside them (EP-5)", async () => {
  const { lines } = await totalOperations(app, filter, "kind");
  const text = (await finance("--by", "kind")).out;
  const rows = text.slice(0, text.indexOf("\n\n")).split("\n").slice(1);
  const ofPoints = lines.filter(({ key }) => key?.startsWith("points_"));
  expect(ofPoints.length).toBeGreaterThan(1);
  for (const line of ofPoints) {
    const row = rows[lines.indexOf(line)] ?? "";
    expect(row).not.toContain("₽");
    expect(row).toMatch(/[+−-]\d[\d\s]*$/);
    const given = Number(
      row
        .replace(/^.*—\s+/, "")
        .replace(/\s/g, "")
        .replace("−", "-"),
    );
    expect(given).toBe(line.pointsGiven - line.pointsRedeemed - line.pointsPenalty);
  }
  expect(rows.filter((row) => row.includes("₽"))).toHaveLength(lines.length - ofPoints.length);
});

it("parts what is said of the page from the sums of the whole", async () => {
  expect((await finance("--limit", "1")).out).toMatch(/\S\n\nПоказано не всё\. Дальше: --offset 1 /);
});

it("writes a file for Excel, whole or not at all, and the same to standard output", async () => {
  const file = path.join(folder, "ноябрь.csv");
  const answer = await finance("--format", "csv", "--out", file);
  expect([answer.exit, answer.out]).toEqual([0, `Готово: ${file}\n`]);
  const text = await readFile(file, "utf8");
  expect(text.startsWith("\ufeffДень;Когда;Операция;")).toBe(true);
  expect((await finance("--format", "csv")).out).toBe(text);
  expect(await readdir(folder)).toEqual(["ноябрь.csv"]);
  const gross = text
    .trimEnd()
    .split("\r\n")
    .slice(1)
    .map((line) => Number((line.split(";")[9] ?? "").replace(",", ".")));
  const { sum } = await totalOperations(app, filter);
  const moved = gross.reduce((total, amount) => total + Math.round(amount * 100), 0);
  expect(moved).toBe(sum.revenue + sum.tips);
  expect((await finance("--by", "day", "--out", path.join(folder, "дни.txt"))).exit).toBe(0);
  expect(await readFile(path.join(folder, "дни.txt"), "utf8")).toContain("вт 24.11.2026");
});

it("without --format is what the name of its file says, and a file holds the whole period", async () => {
  const at = (name: string) => path.join(folder, name);
  await finance("--out", at("по имени.csv"));
  expect(await readFile(at("по имени.csv"), "utf8")).toBe((await finance("--format", "csv")).out);
  await finance("--out", at("по имени.json"));
  const whole = (await finance("--json")).json();
  expect(JSON.parse(await readFile(at("по имени.json"), "utf8"))).toEqual(whole);
  await finance("--out", at("по имени.txt"));
  expect(await readFile(at("по имени.txt"), "utf8")).not.toContain("Показано не всё");
});

it("narrows to a specialist, a client, kinds and a fate", async () => {
  const { specialist, client } = came;
  const of = async (...flags: readonly string[]) => (await finance(...flags, "--json")).json().items;
  expect((await of("--specialist", specialist.name)).length).toBeGreaterThan(2);
  expect((await of("--client", client.id)).every(({ clientId }) => clientId === client.id)).toBe(true);
  const two = await of("--kind", "card", "--kind", "refund");
  expect(new Set(two.map(({ kind }) => kind))).toEqual(new Set(["card", "refund"]));
  expect((await of("--fate", "waiting")).length).toBeGreaterThan(0);
  expect((await run(["report", "finance", "--from", "2020-01-01", "--to", "2020-01-02"])).out).toContain(
    "операций нет",
  );
});

it.each([
  [["--json", "--format", "csv"], "--json и --format csv вместе не бывают: уберите одно из них"],
  [["--by", "month"], "--by: дано «month», ожидается одно из: day, service, specialist, kind."],
  [["--kind", "gold"], "--kind: дано «gold», ожидается одно из: card,"],
  [["--format", "xls"], "--format: дано «xls», ожидается одно из: table, csv, json."],
  [["--to", "2026-11-01"], "--to: дано «2026-11-01», ожидается день не раньше --from"],
  [["--from", "вчера"], "ожидается день в виде ГГГГ-ММ-ДД"],
  [
    ["--format", "csv", "--out", "/nowhere/at/all.csv"],
    "--out: дано «/nowhere/at/all.csv», ожидается файл в папке, которая есть.",
  ],
  [["--format", "csv", "--out", tmpdir()], "ожидается имя файла, а не папки."],
])("says what is wrong with %j, and leaves nothing behind", async (flags, sentence) => {
  const { exit, err, out } = await finance(...flags);
  expect([exit, out]).toEqual([2, ""]);
  expect(err).toContain(sentence);
});
