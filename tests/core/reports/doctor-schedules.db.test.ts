import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { backUpOnSchedule } from "../../../src/core/backup/index.ts";
import { addExport, removeExport, runDueExports, runExport } from "../../../src/core/exports/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { examine } from "../../../src/core/reports/index.ts";
import { cheapMeasures } from "../../../src/core/reports/measures.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { dropSchedule } from "../../../src/core/schedules/index.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { commandLine } from "../../cli/command-line.ts";
import { START, testApp } from "../../support/app.ts";
import { granted, makeService } from "../../support/make.ts";
import { groundWith, troublesOf } from "./doctor-ground.ts";

const app = await testApp();
await makeService(app);
const folder = await mkdtemp(path.join(tmpdir(), "okoshko-schedules-test-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const GIB = 1024 ** 3;
const ground = groundWith({ db: app.db, clock: app.clock });
const run = commandLine(app);
const look = (over: Parameters<typeof groundWith>[0] = {}) =>
  troublesOf({ ...ground, ...over }, ["schedules"]);
const set = async (key: string, typed: string) =>
  granted(await changeSetting(app, { key, typed, actor: OPERATOR }));
const figure = async (name: string, labels?: Readonly<Record<string, string>>) =>
  (await cheapMeasures(app))
    .find((one) => one.name === `okoshko_${name}`)
    ?.samples.find((one) => JSON.stringify(one.labels) === JSON.stringify(labels))?.value;

/** Copies every day at 12:00 in Moscow; the clock of the test begins at such a moment. */
beforeEach(async () => {
  app.clock.set(START);
  await dropSchedule(app.db, "backup");
  await app.db.run(sql`DELETE FROM exports`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  await set("backup.folder", folder);
  await set("backup.cron", "0 12 * * *");
  await set("backup.passphraseFile", "");
});

describe("doctor on copies by a timetable", () => {
  it("is content while they are made, and asks for the first one by hand", async () => {
    expect(await look()).toMatchObject([
      {
        id: "schedules_no_copy_yet",
        level: "warning",
        mend: expect.stringMatching(/: npm run -s cli -- db backup \S+\/okoshko-[\dT-]+Z\.backup$/),
      },
    ]);
    await backUpOnSchedule(app);
    app.clock.advance(DAY);
    await backUpOnSchedule(app);
    app.clock.advance(DAY + 29 * MINUTE);
    const found = await examine({ ...ground, clock: app.clock }, { only: ["schedules"] });
    expect(found).toMatchObject([
      { id: "schedules_ok", level: "ok", what: "Выгрузок по расписанию: 0. Копии базы делаются." },
    ]);
    expect([
      await figure("schedules_late", { kind: "backup" }),
      await figure("backup_newest_seconds"),
    ]).toEqual([0, (DAY + 29 * MINUTE) / 1_000]);
  });

  it("tells of a newest copy that is older than a week, though the timetable wants no other", async () => {
    await set("backup.cron", "0 12 1 * *");
    await backUpOnSchedule(app);
    app.clock.advance(40 * DAY);
    await backUpOnSchedule(app);
    const [name = ""] = (await readdir(folder)).sort();
    const madeAt = Date.parse(`${name.slice(8, 21)}:00:00Z`);
    app.clock.set(new Date(madeAt + 7 * DAY));
    expect(await look()).toEqual([]);
    app.clock.set(new Date(madeAt + 7 * DAY + 1));
    expect(await look()).toMatchObject([
      {
        id: "schedules_copies_rare",
        level: "warning",
        mend: expect.stringContaining('settings set backup.cron "0 4 * * *"'),
      },
    ]);
  });

  it("tells of one that was not made in time, half an hour after it was due", async () => {
    await backUpOnSchedule(app);
    app.clock.advance(DAY);
    await backUpOnSchedule(app);
    app.clock.advance(DAY + 30 * MINUTE);
    expect(await look()).toMatchObject([
      { id: "schedules_backup_late", level: "trouble", since: new Date(Date.parse(START) + 2 * DAY) },
    ]);
    expect([await figure("schedules_late", { kind: "backup" }), await figure("backup_stale")]).toEqual([
      1, 1,
    ]);
  });

  it("tells of one that failed, why, and of the folder that is not there", async () => {
    await backUpOnSchedule(app);
    await rm(folder, { recursive: true });
    app.clock.advance(DAY);
    await backUpOnSchedule(app);
    const found = await look();
    expect(found).toMatchObject([
      { id: "schedules_backup_failed", level: "trouble", what: expect.stringContaining("ENOENT") },
      { id: "schedules_backup_folder", level: "trouble", what: expect.stringContaining("нет такого файла") },
    ]);
    expect(found[1]?.mend).toMatch(
      /или другая папка: npm run -s cli -- settings set backup\.folder <папка>$/,
    );
    expect(found.every(({ why, mend }) => why !== undefined && mend !== undefined)).toBe(true);
    expect(await figure("schedules_failed", { kind: "backup" })).toBe(1);
  });

  it("tells when the copies that were made are gone, all of them or the newest", async () => {
    await backUpOnSchedule(app);
    for (let day = 1; day <= 2; day += 1) {
      app.clock.advance(DAY);
      await backUpOnSchedule(app);
    }
    const [older = "", newer = ""] = (await readdir(folder)).sort();
    await rm(path.join(folder, newer));
    expect(await look()).toMatchObject([
      {
        id: "schedules_copy_old",
        what: expect.stringContaining(older),
        since: new Date(Date.parse(START) + 2 * DAY),
      },
    ]);
    await rm(path.join(folder, older));
    expect(await look()).toMatchObject([
      { id: "schedules_copy_old", what: expect.stringContaining("ни одной копии") },
    ]);
  });

  it("has a missing copy made as the timetable would make it: with the passphrase", async () => {
    const key = path.join(folder, "мой ключ");
    await writeFile(key, "верная лошадь\n");
    await set("backup.passphraseFile", key);
    expect(await look()).toMatchObject([
      {
        id: "schedules_no_copy_yet",
        mend: expect.stringMatching(/okoshko-[\dT-]+Z\.backup --passphrase-file '.*\/мой ключ'$/),
      },
    ]);
  });

  it.each([
    ["missing", async () => undefined, "нет такого файла"],
    ["empty", (key: string) => writeFile(key, "\n"), "файл пуст"],
    ["a folder", (key: string) => mkdir(key), "это папка"],
  ])("tells before the next copy fails that the passphrase cannot be read: %s", async (_, plant, problem) => {
    await backUpOnSchedule(app);
    app.clock.advance(DAY);
    await backUpOnSchedule(app);
    for (const name of await readdir(folder)) await writeFile(path.join(folder, name), "");
    const key = path.join(folder, "key");
    await plant(key);
    await set("backup.passphraseFile", key);
    const found = await look();
    expect(found).toMatchObject([
      {
        id: "schedules_backup_passphrase",
        level: "trouble",
        what: expect.stringContaining(`${key} (${problem}`),
        mend: expect.stringMatching(/: npm run -s cli -- settings set backup\.passphraseFile <файл>$/),
      },
    ]);
  });

  it("warns of copies in clear where they are to be encrypted, with the command that mends it", async () => {
    await backUpOnSchedule(app);
    app.clock.advance(DAY);
    await backUpOnSchedule(app);
    expect(await look()).toEqual([]);
    const [clear = ""] = (await readdir(folder)).map((name) => path.join(folder, name));
    const key = path.join(folder, "key");
    await writeFile(key, "верная лошадь\n");
    await set("backup.passphraseFile", key);
    const found = await look();
    expect(found).toMatchObject([{ id: "schedules_copies_clear", level: "warning", count: 1 }]);
    expect(found[0]?.mend).toMatch(
      new RegExp(
        `Иначе: npm run -s cli -- db backup \\S+Z\\.backup --passphrase-file ${key} && rm ${clear}$`,
      ),
    );
    const listed = await run(["db", "backups"]);
    expect(listed.out).toMatch(/Шифровать +да\n/);
    expect(listed.out).toMatch(/okoshko-\S+Z\.backup .* нет\n/);
    expect(listed.out).toContain("Без шифра: 1 копия, прочтёт любой.");

    app.clock.advance(DAY);
    await backUpOnSchedule(app);
    expect((await look())[0]?.mend, "an encrypted one is there").toMatch(new RegExp(`Иначе: rm ${clear}$`));
    const { items } = (await run(["db", "backups", "--json"])).json();
    expect(items.map(({ isEncrypted }) => isEncrypted)).toEqual([true, false]);
    await rm(clear);
    expect(await look()).toEqual([]);
  });

  it("tells of a disk on which the next one has no room, and of a business without any", async () => {
    await backUpOnSchedule(app);
    app.clock.advance(DAY);
    await backUpOnSchedule(app);
    const freeSpace = async () => ({ freeBytes: GIB, totalBytes: 100 * GIB });
    expect(await look({ freeSpace })).toMatchObject([{ id: "schedules_backup_room", level: "warning" }]);
    const full = async () => ({ freeBytes: 1_000, totalBytes: 100 * GIB });
    expect(await look({ freeSpace: full })).toMatchObject([
      { id: "schedules_backup_room", level: "trouble" },
    ]);
    await set("backup.folder", "");
    expect(await look()).toMatchObject([
      {
        id: "schedules_no_backups",
        level: "warning",
        mend: expect.stringMatching(/settings set backup\.folder .*; .*db backup /),
      },
    ]);
  });
});

describe("doctor on exports by a timetable", () => {
  const added = async (to: string) => {
    const terms = { cron: "0 12 * * *", span: "day", contents: "operations", dialect: "excel" } as const;
    const one = { ...terms, exportId: app.newId(), actor: OPERATOR, folder: to, isToTelegram: false };
    return granted(await addExport(app, one));
  };

  it("tells of one that is late, of one that failed, and of its folder, by its number", async () => {
    await backUpOnSchedule(app);
    app.clock.advance(DAY);
    await backUpOnSchedule(app);
    const own = path.join(folder, "own");
    await mkdir(own);
    const { number } = await added(own);
    await runDueExports(app);
    expect(await look()).toEqual([]);
    app.clock.advance(DAY + 31 * MINUTE);
    await backUpOnSchedule(app);
    expect(await look()).toMatchObject([
      { id: "schedules_export_late", what: `Выгрузка №${number} не сделана в срок.` },
    ]);
    await rm(own, { recursive: true });
    await runDueExports(app);
    const failed = await look();
    expect(failed).toMatchObject([
      { id: "schedules_export_failed", mend: `npm run -s cli -- schedule run ${number}` },
      { id: "schedules_export_folder", what: expect.stringContaining(own) },
    ]);
    expect(failed[1]?.mend).toContain(
      `или другая папка: npm run -s cli -- schedule change ${number} --folder <папка>`,
    );
    expect(await figure("schedules_failed", { kind: "export" })).toBe(1);
    granted(await removeExport(app, { number, actor: OPERATOR }));
    expect(await look()).toEqual([]);
  });

  it("names each of several that failed, until its file is made, by the timetable or by the command it names", async () => {
    const own = path.join(folder, "own");
    await mkdir(own);
    const [first, second, third] = [await added(own), await added(own), await added(folder)];
    await Promise.all([runDueExports(app), backUpOnSchedule(app)]);
    app.clock.advance(DAY);
    await rm(own, { recursive: true });
    await Promise.all([runDueExports(app), backUpOnSchedule(app)]);
    await mkdir(own);
    const failed = async () => (await look()).map(({ id, mend }) => [id, mend]);
    const of = ({ number }: { readonly number: number }) => [
      "schedules_export_failed",
      `npm run -s cli -- schedule run ${number}`,
    ];
    expect(await failed()).toEqual([of(first), of(second)]);
    granted(await runExport(app, { number: third.number, runId: app.newId() }));
    expect(await failed()).toEqual([of(first), of(second)]);
    granted(await runExport(app, { number: first.number, runId: app.newId() }));
    expect(await failed()).toEqual([of(second)]);
    expect(await figure("schedules_failed", { kind: "export" })).toBe(1);
    app.clock.advance(DAY);
    await Promise.all([runDueExports(app), backUpOnSchedule(app)]);
    expect(await look()).toEqual([]);
  });
});
