import { beforeEach, expect, it } from "vitest";
import { dropSchedule, findSchedule, runDue } from "../../../src/core/schedules/index.ts";
import { START, testApp } from "../../support/app.ts";

const app = await testApp();
const done: Date[] = [];
/** Every day at noon in Moscow, which is when the clock of the test begins. */
const DAILY = { name: "daily", cron: "0 12 * * *", timeZone: "Europe/Moscow" };
const HOUR = 3_600_000;

const work = async (dueAt: Date) => {
  done.push(dueAt);
  return `${done.length}`;
};
const tick = (over: Partial<typeof DAILY> & { work?: (dueAt: Date) => Promise<string> } = {}) =>
  runDue(app, { ...DAILY, work, ...over });

beforeEach(async () => {
  done.length = 0;
  app.clock.set(START);
  await dropSchedule(app.db, DAILY.name);
});

it("a new schedule owes nothing of the past, and is due at its first time", async () => {
  expect(await tick()).toBeUndefined();
  app.clock.advance(24 * HOUR - 1);
  expect(await tick()).toBeUndefined();
  app.clock.advance(1);
  expect(await tick()).toMatchObject({ outcome: "done", words: "1" });
  expect(await tick()).toBeUndefined();
  expect(done.map(String)).toEqual([String(new Date("2026-11-24T09:00:00Z"))]);
});

it("of eight processes at one due time one works", async () => {
  await tick();
  app.clock.advance(25 * HOUR);
  const runs = await Promise.all(Array.from({ length: 8 }, () => tick()));
  expect(runs.filter((run) => run !== undefined)).toHaveLength(1);
  expect(done).toHaveLength(1);
});

it("a standstill of days is made up for once, by its latest due time", async () => {
  await tick();
  app.clock.advance(10 * 24 * HOUR + 5 * HOUR);
  expect(await tick()).toMatchObject({ dueAt: new Date("2026-12-03T09:00:00Z") });
  expect(await tick()).toBeUndefined();
  const { nextDueAt } = (await findSchedule(app.db, DAILY.name)) ?? {};
  expect(nextDueAt).toEqual(new Date("2026-12-04T09:00:00Z"));
});

it("a failure is noted with its reason, and waits for the next due time", async () => {
  await tick();
  app.clock.advance(24 * HOUR);
  const failing = { work: () => Promise.reject(new Error("диск полон")) };
  expect(await tick(failing)).toMatchObject({ outcome: "failed", words: "диск полон" });
  expect(await tick(failing)).toBeUndefined();
  expect(await findSchedule(app.db, DAILY.name)).toMatchObject({
    lastRun: { outcome: "failed", words: "диск полон", dueAt: new Date("2026-11-24T09:00:00Z") },
  });
});

it("a worker that dies leaves the due time to the next one", async () => {
  await tick();
  app.clock.advance(24 * HOUR);
  const dying = tick({
    work: async () => {
      await app.db.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()`,
      );
      await app.db.pool.query("ALTER TABLE schedules RENAME TO away");
      return "never noted";
    },
  });
  await expect(dying).rejects.toThrow();
  await app.db.pool.query("ALTER TABLE away RENAME TO schedules");
  expect(await tick()).toMatchObject({ outcome: "done", words: "1" });
});

it("a changed expression begins now, and keeps what the last run came to", async () => {
  await tick();
  app.clock.advance(24 * HOUR);
  await tick();
  expect(await tick({ cron: "0 18 * * *" })).toBeUndefined();
  expect(await findSchedule(app.db, DAILY.name)).toMatchObject({
    nextDueAt: new Date("2026-11-24T15:00:00Z"),
    lastRun: { words: "1" },
  });
});
