import { afterAll, expect, it } from "vitest";
import type { App } from "../src/core/app.ts";
import { openDatabase } from "../src/core/runtime/database.ts";
import { isOutage } from "../src/core/runtime/database-error.ts";
import { sql } from "../src/core/runtime/sql.ts";
import { metricsHandler } from "../src/metrics.ts";
import { createServer, listen } from "../src/server.ts";
import { testAppWithBank } from "./support/app.ts";
import { makeBooking, makeHold } from "./support/hold.ts";
import { type Metric, readMetrics } from "./support/prometheus.ts";

const app = await testAppWithBank();
const TOKEN = "a-token-of-a-monitor";

/** The web server with its page for monitors, whose time the test moves. */
async function serve({ token, proxies = 0, on = app }: { token?: string; proxies?: number; on?: App } = {}) {
  let ms = 0;
  const metrics = metricsHandler(on, { token, proxies }, () => ms);
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
  await expect.poll(async () => figureOf(await read(), "ledger_discrepancies")).toBe(0);
  expect(figureOf(await read(), "messages_total", { state: "sent" })).toBe(0);
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
