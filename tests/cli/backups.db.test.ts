import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setImmediate as tick } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { testApp } from "../support/app.ts";
import { addressOf, blankDatabase, growBusiness, wholeOf } from "../support/whole-database.ts";
import { commandLine } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
const folder = await mkdtemp(path.join(tmpdir(), "okoshko-backup-test-"));
afterAll(() => rm(folder, { recursive: true }));
const file = path.join(folder, "okoshko.backup");
const key = path.join(folder, "key.txt");

beforeAll(async () => {
  await growBusiness(app.db);
  await writeFile(key, "верная лошадь\n");
});

const SUMMARY = z.strictObject({
  file: z.string(),
  createdAt: z.iso.datetime(),
  product: z.string(),
  mode: z.enum(["live", "sandbox"]).nullable(),
  source: z.strictObject({ host: z.string(), database: z.string(), postgres: z.string() }),
  migrations: z.array(z.string()),
  isEncrypted: z.boolean(),
  fileBytes: z.int(),
  rows: z.int(),
  tables: z.array(z.strictObject({ name: z.string(), rows: z.int(), bytes: z.int() })),
});
const BACKED_UP = SUMMARY.extend({
  warnings: z.array(z.strictObject({ code: z.literal("passphrase_short"), message: z.string() })),
});
const RESTORED = SUMMARY.extend({
  hasReplaced: z.boolean(),
  migrated: z.array(z.string()),
  discrepancies: z.int(),
});

describe("db backup, db verify, db restore", () => {
  it("say what was done, in words and for programs", async () => {
    const made = await run(["db", "backup", file, "--passphrase-file", key, "--json"]);
    expect([made.exit, made.err]).toEqual([0, ""]);
    const { warnings, ...summary } = BACKED_UP.parse(made.json());
    expect(warnings).toEqual([]);
    expect(summary).toMatchObject({ file, isEncrypted: true, mode: "live" });
    const seen = await run(["db", "verify", file, "--passphrase-file", key, "--json"]);
    expect(SUMMARY.parse(seen.json())).toEqual(summary);

    const words = await run(["db", "verify", file, "--passphrase-file", key]);
    expect(words.out).toMatch(/Зашифрована {2}да\n/);
    expect(words.out).toMatch(/\nbookings +\d+ +/);
    expect(words.out.trimEnd()).toMatch(/Всё цело: контрольные суммы сошлись\.$/);
    const again = await run(["db", "backup", file, "--force"]);
    expect(again.out).toMatch(/^Копия готова: .*\.\nПроверить: npm run -s cli -- db verify /);
    const spaced = path.join(folder, "моя копия.backup");
    const hinted = await run(["db", "backup", spaced, "--passphrase-file", key]);
    expect(hinted.out).toContain(`db verify '${spaced}' --passphrase-file ${key}\n`);
    expect((await run(["db", "backup", spaced])).err).toContain("или добавьте --yes, чтобы заменить его.");
    expect((await run(["db", "backup", spaced, "--yes"])).exit).toBe(0);

    const target = await blankDatabase();
    const env = { DATABASE_URL: target.connectionString };
    const restored = await run(["db", "restore", file, "--json"], { env });
    expect(restored.err).toBe("");
    expect(RESTORED.parse(restored.json())).toMatchObject({ discrepancies: 0, hasReplaced: false });
    expect(await wholeOf(target)).toEqual(await wholeOf(addressOf(app.db)));
    const held = await run(["db", "restore", file, "--json"], { env });
    expect(held.error().detail.tables, "counted as in the copy").toBe(
      summary.tables.filter(({ rows }) => rows > 0).length,
    );
    const forced = await run(["db", "restore", file, "--force", "--yes"], { env });
    expect([forced.exit, forced.err]).toEqual([0, ""]);
    expect(forced.out).toContain("Сверка: баллы, окна и деньги сходятся с записями.\n");
  });

  it("a short passphrase is taken with a warning where a copy is made, and without a word where one is read", async () => {
    const short = path.join(folder, "short.txt");
    const copy = path.join(folder, "short.backup");
    await writeFile(short, "xyz\n");
    const made = await run(["db", "backup", copy, "--passphrase-file", short]);
    expect([made.exit, made.out]).toEqual([0, expect.stringContaining("зашифрована")]);
    expect(made.err).toMatch(/^Внимание: пароль короче 12 знаков: .+\n$/);
    const asJson = await run(["db", "backup", copy, "--yes", "--passphrase-file", short, "--json"]);
    expect([asJson.err, BACKED_UP.parse(asJson.json()).warnings]).toMatchObject([
      "",
      [{ code: "passphrase_short" }],
    ]);
    const read = await run(["db", "verify", copy, "--passphrase-file", short]);
    expect([read.exit, read.err]).toEqual([0, ""]);
    const env = { DATABASE_URL: (await blankDatabase()).connectionString };
    const restored = await run(["db", "restore", copy, "--passphrase-file", short], { env });
    expect([restored.exit, restored.err]).toEqual([0, ""]);
  });

  it("restore looks at the file and the database before it asks, and names what would be lost for what", async () => {
    const target = await blankDatabase();
    const env = { DATABASE_URL: target.connectionString };
    expect((await run(["db", "restore", file], { env })).exit).toBe(0);
    const force = ["db", "restore", file, "--force"];
    const damaged = path.join(folder, "damaged.backup");
    const bytes = await readFile(file);
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 0xff, bytes.length >> 1);
    await writeFile(damaged, bytes);
    const spoilt = await run(["db", "restore", damaged, "--force"], { env, answers: "да" });
    expect([spoilt.exit, spoilt.err.includes("Продолжить?")]).toEqual([1, false]);
    const used = await run(force, { answers: "да" });
    expect(used.err).toMatch(/^С базой работают другие/);
    const name = new URL(target.connectionString).pathname.slice(1);
    const asked = await run(force, { env, answers: "нет" });
    expect(asked.err).toMatch(
      /^Всё, что сейчас в базе .+, заменит копия от \S+ \d\d:\d\d UTC\. Продолжить\?/,
    );
    expect(asked.err).toContain(`«${name}»`);
    expect(asked.err).toMatch(/будет заменено копией от \S+ \d\d:\d\d UTC\. Ничего не сделано\./);
    expect((await run([...force, "--json"], { env })).error().code).toBe("restore_not_confirmed");
    const agreed = await run(force, { env, answers: "да" });
    expect([agreed.exit, agreed.out.startsWith("База восстановлена")]).toEqual([0, true]);
  });

  it.each([
    [["db", "backup"], 2, "wrong_usage"],
    [["db", "backup", file], 1, "file_exists"],
    [["db", "backup", path.join(folder, "нет", "a")], 2, "file_unwritable"],
    [["db", "backup", folder], 2, "file_is_folder"],
    [["db", "backup", folder, "--force"], 2, "file_is_folder"],
    [["db", "backup", "/dev/null"], 2, "file_is_device"],
    [["db", "backup", "-"], 2, "file_is_device"],
    [["db", "backup", "/dev/full", "--force"], 2, "file_is_device"],
    [["db", "backup", "/proc/okoshko.backup"], 2, "file_unwritable"],
    [
      ["db", "backup", file, "--force", "--passphrase-file", path.join(folder, "нет")],
      2,
      "passphrase_unreadable",
    ],
    [["db", "verify", path.join(folder, "нет")], 2, "backup_unreadable"],
    [["db", "verify", key], 1, "not_a_backup"],
    [["db", "restore", file], 1, "database_has_data"],
    [["db", "restore", file, "--force"], 1, "database_in_use"],
    [["db", "restore", file, "--force", "--yes"], 1, "database_in_use"],
  ])("%j ends with %i: %s", async (argv, exit, code) => {
    await app.db.pool.query("SELECT 1");
    const answer = await run([...argv, "--json"]);
    expect([answer.exit, answer.out, answer.error().code]).toEqual([exit, "", code]);
    const words = await run(argv);
    expect(words.err).not.toContain("…");
    expect(words.err).not.toContain("undefined");
  });
});

