import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { describe, expect, it } from "vitest";
import {
  bookAhead,
  growCatalog,
  growClients,
  growInbox,
  growPast,
  growSlots,
  growWaitlist,
  settleDown,
} from "../bench/support/growth.ts";
import { plansOf } from "../bench/support/plans.ts";
import { listenIn } from "../bench/support/statements.ts";
import { findChat, noteScreen } from "../src/bot/chats.ts";
import { createClaims } from "../src/bot/claims.ts";
import { nextOffset, receiveUpdate, waitingPeople } from "../src/bot/inbox.ts";
import type { App } from "../src/core/app.ts";
import {
  checkPayment,
  choosePoints,
  currentHold,
  DAY_PARTS,
  dayMarks,
  expireHolds,
  findOffered,
  giveUpHold,
  holdSlot,
  joinWaitlist,
  listClientBookings,
  listFreeStarts,
  listHotStarts,
  listWaitlist,
  nearestStarts,
  OPEN_WAIT_STATES,
  offerWaitlist,
  openPayment,
  reconcilePayments,
  sendDueRefunds,
  takeTimeOff,
} from "../src/core/booking/index.ts";
import {
  broadcastUnwanted,
  feedBroadcasts,
  pauseBroadcast,
  pressButton,
  resumeBroadcast,
} from "../src/core/broadcasts/index.ts";
import { closeSlot, lastSlotChange, liftTimeOff, undoSlotChange } from "../src/core/calendar/index.ts";
import { OPERATOR } from "../src/core/kernel/actor.ts";
import { daysAfter } from "../src/core/kernel/instant.ts";
import { present } from "../src/core/kernel/invariant.ts";
import { dayOf, plusDays, startOfDay } from "../src/core/kernel/local-day.ts";
import { listPointEntries } from "../src/core/loyalty/index.ts";
import { deliverDue } from "../src/core/notifications/index.ts";
import { findClientByTelegram } from "../src/core/people/index.ts";
import { readCalendar } from "../src/core/reports/index.ts";
import { systemClock } from "../src/core/runtime/clock.ts";
import { sql } from "../src/core/runtime/sql.ts";
import { changeSetting } from "../src/core/settings/index.ts";
import { testAppWithBank } from "./support/app.ts";
import { granted } from "./support/make.ts";

/** Those that grow with the years: none of them may be read from end to end for a client's tap or a job's tick. */
const GROWING = new Set([
  ...["slots", "bookings", "clients", "consents", "chats", "payments", "refunds"],
  ...["point_holds", "point_entries", "outbox", "inbox", "audit", "broadcast_recipients"],
  ...["waitlist_entries", "waitlist_offers"],
]);
const SPECIALISTS = 20;

const messenger = { deliver: async () => ({ outcome: "sent", telegramMessageId: 1 }) as const };
const app: App = { ...(await testAppWithBank({ messenger })), clock: systemClock };
const listening = listenIn(app.db);
const { serviceId } = await growCatalog(app.db, SPECIALISTS);
const [client, other] = await growClients(app.db, { count: 2_000, firstTelegramId: 1_001, points: 1_000 });
await growSlots(app.db, { fromDay: -20, days: 40, perDay: 30, minutes: 20 });
await bookAhead(app.db, { serviceId, slots: 3 });
await growPast(app.db, { serviceId, count: 20_000, withMoney: true });
await growInbox(app.db, 20_000);
await growWaitlist(app.db, { serviceId, over: 20_000, waiting: 300 });
// By day and by night.
granted(await changeSetting(app, { key: "quietHours", typed: "00:00–00:00", actor: OPERATOR }));
const broadcastId = await growBroadcast();
await settleDown(app.db);

const clientId = present(client, "a client").id;
const telegramId = present(client, "a client").telegramId;
const now = app.clock.now();
const page = { rowsMax: 10, offset: 0 };

/** A client's way from the calendar to the payment page and back. */
async function chooseAndBook(): Promise<void> {
  const { days } = granted(await dayMarks(app, { serviceId }));
  const day = present(days[5], "a day").day;
  const { starts } = granted(await listFreeStarts(app, { serviceId, day }));
  const start = present(starts[0], "a free start");
  await nearestStarts(app, { serviceId, near: start.startsAt, count: 3 });
  await listHotStarts(app, page);
  const bookingId = randomUUID();
  const slotId = present(start.slotIds[0], "a slot");
  const hold = { bookingId, clientId };
  granted(await holdSlot(app, { ...hold, serviceId, slotId }));
  await holdSlot(app, {
    ...hold,
    bookingId: randomUUID(),
    clientId: present(other, "another").id,
    serviceId,
    slotId,
  });
  granted(await choosePoints(app, { ...hold, points: 500 }));
  granted(await openPayment(app, { ...hold, method: "bank_card" }));
  granted(await checkPayment(app, hold));
  granted(await giveUpHold(app, hold));
}

