import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { sql } from "../../src/core/runtime/sql.ts";
import { testApp } from "../support/app.ts";
import { commandLine } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);

it("a full disk of an outside database is said in words, with the code of a breakdown", async () => {
  await app.db.pool.query(`
    CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER full_disk BEFORE INSERT ON services FOR EACH ROW EXECUTE FUNCTION full_disk()`);
  const add = ["services", "add", "--name", "Стрижка", "--minutes", "60", "--price", "1", "--policy", "full"];
  const words = await run(add);
  expect([words.exit, words.out]).toEqual([3, ""]);
  expect(words.err).toMatch(
    /^База данных не может писать: на диске нет места \(сервер .+\)\. Освободите его и повторите\.\n$/,
  );
  expect((await run([...add, "--json"])).error()).toMatchObject({ code: "disk_full", detail: {} });
  await app.db.pool.query("DROP TRIGGER full_disk ON services; DROP FUNCTION full_disk");
});

const disk = mkdtempSync(path.join(tmpdir(), "okoshko-disk-test-"));
const mountOf = (mib: number) =>
  spawnSync("/bin/mount", ["-t", "tmpfs", "-o", `size=${mib}m`, "tmpfs", disk]).status === 0;
const mayMount = process.getuid?.() === 0 && mountOf(1);
const unmount = () => spawnSync("/bin/umount", [disk]);
if (mayMount) unmount();
afterAll(() => rmSync(disk, { recursive: true, force: true }));

const MIB = 1024 ** 2;
const dataDir = path.join(disk, "data");
const env = { DATABASE_URL: "", DATA_DIR: dataDir };
const FULL = `База данных не может писать: на диске нет места (папка ${dataDir}/postgres). Освободите его или назовите в DATA_DIR папку на другом диске. Осмотреть всё: npm run -s cli -- doctor\n`;

const filler = path.join(disk, "filler");

/** Takes all but so much of what is left. */
function fillDisk(leftMib: number): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(filler, Buffer.alloc(bavail * bsize - leftMib * MIB, 1));
}

// Servers start and stop here, and other tests want the same two cores.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe.runIf(mayMount)("a full disk under the embedded database", () => {
  afterEach(async () => {
    // A server on a full disk cannot end: what it has to write last finds no room.
    rmSync(filler, { force: true });
    await run(["db", "stop", "--yes"], { env }).finally(unmount);
  });

  it("is what a new database says that finds no room", async () => {
    mountOf(20);
    expect(await run(["demo", "load"], { env })).toMatchObject({ exit: 3, out: "", err: FULL });
  });

  it("is what a restore says in whose middle it fills up", async () => {
    const copy = path.join(tmpdir(), path.basename(disk).concat(".backup"));
    await app.db.run(sql`
      INSERT INTO clients (referral_code, name, phone, created_at)
      SELECT 'r' || n, 'Имя ' || n || md5(n::text) || md5((n * 7)::text), '+7999' || lpad(n::text, 7, '0'), now()
      FROM generate_series(1, 30000) n`);
    expect((await run(["db", "backup", copy, "--yes"])).exit).toBe(0);
    mountOf(200);
    expect((await run(["db", "migrate"], { env })).exit).toBe(0);
    fillDisk(8);
    const restored = await run(["db", "restore", copy], { env });
    rmSync(copy);
    expect([restored.exit, restored.err]).toEqual([3, FULL]);
  });

  it("is what a command says whose server does not come up for it, at once", async () => {
    mountOf(200);
    expect((await run(["demo", "load"], { env })).exit).toBe(0);
    expect((await run(["db", "stop", "--yes"], { env })).exit).toBe(0);
    fillDisk(0);
    expect(await run(["services", "list"], { env })).toMatchObject({ exit: 3, out: "", err: FULL });
    expect((await run(["services", "list", "--json"], { env })).error()).toMatchObject({
      code: "disk_full",
      detail: { folder: path.join(dataDir, "postgres") },
    });
  });
});