/** The program as the operator starts it, in a shell. */
async function inShell(script: string) {
  const child = spawn("bash", ["-c", script], {
    env: { ...process.env, DATABASE_URL: addressOf(app.db).connectionString },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [[code], out, err] = await Promise.all([once(child, "exit"), text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

describe("a backup that the disk refuses", () => {
  it("says why, ends with 3 and leaves nothing of itself", async () => {
    const before = await readdir(folder);
    const full = path.join(folder, "full");
    const { code, err } = await inShell(`ulimit -f 16; exec node src/cli/main.ts db backup ${full}`);
    expect([code, err]).toEqual([
      3,
      `Записать файл не получилось: ${full} (файл больше, чем разрешено (ulimit -f): EFBIG).\n`,
    ]);
    expect(await readdir(folder)).toEqual(before);
  });

  it("and one that is interrupted leaves nothing, too", async () => {
    const before = await readdir(folder);
    const args = ["src/cli/main.ts", "db", "backup", path.join(folder, "slow"), "--force"];
    const env = { ...process.env, DATABASE_URL: addressOf(app.db).connectionString };
    // It may be through before the signal comes: then it is tried again.
    for (let code: unknown; code !== 130; ) {
      const child = spawn(process.execPath, args, { env, stdio: "ignore" });
      const exited = once(child, "exit");
      while (child.exitCode === null && !readdirSync(folder).some((name) => name.endsWith(".part")))
        await tick();
      child.kill("SIGINT");
      [code] = await exited;
    }
    expect((await readdir(folder)).filter((name) => name !== "slow")).toEqual(before);
  });

  it("a reader that stops reading changes nothing", async () => {
    const piped = await inShell(`set -o pipefail; node src/cli/main.ts db verify ${file} --json | head -c 1`);
    expect([piped.out, piped.err]).toEqual(["{", ""]);
  });
});
