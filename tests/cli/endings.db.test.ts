import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { sql } from "../../src/core/runtime/sql.ts";
import { testApp } from "../support/app.ts";
import { blankDatabase } from "../support/whole-database.ts";

const app = await testApp();
const blank = await blankDatabase();
const MAIN = path.resolve(import.meta.dirname, "../../src/cli/main.ts");
const CLIENTS = 5_000;
const INTERRUPTED = "Прервано: что не успело записаться целиком, не записано.";
const folder = mkdtempSync(path.join(tmpdir(), "okoshko-endings-test-"));
const env = { PATH: process.env.PATH, DATABASE_URL: app.db.connection.connectionString ?? "", MAIN };

beforeAll(async () => {
  await app.db.run(sql`
    INSERT INTO clients (id, name, phone, referral_code, created_at)
    SELECT gen_random_uuid(), 'Анна ' || repeat('я', 40), '+7906' || lpad(at::text, 7, '0'), lpad(at::text, 8, '0'), now()
    FROM generate_series(1, ${CLIENTS}::int) AS at`);
  return () => rmSync(folder, { recursive: true });
});

afterEach(() => {
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name));
});

type Child = ChildProcess & {
  readonly stdout: NodeJS.ReadableStream;
  readonly stderr: NodeJS.ReadableStream;
};
const start = (argv: readonly string[]): Child =>
  spawn(process.execPath, [MAIN, ...argv], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] }) as Child;
const inShell = (script: string): Child =>
  spawn("bash", ["-c", `set -o pipefail; okoshko() { "${process.execPath}" "$MAIN" "$@"; }; ${script}`], {
    ...{ cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] },
  }) as Child;

async function finish(child: Child) {
  const closed = once(child, "close") as Promise<[number | null, string | null]>;
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [exit, signal] = await closed;
  return { exit, signal, out, err };
}

async function until(is: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await is())) await sleep(10);
}

const others = async (where: string): Promise<number> =>
  (
    await app.db.pool.query(`
      SELECT pid FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND ${where}`)
  ).rows.length;

/** Starts a command whose reading of clients cannot go on, and waits until it stands there with its file begun. */
async function standingBefore<T>(argv: readonly string[], work: (child: Child) => Promise<T>): Promise<T> {
  const blocker = await app.db.pool.connect();
  await blocker.query("BEGIN; LOCK TABLE clients IN ACCESS EXCLUSIVE MODE");
  try {
    const child = start(argv);
    await until(async () => (await others("wait_event_type = 'Lock'")) === 1);
    return await work(child);
  } finally {
    await blocker.query("COMMIT");
    blocker.release();
  }
}

const EXPORT = ["clients", "export", "--out", "клиенты.csv"];

