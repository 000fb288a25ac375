import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { sql } from "../../src/core/runtime/sql.ts";
import { testApp } from "../support/app.ts";
import { commandLine } from "./command-line.ts";

const app = await testApp();
const MAIN = path.resolve(import.meta.dirname, "../../src/cli/main.ts");
const folder = mkdtempSync(path.join(tmpdir(), "okoshko-killed-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ROWS = 6_000;
const file = path.join(folder, "clients.csv");
const rows = Array.from({ length: ROWS }, (_, at) => `Анна;+7906${String(at).padStart(7, "0")};1`);
writeFileSync(file, `Имя;Телефон;Баллы\n${rows.join("\n")}\n`);

const countClients = async () =>
  (await app.db.first<{ count: number }>(sql`SELECT count(*) AS count FROM clients`))?.count;

/** A transaction of somebody else has written into clients, and is not over. */
const isWriting = async () =>
  (await app.db.first(sql`
    SELECT 1 FROM pg_locks WHERE relation = 'clients'::regclass AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`)) !== undefined;

it.each(["SIGKILL", "SIGINT"] as const)(
  "an import that is ended by %s in the middle of writing leaves nothing half done",
  async (signal) => {
    const child = spawn(process.execPath, [MAIN, "clients", "import", file, "--yes"], {
      cwd: folder,
      env: { PATH: process.env.PATH, DATABASE_URL: app.db.connection.connectionString ?? "" },
      stdio: "ignore",
    });
    const closed = once(child, "close") as Promise<[number | null, string | null]>;
    while (!(await isWriting())) await sleep(5);
    child.kill(signal);
    const [exit, by] = await closed;
    expect([exit, by]).toEqual(signal === "SIGKILL" ? [null, "SIGKILL"] : [130, null]);
    while (await isWriting()) await sleep(5);
    expect(await countClients()).toBe(0);
  },
);

it("the same command once more does all of it", async () => {
  const written = await commandLine(app)(["clients", "import", file, "--yes", "--json"]);
  expect(written.json()).toMatchObject({ entered: ROWS, points: ROWS });
  expect(await countClients()).toBe(ROWS);
});
