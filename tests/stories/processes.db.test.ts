import { afterAll, describe, expect, it } from "vitest";
import { holdStart } from "../../src/bot/buttons.ts";
import { currentHold } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { answerClient } from "../../src/core/notifications/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testDatabase } from "../support/database.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { type Home, makeHome, type Product, startProduct } from "../support/product.ts";
import { type Player, playersOf, sim, until } from "./player.ts";
import { accountOf, at, bankOf, clientOf, dayAhead, doorsOn, GOOD_CARD, opensPage, passes } from "./stage.ts";

const db = await testDatabase();
const doors = doorsOn(db);
const haircut = await makeService(doors, { name: "Стрижка" });
const maria = await makeSpecialist(doors, [haircut.id]);
const databaseUrl = db.connection.connectionString ?? "";
const home: Home = await makeHome();
const start = (...roles: Parameters<typeof startProduct>[0]["roles"] & {}): Promise<Product> =>
  startProduct({ databaseUrl, home, roles });

// The outside world stays while the product dies.
const [sandbox, first] = await Promise.all([start("sandbox"), start("web", "bot", "jobs")]);
const { sandboxUrl } = sandbox;
let product = first;
const players = playersOf({ sandboxUrl, db });
const bank = bankOf({ sandboxUrl });
const POLLS = "Telegram is asked for updates by this process";

let count = 0;
async function holder(): Promise<{ readonly player: Player; readonly bookingId: string }> {
  count += 1;
  const player = players(5_000 + count, `Клиент ${count}`);
  await player.joins();
  const startsAt = at(dayAhead(2 + Math.floor(count / 10)), 10 + (count % 10));
  const slot = await makeSlot(doors, { specialistId: maria.id, startsAt });
  await player.pressesData(
    holdStart.pack({ serviceId: haircut.id, slotId: slot.id, startsAt: slot.startsAt }),
  );
  const hold = await currentHold(db, (await clientOf(db, player)).id);
  return { player, bookingId: present(hold, "the hold").id };
}

const stateOf = async (bookingId: string) =>
  (await db.first<{ state: string }>(sql`SELECT state FROM payments WHERE booking_id = ${bookingId}::uuid`))
    ?.state;

async function expectBookedOnce({ player, bookingId }: { player: Player; bookingId: string }, messages = 1) {
  await until(`booking of ${player.name}`, async () => (await accountOf(db, player)).includes("confirmed"));
  await player.waitFor("Вы записаны! Запись №");
  expect(await accountOf(db, player)).toEqual([0, 0, "confirmed"]);
  expect((await bank.paymentsFor(bookingId)).map(({ status }) => status)).toEqual(["succeeded"]);
  const [payment] = await bank.paymentsFor(bookingId);
  const posts = (await bank.requests()).filter(
    ({ method, path }) => method === "POST" && path.includes(payment?.id ?? ""),
  );
  expect(new Set(posts.map(({ idempotence_key }) => idempotence_key)).size).toBe(1);
  expect(await player.count("Вы записаны! Запись №")).toBeLessThanOrEqual(messages);
}

describe("killed with everybody in the middle of something", () => {
  it("the product goes on where each of them was: each books one visit and pays once", async () => {
    const [held, opened, paid, capturing, tapping] = [
      await holder(),
      await holder(),
      await holder(),
      await holder(),
      await holder(),
    ];
    for (const { player } of [opened, paid, capturing]) {
      await player.presses("Оплатить");
      await opensPage(player);
    }
    await bank.breaks({ path: "/payments/*/capture", method: "POST", delay_ms: 4_000 });
    await bank.pay(await opensPage(capturing.player), GOOD_CARD);
    await until("the capture is under way", async () => (await stateOf(capturing.bookingId)) === "capturing");
    // The answer to a tap is on its way, too.
    await sim(sandboxUrl, "telegram/faults", {
      user: tapping.player.id,
      method: "editMessageText",
      slow_ms: 3_000,
    });
    await tapping.player.touches("Оплатить", await tapping.player.screen());
    await until("the tap is being answered", async () => (await stateOf(tapping.bookingId)) === "pending");
    await bank.pay(await opensPage(paid.player), GOOD_CARD);
    await product.kill();

    await bank.pay(await opensPage(opened.player), GOOD_CARD);
    await held.player.touches("Оплатить", await held.player.screen());
    product = await start("web", "bot", "jobs");
    await passes({ sandboxUrl }, 61);
    for (const one of [held, tapping]) {
      await one.player.answered();
      await bank.pay(await opensPage(one.player), GOOD_CARD);
    }
    for (const one of [held, opened, paid, capturing, tapping]) await expectBookedOnce(one);
    expect(await db.many(sql`SELECT update_id FROM inbox WHERE failure IS NOT NULL`)).toEqual([]);
  });

  it("a message that was being sent is sent after all, twice at most", async () => {
    const one = await holder();
    await one.player.presses("Оплатить");
    await sim(sandboxUrl, "telegram/faults", { user: one.player.id, method: "sendDocument", slow_ms: 3_000 });
    await bank.pay(await opensPage(one.player), GOOD_CARD);
    await until("the message is being sent", async () => {
      const row = await db.first(
        sql`SELECT 1 FROM outbox WHERE booking_id = ${one.bookingId}::uuid AND attempts = 1 AND state = 'queued'`,
      );
      return row !== undefined;
    });
    await product.kill();
    product = await start("web", "bot", "jobs");
    await passes({ sandboxUrl }, 61);
    await until("the message is sent", async () => {
      const row = await db.first(
        sql`SELECT 1 FROM outbox WHERE booking_id = ${one.bookingId}::uuid AND state <> 'sent'`,
      );
      return row === undefined;
    });
    await expectBookedOnce(one, 2);
  });
});

