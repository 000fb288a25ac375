import { randomUUID } from "node:crypto";
import { copyFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type BackupSummary, backUp, restore, verifyBackup } from "../../../src/core/backup/index.ts";
import { ledgerCheck } from "../../../src/core/reports/index.ts";
import { migrate } from "../../../src/core/runtime/migrate.ts";
import { repairSchema } from "../../../src/core/runtime/repair.ts";
import { testApp } from "../../support/app.ts";
import { inDatabase, onServer } from "../../support/database-server.ts";
import { granted } from "../../support/make.ts";
import { addressOf, blankDatabase, growBusiness, wholeOf, within } from "../../support/whole-database.ts";

const app = await testApp();
const source = addressOf(app.db);
const folder = await mkdtemp(path.join(tmpdir(), "okoshko-backup-test-"));
afterAll(() => rm(folder, { recursive: true }));
const file = (name: string) => path.join(folder, name);
const now = new Date("2026-11-26T01:00:00Z");
const backUpTo = (name: string, over: Partial<Parameters<typeof backUp>[1]> = {}) =>
  backUp(source, { file: file(name), replaces: false, now, ...over });
const freely = { mayReplace: true, isConfirmed: true };
const carefully = { mayReplace: false, isConfirmed: false };

let made: BackupSummary;
beforeAll(async () => {
  await growBusiness(app.db);
  made = granted(await backUpTo("plain"));
});

describe("a backup made into a database again", () => {
  it("is the same database: rows, checksums, schema, sequences, and the books agree", async () => {
    expect(made.rows).toBeGreaterThan(2_000);
    expect((await stat(file("plain"))).mode & 0o777).toBe(0o600);
    expect(granted(await verifyBackup({ file: file("plain") }))).toEqual(made);

    const target = await blankDatabase();
    const restored = granted(await restore(target, { ...carefully, file: file("plain") }));
    expect(restored).toMatchObject({ migrated: [], hasReplaced: false, rows: made.rows, mode: "live" });
    expect(await wholeOf(target)).toEqual(await wholeOf(source));
    expect(await within(target, (db) => ledgerCheck({ db }))).toEqual([]);
    const sessions = await within(target, (db) => db.pool.query("SELECT FROM panel_sessions"));
    expect(sessions.rowCount).toBe(0);
    expect(await within(target, repairSchema), "what it promises is what migrations say").toEqual({
      repaired: [],
      broken: [],
    });
  });

  it("takes the place of another database, whole, and again with the same end", async () => {
    const target = await blankDatabase();
    await migrate(target);
    await within(target, (db) =>
      db.pool.query("INSERT INTO services (name, duration_minutes, price_kopecks) VALUES ('Чужая', 60, 1)"),
    );
    for (const _ of [1, 2]) {
      const restored = granted(await restore(target, { ...freely, file: file("plain") }));
      expect(restored.hasReplaced).toBe(true);
      expect(await wholeOf(target)).toEqual(await wholeOf(source));
    }
  });

  it("needs no superuser: the owner of a database on somebody's server is enough", async () => {
    const target = await blankDatabase();
    const role = `okoshko_test_${randomUUID().slice(0, 8)}`;
    const serverUrl = inject("testServerUrl");
    await onServer(serverUrl, (client) => client.query(`CREATE ROLE ${role} LOGIN NOSUPERUSER`));
    const url = new URL(inDatabase(serverUrl, target.name));
    url.username = role;
    const theirs = { connectionString: url.href };
    const guest = { ...carefully, file: file("plain") };
    expect(await restore(theirs, guest)).toMatchObject({ refusal: "database_forbids" });
    await onServer(serverUrl, (client) => client.query(`ALTER DATABASE ${target.name} OWNER TO ${role}`));
    granted(await restore(theirs, { ...carefully, file: file("plain") }));
    granted(await restore(theirs, { ...freely, file: file("plain") }));
    expect(await wholeOf(theirs)).toEqual(await wholeOf(source));
    await onServer(serverUrl, async (client) => {
      await client.query(`DROP DATABASE ${target.name} WITH (FORCE)`);
      await client.query(`DROP ROLE ${role}`);
    });
  });

  it("made by an older program is brought up to date, in the same transaction", async () => {
    const old = await blankDatabase();
    const migrations = path.join(import.meta.dirname, "../../../prisma/migrations");
    const before = (await readdir(migrations)).filter((name) => /^2026112[345]/.test(name));
    await migrate(old, { directory: await folderWith(migrations, before) });
    await within(old, (db) =>
      db.pool.query("INSERT INTO services (name, duration_minutes, price_kopecks) VALUES ('Давняя', 60, 1)"),
    );
    granted(await backUp(old, { file: file("old"), replaces: false, now }));
    const target = await blankDatabase();
    const restored = granted(await restore(target, { ...carefully, file: file("old") }));
    expect(restored.migrated).toContain("20261126210000_schedules");
    const [{ schema }, expected] = [await wholeOf(target), await wholeOf(source)];
    const shape = (lines: readonly string[]) => lines.filter((line) => !/_seq \d*$/.test(line));
    expect(shape(schema)).toEqual(shape(expected.schema));
    expect(await migrate(target)).toEqual([]);
  });

  it("with a passphrase opens with it alone", async () => {
    const passphrase = "верная лошадь скрепка";
    granted(await backUpTo("secret", { passphrase }));
    const open = (given?: string) => verifyBackup({ file: file("secret"), passphrase: given });
    expect(await open()).toMatchObject({ refusal: "passphrase_needed" });
    expect(await open("не та")).toMatchObject({ refusal: "passphrase_wrong" });
    expect(await verifyBackup({ file: file("plain"), passphrase })).toMatchObject({
      refusal: "passphrase_not_needed",
    });
    expect(granted(await open(passphrase))).toMatchObject({ isEncrypted: true });
    const target = await blankDatabase();
    granted(await restore(target, { ...carefully, file: file("secret"), passphrase }));
    expect(await wholeOf(target)).toEqual(await wholeOf(source));
  });

  it("is of one moment, though others write while it is made", async () => {
    let isOver = false;
    const writing = (async () => {
      while (!isOver) {
        await app.db.pool.query(`
          WITH made AS (INSERT INTO services (name, duration_minutes, price_kopecks) VALUES (gen_random_uuid(), 60, 1) RETURNING name)
          INSERT INTO audit (actor_kind, action, subject_kind, subject_id, created_at)
          SELECT 'operator', 'planted', 'service', name, now() FROM made`);
      }
    })();
    for (const round of [1, 2]) {
      const made = granted(await backUpTo(`busy${round}`));
      const target = await blankDatabase();
      granted(await restore(target, { ...carefully, file: file(`busy${round}`) }));
      const { rows } = await within(target, (db) =>
        db.pool.query(`SELECT (SELECT count(*) FROM services WHERE name LIKE '%-%-%-%') AS services,
                              (SELECT count(*) FROM audit WHERE action = 'planted') AS notes`),
      );
      expect(rows[0].services).toBe(rows[0].notes);
      expect(made.rows).toBeGreaterThan(2_000);
      expect(await within(target, (db) => ledgerCheck({ db }))).toEqual([]);
    }
    isOver = true;
    await writing;
  });
});

