import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { backUp } from "../../../src/core/backup/index.ts";
import { migrate } from "../../../src/core/runtime/migrate.ts";
import { testApp } from "../../support/app.ts";
import { granted } from "../../support/make.ts";
import { addressOf, blankDatabase, growBusiness, wholeOf, within } from "../../support/whole-database.ts";

const app = await testApp();
const folder = await mkdtemp(path.join(tmpdir(), "okoshko-backup-test-"));
afterAll(() => rm(folder, { recursive: true }));
const file = path.join(folder, "whole");
const target = await blankDatabase();
const watcher = new pg.Client({ connectionString: inject("testServerUrl") });

beforeAll(async () => {
  await growBusiness(app.db);
  granted(await backUp(addressOf(app.db), { file, replaces: false, now: app.clock.now() }));
  await migrate(target);
  await within(target, (db) =>
    db.pool.query("INSERT INTO services (name, duration_minutes, price_kopecks) VALUES ('Прежняя', 60, 1)"),
  );
  await watcher.connect();
});
afterAll(() => watcher.end());

const restorer = () =>
  spawn(process.execPath, ["src/cli/main.ts", "db", "restore", file, "--force", "--yes"], {
    env: { ...process.env, DATABASE_URL: target.connectionString },
    stdio: "ignore",
  });

/** What the restore is at, or undefined when it is not there. */
async function statement(): Promise<string | undefined> {
  const { rows } = await watcher.query(
    "SELECT query FROM pg_stat_activity WHERE datname = $1 AND application_name = 'okoshko backup' AND xact_start IS NOT NULL",
    [target.name],
  );
  return rows[0]?.query;
}

/**
 * Lets the restore go on in small steps until it is at this stage. It stands still while it is looked at: on a busy machine
 * whole stages would go by between two looks.
 */
async function stopAt(stage: RegExp, child: ChildProcess): Promise<void> {
  for (;;) {
    child.kill("SIGSTOP");
    if (stage.test((await statement()) ?? "")) return;
    if (child.exitCode !== null) throw new Error("the restore was over too soon");
    child.kill("SIGCONT");
    await sleep(1);
  }
}

it.each([
  ["the old is being dropped or the new made", /DROP|CREATE TABLE/],
  ["rows are being loaded", /^COPY/],
  ["keys and indexes are being built", /ADD CONSTRAINT|^CREATE (UNIQUE )?INDEX/],
])("kill -9 while %s leaves the database as it was", async (_, stage) => {
  const before = await wholeOf(target);
  const child = restorer();
  const exited = once(child, "exit");
  await stopAt(stage, child);
  child.kill("SIGKILL");
  await exited;
  while ((await statement()) !== undefined) await sleep(1);
  expect(await wholeOf(target)).toEqual(before);
});

it("and the next attempt goes through", async () => {
  const child = restorer();
  const [code] = await once(child, "exit");
  expect(code).toBe(0);
  expect(await wholeOf(target)).toEqual(await wholeOf(addressOf(app.db)));
});
