import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { backUpOnSchedule, listBackups, restore, verifyBackup } from "../../../src/core/backup/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { addStaff, linkStaff } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { dropSchedule } from "../../../src/core/schedules/index.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { commandLine } from "../../cli/command-line.ts";
import { START, testApp } from "../../support/app.ts";
import { granted, makeService } from "../../support/make.ts";
import { blankDatabase } from "../../support/whole-database.ts";

const app = await testApp();
const run = commandLine(app);
const folder = await mkdtemp(path.join(tmpdir(), "okoshko-backup-test-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
const DAY = 24 * 3_600_000;
const set = async (key: string, typed: string) =>
  granted(await changeSetting(app, { key, typed, actor: OPERATOR }));
const files = async () => (await readdir(folder)).sort();

await makeService(app);
const owner = granted(
  await addStaff(app, {
    name: "Ольга",
    role: "owner",
    email: "o@x.ru",
    password: "long enough",
    actor: OPERATOR,
  }),
);
granted(await linkStaff(app, { staffId: owner.id, telegramId: 700, actor: OPERATOR }));
/** A copy every day at 12:00 in Moscow; the clock of the test begins at such a moment. */
beforeEach(async () => {
  app.clock.set(START);
  await dropSchedule(app.db, "backup");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  await set("backup.folder", folder);
  await set("backup.cron", "0 12 * * *");
  await set("backup.passphraseFile", "");
  await app.db.pool.query("DELETE FROM outbox");
});

describe("copies by the owner's timetable", () => {
  it("are made once per due time over any number of processes, and can be made a database again", async () => {
    await backUpOnSchedule(app);
    expect(await files()).toEqual([]);
    app.clock.advance(DAY);
    await Promise.all([1, 2, 3, 4].map(() => backUpOnSchedule(app)));
    await backUpOnSchedule(app);
    expect(await files()).toEqual(["okoshko-2026-11-24T09-00-00Z.backup"]);
    const file = path.join(folder, "okoshko-2026-11-24T09-00-00Z.backup");
    granted(await restore(await blankDatabase(), { file, mayReplace: false, isConfirmed: false }));
  });

  it("are made up for once after a standstill, and the old ones go", async () => {
    await set("backup.keepDaily", "2");
    await set("backup.keepWeekly", "0");
    await writeFile(path.join(folder, "notes.txt"), "not ours");
    const leftover = path.join(folder, "okoshko-2026-11-01T09-00-00Z.backup.0123abcd.part");
    await writeFile(leftover, "half");
    await utimes(leftover, new Date("2026-01-01"), new Date("2026-01-01"));
    for (const days of [0, 1, 1, 10]) {
      app.clock.advance(days * DAY);
      await backUpOnSchedule(app);
    }
    expect(await files()).toEqual([
      "notes.txt",
      "okoshko-2026-11-25T09-00-00Z.backup",
      "okoshko-2026-12-05T09-00-00Z.backup",
    ]);
  });

  it("are encrypted when there is a file with a passphrase", async () => {
    const key = path.join(folder, "key");
    await writeFile(key, "верная лошадь\n");
    await set("backup.passphraseFile", key);
    await backUpOnSchedule(app);
    app.clock.advance(DAY);
    expect(await backUpOnSchedule(app)).toMatchObject({ outcome: "done" });
    const file = path.join(folder, "okoshko-2026-11-24T09-00-00Z.backup");
    expect(await verifyBackup({ file })).toMatchObject({ refusal: "passphrase_needed" });
  });

  it("that fail are told to the owner once, keep the old ones, and wait for the next due time", async () => {
    await backUpOnSchedule(app);
    app.clock.advance(DAY);
    await backUpOnSchedule(app);
    await set("backup.passphraseFile", path.join(folder, "нет"));
    app.clock.advance(DAY);
    expect(await backUpOnSchedule(app)).toMatchObject({ outcome: "failed" });
    expect(await backUpOnSchedule(app)).toBeUndefined();
    const told = await app.db.many<{ payload: { problem: string }; staffId: string }>(
      sql`SELECT payload, staff_id FROM outbox WHERE kind = 'staff_backup_failed'`,
    );
    expect(told).toEqual([
      {
        staffId: owner.id,
        payload: {
          problem: `не прочитать файл с паролем: ${path.join(folder, "нет")} (нет такого файла или папки: ENOENT)`,
        },
      },
    ]);
    expect(await files()).toEqual(["okoshko-2026-11-24T09-00-00Z.backup"]);
    expect(await listBackups(app)).toMatchObject({ lastRun: { outcome: "failed" }, copies: [{}] });
    const listed = await run(["db", "backups"]);
    expect(listed.exit).toBe(4);
    expect(listed.out).toContain("не удалось: не прочитать файл с паролем");
    await set("backup.passphraseFile", "");
    app.clock.advance(DAY);
    expect(await backUpOnSchedule(app)).toMatchObject({ outcome: "done" });
    expect((await run(["db", "backups"])).exit).toBe(0);
  });

  it("are not made while no folder is set, and the list says how to have them", async () => {
    await backUpOnSchedule(app);
    await set("backup.folder", "");
    app.clock.advance(DAY);
    expect(await backUpOnSchedule(app)).toBeUndefined();
    const listed = await run(["db", "backups"]);
    expect([listed.exit, listed.out]).toEqual([0, expect.stringContaining("settings set backup.folder")]);
    await set("backup.folder", folder);
    expect(await backUpOnSchedule(app)).toBeUndefined();
    expect(await files()).toEqual([]);
  });

  it("are listed for programs, with what comes next", async () => {
    await backUpOnSchedule(app);
    app.clock.advance(DAY);
    await backUpOnSchedule(app);
    const { items, ...about } = (await run(["db", "backups", "--json"])).json();
    expect(about).toEqual({
      folder,
      cron: "0 12 * * *",
      timeZone: "Europe/Moscow",
      isEncrypted: false,
      next: ["2026-11-25T09:00:00.000Z", "2026-11-26T09:00:00.000Z", "2026-11-27T09:00:00.000Z"],
      lastRun: expect.objectContaining({ outcome: "done", words: "okoshko-2026-11-24T09-00-00Z.backup" }),
      problem: null,
    });
    expect(items).toEqual([
      {
        name: "okoshko-2026-11-24T09-00-00Z.backup",
        at: "2026-11-24T09:00:00.000Z",
        bytes: expect.any(Number),
        isEncrypted: false,
      },
    ]);
    await set("backup.folder", path.join(folder, "нет"));
    const gone = await run(["db", "backups"]);
    expect([gone.exit, gone.out]).toEqual([4, expect.stringContaining("нет такого файла или папки")]);
  });

  it.each([
    ["backup.folder", "backups"],
    ["backup.cron", "каждый день"],
    ["backup.cron", "0 4 30 2 *"],
    ["backup.keepDaily", "0"],
  ])("are not set up by %s = %s", async (key, typed) => {
    const outcome = await changeSetting(app, { key, typed, actor: OPERATOR });
    expect(outcome).toMatchObject({ refusal: "setting_out_of_range" });
  });
});
