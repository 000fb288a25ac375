import { readFile } from "node:fs/promises";
import { afterAll, describe, expect, it, onTestFinished, vi } from "vitest";
import type { App } from "../src/core/app.ts";
import { DOCTOR_LEVELS, DOCTOR_PARTS, type DoctorPart } from "../src/core/reports/index.ts";
import { openDatabase } from "../src/core/runtime/database.ts";
import { isOutage } from "../src/core/runtime/database-error.ts";
import { sql } from "../src/core/runtime/sql.ts";
import { type HealthWatch, watchHealth } from "../src/health-watch.ts";
import { metricsHandler } from "../src/metrics.ts";
import { createServer, listen } from "../src/server.ts";
import { answering, groundWith, serving } from "./core/reports/doctor-ground.ts";
import { testAppWithBank } from "./support/app.ts";
import { makeBooking, makeHold } from "./support/hold.ts";
import { type Metric, readMetrics } from "./support/prometheus.ts";

const app = await testAppWithBank();
const TOKEN = "a-token-of-a-monitor";

type Given = { token?: string; proxies?: number; on?: App; watch?: HealthWatch };

/** The web server with its page for monitors, whose time the test moves. */
async function serve({ token, proxies = 0, on = app, watch }: Given = {}) {
  let ms = 0;
  const metrics = metricsHandler(on, { token, proxies, watch }, () => ms);
  const server = createServer({
    ...{ app: on, proxies, panel: undefined, telegramWebhook: undefined, checks: {}, isOutage, metrics },
    yookassa: { secret: "a-secret-for-notifications", isTheirs: () => true },
  });
  const listening = await listen(server, { host: "127.0.0.1", port: 0 });
  afterAll(() => listening.close());
  const ask = (headers: Record<string, string> = {}) => fetch(`${listening.url}/metrics`, { headers });
  return {
    ask,
    pass: (seconds: number) => {
      ms += seconds * 1_000;
    },
    read: async (): Promise<ReadonlyMap<string, Metric>> => {
      const response = await ask();
      expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
      return readMetrics(await response.text());
    },
  };
}

const figureOf = (metrics: ReadonlyMap<string, Metric>, name: string, labels = {}): number | undefined =>
  metrics.get(`okoshko_${name}`)?.samples.find((one) => JSON.stringify(one.labels) === JSON.stringify(labels))
    ?.value;

it("tells in the format what waits, is late and does not agree", async () => {
  await makeBooking(app);
  await makeHold(app);
  const { read, pass } = await serve();
  const first = await read();
  expect(
    [...first].every(([name, { help, samples }]) => /^okoshko_\w+$/.test(name) && help && samples.length > 0),
  ).toBe(true);
  expect([
    figureOf(first, "up"),
    figureOf(first, "database_up"),
    figureOf(first, "migrations_pending"),
  ]).toEqual([1, 1, 0]);
  expect(figureOf(first, "outbox_late", { group: "booking" })).toBe(0);
  const start = app.clock.now();
  app.clock.advance(2 * 3_600_000);
  await app.db.run(sql`
    INSERT INTO inbox (update_id, person_id, body, received_at) VALUES (1, 1, '{}', ${start})`);
  expect(figureOf(await read(), "inbox_waiting"), "for fifteen seconds the answer is the same").toBe(0);
  pass(15);
  const later = await read();
  expect([figureOf(later, "inbox_waiting"), figureOf(later, "inbox_oldest_seconds")]).toEqual([1, 7_200]);
  expect(figureOf(later, "outbox_late", { group: "booking" })).toBe(1);
  expect(figureOf(later, "money_waiting", { kind: "overdue_hold" })).toBe(1);
  expect(figureOf(later, "money_waiting_kopecks", { kind: "overdue_hold" })).toBe(200_000);
  app.clock.set(start);
});

it("without a token answers this machine alone, and nobody whom a proxy brings", async () => {
  const { ask } = await serve();
  expect((await ask()).status).toBe(200);
  expect((await ask({ "x-forwarded-for": "127.0.0.1" })).status).toBe(404);
  expect((await (await serve({ proxies: 1 })).ask()).status).toBe(404);
});

it("with a token answers whoever brings it, and nobody else", async () => {
  const { ask } = await serve({ token: TOKEN, proxies: 1 });
  expect((await ask({ authorization: `Bearer ${TOKEN}`, "x-forwarded-for": "8.8.8.8" })).status).toBe(200);
  const without = await ask();
  expect([without.status, await without.json()]).toEqual([404, { message: "Not found." }]);
  expect((await ask({ authorization: `Bearer ${TOKEN}x` })).status).toBe(404);
});