describe("a command that is ended from outside", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("by %s ends with %d, in words, and leaves no file", async (signal, exit) => {
    const ended = await standingBefore(EXPORT, async (child) => {
      await until(() => readdirSync(folder).length === 1);
      const done = finish(child);
      child.kill(signal);
      return done;
    });
    expect(ended).toEqual({ exit, signal: null, out: "", err: `${INTERRUPTED}\n` });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("tells a program in its own form", async () => {
    const ended = await standingBefore([...EXPORT, "--json"], async (child) => {
      const done = finish(child);
      child.kill("SIGTERM");
      return done;
    });
    expect(ended.exit).toBe(143);
    expect(JSON.parse(ended.err)).toEqual({
      error: { code: "interrupted", message: INTERRUPTED, detail: {} },
    });
  });

  it.each([[EXPORT], [["db", "backup", "клиенты.csv"]]])(
    "%j by kill -9 leaves nothing under the name that was asked for",
    async (argv) => {
      await standingBefore(argv, async (child) => {
        const closed = once(child, "close");
        child.kill("SIGKILL");
        await closed;
      });
      expect(readdirSync(folder)).not.toContain("клиенты.csv");
    },
  );

  it("gives back what its transaction held", async () => {
    const argv = ["settings", "set", "booking.holdMinutes", "30"];
    const blocker = await app.db.pool.connect();
    await blocker.query("BEGIN; LOCK TABLE audit IN ACCESS EXCLUSIVE MODE");
    const child = start(argv);
    await until(async () => (await others("wait_event_type = 'Lock'")) === 1);
    const ended = finish(child);
    child.kill("SIGTERM");
    expect((await ended).exit).toBe(143);
    await blocker.query("COMMIT");
    blocker.release();
    await until(async () => (await others("state = 'active' AND query ILIKE '%audit%'")) === 0);
    expect(await app.db.first(sql`SELECT 1 FROM settings WHERE key = 'booking.holdMinutes'`)).toBeUndefined();
  });
});

describe("a reader who stops reading", () => {
  it.each([
    ["okoshko clients export | head -1", 1],
    ["okoshko clients export --out - --plain | head -1", 1],
    ["okoshko clients list --limit 3000 | head -2", 2],
    ["okoshko clients list --limit 3000 --json | head -1", 1],
  ])("%s ends at once and quietly, as programs end whose pipe is closed", async (script, lines) => {
    const { exit, out, err } = await finish(inShell(script));
    expect([exit, err, out.trimEnd().split("\n").length]).toEqual([141, "", lines]);
  });

  it("of standard error changes nothing of what is done and answered", async () => {
    const refused = await finish(inShell("okoshko slots list --specialist Нет 2> >(exec true)"));
    expect([refused.exit, refused.out]).toEqual([1, ""]);
    const written = await finish(inShell("okoshko clients export --out all.csv --verbose 2> >(exec true)"));
    expect([written.exit, written.out, readdirSync(folder)]).toEqual([0, "Готово: all.csv\n", ["all.csv"]]);
  });
});

describe("a slow reader", () => {
  /** The command stands in the middle of reading, because nobody takes what it has. */
  const isWaiting = async (): Promise<boolean> =>
    (await others("state = 'idle in transaction' AND state_change < now() - interval '400 ms'")) === 1;

  it("is waited for, and gets all of it", async () => {
    const child = start(["clients", "export", "--plain"]);
    await until(isWaiting);
    const { exit, out } = await finish(child);
    expect([exit, out.split("\n").length]).toEqual([0, CLIENTS + 2]);
  });

  it("learns that the database went away in the middle", async () => {
    const child = start(["clients", "export"]);
    await until(isWaiting);
    await app.db.pool.query(`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle in transaction'`);
    const { exit, err } = await finish(child);
    expect([exit, err]).toEqual([3, expect.stringMatching(/^База данных недоступна: .+\n$/)]);
  });
});

describe("a database that goes away while a file is written", () => {
  it("leaves no file, and is told", async () => {
    const ended = await standingBefore(EXPORT, async (child) => {
      const done = finish(child);
      await app.db.pool.query(`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`);
      return done;
    });
    expect([ended.exit, ended.out, ended.err]).toEqual([
      3,
      "",
      expect.stringMatching(/^База данных недоступна: .+\n$/),
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("a disk that is full", () => {
  const FULL = "на диске нет места: ENOSPC";
  it.each([
    ["okoshko clients export > /dev/full", `Ответ не записать на стандартный вывод: ${FULL}.\n`],
    [
      "okoshko clients list --json > /dev/full",
      `{"error":{"code":"file_unwritable","message":"Ответ не записать на стандартный вывод: ${FULL}.","detail":{}}}\n`,
    ],
    ["okoshko clients list > /dev/full", `Ответ не записать на стандартный вывод: ${FULL}.\n`],
    ["okoshko clients export --out /dev/full", `Файл /dev/full не записан: ${FULL}.\n`],
    [
      "ulimit -f 16; okoshko clients export --out all.csv",
      "Файл all.csv не записан: файл больше, чем разрешено (ulimit -f): EFBIG.\n",
    ],
  ])("%s ends with 3, in words, and leaves nothing", async (script, words) => {
    const { exit, out, err } = await finish(inShell(script));
    expect([exit, out, err]).toEqual([3, "", words]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

const DONE_UNTOLD = /^Сделано, но ответ не записан .+\.\n$/;

describe("a deed whose answer finds no room", () => {
  it("is told to be done, with the id under which it can be asked for again", async () => {
    const call = 'points adjust --client +79060000001 --points 10 --reason "Подарок"';
    const { exit, err } = await finish(inShell(`okoshko ${call} > /dev/full`));
    expect(exit).toBe(3);
    const [, id = ""] =
      /^Сделано, но ответ не записан на стандартный вывод: .+ENOSPC\. Повторите с --id (\S+): /.exec(err) ??
      [];
    const again = await finish(inShell(`okoshko ${call} --id ${id} --json`));
    expect(JSON.parse(again.out)).toMatchObject({ entryId: id, balance: 10 });
    const read = await finish(inShell(`okoshko ${call} --id ${id} --json > /dev/full`));
    expect(JSON.parse(read.err).error).toMatchObject({ code: "answer_unwritten", detail: { id } });
  });

  it("that has no id is told to be done, too", async () => {
    const set = await finish(inShell("okoshko settings set booking.holdMinutes 25 > /dev/full"));
    expect([set.exit, set.err]).toEqual([3, expect.stringMatching(DONE_UNTOLD)]);
  });

  it("nor is a deed on the whole database, or a file, lost; what did nothing is not told to be done", async () => {
    const untold = async (call: string) => {
      const { exit, err } = await finish(inShell(`${call} > /dev/full`));
      return [exit, err];
    };
    const there = `DATABASE_URL='${blank.connectionString}'; okoshko`;
    expect(await untold("okoshko db backup copy")).toEqual([3, expect.stringMatching(DONE_UNTOLD)]);
    expect(await untold(`${there} db migrate`)).toEqual([3, expect.stringMatching(DONE_UNTOLD)]);
    expect(await untold(`${there} db migrate`)).toEqual([3, expect.stringMatching(/^Ответ не записать /)]);
    const restored = await untold(`${there} db restore copy --force --yes`);
    expect(restored).toEqual([3, expect.stringMatching(DONE_UNTOLD)]);
    const report = "report bookings --from 2026-11-23 --to 2026-11-23 --out report.csv";
    expect(await untold(`okoshko ${report}`)).toEqual([3, expect.stringMatching(DONE_UNTOLD)]);
    expect(await untold("okoshko clients list")).toEqual([3, expect.stringMatching(/^Ответ не записать /)]);
  });
});

it("writes into a pipe that was named as it is", async () => {
  const script = "okoshko clients export --plain --out >(wc -l > lines); wait; cat lines";
  const { exit, out } = await finish(inShell(script));
  expect([exit, out]).toEqual([0, expect.stringContaining(String(CLIENTS + 1))]);
});
