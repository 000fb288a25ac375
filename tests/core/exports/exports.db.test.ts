import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import {
  addExport,
  changeExport,
  listExports,
  readExportFile,
  removeExport,
  rowsText,
  runDueExports,
  runExport,
} from "../../../src/core/exports/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { localDay } from "../../../src/core/kernel/local-day.ts";
import { addStaff, linkStaff } from "../../../src/core/people/index.ts";
import { financeCsv } from "../../../src/core/reports/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { granted } from "../../support/make.ts";
import { liveThroughTwoDays } from "../reports/honest-history.ts";

const app = await testAppWithBank();
await liveThroughTwoDays(app);
const folder = await mkdtemp(path.join(tmpdir(), "okoshko-exports-test-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
const DAY = 24 * 3_600_000;
const files = async () => (await readdir(folder)).sort();
const member = async (name: string, role: "owner" | "admin", telegramId: number) => {
  const access = { email: `${telegramId}@x.ru`, password: "long enough", actor: OPERATOR };
  const { id } = granted(await addStaff(app, { name, role, ...access }));
  granted(await linkStaff(app, { staffId: id, telegramId, actor: OPERATOR }));
  return id;
};
const owner = await member("Ольга", "owner", 700);
await member("Алла", "admin", 701);
type Terms = Parameters<typeof addExport>[1];
const DAILY: Omit<Terms, "exportId"> = {
  ...{ cron: "0 7 * * *", span: "day", contents: "operations", dialect: "excel" },
  ...{ folder, isToTelegram: false, actor: OPERATOR },
};
const add = async (over: Partial<Terms> = {}) =>
  granted(await addExport(app, { ...DAILY, exportId: app.newId(), ...over }));
const told = (kind: string) =>
  app.db.many<{ staffId: string; payload: Readonly<Record<string, unknown>> }>(
    sql`SELECT staff_id, payload FROM outbox WHERE kind = ${kind} ORDER BY created_at, key`,
  );

/** The clock of the test begins on a Monday at noon in Moscow. */
beforeEach(async () => {
  app.clock.set(START);
  await app.db.pool.query("DELETE FROM exports; DELETE FROM schedules; DELETE FROM outbox");
  await rm(folder, { recursive: true, force: true });

  await mkdir(folder);
  granted(await changeSetting(app, { key: "business.timeZone", typed: "Europe/Moscow", actor: OPERATOR }));
});

describe("exports", () => {
  it("are written once per due time over any number of processes, and sent to owners once", async () => {
    await add({ isToTelegram: true });
    await runDueExports(app);
    expect(await files()).toEqual([]);
    app.clock.advance(DAY);
    await Promise.all([1, 2, 3, 4].map(() => runDueExports(app)));
    await runDueExports(app);
    expect(await files()).toEqual(["finance-2026-11-23.csv"]);
    const days = { from: localDay("2026-11-23"), to: localDay("2026-11-23"), zone: "Europe/Moscow" };
    let expected = "";
    for await (const part of financeCsv(app, days, { by: undefined, dialect: "excel" })) expected += part;
    expect(await readFile(path.join(folder, "finance-2026-11-23.csv"), "utf8")).toBe(expected);
    const sent = await told("export_file");
    expect(sent.map(({ staffId }) => staffId)).toEqual([owner]);
    const { from, to } = days;
    expect(readExportFile(sent[0]?.payload ?? {})).toEqual({
      contents: "operations",
      dialect: "excel",
      from,
      to,
    });
  });

  it("of several missed due times are made up for in one run, a file for each", async () => {
    await add({ isToTelegram: true });
    await runDueExports(app);
    app.clock.advance(3 * DAY);
    await runDueExports(app);
    const days = ["2026-11-23", "2026-11-24", "2026-11-25"];
    expect(await files()).toEqual(days.map((day) => `finance-${day}.csv`));
    expect((await told("export_file")).map(({ payload }) => payload.from)).toEqual(days);
    const [view] = await listExports(app);
    expect(view?.lastRun?.outcome).toBe("done");
    const rows = await Promise.all(
      (await files()).map(async (name) => {
        const operations =
          (await readFile(path.join(folder, name), "utf8")).trimEnd().split("\r\n").length - 1;
        return `${name}, ${rowsText(operations)}`;
      }),
    );
    expect(view?.lastRun?.words).toBe(
      `23.11.2026: ${rows[0]}; 24.11.2026: ${rows[1]}; 25.11.2026: ${rows[2]}`,
    );
    await runDueExports(app);
    expect(await told("export_file")).toHaveLength(3);
  });

  it("that cannot be written are told once, by a switch's name, and made up for when they can be", async () => {
    await add();
    await runDueExports(app);
    await rm(folder, { recursive: true });
    await writeFile(folder, "in the way");
    app.clock.advance(DAY);
    await Promise.all([1, 2].map(() => runDueExports(app)));
    await runDueExports(app);
    const failed = await told("staff_export_failed");
    expect(failed).toHaveLength(2);
    expect(failed[0]?.payload.problem).toBe(
      `${path.join(folder, "finance-2026-11-23.csv")}: на пути не папка, а файл: ENOTDIR`,
    );
    expect((await listExports(app))[0]?.lastRun?.outcome).toBe("failed");
    await rm(folder);

    await mkdir(folder);
    app.clock.advance(DAY);
    await runDueExports(app);
    expect(await files()).toEqual(["finance-2026-11-23.csv", "finance-2026-11-24.csv"]);
    expect(await told("staff_export_failed")).toHaveLength(2);
  });

  it("leave no half of a file, and a due time whose process died is worked off by the next", async () => {
    const { id } = await add({ isToTelegram: true });
    await runDueExports(app);
    app.clock.advance(DAY);
    // The one that died had written its file, and no more.
    await writeFile(path.join(folder, "finance-2026-11-23.csv"), "half");
    await runDueExports(app);
    expect((await readFile(path.join(folder, "finance-2026-11-23.csv"), "utf8")).startsWith("\ufeff")).toBe(
      true,
    );
    // Another died after its files and messages, before its run was noted.
    await app.db.pool.query(
      "UPDATE schedules SET next_due_at = '2026-11-24T04:00:00Z', last_due_at = NULL, last_began_at = NULL, last_ended_at = NULL, last_outcome = NULL",
    );
    await runDueExports(app);
    expect(await told("export_file")).toHaveLength(1);
    const [view, ...others] = await listExports(app);
    expect([view?.id, view?.runs.length, view?.lastRun?.outcome, others]).toEqual([id, 1, "done", []]);
    expect(await app.db.many(sql`SELECT last_words FROM schedules`)).toEqual([
      { lastWords: "файлы уже были" },
    ]);
  });

  it.each([
    ["2026-03-28T12:00:00Z", ["2026-03-28.csv", "2026-03-29.csv"]],
    ["2026-10-24T12:00:00Z", ["2026-10-24.csv", "2026-10-25.csv"]],
  ])("come once on days on which the clocks change (from %s)", async (from, names) => {
    granted(await changeSetting(app, { key: "business.timeZone", typed: "Europe/Berlin", actor: OPERATOR }));
    app.clock.set(from);
    await add({ cron: "30 2 * * *", isToTelegram: true });
    for (let hours = 0; hours < 40; hours += 1) {
      await runDueExports(app);
      app.clock.advance(DAY / 24);
    }
    expect(await files()).toEqual(names.map((name) => `finance-${name}`));
    expect(await told("export_file")).toHaveLength(2);
  });

  it("begin anew with a new timetable, and end when they are removed", async () => {
    const { number } = await add();
    await runDueExports(app);
    app.clock.advance(2 * DAY);
    granted(
      await changeExport(app, { number, change: { cron: "0 8 * * 1", span: "week" }, actor: OPERATOR }),
    );
    await runDueExports(app);
    expect(await files()).toEqual([]);
    app.clock.advance(5 * DAY);
    await runDueExports(app);
    expect(await files()).toEqual(["finance-2026-11-23_2026-11-29.csv"]);
    granted(await removeExport(app, { number, actor: OPERATOR }));
    expect(await app.db.many(sql`SELECT name FROM schedules`)).toEqual([]);
    expect(await removeExport(app, { number, actor: OPERATOR })).toMatchObject({ refusal: "unknown_export" });
    const trail = await app.db.many<{ action: string }>(
      sql`SELECT action FROM audit WHERE subject_kind = 'export' ORDER BY id DESC LIMIT 3`,
    );
    expect(trail.map(({ action }) => action).sort()).toEqual([
      "add_export",
      "change_export",
      "remove_export",
    ]);
  });

  it("are added once by an id, and refused with what makes no sense, nothing written", async () => {
    const exportId = app.newId();
    const terms = { ...DAILY, exportId };
    const first = granted(await addExport(app, terms));
    expect(granted(await addExport(app, terms))).toEqual(first);
    expect(await addExport(app, { ...terms, span: "week" })).toMatchObject({ refusal: "export_is_another" });
    const refused = async (over: Partial<Terms>) => {
      const outcome = await addExport(app, { ...DAILY, exportId: app.newId(), ...over });
      return outcome.ok ? "added" : outcome.refusal;
    };
    expect(await refused({ cron: "0 4 30 2 *" })).toBe("cron_unreadable");
    expect(await refused({ cron: "каждый день" })).toBe("cron_unreadable");
    expect(await refused({ folder: undefined })).toBe("export_goes_nowhere");
    expect(await refused({ folder: "exports" })).toBe("export_folder_not_absolute");
    expect(await refused({ folder: path.join(folder, "нет") })).toBe("export_folder_unwritable");
    expect(await listExports(app)).toHaveLength(1);
  });

  it("are run by hand beside their timetable", async () => {
    const { number } = await add({ span: "month", contents: "day", dialect: "plain", isToTelegram: true });
    const runId = app.newId();
    const ran = granted(await runExport(app, { number, runId }));
    granted(await runExport(app, { number, runId }));
    expect([ran.owners, ran.days]).toEqual([1, { from: "2026-10-01", to: "2026-10-31" }]);
    expect(await files()).toEqual(["finance-by-day-2026-10-01_2026-10-31-plain.csv"]);
    expect(await told("export_file")).toHaveLength(1);
    await rm(folder, { recursive: true });
    expect(await runExport(app, { number, runId })).toMatchObject({ refusal: "export_folder_unwritable" });
    expect(await told("staff_export_failed")).toEqual([]);
  });

  it("note each run: by the timetable with its due time, by hand once per id, and what failed", async () => {
    const { number } = await add();
    await runDueExports(app);
    const runs = async () => (await listExports(app))[0]?.runs ?? [];
    expect(await runs()).toEqual([]);
    app.clock.advance(DAY);
    await Promise.all([1, 2, 3].map(() => runDueExports(app)));
    const file = path.join(folder, "finance-2026-11-23.csv");
    const dueAt = new Date("2026-11-24T04:00:00Z");
    expect(await runs()).toMatchObject([{ dueAt, outcome: "done", file, beganAt: app.clock.now() }]);
    const [first] = await runs();
    expect(first?.words).toBe(`23.11.2026: finance-2026-11-23.csv, ${rowsText(first?.rows ?? -1)}`);

    app.clock.advance(1_000);
    const runId = app.newId();
    await rm(folder, { recursive: true });
    await runExport(app, { number, runId });
    await mkdir(folder);
    app.clock.advance(1_000);
    granted(await runExport(app, { number, runId }));
    granted(await runExport(app, { number, runId }));
    expect(await runs()).toMatchObject([
      { id: runId, dueAt: undefined, outcome: "done", file },
      { dueAt: undefined, outcome: "failed", file: undefined, rows: undefined },
      { dueAt, outcome: "done" },
    ]);
  });

  it("forget what came of a run a year after it, and all of it with the export", async () => {
    const { number } = await add();
    const ran = async () => {
      granted(await runExport(app, { number, runId: app.newId() }));
      return (await listExports(app))[0]?.runs.map(({ beganAt }) => beganAt);
    };
    const begun = app.clock.now();
    await ran();
    app.clock.set(new Date(begun.getTime() + 365 * DAY - 1));
    expect(await ran()).toEqual([app.clock.now(), begun]);
    app.clock.advance(1);
    expect(await ran()).toEqual([app.clock.now(), new Date(app.clock.now().getTime() - 1)]);
    await expect(app.db.pool.query("DELETE FROM export_runs")).rejects.toThrow("only added");
    await expect(app.db.pool.query("UPDATE export_runs SET words = 'иначе'")).rejects.toThrow("only added");
    granted(await removeExport(app, { number, actor: OPERATOR }));
    expect(await app.db.many(sql`SELECT id FROM export_runs`)).toEqual([]);
  });
});
