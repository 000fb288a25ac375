import { beforeAll, describe, expect, it } from "vitest";
import { holdStart } from "../../src/bot/buttons.ts";
import { currentHold } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { answerClient } from "../../src/core/notifications/index.ts";
import { type Sql, sql } from "../../src/core/runtime/sql.ts";
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
  const startsAt = at(dayAhead(2 + Math.floor(count / 10)), 10 + (count % 10));
  const player = players(5_000 + count, `Клиент ${count}`);
  await player.joins();
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

const isTrue = async (statement: Sql): Promise<boolean> => (await db.first(statement)) !== undefined;
const slowly = (method: string, { id }: Player) =>
  sim(sandboxUrl, "telegram/faults", { user: id, method, slow_ms: 6_000 });

it("killed with everybody in the middle of something, the product goes on where each was: one visit, one payment each", async () => {
  const [held, opened, told, paid, capturing, tapping] = await Promise.all([
    holder(),
    holder(),
    holder(),
    holder(),
    holder(),
    holder(),
  ]);
  await Promise.all([opened, told, paid, capturing].map(({ player }) => player.presses("Оплатить")));
  const [openPage, toldPage, paidPage, capturingPage] = await Promise.all(
    [opened, told, paid, capturing].map(({ player }) => opensPage(player)),
  );
  await slowly("sendDocument", told.player);
  await bank.pay(present(toldPage, "a page"), GOOD_CARD);
  await until("a confirmation is being sent", () =>
    isTrue(
      sql`SELECT 1 FROM outbox WHERE booking_id = ${told.bookingId}::uuid AND attempts = 1 AND state = 'queued'`,
    ),
  );
  await slowly("editMessageText", tapping.player);
  await tapping.player.touches("Оплатить", await tapping.player.screen());
  await until("a tap is being answered", async () => (await stateOf(tapping.bookingId)) === "pending");
  await bank.breaks({ path: "/payments/*/capture", method: "POST", delay_ms: 6_000 });
  await bank.pay(present(capturingPage, "a page"), GOOD_CARD);
  await until("a capture is under way", async () => (await stateOf(capturing.bookingId)) === "capturing");
  await bank.pay(present(paidPage, "a page"), GOOD_CARD);
  await product.kill();

  await bank.pay(present(openPage, "a page"), GOOD_CARD);
  await held.player.touches("Оплатить", await held.player.screen());
  product = await start("web", "bot", "jobs");
  // What the dead process had taken to send is left alone for a minute.
  await passes({ sandboxUrl }, 61);
  for (const { player } of [held, tapping]) {
    await player.answered();
    await bank.pay(await opensPage(player), GOOD_CARD);
  }
  for (const one of [held, opened, paid, capturing, tapping]) await expectBookedOnce(one);
  await until("the confirmation is sent", () =>
    isTrue(sql`SELECT 1 FROM outbox WHERE booking_id = ${told.bookingId}::uuid AND state = 'sent'`),
  );
  await expectBookedOnce(told, 2);
  expect(await db.many(sql`SELECT update_id FROM inbox WHERE failure IS NOT NULL`)).toEqual([]);
}, 60_000);

describe("two that do the same", () => {
  let spare: Product;
  beforeAll(async () => {
    spare = await start("bot", "jobs");
  }, 60_000);

  it("send each message once between them", async () => {
    const readers = await Promise.all([holder(), holder(), holder()]);
    const texts = Array.from({ length: 10 }, (_, index) => `Весть ${index + 1}.`);
    const says = async (player: Player, text: string) => {
      const { id: clientId } = await clientOf(db, player);
      granted(await answerClient(doors, { messageId: crypto.randomUUID(), clientId, text, actor: OPERATOR }));
    };
    for (const text of texts) await Promise.all(readers.map(({ player }) => says(player, text)));
    await until(
      "all messages are sent",
      async () =>
        !(await isTrue(sql`SELECT 1 FROM outbox WHERE kind = 'message_from_staff' AND state <> 'sent'`)),
    );
    for (const { player } of readers) {
      for (const text of texts) expect(await player.count(text), `${player.name}: ${text}`).toBe(1);
    }
  });

  it("ask Telegram one at a time: the other takes over when the first is killed", async () => {
    const { player } = await holder();
    expect(spare.output()).not.toContain(POLLS);
    await product.kill();
    await spare.says(POLLS);
    await player.says("/menu");
    await player.waitFor("чем помочь?");
  });

  it("asked to end, finish what they do and leave nothing half done", async () => {
    const { player } = await holder();
    await player.says("/menu");
    await sim(sandboxUrl, "telegram/faults", { user: player.id, method: "editMessageText", slow_ms: 1_500 });
    await player.touches("Мои записи", await player.screen());
    const last = sql`
      SELECT attempts, handled_at, failure FROM inbox WHERE person_id = ${player.id} ORDER BY update_id DESC LIMIT 1`;
    await until("the tap is being answered", async () => {
      const row = await db.first<{ attempts: number; handledAt: Date | null }>(last);
      return row?.attempts === 1 && row.handledAt === null;
    });
    expect(await spare.stop()).toBe(0);
    expect(await db.first(last)).toMatchObject({ attempts: 1, handledAt: expect.any(Date), failure: null });
    await player.waitFor(/Ваши записи|Будущих записей пока нет/);
  });
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
  }, 60_000);
});
