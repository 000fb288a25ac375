import { parse } from "csv-parse/sync";
import { expect, it } from "vitest";
import { SUMMARIES, SUMMARY_NAMES } from "../../src/core/reports/index.ts";
import { liveThroughTwoDays } from "../core/reports/honest-history.ts";
import { testAppWithBank } from "../support/app.ts";
import { commandLine } from "./command-line.ts";

const app = await testAppWithBank();
await liveThroughTwoDays(app);
const run = commandLine(app);
const DAYS = ["--from", "2026-11-23", "--to", "2026-11-26"];
type Rows = readonly Readonly<Record<string, string>>[];

const plain = async (...call: readonly string[]): Promise<Rows> => {
  const { exit, out } = await run([...call, "--plain"]);
  expect(exit).toBe(0);
  return parse(out, { columns: true, bom: true });
};
const file = (name: string, by: readonly string[]) =>
  plain("report", name, ...DAYS, ...by, "--format", "csv");
const json = async (name: string, by: readonly string[]) =>
  (await run(["report", name, ...DAYS, ...by, "--json"])).json().items as readonly Record<string, unknown>[];
const NAMED = ["specialist", "service"];

it("the operations of a plain file say what JSON says", async () => {
  const rows = await file("finance", []);
  const told = await json("finance", []);
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.map(({ kind, fate, detail, note }) => [kind, fate, detail, note]).toSorted()).toEqual(
    told.map((one) => [one.kind, one.fate, one.detail ?? "", one.note ?? ""]).toSorted(),
  );
});

it.each(["day", "service", "specialist", "kind"])("so do its totals by %s", async (by) => {
  const rows = await file("finance", ["--by", by]);
  const told = await json("finance", ["--by", by]);
  const field = NAMED.includes(by) ? "name" : "key";
  expect(rows.map((row) => row[by])).toEqual(told.map((one) => one[field] ?? ""));
});

const parts = SUMMARY_NAMES.flatMap((name) => SUMMARIES[name].parts.map((by) => [name, by] as const));

it.each(parts)("so does report %s by %s", async (name, by) => {
  const rows = await file(name, ["--by", by]);
  const told = await json(name, ["--by", by]);
  const column = by === "week" || by === "month" ? "from" : by;
  expect(rows.map((row) => row[column])).toEqual(
    told.map((one) => (NAMED.includes(by) ? one.name : column === "from" ? one.from : one.key)),
  );
  for (const cell of rows.flatMap(Object.values)) expect(cell).not.toMatch(/^\d{2}\.\d{2}\.\d{4}|^-?\d+,\d/);
});

it("the clients of a plain file have phones without a quote and flags as in JSON", async () => {
  const rows = await plain("clients", "export");
  expect(rows.length).toBeGreaterThan(3);
  for (const { phone = "", vip, marketing } of rows) {
    expect(phone).toMatch(/^(\+\d+)?$/);
    expect(["true", "false"]).toEqual(expect.arrayContaining([vip, marketing]));
  }
});