describe("many of a kind", () => {
  it("of two bots one polls, and the other takes over when that one is killed", async () => {
    const spare = await start("bot");
    const { player } = await holder();
    expect(spare.output()).not.toContain(POLLS);
    await product.kill();
    await spare.says(POLLS);
    await player.says("/menu");
    await player.waitFor("чем помочь?");
    product = await start("web", "jobs");
    expect(await spare.stop()).toBe(0);
  });

  it("of two that do the jobs each message is sent by one", async () => {
    const other = await start("jobs", "bot");
    const readers = [await holder(), await holder(), await holder()];
    const texts = Array.from({ length: 10 }, (_, index) => `Весть ${index + 1}.`);
    for (const text of texts) {
      await Promise.all(
        readers.map(async ({ player }) =>
          granted(
            await answerClient(doors, {
              messageId: crypto.randomUUID(),
              clientId: (await clientOf(db, player)).id,
              text,
              actor: OPERATOR,
            }),
          ),
        ),
      );
    }
    await until("all messages are sent", async () => {
      const left = await db.first(
        sql`SELECT 1 FROM outbox WHERE kind = 'message_from_staff' AND state <> 'sent'`,
      );
      return left === undefined;
    });
    for (const { player } of readers) {
      for (const text of texts) expect(await player.count(text), `${player.name}: ${text}`).toBe(1);
    }
    expect(await other.stop()).toBe(0);
  });
});

it("asked to end, a process finishes what it does and leaves nothing half done", async () => {
  const worker = await start("bot");
  const { player } = await holder();
  await player.says("/menu");
  await sim(sandboxUrl, "telegram/faults", { user: player.id, method: "editMessageText", slow_ms: 1_500 });
  await player.touches("Мои записи", await player.screen());
  const last = sql`SELECT attempts, handled_at, failure FROM inbox WHERE person_id = ${player.id} ORDER BY update_id DESC LIMIT 1`;
  await until("the tap is being answered", async () => {
    const row = await db.first<{ attempts: number; handledAt: Date | null }>(last);
    return row?.attempts === 1 && row.handledAt === null;
  });
  const [one, other] = await Promise.all([worker.stop(), product.stop()]);
  expect([one, other]).toEqual([0, 0]);
  expect(await db.first(last)).toMatchObject({ attempts: 1, handledAt: expect.any(Date), failure: null });
  await player.waitFor(/Ваши записи|Будущих записей пока нет/);
});

describe("an empty database", () => {
  it("is taken by three processes that start at once, and gets one set of demo data and one owner", async () => {
    const empty = await testDatabase();
    const place = await makeHome();
    const url = empty.connection.connectionString ?? "";
    const parts = await Promise.all(
      (["sandbox", "web", "jobs"] as const).map((role) =>
        startProduct({ databaseUrl: url, home: place, roles: [role] }),
      ),
    );
    const counts = sql`
      SELECT (SELECT count(*) FROM services) AS services, (SELECT count(*) FROM specialists) AS specialists,
             (SELECT count(*) FROM staff) AS staff, (SELECT count(*) FROM slots) > 100 AS has_slots`;
    expect(await empty.first(counts)).toEqual({ services: 4, specialists: 2, staff: 1, hasSlots: true });
    const codes = await Promise.all(parts.map((part) => part.stop()));
    expect(codes).toEqual([0, 0, 0]);
  });
});

afterAll(() => Promise.all([sandbox, product].map((one) => (one.isRunning() ? one.stop() : undefined))));
