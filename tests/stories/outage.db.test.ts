import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, vi } from "vitest";
import { present } from "../../src/core/kernel/invariant.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testDatabase } from "../support/database.ts";
import { makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startProduct } from "../support/product.ts";
import { startDatabaseProxy } from "./database-proxy.ts";
import { playersOf } from "./player.ts";
import {
  accountOf,
  at,
  bankOf,
  dayAhead,
  doorsOn,
  GOOD_CARD,
  numberOf,
  opensPage,
  passes,
  settlesTo,
} from "./stage.ts";

// Whole processes start here, and other tests want the same two cores.
vi.setConfig({ testTimeout: 60_000 });
const AWAY_MS = 10_000;

const db = await testDatabase();
const doors = doorsOn(db);
const haircut = await makeService(doors, { name: "Стрижка" });
const maria = await makeSpecialist(doors, [haircut.id]);
const day = dayAhead(2);
await makeSlot(doors, { specialistId: maria.id, startsAt: at(day, 12) });
const proxy = await startDatabaseProxy(present(db.connection.connectionString, "the test's database"));
const product = await startProduct({ databaseUrl: proxy.url });
const players = playersOf({ sandboxUrl: product.sandboxUrl, db });
const bank = bankOf(product);

it("the database away for ten seconds: the product stays, says so, and goes on where everybody was", async () => {
  const anna = players(7_001, "Анна");
  await anna.joins();
  await anna.presses("Записаться");
  await anna.presses("Стрижка");
  await anna.presses(`🟢 ${numberOf(day)}`);
  await anna.presses("🟢 12:00");
  await anna.presses("Оплатить 2 000,00 ₽");
  const page = await opensPage(anna);

  await proxy.close();
  const backAt = performance.now() + AWAY_MS;
  await anna.touches("Я оплатил", await anna.screen());
  await bank.pay(page, GOOD_CARD);
  while (performance.now() < backAt) {
    const { status, ready, parts } = await product.ready();
    expect({ status, ready, parts }).toMatchObject({
      status: 503,
      ready: false,
      parts: { database: { ok: false, reason: "ECONNREFUSED" }, bot: { ok: true } },
    });
    expect((await fetch(`${product.url}/health`)).status).toBe(200);
    expect((await fetch(`${product.url}/admin/login`)).status).toBeLessThanOrEqual(503);
    await sleep(500);
  }
  expect(product.isRunning()).toBe(true);

  await proxy.open();
  await expect.poll(async () => (await product.ready()).status, { timeout: 20_000 }).toBe(200);
  await anna.answered();
  await passes(product, 6);
  await anna.waitFor("Вы записаны! Запись №");
  await settlesTo(() => accountOf(db, anna), [0, 0, "confirmed"]);
  expect((await bank.payments()).map(({ status }) => status)).toEqual(["succeeded"]);
  await anna.says("/my");
  await anna.waitFor("Ваши записи");
  expect(await db.many(sql`SELECT failure FROM inbox WHERE failure IS NOT NULL`)).toEqual([]);

  // The background goes on by itself, too, not only when the clock is moved.
  await db.run(
    sql`UPDATE outbox SET state = 'queued', sent_at = NULL, due_at = now() WHERE kind = 'booking_confirmed'`,
  );
  await expect
    .poll(() => db.first(sql`SELECT state FROM outbox WHERE kind = 'booking_confirmed'`), { timeout: 20_000 })
    .toEqual({ state: "sent" });
});

it("a database that says nothing at all is called away, too, and what waited for it goes on", async () => {
  const anna = players(7_001, "Анна");
  await anna.says("/my");
  proxy.stall();
  await anna.touches("Прошедшие", await anna.screen());
  const { status, parts } = await product.ready();
  expect([status, parts.database]).toEqual([503, { ok: false, reason: "no answer in 3000 ms" }]);
  proxy.flow();
  await expect.poll(async () => (await product.ready()).status, { timeout: 20_000 }).toBe(200);
  await anna.answered();
  await anna.waitFor("Прошедших записей пока нет");
  expect(await product.stop()).toBe(0);
});
