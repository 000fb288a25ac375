import { describe, expect, it } from "vitest";
import { z } from "zod";
import { holdStart } from "../../src/bot/buttons.ts";
import { currentHold, findBooking } from "../../src/core/booking/index.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testDatabase } from "../support/database.ts";
import { makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startProduct } from "../support/product.ts";
import { captionsOf, type Player, playersOf, sim, until } from "./player.ts";
import { accountOf, at, bankOf, clientOf, dayAhead, doorsOn, GOOD_CARD, opensPage, passes } from "./stage.ts";

const db = await testDatabase();
const doors = doorsOn(db);
const haircut = await makeService(doors, { name: "Стрижка" });
const maria = await makeSpecialist(doors, [haircut.id]);
const product = await startProduct({ databaseUrl: db.connection.connectionString ?? "" });
const players = playersOf({ sandboxUrl: product.sandboxUrl, db });
const bank = bankOf(product);

type Fault = Readonly<Record<string, unknown>>;
/** More than the five seconds between two questions to the gateway. */
const A_MOMENT = 6;
const MOMENTS_MAX = 8;

const faultList = z.object({
  faults: z.array(z.looseObject({ duplicate_update: z.boolean() })),
});

let cases = 0;
/** Somebody new and a time of their own, so that no story meets another. */
async function newcomer() {
  cases += 1;
  const player = players(4_000 + cases, `Клиент ${cases}`);
  await player.joins();
  const startsAt = at(dayAhead(2 + Math.floor(cases / 10)), 10 + (cases % 10));
  const slot = await makeSlot(doors, { specialistId: maria.id, startsAt });
  return { player, slot };
}

/** Presses «Оплатить» as often as the bot asks to try again. */
async function opensThePage(player: Player): Promise<string> {
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const screen = await player.screen();
    if (!captionsOf(screen).includes("Я оплатил")) await player.presses("Оплатить");
    if (captionsOf(await player.screen()).includes("Я оплатил")) break;
  }
  return opensPage(player);
}

/** The whole way of a booking, with whatever stands in it. */
async function booksAndPays({
  before,
  onPaying,
}: {
  readonly before?: () => Promise<unknown>;
  readonly onPaying?: () => Promise<unknown>;
}) {
  const { player, slot } = await newcomer();
  await before?.();
  await player.says("/book");
  await player.pressesData(
    holdStart.pack({ serviceId: haircut.id, slotId: slot.id, startsAt: slot.startsAt }),
  );
  await player.waitFor("Проверьте, всё ли верно");
  const { id: bookingId } = present(await currentHold(db, (await clientOf(db, player)).id), "the hold");
  const page = await opensThePage(player);
  await onPaying?.();
  await bank.pay(page, GOOD_CARD);
  await player.presses("Я оплатил");
  for (let moment = 0; moment < MOMENTS_MAX; moment += 1) {
    const booking = await findBooking(db, bookingId);
    if (booking?.state === "confirmed" || booking?.state === "expired") break;
    await passes(product, A_MOMENT);
  }
  return { player, bookingId };
}

/** One visit, one payment, one capture, all of the money, no refund, and everybody told. */
async function expectBookedOnce({ player, bookingId }: { player: Player; bookingId: string }) {
  expect(await accountOf(db, player)).toEqual([0, 0, "confirmed"]);
  const [payment, ...more] = await bank.paymentsFor(bookingId);
  expect(more).toEqual([]);
  expect(payment).toMatchObject({ status: "succeeded", amount: { value: "2000.00" } });
  expect((await bank.refunds()).filter(({ payment_id }) => payment_id === payment?.id)).toEqual([]);
  const keys = (await bank.requests())
    .filter(({ method, path }) => method === "POST" && path.includes(payment?.id ?? ""))
    .map(({ idempotence_key }) => idempotence_key);
  expect(new Set(keys).size).toBe(1);
  const rows = await db.many(
    sql`SELECT state, captured_kopecks FROM payments WHERE booking_id = ${bookingId}::uuid`,
  );
  expect(rows).toEqual([{ state: "captured", capturedKopecks: 200_000 }]);
  await until("the message is sent", async () => {
    await passes(product, 2);
    const open = await db.first(
      sql`SELECT 1 FROM outbox WHERE booking_id = ${bookingId}::uuid AND state = 'queued' AND kind <> 'reminder'`,
    );
    return open === undefined;
  });
  await player.waitFor("Вы записаны! Запись №");
}

const faultsMet = async () => (await bank.requests()).filter(({ fault }) => fault !== undefined).length;

const CREATE: Fault = { path: "/payments", exact: true, method: "POST" };
const CAPTURE: Fault = { path: "/payments/*/capture", method: "POST" };
const LOOK: Fault = { path: "/payments/*", exact: true, method: "GET" };

