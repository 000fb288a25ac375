import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startEmbeddedPostgres, stopEmbeddedPostgres } from "../../src/core/runtime/embedded-postgres.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { loadSettings } from "../../src/core/settings/index.ts";
import { testApp } from "../support/app.ts";
import { makeService, makeSpecialist } from "../support/make.ts";
import { commandLine } from "./command-line.ts";

const app = await testApp();
const MAIN = path.resolve(import.meta.dirname, "../../src/cli/main.ts");
const dataDir = mkdtempSync(path.join(tmpdir(), "okoshko-cli-test-"));

beforeAll(async () => {
  await makeService(app);
  const specialist = await makeSpecialist(app);
  const days = ["--from", "2026-12-01", "--to", "2027-03-31", "--hours", "08:00-20:00", "--length", "30"];
  await commandLine(app)(["slots", "generate", "--specialist", specialist.id, ...days]);
});

afterAll(async () => {
  await stopEmbeddedPostgres(dataDir);
  rmSync(dataDir, { recursive: true });
});

/** The program as the operator starts it: a process of its own, in a folder with nothing in it. */
function start(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = { DATABASE_URL: app.db.connection.connectionString ?? "" },
  stdout: "pipe" | number = "pipe",
): ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream } {
  const child = spawn(process.execPath, [MAIN, ...argv], {
    cwd: dataDir,
    env: { PATH: process.env.PATH, TZ: "America/New_York", ...env },
    stdio: ["pipe", stdout, "pipe"],
  });
  return child as ReturnType<typeof start>;
}

async function finish(child: ReturnType<typeof start>) {
  const closed = once(child, "close") as Promise<[number | null]>;
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [exit] = await closed;
  return { exit, out, err };
}

it("prints nothing but JSON to standard output, in any zone of the machine", async () => {
  const day = ["--from", "2026-12-01", "--to", "2026-12-01"];
  const { exit, out, err } = await finish(start(["slots", "list", "--json", "--verbose", ...day]));
  expect([exit, err]).toEqual([0, ""]);
  expect(JSON.parse(out).items).toHaveLength(24);
  expect(JSON.parse(out).items[0]).toMatchObject({ day: "2026-12-01", startsAt: "2026-12-01T05:00:00.000Z" });
});

it("gives the shell the exit codes", async () => {
  const codes = await Promise.all(
    [
      ["settings", "list"],
      ["slots", "list", "--specialist", "Нет"],
      ["slots", "list", "--from", "x"],
    ].map(async (argv) => (await finish(start(argv))).exit),
  );
  expect(codes).toEqual([0, 1, 2]);
});

it("ends quietly when its reader has seen enough", async () => {
  const child = start([
    "slots",
    "list",
    "--json",
    "--from",
    "2026-12-01",
    "--to",
    "2027-03-31",
    "--limit",
    "5000",
  ]);
  const closed = once(child, "close");
  const err = text(child.stderr);
  await once(child.stdout, "readable");
  (child.stdout as unknown as { destroy(): void }).destroy();
  expect([(await closed)[0], await err]).toEqual([141, ""]);
});

it("reads a password from standard input, and its answer does not hold it", async () => {
  const child = start([
    "staff",
    "add",
    "--name",
    "Ольга",
    "--role",
    "owner",
    "--email",
    "o@example.ru",
    "--password-stdin",
  ]);
  child.stdin?.end("очень длинная тайна\n");
  const { exit, out, err } = await finish(child);
  expect([exit, err]).toEqual([0, ""]);
  expect(out).not.toContain("тайна");
});

it("leaves nothing half done when it is interrupted in the middle of a change", async () => {
  const blocker = await app.db.pool.connect();
  await blocker.query("BEGIN; LOCK TABLE settings IN ACCESS EXCLUSIVE MODE");
  const child = start(["settings", "set", "booking.holdMinutes", "30"]);
  const waiting = () =>
    app.db.first<{ count: number }>(sql`
      SELECT count(*) AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
  while ((await waiting())?.count !== 1) await sleep(20);
  const ended = finish(child);
  child.kill("SIGINT");
  expect(await ended).toEqual({
    exit: 130,
    out: "",
    err: "Прервано: что не успело записаться целиком, не записано.\n",
  });
  await blocker.query("COMMIT");
  blocker.release();
  expect((await loadSettings(app.db))["booking.holdMinutes"]).toBe(15);
});

it("starts the embedded database when there is none, tells of it, and stops it", async () => {
  const env = { DATA_DIR: dataDir };
  for (const argv of [
    ["services", "list"],
    ["db", "status"],
    ["db", "stop"],
  ]) {
    const { exit, out, err } = await finish(start([...argv, "--json"], env));
    expect([exit, out, JSON.parse(err).error.code]).toEqual([2, "", "installation_missing"]);
  }
  const first = await finish(start(["demo", "load"], env));
  expect([first.exit, first.err]).toEqual([
    0,
    `Базы в папке ${dataDir} не было: создана новая, пустая. Если данные должны были быть, проверьте DATA_DIR и DATABASE_URL.\n`,
  ]);
  const listed = await finish(start(["services", "list"], env));
  expect([listed.exit, listed.err]).toEqual([0, ""]);
  const during = JSON.parse((await finish(start(["db", "status", "--json"], env))).out);
  expect(during).toMatchObject({ server: { isRunning: true }, migrations: { pending: [], problems: [] } });
  expect((await finish(start(["db", "status"], env))).out).toContain("Сервер     работает, процесс ");
  // Where the answer finds no room, it is said all the same that it is done.
  const full = openSync("/dev/full", "w");
  const stopped = start(["db", "stop"], env, full);
  const untold = await text(stopped.stderr);
  closeSync(full);
  expect(untold).toMatch(/^Сделано, но ответ не записан .+ENOSPC\.\n$/);
  // Somebody who works with it, as a running server does.
  const other = new pg.Client({ ...(await startEmbeddedPostgres(dataDir)), application_name: "okoshko" });
  other.on("error", () => undefined);
  await other.connect();
  const refused = await finish(start(["db", "stop"], env));
  expect([refused.exit, refused.out]).toEqual([1, ""]);
  expect(refused.err).toMatch(/^С базой работают другие: соединений 1 \(okoshko\)\. База не остановлена\./);
  await other.query("SELECT 1");
  const forced = await finish(start(["db", "stop", "--yes"], env));
  expect([forced.exit, forced.out]).toEqual([0, "База остановлена.\n"]);
  await other.end().catch(() => undefined);
  expect((await finish(start(["db", "stop"], env))).out).toBe("База и не работала.\n");
  const server = createServer((_, response) =>
    response.end(JSON.stringify({ ready: false, parts: { database: { ok: false } } })),
  ).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const looked = await finish(start(["doctor", "--only", "database"], { ...env, PORT: String(port) }));
  expect([looked.exit, looked.out.replace(/\s+/g, " ")]).toEqual([
    4,
    expect.stringContaining(`а сервер (http://127.0.0.1:${port}) работает без базы.`),
  ]);
  expect(looked.out).toContain("→ Перезапустите сервер: остановите его и снова npm start");
  server.close();
  expect((await finish(start(["doctor", "--only", "database"], { ...env, PORT: "1" }))).out).toContain(
    "→ npm start\n",
  );
}, 180_000);

it("says at once that the folder of the data cannot be made", async () => {
  const { exit, out, err } = await finish(start(["demo", "load"], { DATA_DIR: "/proc/x" }));
  expect([exit, out]).toEqual([2, ""]);
  expect(err).toContain("папку /proc/x не создать и в неё не записать");
});
