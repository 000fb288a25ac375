import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { runDueExports } from "../../src/core/exports/index.ts";
import { testApp } from "../support/app.ts";
import { commandLine } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
const folder = await mkdtemp(path.join(tmpdir(), "okoshko-schedule-test-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const RUN = z.strictObject({
  id: z.uuid(),
  dueAt: z.iso.datetime().nullable(),
  isByHand: z.boolean(),
  beganAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  outcome: z.enum(["done", "failed"]),
  file: z.string().nullable(),
  rows: z.int().nullable(),
  words: z.string(),
});
const EXPORT = z.strictObject({
  number: z.int(),
  id: z.uuid(),
  cron: z.string(),
  timeZone: z.string(),
  period: z.enum(["day", "week", "month"]),
  by: z.enum(["operations", "day", "service", "specialist", "kind"]),
  isPlain: z.boolean(),
  folder: z.string().nullable(),
  toTelegram: z.boolean(),
  next: z.array(z.iso.datetime()).length(3),
  lastRun: RUN.nullable(),
});
const DAILY = ["schedule", "add", "--cron", "0 7 * * *", "--period", "day", "--folder", folder];

describe("schedule", () => {
  it("says what to do while there is nothing", async () => {
    expect((await run(["schedule", "list"])).out).toContain("Выгрузок пока нет. Добавить: schedule add");
    expect((await run(["schedule", "next", "--json"])).json().items).toEqual([]);
  });

  it("adds, lists and tells what comes next, in words and for programs", async () => {
    const words = await run(DAILY);
    expect([words.exit, words.err]).toEqual([0, ""]);
    expect(words.out).toContain("Выгрузка №1 добавлена.");
    expect(words.out).toContain("24.11.2026 07:00, 25.11.2026 07:00, 26.11.2026 07:00");
    const answer = await run([
      "schedule",
      "add",
      "--cron",
      "0 8 * * 1",
      "--period",
      "week",
      "--by",
      "day",
      "--plain",
      "--telegram",
      "--json",
    ]);
    expect(EXPORT.parse(answer.json())).toMatchObject({
      number: 2,
      folder: null,
      toTelegram: true,
      isPlain: true,
    });
    for (const [word, span] of [
      ["last-month", "month"],
      ["yesterday", "day"],
      ["last-week", "week"],
    ] as const) {
      const changed = await run(["schedule", "change", "2", "--period", word, "--json"]);
      expect(EXPORT.parse(changed.json()).period, "a word of the reports").toBe(span);
    }
    const { items } = (await run(["schedule", "list", "--json"])).json();
    expect(items.map((one) => EXPORT.parse(one).number)).toEqual([1, 2]);
    const next = (await run(["schedule", "next", "--count", "8", "--json"])).json().items;
    expect(next.map(({ number }) => number)).toEqual([1, 1, 1, 1, 1, 1, 1, 2]);
    expect((await run(["schedule", "next"])).out).toMatch(/24\.11\.2026 07:00 +№1\n/);
    // However often one comes due, the next time of the other is told, too; then in the order of time.
    const soonest = async (...more: readonly string[]) =>
      (await run(["schedule", "next", ...more, "--json"])).json().items.map(({ number }) => number);
    expect(await soonest()).toEqual([1, 1, 2]);
    expect(await soonest("--count", "2")).toEqual([1, 2]);
    expect(await soonest("--count", "1")).toEqual([1]);
  });

  it("changes only what is given", async () => {
    const changed = await run([
      "schedule",
      "change",
      "2",
      "--folder",
      folder,
      "--no-telegram",
      "--no-plain",
      "--json",
    ]);
    expect(EXPORT.parse(changed.json())).toMatchObject({
      cron: "0 8 * * 1",
      by: "day",
      folder,
      toTelegram: false,
      isPlain: false,
    });
    const nowhere = await run(["schedule", "change", "№2", "--no-folder"]);
    expect([nowhere.exit, nowhere.err]).toEqual([1, expect.stringContaining("Выгрузке некуда идти")]);
  });

  it("runs by hand, and ends with 4 when the last attempt of one failed", async () => {
    const ran = await run(["schedule", "run", "1"]);
    expect(ran.out).toBe(
      `Выгрузка №1 за 22.11.2026\nГотово: ${path.join(folder, "finance-2026-11-22.csv")}\n`,
    );
    expect(await readdir(folder)).toEqual(["finance-2026-11-22.csv"]);
    expect((await run(["schedule", "run", "2", "--json"])).json()).toEqual({
      ...{ number: 2, from: "2026-11-16", to: "2026-11-22", owners: 0 },
      file: path.join(folder, "finance-by-day-2026-11-16_2026-11-22.csv"),
    });
    await runDueExports(app);
    await rm(folder, { recursive: true });
    app.clock.advance(24 * 3_600_000);
    await runDueExports(app);
    const listed = await run(["schedule", "list"]);
    expect(listed.exit).toBe(4);
    expect(listed.out.replaceAll(/\s+/g, " ")).toContain("не удалось: ");
    app.clock.advance(60_000);
    const again = await run(["schedule", "run", "1"]);
    expect([again.exit, again.err]).toEqual([
      1,
      expect.stringContaining("нет такого файла или папки: ENOENT"),
    ]);
  });

  it("shows one with what came of its last runs, by its timetable and by hand, newest first", async () => {
    const shown = await run(["schedule", "show", "1", "--json"]);
    const { runs, ...rest } = shown.json();
    const { id, lastRun } = EXPORT.parse(rest);
    const told = z.array(RUN).parse(runs);
    expect(told.map(({ isByHand, outcome, dueAt, rows }) => [isByHand, outcome, dueAt, rows])).toEqual([
      [true, "failed", null, null],
      [false, "failed", "2026-11-24T04:00:00.000Z", null],
      [true, "done", null, 0],
    ]);
    expect(told[2]?.file).toBe(path.join(folder, "finance-2026-11-22.csv"));
    expect(lastRun).toEqual(told[0]);
    const { out } = await run(["schedule", "show", id.slice(0, 8)]);
    const text = out.replaceAll(/\s+/g, " ");
    expect(text).toMatch(/^Выгрузка №1 Что .* Следующие 25\.11\.2026 07:00, .* id /);
    expect(text).toContain("24.11.2026 12:01 вручную не удалось: ");
    expect(text).toContain("24.11.2026 12:00 24.11.2026 07:00 не удалось: ");
    expect(text).toContain("23.11.2026 12:00 вручную готово за 22.11.2026: finance-2026-11-22.csv, 0 строк");
    const listed = (await run(["schedule", "list"])).out.replaceAll(/\s+/g, " ");
    expect(listed).toContain("Последняя 24.11.2026 12:01, вручную, не удалось: ");
    const none = await run(["schedule", "show", "77"]);
    expect([none.exit, none.err]).toEqual([1, "Такой выгрузки нет: №77. Список: schedule list.\n"]);
    const nobody = await run(["schedule", "run", "ffffffff"]);
    expect([nobody.exit, nobody.err]).toEqual([1, "Такой выгрузки нет: ffffffff. Список: schedule list.\n"]);
  });

  it("says of one that never ran what to do, and of many that these are the last ten", async () => {
    const whole = ["--folder", tmpdir(), "--json"];
    const made = await run([...DAILY.slice(0, 6), ...whole]);
    const number = String(made.json().number);
    expect((await run(["schedule", "show", number])).out).toContain(
      `Ещё ни разу не делалась. Сделать сейчас: schedule run ${number}`,
    );
    for (let count = 0; count < 11; count += 1) {
      app.clock.advance(1_000);
      await run(["schedule", "run", number]);
    }
    const shown = await run(["schedule", "show", number]);
    expect(shown.out).toContain("Показаны последние 10.");
    expect(shown.out.match(/вручную/g)).toHaveLength(10);
    await run(["schedule", "remove", number, "--yes"]);
  });

  it.each([
    [["--cron", "7:00"], 2, "Расписание (--cron): дано «7:00», ожидается пять полей cron"],
    [["--period", "year"], 2, "--period: дано «year», ожидается одно из: yesterday, last-week, last-month."],
    [["--by", "client"], 2, "--by: дано «client»"],
    [["--folder", "exports"], 2, "дано «exports», ожидается путь целиком"],
    [["--folder", "/nowhere/at/all"], 2, "/nowhere/at/all (нет такого файла или папки: ENOENT)"],
  ])("says what is wrong with %j, and adds nothing", async (flags, exit, sentence) => {
    const answer = await run([...DAILY.slice(0, 6), "--folder", tmpdir(), ...flags]);
    expect([answer.exit, answer.out]).toEqual([exit, ""]);
    expect(answer.err).toContain(sentence);
  });

  it("removes, and knows no number that is not there", async () => {
    const asked = await run(["schedule", "remove", "1"]);
    expect(asked.err).toContain("Выгрузка №1 будет убрана. Ничего не сделано.");
    expect((await run(["schedule", "remove", "1", "--yes"])).out).toBe("Выгрузка №1 убрана.\n");
    const gone = await run(["schedule", "remove", "1", "--yes"]);
    expect([gone.exit, gone.err]).toEqual([1, expect.stringContaining("Такой выгрузки нет: №1.")]);
    expect((await run(["schedule", "change", "x"])).exit).toBe(2);
  });
});