describe("whatever the gateway does, a visit is booked and paid once", () => {
  it.each<readonly [string, Fault]>([
    ["does not create, and says 500", { ...CREATE, status: 500, times: 2 }],
    ["creates, and says 500", { ...CREATE, status: 500, when: "after" }],
    ["creates, and its proxy says 502 in HTML", { ...CREATE, status: 502, when: "after", body: "html" }],
    ["creates, and answers nothing", { ...CREATE, status: 200, when: "after", body: "empty" }],
    ["answers 200 in HTML instead of creating", { ...CREATE, status: 200, body: "html" }],
    ["cuts the connection before creating", { ...CREATE, reset: true }],
    ["cuts the connection after creating", { ...CREATE, reset: true, when: "after" }],
    ["asks to come later", { ...CREATE, status: 202, retry_after: 100 }],
    ["creates slowly", { ...CREATE, delay_ms: 700 }],
    ["says 429 to creating", { ...CREATE, status: 429 }],
  ])("%s", async (_, fault) => {
    const met = await faultsMet();
    await expectBookedOnce(await booksAndPays({ before: () => bank.breaks(fault) }));
    expect(await faultsMet()).toBeGreaterThan(met);
  });

  it.each<readonly [string, Fault]>([
    ["does not capture, and says 500", { ...CAPTURE, status: 500, times: 2 }],
    ["captures, and says 500", { ...CAPTURE, status: 500, when: "after", times: 2 }],
    ["captures, and its proxy says 504 in HTML", { ...CAPTURE, status: 504, when: "after", body: "html" }],
    ["captures, and answers nothing", { ...CAPTURE, status: 200, when: "after", body: "empty" }],
    ["cuts the connection before capturing", { ...CAPTURE, reset: true }],
    ["cuts the connection after capturing", { ...CAPTURE, reset: true, when: "after" }],
    ["captures slowly", { ...CAPTURE, delay_ms: 700 }],
    ["says 429 to capturing", { ...CAPTURE, status: 429 }],
    ["does not let us capture for a while", { ...CAPTURE, status: 403 }],
    ["cannot be asked", { ...LOOK, status: 500, times: 3 }],
    ["answers questions in HTML", { ...LOOK, status: 200, body: "html", times: 3 }],
    ["cuts the connection of questions", { ...LOOK, reset: true, times: 3 }],
    ["does not notify", { drop_notifications: 10 }],
    ["notifies twice", { duplicate_notifications: 4 }],
    ["notifies out of order", { reorder: 1 }],
    ["notifies late", { delay_ms: 30_000, times: 2 }],
  ])("%s", async (_, fault) => {
    const met = await faultsMet();
    await expectBookedOnce(await booksAndPays({ onPaying: () => bank.breaks(fault) }));
    if (fault.path !== undefined) expect(await faultsMet()).toBeGreaterThan(met);
    // What notifications did not use up must not reach the next story.
    await passes(product, 60);
  });
});

describe("what the gateway refuses is refused, and nothing is kept", () => {
  it("a payment that it does not want to create is tried again as another one", async () => {
    await bank.breaks({ ...CREATE, status: 400 });
    const booked = await booksAndPays({});
    expect(await accountOf(db, booked.player)).toEqual([0, 0, "confirmed"]);
    expect((await bank.paymentsFor(booked.bookingId)).map(({ status }) => status)).toEqual(["succeeded"]);
    const rows = sql`SELECT state FROM payments WHERE booking_id = ${booked.bookingId}::uuid ORDER BY created_at`;
    expect(await db.many(rows)).toEqual([{ state: "rejected" }, { state: "captured" }]);
  });

  it("a capture that it refuses ends the hold: the money is let go, the time is free, the client told", async () => {
    const { player, bookingId } = await booksAndPays({
      onPaying: () => bank.breaks({ ...CAPTURE, status: 400 }),
    });
    await player.waitFor("Банк в последний момент отказал в списании");
    expect(await accountOf(db, player)).toEqual([0, 0, "expired: capture_refused"]);
    expect((await bank.paymentsFor(bookingId)).map(({ status }) => status)).toEqual(["canceled"]);
    expect(await db.many(sql`SELECT id FROM slots WHERE booking_id = ${bookingId}::uuid`)).toEqual([]);
  });
});

describe("whatever Telegram does, a visit is booked and paid once", () => {
  const breaks = (fault: Fault) => sim(product.sandboxUrl, "telegram/faults", fault);
  const onEverything = (fault: Fault) => async (): Promise<void> => {
    const user = 4_000 + cases;
    for (const method of ["sendMessage", "editMessageText", "sendDocument"]) {
      await breaks({ user, method, ...fault });
    }
    await breaks({ method: "answerCallbackQuery", ...fault });
  };
  const onUpdates = (fault: Fault) => () => breaks({ user: 4_000 + cases, ...fault });

  it.each<readonly [string, () => Promise<unknown>, repeated: "may repeat" | "once"]>([
    ["says 429 and to wait a second", onEverything({ error_code: 429, retry_after: 1 }), "once"],
    ["says 429 and to wait longer", onEverything({ error_code: 429, retry_after: 5 }), "once"],
    ["says 500", onEverything({ error_code: 500 }), "once"],
    ["answers 502 in HTML", onEverything({ error_code: 502, body: "html" }), "once"],
    ["cuts the connection", onEverything({ reset: true }), "once"],
    ["does it and cuts the connection", onEverything({ reset: true, when: "after" }), "may repeat"],
    ["is slow", onEverything({ slow_ms: 500 }), "once"],
    ["delivers updates twice", onUpdates({ duplicate_update: true, times: 10 }), "once"],
    ["delivers updates out of order", onUpdates({ reorder: true }), "once"],
  ])("%s", async (_, before, repeated) => {
    const booked = await booksAndPays({ before });
    await expectBookedOnce(booked);
    const count = await booked.player.count("Вы записаны! Запись №");
    if (repeated === "once") expect(count).toBe(1);
    else expect(count).toBeGreaterThan(0);
    // The faults did happen: all but those of updates, of which there were more than enough.
    const left = faultList.parse(await sim(product.sandboxUrl, "telegram/faults")).faults;
    expect(left.filter(({ duplicate_update }) => !duplicate_update)).toEqual([]);
  });
});

it("no update was given up, and no payment waits for an answer", async () => {
  expect(await db.many(sql`SELECT body, failure FROM inbox WHERE failure IS NOT NULL`)).toEqual([]);
  expect(await db.many(sql`SELECT id, state FROM payments WHERE next_check_at IS NOT NULL`)).toEqual([]);
});