/** A broadcast that is under way: half of its recipients have got it, the others wait. */
async function growBroadcast(): Promise<string> {
  const id = randomUUID();
  const buttons = JSON.stringify([{ leadsTo: "service", serviceId, label: "Записаться" }]);
  await app.db.run(sql`
    INSERT INTO broadcasts (id, kind, title, text, buttons, segment, state, started_at, planned_at, recipients, created_at)
    VALUES (${id}::uuid, 'informational', 'Новость', 'Мы переехали', ${buttons}::jsonb, '{"all": []}', 'running', now(), now(), 102000, now())`);
  await app.db.run(sql`
    INSERT INTO clients (name, referral_code, created_at)
    SELECT 'Гость', 'guest' || n, now() FROM generate_series(1, 100000) n`);
  await app.db.run(sql`
    INSERT INTO broadcast_recipients (broadcast_id, client_id, state, outcome, ended_at)
    SELECT ${id}::uuid, id, CASE WHEN is_over THEN 'ended' ELSE 'planned' END, CASE WHEN is_over THEN 'delivered' END,
           CASE WHEN is_over THEN now() END
    FROM (SELECT id, row_number() OVER (ORDER BY id) % 2 = 0 AS is_over FROM clients) AS one`);
  await app.db.run(sql`
    INSERT INTO outbox (id, key, kind, client_id, payload, priority, state, due_at, sent_at, created_at)
    SELECT gen_random_uuid(), 'broadcast:' || broadcast_id || ':' || client_id, 'broadcast', client_id, '{}', 50, 'sent', now(), now(), now()
    FROM broadcast_recipients WHERE state = 'ended'`);
  return id;
}

/** A broadcast that goes on, is paused, and is tapped. */
async function broadcast(): Promise<void> {
  const step = { broadcastId, actor: OPERATOR };
  await feedBroadcasts(app);
  await deliverDue(app, { unwantedBecause: (message) => broadcastUnwanted(app, message) });
  granted(await pauseBroadcast(app, step));
  granted(await resumeBroadcast(app, step));
  await feedBroadcasts(app);
  granted(await pressButton(app, { broadcastId, clientId, index: 0 }));
}

/** What a client looks at. */
async function lookAround(): Promise<void> {
  await findClientByTelegram(app.db, telegramId);
  await findChat(app.db, telegramId);
  await noteScreen(app, telegramId, { messageId: 1, expects: undefined });
  await currentHold(app.db, clientId);
  await listClientBookings(app.db, { clientId, kind: "upcoming", now, ...page });
  await listClientBookings(app.db, { clientId, kind: "past", now, ...page });
  await listPointEntries(app.db, { clientId, ...page });
}

/** Somebody waits and is offered what is free, among many who wait in vain. */
async function waitForTime(): Promise<void> {
  const { id: waitingId } = present(other, "another");
  const tomorrow = plusDays(dayOf(app.clock.now(), "Europe/Moscow"), 1);
  const wish = {
    entryId: randomUUID(),
    clientId: waitingId,
    serviceId,
    days: [tomorrow],
    hours: DAY_PARTS.any,
  };
  granted(await joinWaitlist(app, { ...wish, actor: { kind: "client", id: waitingId } }));
  const { offered } = await offerWaitlist(app);
  expect(offered).toBe(1);
  const hold = present(await currentHold(app.db, waitingId), "the offer");
  granted(await giveUpHold(app, { bookingId: hold.id, clientId: waitingId }));
  await findOffered(app.db, hold.id);
  await listWaitlist(app.db, { clientId: waitingId, states: OPEN_WAIT_STATES, ...page });
}

/** What happens with every update, and every second. */
async function workInBackground(): Promise<void> {
  const claims = createClaims(app);
  await nextOffset(app);
  await receiveUpdate(app, { update_id: 1_000_000, callback_query: tapOf(telegramId) });
  await waitingPeople(app, 500);
  const taken = await claims.take(telegramId);
  if (taken !== undefined && taken !== "busy") await claims.finish(telegramId, { updateId: taken.updateId });
  await claims.close();
  await expireHolds(app);
  await reconcilePayments(app);
  await sendDueRefunds(app);
  await deliverDue(app);
}