it("says that the database is away, and no more", async () => {
  const db = openDatabase({ connectionString: "postgresql://salon:geheim@127.0.0.1:1/salon" });
  afterAll(() => db.close());
  const { ask } = await serve({ on: { ...app, db } });
  const response = await ask();
  const text = await response.text();
  expect([response.status, readMetrics(text).size]).toEqual([200, 2]);
  expect(text).toContain("okoshko_database_up 0\n");
});

describe("what doctor looks at", () => {
  const GIB = 1024 ** 3;
  const telegram = (body: unknown) =>
    answering({ ok: true, result: body }, { date: new Date(Date.now() + 60_000) });
  const ground = (root: string, over: Parameters<typeof groundWith>[0] = {}) =>
    groundWith({ env: { BOT_TOKEN: "42:token", TELEGRAM_API_ROOT: root, PORT: "1" }, db: app.db, ...over });
  const watching = (on: ReturnType<typeof groundWith>) => {
    const watch = watchHealth(on, app);
    onTestFinished(() => watch.stop());
    return watch;
  };
  const bot = { username: "salon_bot", url: "", pending_update_count: 7 };
  const SHOP = {
    outcome: "ok",
    value: { accountId: "1", isTest: false, hasFiscalization: false, status: "enabled" },
  } as never;

  it("is told in numbers, part by part, with how old they are, and none is undocumented", async () => {
    const watch = watching(
      ground(await serving(telegram(bot)), { gateway: { checkAccount: async () => SHOP } }),
    );
    const { read } = await serve({ watch });
    expect(figureOf(await read(), "doctor_age_seconds", { part: "telegram" })).toBeUndefined();
    watch.begin();
    await expect
      .poll(async () => figureOf(await read(), "ledger_discrepancies"), { timeout: 15_000 })
      .toBe(0);
    await expect
      .poll(async () => figureOf(await read(), "disk_free_bytes"), { timeout: 15_000 })
      .toBe(50 * GIB);
    const all = await read();
    expect({
      token: figureOf(all, "telegram_token_ok"),
      reachable: figureOf(all, "telegram_reachable"),
      pending: figureOf(all, "telegram_updates_pending"),
      yookassa: figureOf(all, "yookassa_reachable"),
      key: figureOf(all, "yookassa_key_ok"),
      web: figureOf(all, "web_reachable"),
      disk: figureOf(all, "disk_total_bytes"),
      sent: figureOf(all, "messages_total", { state: "sent" }),
    }).toEqual({ token: 1, reachable: 1, pending: 7, yookassa: 1, key: 1, web: 0, disk: 100 * GIB, sent: 0 });
    expect(figureOf(all, "clock_ahead_seconds", { of: "telegram" })).toBeGreaterThan(50);
    expect(figureOf(all, "clock_ahead_seconds", { of: "database" })).toBe(0);
    for (const part of DOCTOR_PARTS) {
      const levels = DOCTOR_LEVELS.map((level) => figureOf(all, "doctor_findings", { part, level }) ?? 0);
      expect([part, levels.reduce((sum, count) => sum + count, 0) > 0]).toEqual([part, true]);
      expect(figureOf(all, "doctor_age_seconds", { part })).toBeGreaterThanOrEqual(0);
    }
    expect(figureOf(all, "doctor_findings", { part: "web", level: "trouble" })).toBe(1);
    const documented = await readFile("docs/operations.md", "utf8");
    expect([...all.keys()].filter((name) => !documented.includes(`\`${name}\``))).toEqual([]);
  });

  it("is not told of a database that went away since as if it were seen", async () => {
    const watch = watching(ground(await serving(telegram(bot))));
    watch.begin();
    const { read } = await serve({ watch });
    await expect
      .poll(async () => figureOf(await read(), "ledger_discrepancies"), { timeout: 15_000 })
      .toBe(0);
    await expect
      .poll(async () => figureOf(await read(), "doctor_findings", { part: "disk", level: "ok" }), {
        timeout: 15_000,
      })
      .toBe(1);
    const gone = {
      ...app.db,
      all: () => Promise.reject(new Error("gone")),
      first: () => Promise.reject(new Error("gone")),
    };
    const later = await (await serve({ watch, on: { ...app, db: gone } })).read();
    const levels = (part: DoctorPart) =>
      DOCTOR_LEVELS.map((level) => figureOf(later, "doctor_findings", { part, level }));
    expect(figureOf(later, "database_up")).toBe(0);
    expect({
      database: levels("database"),
      jobs: levels("jobs"),
      ledger: levels("ledger"),
      disk: levels("disk"),
      clock: levels("clock"),
    }).toEqual({
      database: [0, 0, 0, 1],
      jobs: [0, 1, 0, 0],
      ledger: [0, 1, 0, 0],
      disk: [1, 0, 0, 0],
      // Telegram's was seen, and it is a minute ahead.
      clock: [0, 0, 1, 0],
    });
    expect(figureOf(later, "ledger_discrepancies")).toBeUndefined();
    expect(figureOf(later, "clock_ahead_seconds", { of: "telegram" })).toBeGreaterThan(50);
    expect(figureOf(later, "clock_ahead_seconds", { of: "database" })).toBeUndefined();
  });

  it("says of a web server that was well that it is not ready, as doctor says it, once its database is away", async () => {
    const web = await serving(answering({ ready: true, parts: { database: { ok: true } } }));
    const port = new URL(web).port;
    const watch = watching(groundWith({ env: { PORT: port }, db: app.db }));
    watch.begin();
    const levels = async (on: App) => {
      const all = await (await serve({ watch, on })).read();
      return DOCTOR_LEVELS.map((level) => figureOf(all, "doctor_findings", { part: "web", level }));
    };
    // It does not say whose database it works on: that is the warning.
    await expect.poll(() => levels(app), { timeout: 15_000 }).toEqual([1, 0, 1, 0]);
    const gone = { ...app.db, first: () => Promise.reject(new Error("gone")) };
    expect(await levels({ ...app, db: gone })).toEqual([0, 0, 0, 1]);
  });

  it("holds the clock unchecked where the database alone told the time", async () => {
    const sandbox = groundWith({ env: { PORT: "1" }, db: app.db });
    const watch = watching(sandbox);
    watch.begin();
    const { read } = await serve({ watch });
    await expect
      .poll(async () => figureOf(await read(), "clock_ahead_seconds", { of: "database" }), {
        timeout: 15_000,
      })
      .toBe(0);
    const gone = { ...app.db, first: () => Promise.reject(new Error("gone")) };
    const later = await (await serve({ watch, on: { ...app, db: gone } })).read();
    const levels = DOCTOR_LEVELS.map((level) => figureOf(later, "doctor_findings", { part: "clock", level }));
    expect([levels, figureOf(later, "database_up")]).toEqual([[0, 1, 0, 0], 0]);
    expect(figureOf(later, "clock_ahead_seconds", { of: "database" })).toBeUndefined();
  });

  it("keeps no scrape waiting while Telegram takes the call and says nothing, and is told once it is dead", async () => {
    const silent = watching(ground(await serving(() => undefined)));
    const { read } = await serve({ watch: silent });
    silent.begin();
    const began = performance.now();
    const all = await read();
    expect(performance.now() - began).toBeLessThan(2_000);
    expect([figureOf(all, "up"), figureOf(all, "telegram_reachable")]).toEqual([1, undefined]);
    const dead = watching(ground("http://127.0.0.1:1"));
    dead.begin();
    const page = await serve({ watch: dead });
    await expect
      .poll(async () => figureOf(await page.read(), "telegram_reachable"), { timeout: 15_000 })
      .toBe(0);
    expect(figureOf(await page.read(), "telegram_token_ok")).toBeUndefined();
  });

  it("is looked at every minute, the books every ten", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    let asked = 0;
    const root = await serving((request, response) => {
      asked += request.url?.endsWith("/getMe") ? 1 : 0;
      telegram(bot)(request, response);
    });
    const ms = { now: 0 };
    const watch = watchHealth(ground(root), app, () => ms.now);
    onTestFinished(() => watch.stop());
    const ageOf = (part: string) =>
      watch
        .measures()
        .find(({ name }) => name === "okoshko_doctor_age_seconds")
        ?.samples.find(({ labels }) => labels?.part === part)?.value;
    watch.begin();
    await expect
      .poll(() => [asked, ageOf("telegram"), ageOf("ledger")], { timeout: 15_000 })
      .toEqual([1, 0, 0]);
    ms.now = 61_000;
    expect([ageOf("telegram"), ageOf("ledger")]).toEqual([61, 61]);
    vi.advanceTimersByTime(60_000);
    await expect.poll(() => [asked, ageOf("telegram")], { timeout: 15_000 }).toEqual([2, 0]);
    expect(ageOf("ledger")).toBe(61);
    watch.stop();
    vi.advanceTimersByTime(600_000);
    expect(asked).toBe(2);
  });
});