async function folderWith(from: string, names: readonly string[]): Promise<string> {
  const to = await mkdtemp(path.join(folder, "migrations-"));
  const { mkdir } = await import("node:fs/promises");
  for (const name of names) {
    await mkdir(path.join(to, name));
    await copyFile(path.join(from, name, "migration.sql"), path.join(to, name, "migration.sql"));
  }
  return to;
}

it("a new database, schema and all, counts as empty", async () => {
  const target = await blankDatabase();
  await migrate(target);
  const outcome = await restore(target, { ...carefully, file: file("plain") });
  expect(outcome).toMatchObject({ ok: true, value: { hasReplaced: false } });
});

describe("a restore refuses, and changes nothing", () => {
  it("a database with data, unless whoever asks has said so twice", async () => {
    const target = await blankDatabase();
    await migrate(target);
    await within(target, (db) =>
      db.pool.query("INSERT INTO services (name, duration_minutes, price_kopecks) VALUES ('Моя', 60, 1)"),
    );
    const before = await wholeOf(target);
    const ask = (over: object) => restore(target, { ...carefully, file: file("plain"), ...over });
    expect(await ask({})).toMatchObject({ refusal: "database_has_data" });
    expect(await ask({ isConfirmed: true })).toMatchObject({ refusal: "database_has_data" });
    expect(await ask({ mayReplace: true })).toMatchObject({ refusal: "restore_not_confirmed" });
    expect(await wholeOf(target)).toEqual(before);
  });

  it("a database in which somebody works", async () => {
    const target = await blankDatabase();
    await within(target, async (db) => {
      await db.pool.query("SELECT 1");
      const outcome = await restore(target, { ...freely, file: file("plain") });
      expect(outcome).toMatchObject({ refusal: "database_in_use", detail: { count: 1, names: "okoshko" } });
    });
    expect((await wholeOf(target)).sums).toEqual({});
  });

  it("a database that is for the other thing, and one that is not ours at all", async () => {
    const target = await blankDatabase();
    await migrate(target);
    await within(target, (db) =>
      db.pool.query(`INSERT INTO installation (id, mode, session_secret, notification_secret, created_at)
                     VALUES (1, 'sandbox', 'a', 'b', now())`),
    );
    expect(await restore(target, { ...freely, file: file("plain") })).toMatchObject({
      refusal: "backup_other_mode",
    });
    const strange = await blankDatabase();
    await within(strange, (db) => db.pool.query("CREATE TABLE theirs (id int)"));
    expect(await backUp(strange, { file: file("strange"), replaces: false, now })).toMatchObject({
      refusal: "database_strange",
      detail: { names: "theirs" },
    });
    expect(await restore(strange, { ...freely, file: file("plain") })).toMatchObject({
      refusal: "database_strange",
    });
  });

  it("a file with any byte changed, cut off anywhere, or with something behind its end", async () => {
    const target = await blankDatabase();
    const whole = await readFile(file("plain"));
    const planted = file("planted");
    for (const share of [0.1, 0.3, 0.5, 0.7, 0.9, 0.9999]) {
      const place = Math.floor(whole.length * share);
      const flipped = Buffer.from(whole);
      flipped[place] = (flipped[place] ?? 0) ^ 0x40;
      await writeFile(planted, flipped);
      expect(await restore(target, { ...freely, file: planted })).toMatchObject({
        refusal: "backup_damaged",
      });
      await writeFile(planted, whole.subarray(0, place));
      expect(await restore(target, { ...freely, file: planted })).toMatchObject({
        refusal: "backup_damaged",
      });
    }
    await writeFile(planted, Buffer.concat([whole, Buffer.from("x")]));
    expect(await verifyBackup({ file: planted })).toMatchObject({ refusal: "backup_damaged" });
    await writeFile(planted, "PK и что-то ещё");
    expect(await verifyBackup({ file: planted })).toMatchObject({ refusal: "not_a_backup" });
    await writeFile(planted, "OKOSHKO BACKUP 2\n…");
    expect(await verifyBackup({ file: planted })).toMatchObject({ refusal: "backup_newer" });
    expect(await verifyBackup({ file: file("нет такого") })).toMatchObject({
      refusal: "backup_unreadable",
      detail: { problem: "ENOENT" },
    });
    expect((await wholeOf(target)).sums).toEqual({});
  });

  it("a file of a newer program", async () => {
    const newer = await blankDatabase();
    await migrate(newer);
    await within(newer, (db) =>
      db.pool.query(`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
                     VALUES ('1', 'x', '99990101000000_from_the_future', now())`),
    );
    granted(await backUp(newer, { file: file("newer"), replaces: false, now }));
    expect(await restore(await blankDatabase(), { ...freely, file: file("newer") })).toMatchObject({
      refusal: "backup_newer",
      detail: { migration: "99990101000000_from_the_future" },
    });
  });
});

