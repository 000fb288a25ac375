import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openDatabase } from "../../../src/core/runtime/database.ts";
import {
  EmbeddedPostgresError,
  embeddedPostgresStatus,
  startEmbeddedPostgres,
  stopEmbeddedPostgres,
} from "../../../src/core/runtime/embedded-postgres.ts";
import { watchEmbeddedPostgres } from "../../../src/core/runtime/embedded-watch.ts";
import { createLog } from "../../../src/core/runtime/log.ts";
import { sql } from "../../../src/core/runtime/sql.ts";

const isRoot = process.getuid?.() === 0;
let top = "";
let dataDir = "";

beforeEach(() => {
  top = fs.mkdtempSync(path.join(tmpdir(), "okoshko-embedded-"));
  fs.chmodSync(top, 0o755);
  dataDir = path.join(top, "data");
});

afterEach(async () => {
  const { folder, socketFolder } = await embeddedPostgresStatus(dataDir);
  await stopEmbeddedPostgres(dataDir);
  for (const place of [top, folder, socketFolder]) fs.rmSync(place, { recursive: true, force: true });
});

function start(...args: readonly string[]): ChildProcess {
  const program = path.join(import.meta.dirname, "starter.ts");
  return spawn(process.execPath, [program, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
}

const succeeds = async (child: ChildProcess): Promise<boolean> => (await once(child, "exit"))[0] === 0;

async function pidOf(): Promise<number> {
  const { pid } = await embeddedPostgresStatus(dataDir);
  return pid ?? expect.fail("the server does not run");
}

async function ask<T>(text: ReturnType<typeof sql>): Promise<T | undefined> {
  const db = openDatabase(await startEmbeddedPostgres(dataDir), { connectionsMax: 1 });
  try {
    return await db.first<T>(text);
  } finally {
    await db.close();
  }
}

it("makes a server that knows Russian letters, keeps UTC and writes to the disk before it says done", async () => {
  const facts = await ask(sql`
    SELECT lower('Ж') AS lower, current_setting('TimeZone') AS zone, current_setting('fsync') AS fsync,
           current_setting('listen_addresses') AS addresses, current_database() AS name`);
  expect(facts).toEqual({ lower: "ж", zone: "UTC", fsync: "on", addresses: "", name: "okoshko" });
});

it("lets nobody else near its socket and its data", async () => {
  await startEmbeddedPostgres(dataDir);
  const { folder } = await embeddedPostgresStatus(dataDir);
  for (const place of [folder, path.join(folder, "run"), path.join(folder, "data")]) {
    expect(fs.statSync(place).mode & 0o777).toBe(0o700);
  }
});

it("of eight processes that start at once all find one and the same server", async () => {
  expect(await Promise.all(Array.from({ length: 8 }, () => succeeds(start(dataDir))))).not.toContain(false);
  const { folder } = await embeddedPostgresStatus(dataDir);
  expect(fs.readdirSync(folder).sort()).toEqual(["data", "postgres.log", "run"]);
});

it("outlives the process that started it, killed with its whole group", async () => {
  const starter = start(dataDir, "stay");
  await once(starter.stdout ?? expect.fail(), "data");
  process.kill(-(starter.pid ?? expect.fail()), "SIGKILL");
  await once(starter, "exit");
  const pid = await pidOf();
  await startEmbeddedPostgres(dataDir);
  expect(await pidOf()).toBe(pid);
});

it("recovers what was committed when the server itself is killed under eight starters", async () => {
  await ask(sql`CREATE TABLE kept AS SELECT 7 AS value`);
  process.kill(await pidOf(), "SIGKILL");
  expect(await Promise.all(Array.from({ length: 8 }, () => succeeds(start(dataDir))))).not.toContain(false);
  expect(await ask(sql`SELECT value FROM kept`)).toEqual({ value: 7 });
});

it("stops when told, says so, and starts again with its data", async () => {
  await ask(sql`CREATE TABLE kept AS SELECT 7 AS value`);
  expect(await stopEmbeddedPostgres(dataDir)).toBe(true);
  expect(await stopEmbeddedPostgres(dataDir)).toBe(false);
  expect(await embeddedPostgresStatus(dataDir)).toMatchObject({ isRunning: false, pid: undefined });
  expect(await ask(sql`SELECT value FROM kept`)).toEqual({ value: 7 });
});

it("lives in a folder whose name is too long for a socket, and full of quotes, dollars and spaces", async () => {
  dataDir = path.join(top, `мастер "Анна" & 'Ко' $HOME, \`pwd\``, "x".repeat(80));
  const { connectionString } = await startEmbeddedPostgres(dataDir);
  const socket = new URL(connectionString).searchParams.get("host") ?? "";
  expect(Buffer.byteLength(socket)).toBeLessThan(90);
  expect(fs.statSync(socket).mode & 0o777).toBe(0o700);
  expect(await ask(sql`SELECT 1 AS one`)).toEqual({ one: 1 });
});

it("does not trust a short socket folder that others may enter", async () => {
  dataDir = path.join(top, "x".repeat(100));
  await startEmbeddedPostgres(dataDir);
  const { socketFolder: socket } = await embeddedPostgresStatus(dataDir);
  fs.chmodSync(socket, 0o777);
  expect(await embeddedPostgresStatus(dataDir)).toMatchObject({ isRunning: false });
  fs.chmodSync(socket, 0o700);
  expect(await embeddedPostgresStatus(dataDir)).toMatchObject({ isRunning: true });
});

it("says so when the data was made by another version of PostgreSQL", async () => {
  await startEmbeddedPostgres(dataDir);
  await stopEmbeddedPostgres(dataDir);
  const { folder } = await embeddedPostgresStatus(dataDir);
  const version = path.join(folder, "data", "PG_VERSION");
  fs.writeFileSync(version, "9\n");
  await expect(startEmbeddedPostgres(dataDir)).rejects.toThrow(
    /was made by PostgreSQL 9, .* is PostgreSQL 18/,
  );
});

it("takes over what a killed starter left: its lock and its half-made data", async () => {
  const folder = path.join(dataDir, "postgres");
  const dead = 2 ** 22 + 1;
  fs.mkdirSync(path.join(folder, "start.lock"), { recursive: true });
  fs.writeFileSync(path.join(folder, "start.lock", "pid"), String(dead));
  fs.mkdirSync(path.join(folder, `init-${dead}-abc`));
  await startEmbeddedPostgres(dataDir);
  expect(fs.readdirSync(folder).sort()).toEqual(["data", "postgres.log", "run"]);
});

it.runIf(isRoot)(
  "moves a new database out of a folder that its account may not enter, and remembers where",
  async () => {
    fs.chmodSync(top, 0o700);
    expect(await Promise.all(Array.from({ length: 4 }, () => succeeds(start(dataDir))))).not.toContain(false);
    const { folder } = await embeddedPostgresStatus(dataDir);
    expect(folder.startsWith(top)).toBe(false);
    expect(fs.readFileSync(path.join(dataDir, "postgres.moved-to"), "utf8").trim()).toBe(folder);
  },
);

it.runIf(isRoot)("never moves data that is there: it says what is in the way", async () => {
  await startEmbeddedPostgres(dataDir);
  await stopEmbeddedPostgres(dataDir);
  fs.chmodSync(top, 0o700);
  const failure = await startEmbeddedPostgres(dataDir).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(EmbeddedPostgresError);
  expect(String(failure)).toMatch(/may not enter one of the folders above it.*DATABASE_URL/);
});

describe("a watched server", () => {
  const log = createLog({ level: "silent" });

  it("is started again when it is killed under the product", async () => {
    await startEmbeddedPostgres(dataDir);
    const killed = await pidOf();
    const stopWatching = watchEmbeddedPostgres(dataDir, { log });
    try {
      process.kill(killed, "SIGKILL");
      const { pid } = await vi.waitUntil(
        async () => {
          const status = await embeddedPostgresStatus(dataDir);
          return status.isRunning && status.pid !== killed ? status : undefined;
        },
        { timeout: 20_000, interval: 100 },
      );
      expect(pid).not.toBe(killed);
    } finally {
      stopWatching();
    }
  });

  it("is not told crashed when the operator stopped it", async () => {
    await startEmbeddedPostgres(dataDir);
    await stopEmbeddedPostgres(dataDir);
    expect(await embeddedPostgresStatus(dataDir)).toMatchObject({ isRunning: false, hasCrashed: false });
  });
});
