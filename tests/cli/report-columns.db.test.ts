import { expect, it } from "vitest";
import { reportsPage } from "../../src/cli/commands/report-columns.ts";
import { SUMMARIES, SUMMARY_NAMES } from "../../src/core/reports/index.ts";
import { testApp } from "../support/app.ts";
import { commandLine } from "./command-line.ts";

const run = commandLine(await testApp());

it("docs/reports.md tells every column as the tables have it (vitest -u writes it anew)", async () => {
  await expect(reportsPage()).toMatchFileSnapshot("../../docs/reports.md");
});

it.each(["finance", ...SUMMARY_NAMES])("report columns %s names each with its unit", async (name) => {
  const text = await run(["report", "columns", name]);
  expect([text.exit, text.err]).toEqual([0, ""]);
  const { files } = (await run(["report", "columns", name, "--json"])).json() as unknown as {
    readonly files: readonly {
      readonly columns: readonly { readonly key: string; readonly about: string }[];
    }[];
  };
  const columns = files.flatMap((file) => file.columns);
  for (const { key, about } of columns) {
    expect(text.out).toContain(key);
    expect(about.length).toBeGreaterThan(5);
    if (key.endsWith("_rubles")) expect(about).toContain("рубли");
    if (key.endsWith("_points")) expect(about).toContain("баллы");
    if (key.endsWith("_minutes")) expect(about).toContain("минуты");
  }
});

it("no report has two columns of one name", () => {
  for (const { figures } of Object.values(SUMMARIES)) {
    expect(new Set(figures.map(({ key }) => key)).size).toBe(figures.length);
    expect(new Set(figures.map(({ name }) => name)).size).toBe(figures.length);
  }
});