describe("a connection that is lost", () => {
  const cutOff = (address: { readonly connectionString: string }) =>
    within(address, (db) =>
      db.pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                     WHERE datname = current_database() AND application_name = 'okoshko backup'`),
    );

  it("ends a backup with an error, and no file", async () => {
    let cutting: Promise<unknown> | undefined;
    const onProgress = () => {
      cutting ??= cutOff(source);
    };
    await app.db.pool.query(
      "INSERT INTO audit (actor_kind, action, subject_kind, subject_id, created_at, reason) SELECT 'operator', 'planted', 'service', n, now(), repeat('long ', 100) FROM generate_series(1, 50000) n",
    );
    await expect(backUpTo("lost", { onProgress })).rejects.toThrow();
    await cutting;
    expect((await readdir(folder)).filter((name) => name.startsWith("lost"))).toEqual([]);
  });

  it("ends a restore with an error, and leaves the database as it was", async () => {
    const target = await blankDatabase();
    await migrate(target);
    const before = await wholeOf(target);
    let cutting: Promise<unknown> | undefined;
    const onProgress = (share: number) => {
      if (share > 0.15) cutting ??= cutOff(target);
    };
    await expect(restore(target, { ...freely, file: file("plain"), onProgress })).rejects.toThrow();
    await cutting;
    expect(await wholeOf(target)).toEqual(before);
  });
});

describe("a backup refuses, and leaves no half of a file", () => {
  it("a file that is there, unless it may be replaced", async () => {
    granted(await backUpTo("twice"));
    expect(await backUpTo("twice")).toMatchObject({ refusal: "file_exists" });
    granted(await backUpTo("twice", { replaces: true }));
  });

  it("a folder that is not there or is a file, and an empty database", async () => {
    expect(await backUpTo("nowhere/a")).toMatchObject({
      refusal: "file_unwritable",
      detail: { problem: "ENOENT" },
    });
    expect(await backUpTo("plain/a")).toMatchObject({
      refusal: "file_unwritable",
      detail: { problem: "ENOTDIR" },
    });
    const outcome = await backUp(await blankDatabase(), { file: file("empty"), replaces: false, now });
    expect(outcome).toMatchObject({ refusal: "database_empty" });
    expect((await readdir(folder)).filter((name) => name.includes("part") || name === "empty")).toEqual([]);
  });
});