const tapOf = (id: number) => ({
  ...{ id: "1", chat_instance: "1", data: "m" },
  from: { id, is_bot: false, first_name: "Анна" },
});

/** A week of everybody as staff see it, and what the page asks every other second. */
async function lookAtCalendar(): Promise<void> {
  const from = startOfDay(dayOf(now, "Europe/Moscow"), "Europe/Moscow");
  const week = { from, to: daysAfter(from, 7) };
  const { slots, bookings, specialists } = await readCalendar(app.db, { ...week, now });
  expect(slots.length).toBeGreaterThan(1_000);
  expect(bookings.length).toBeGreaterThan(100);
  const [first] = specialists;
  await readCalendar(app.db, { ...week, specialistIds: [present(first, "a specialist").id], now });
}

/** Staff change slots, take time off, and undo it. */
async function changeSlots(): Promise<void> {
  const actor = OPERATOR;
  const { starts } = granted(
    await listFreeStarts(app, { serviceId, day: plusDays(dayOf(now, "Europe/Moscow"), 9) }),
  );
  const start = present(starts.at(-1), "a free start");
  const slotId = present(start.slotIds[0], "a slot");
  const changeId = app.newId();
  granted(await closeSlot(app, { changeId, slotId, reason: "Учёба", actor }));
  granted(await undoSlotChange(app, { changeId, actor }));
  const day = dayOf(start.startsAt, "Europe/Moscow");
  const whose = { specialistIds: [start.specialistId], span: { fromDay: day, toDay: day } };
  const off = { changeId: app.newId(), ...whose, reason: "Отпуск", actor };
  granted(await takeTimeOff(app, { ...off, isDryRun: true }));
  const { timeOff } = granted(await takeTimeOff(app, off));
  granted(await liftTimeOff(app, { timeOffId: present(timeOff[0], "the time off").id, actor }));
  const last = present(await lastSlotChange(app.db, { actor, now: app.clock.now() }), "the last change");
  granted(await undoSlotChange(app, { changeId: last.id, actor }));
}

const CONTROL = /^\s*(BEGIN|COMMIT|ROLLBACK|SET)\b/;
const { statements } = await listening.record(async () => {
  await chooseAndBook();
  await lookAround();
  await waitForTime();
  await workInBackground();
  await broadcast();
  await lookAtCalendar();
  await changeSlots();
});
const hot = new Map(
  statements.filter(({ text }) => !CONTROL.test(text)).map((statement) => [statement.text, statement]),
);

/** What would read a growing table from end to end, and what each finds the free slots by. */
async function offenders(via: PoolClient): Promise<readonly string[]> {
  const found: string[] = [];
  for (const statement of hot.values()) {
    const nodes = await plansOf(via, statement);
    const whole = nodes.filter(({ kind, table }) => kind === "Seq Scan" && GROWING.has(table));
    found.push(...whole.map(({ table }) => `${table}: ${oneLine(statement.text)}`));
  }
  return found;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim().slice(0, 160);

/** One connection, and nothing that was done on it stays. */
async function trying<T>(work: (via: PoolClient) => Promise<T>): Promise<T> {
  const via = await app.db.pool.connect();
  try {
    await via.query("BEGIN");
    return await work(via);
  } finally {
    await via.query("ROLLBACK");
    via.release();
  }
}

describe("hot statements on a database of years", () => {
  it("are those of the product", () => {
    expect(hot.size).toBeGreaterThan(40);
  });

  it("read no growing table from end to end, at first or prepared and used often", async () => {
    expect(await trying(offenders)).toEqual([]);
  });

  it("find the free slots in the index alone", async () => {
    const packed = [...hot.values()].find(({ text }) => text.includes("string_agg(left(kind"));
    const nodes = await trying((via) => plansOf(via, present(packed, "the packed read")));
    expect(nodes).toEqual([{ kind: "Index Only Scan", table: "slots", index: "slots_free" }]);
  });

  it.each([
    ["outbox_due", "outbox"],
    ["inbox_waiting", "inbox"],
    ["payments_booking", "payments"],
    ["payments_due", "payments"],
    ["bookings_client", "bookings"],
    ["clients_telegram_once", "clients"],
    ["point_entries_client", "point_entries"],
    ["point_holds_client", "point_holds"],
    ["refunds_booking", "refunds"],
    ["waitlist_offers_start_once", "waitlist_offers"],
  ])("would be noticed without the index %s", async (index, table) => {
    const found = await trying(async (via) => {
      await via.query(`DROP INDEX ${index}`);
      return offenders(via);
    });
    expect(found.map((one) => one.split(":")[0])).toContain(table);
  });
});
