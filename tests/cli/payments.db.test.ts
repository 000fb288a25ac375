import { describe, expect, it } from "vitest";
import { checkPayment, recordOnSpot } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { SECRET_KEY, SHOP_ID } from "../sandbox/yookassa-sandbox.ts";
import { testAppWithBank } from "../support/app.ts";
import { makePayable, pass, payAtBank, providerIdOf } from "../support/bank.ts";
import { makeClient, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { bookedByStaff } from "../support/people.ts";
import { commandLine, granted } from "./command-line.ts";

const app = await testAppWithBank();
const env = {
  YOOKASSA_SHOP_ID: SHOP_ID,
  YOOKASSA_SECRET_KEY: SECRET_KEY,
  YOOKASSA_API_URL: `${app.bank.baseUrl}/v3/`,
};
const line = commandLine(app, 100);
const run = (...argv: readonly string[]) => line(["payments", ...argv], { env });

const client = await makeClient(app);
const atDesk = await bookedByStaff(app, client.id);
const spot = app.newId();
const desk = { paymentId: spot, bookingId: atDesk.id, amount: kopecks(50_000) };
granted(await recordOnSpot(app, { ...desk, method: "cash", actor: OPERATOR }));
const paid = await makePayable(app);
await payAtBank(app, paid.providerId);
granted(await checkPayment(app, paid.hold));

const idOf = async (bookingId: string): Promise<string> =>
  (await app.db.first<{ id: string }>(sql`SELECT id FROM payments WHERE booking_id = ${bookingId}::uuid`))
    ?.id ?? "";
const plain = (text: string): string => text.replaceAll("\u00a0", " ").replace(/ +/g, " ");

it("lists payments, newest first, by day, state, kind, client and booking (PY-5)", async () => {
  const all = (await run("list", "--json")).json().items;
  expect(all.map(({ kind, state }) => [kind, state])).toEqual(
    expect.arrayContaining([
      ["on_spot", "captured"],
      ["booking", "captured"],
    ]),
  );
  const of = async (...flags: readonly string[]) =>
    (await run("list", ...flags, "--json")).json().items.map(({ id }) => id);
  expect(await of("--client", client.id)).toEqual([spot]);
  expect(await of("--booking", String(atDesk.number))).toEqual([spot]);
  expect(await of("--kind", "on_spot")).toEqual([spot]);
  expect(await of("--kind", "booking", "--state", "captured")).toEqual([await idOf(paid.hold.bookingId)]);
  expect(await of("--unanswered")).toEqual([]);
  expect(await of("--from", "2026-11-23", "--to", "2026-11-23")).toHaveLength(2);
  expect(await of("--to", "2026-11-22")).toEqual([]);
  const text = plain((await run("list")).out);
  expect(text).toContain(`${spot.slice(0, 8)} 23.11.2026 12:00 №${atDesk.number}`);
  expect(text).toContain("2 платежа (время Europe/Moscow)");
  expect((await run("list", "--state", "pending")).out).toBe("Платежей не найдено.\n");
});

it("shows one, by the beginning of its id: its visit, what went back, what the gateway said", async () => {
  const id = await idOf(paid.hold.bookingId);
  const text = plain((await run("show", id.slice(0, 8))).out);
  expect(text).toMatch(/^Платёж [0-9a-f]{8}\n/);
  expect(text).toContain("Состояние оплачен");
  expect(text).toContain(`В ЮKassa ${paid.providerId}`);
  expect(text).toMatch(/Запись №\d+, 24\.11\.2026 12:00/);
  expect((await run("show", id, "--json")).json()).toMatchObject({
    ...{ id, gateway: { providerPaymentId: paid.providerId }, refunds: [], closingReceipts: [] },
    booking: { id: paid.hold.bookingId },
  });
  expect(plain((await run("show", spot)).out)).not.toContain("ЮKassa");
});

it("gives back a part of one payment when told so twice, once under one id (CX-3)", async () => {
  const id = await idOf(paid.hold.bookingId);
  const asked = ["refund", id, "--amount", "500", "--reason", "не понравилось", "--id", app.newId()];
  const unsure = await run(...asked);
  expect([unsure.exit, unsure.out]).toEqual([1, ""]);
  expect(plain(unsure.err)).toMatch(
    /клиенту вернётся 500,00 ₽\. Клиент узнает об этом от бота\. Ничего не сделано\. Чтобы сделать, повторите с --yes\./,
  );
  const done = await run(...asked, "--yes");
  expect(plain(done.out)).toBe(`Платёж ${id.slice(0, 8)}: возвращаем 500,00 ₽ через ЮKassa.\n`);
  expect((await run(...asked, "--yes", "--json")).json()).toMatchObject({
    id,
    bookingId: paid.hold.bookingId,
    refundId: expect.any(String),
    refundState: "queued",
  });
  const { refundId } = (await run(...asked, "--yes", "--json")).json() as Record<string, unknown>;
  const shown = (await run("show", id, "--json")).json() as Record<string, unknown>;
  expect(shown.refunds).toMatchObject([
    { id: refundId, amountKopecks: 50_000, reason: "by_staff", note: "не понравилось", state: "queued" },
  ]);
  const text = plain((await run("show", id)).out);
  expect(text).toContain("вручную: не понравилось");
  const spotBack = ["refund", spot, "--amount", "all", "--reason", "ошиблись", "--yes"];
  expect(plain((await run(...spotBack)).out)).toContain("записан возврат на месте: 500,00 ₽.");
  expect((await run(...spotBack, "--json")).error().code).toBe("nothing_to_refund");
});

it("asks the gateway about one, about all, and says what still waits (PY-4, PY-5)", async () => {
  const open = await makePayable(app, { at: "2026-11-25T09:00:00Z" });
  const id = await idOf(open.hold.bookingId);
  expect((await run("sync", id)).out).toBe(`Платёж ${id.slice(0, 8)}: по-прежнему «ждёт клиента».\n`);
  const waits = await run("reconcile");
  expect(waits.exit).toBe(0);
  expect(plain(waits.out)).toContain("Спросили ЮKassa о 1 платеже: ещё ждут клиента или банк: 1.");
  expect(plain(waits.out)).toMatch(/Ещё ждёт:\n.*\n *№\d+ оплата ждёт клиента/);
  await payAtBank(app, open.providerId);
  expect((await run("sync", "--all", "--json")).json()).toEqual({
    ...{ asked: 1, captured: 1, cameToNothing: 0, stillOpen: 0, failed: 0 },
  });
  expect((await run("sync", "--all")).out).toBe("Открытых платежей нет: спрашивать не о чем.\n");
  expect(await run("reconcile")).toMatchObject({
    ...{ exit: 0, out: "Открытых платежей нет: спрашивать не о чем.\nНичего не ждёт ответа.\n" },
  });
  expect((await run("sync", id, "--json")).error().code).toBe("payment_settled");
});

it("ends with 4 when a refund needs a person", async () => {
  await pass(app, 60);
  await app.bank.sim("/faults", { path: "/refunds", method: "POST", status: 400 });
  const id = await idOf(paid.hold.bookingId);
  await run("refund", id, "--amount", "100", "--reason", "так", "--yes");
  const found = await run("reconcile", "--json");
  expect(found.exit).toBe(4);
  expect((found.json() as Record<string, unknown>).waiting).toMatchObject([
    { kind: "refused_refund", amountKopecks: 10_000, needsPerson: true },
  ]);
});

it.each([
  [["show", "00000000-0000-4000-8000-000000000000"], 1, "unknown_payment"],
  [["show", "ffffffff"], 1, "unknown_payment"],
  [["show", "12"], 2, "wrong_usage"],
  [["sync"], 2, "wrong_usage"],
  [["sync", spot], 1, "payment_on_spot"],
  [["sync", spot, "--all"], 2, "wrong_usage"],
  [["list", "--state", "gone"], 2, "wrong_usage"],
])("refuses payments %j", async (argv, exit, code) => {
  const refused = await run(...argv, "--json");
  expect([refused.exit, refused.error().code]).toEqual([exit, code]);
});

it("says that online payment is off, or that the gateway is silent", async () => {
  await makePayable(app, { at: "2026-11-26T09:00:00Z" });
  const live = { BOT_TOKEN: "123456:AAH-fake_fake_fake_fake_fake_fake_f" };
  const off = await line(["payments", "reconcile", "--json"], { env: live });
  expect([off.exit, off.error().code]).toEqual([1, "gateway_off"]);
  const wrong = await line(["payments", "reconcile"], { env: { ...env, YOOKASSA_SECRET_KEY: "test_wrong" } });
  expect(wrong.err).toContain("ЮKassa не ответила: не подошли ключи");
  const gone = { ...env, YOOKASSA_API_URL: "http://127.0.0.1:1/v3/" };
  const silent = await line(["payments", "sync", "--all", "--json"], { env: gone });
  expect([silent.exit, silent.error().code]).toEqual([1, "gateway_silent"]);
});

describe("PY-8: the link that a visit is paid by", () => {
  it("is given at booking, shown again, and pays the visit", async () => {
    const service = await makeService(app, { name: "Уход", policy: "full" });
    const doer = await makeSpecialist(app, [service.id]);
    await makeSlot(app, { specialistId: doer.id, startsAt: "2026-11-27T09:00:00Z" });
    const payer = await makeClient(app);
    const asked = [
      "--client",
      payer.id,
      "--service",
      "Уход",
      "--at",
      "2026-11-27 12:00",
      "--pay",
      "link",
    ].concat("--specialist", doer.id);
    const id = app.newId();
    const made = await line(["bookings", "book", ...asked, "--id", id, "--json"], { env });
    const { number, payUrl } = made.json() as Readonly<Record<string, unknown>>;
    expect(payUrl).toContain(`${app.bank.baseUrl}/checkout/`);
    const said = await line(["bookings", "book", ...asked, "--id", id], { env });
    expect(said.out).toContain(`Ссылка на оплату до `);
    expect(said.out).toContain(String(payUrl));
    expect(said.err).toBe("");
    const again = (await line(["bookings", "pay-link", String(number), "--json"], { env })).json();
    expect(again).toMatchObject({ bookingId: id, payUrl, amountKopecks: 200_000 });
    const paymentId = await idOf(id);
    const card = (await run("show", paymentId, "--json")).json() as Readonly<Record<string, unknown>>;
    expect(card.gateway).toMatchObject({ payUrl, payUntil: again.payUntil });
    expect((await run("show", paymentId)).out).toContain("Оплатить до");
    await payAtBank(app, await providerIdOf(app, id));
    expect((await run("sync", paymentId)).exit).toBe(0);
    const paid = (await run("show", paymentId, "--json")).json() as Readonly<Record<string, unknown>>;
    expect(paid.gateway).toMatchObject({ payUrl: null, payUntil: null });
    const over = await line(["bookings", "pay-link", String(number), "--json"], { env });
    expect([over.exit, over.error().code]).toEqual([1, "booking_waits_for_no_link"]);
  });

  it("is shown for the operator to hand over where the client has no bot", async () => {
    const service = await makeService(app, { name: "Пилинг", policy: "full" });
    const doer = await makeSpecialist(app, [service.id]);
    await makeSlot(app, { specialistId: doer.id, startsAt: "2026-11-27T15:00:00Z" });
    const phone = "+79005550077";
    await line(["clients", "add", "--phone", phone, "--name", "Жанна"]);
    const call = ["bookings", "book", "--client", phone, "--service", "Пилинг", "--at", "2026-11-27 18:00"];
    const { exit, out } = await line([...call, "--pay", "link"], { env });
    expect([exit, out]).toEqual([0, expect.stringContaining("У клиента нет бота: отправьте ссылку сами.")]);
    expect(out).toContain(`${app.bank.baseUrl}/checkout/`);
  });

  it("is not there while the gateway is silent, and both commands say what shows it later", async () => {
    const service = await makeService(app, { name: "Массаж", policy: "full" });
    const doer = await makeSpecialist(app, [service.id]);
    await makeSlot(app, { specialistId: doer.id, startsAt: "2026-11-27T12:00:00Z" });
    const payer = await makeClient(app);
    const gone = { ...env, YOOKASSA_API_URL: "http://127.0.0.1:1/v3/" };
    const asked = ["--client", payer.id, "--service", "Массаж", "--at", "2026-11-27 15:00", "--pay", "link"];
    const id = app.newId();
    const made = await line(["bookings", "book", ...asked, "--id", id], { env: gone });
    expect(made.exit).toBe(0);
    const number = /Запись №(\d+)/.exec(made.out)?.[1] ?? "";
    expect(made.out).toContain(`ЮKassa не ответила. Позже её покажет bookings pay-link ${number}`);
    expect(plain((await run("show", await idOf(id))).out)).toContain("ЮKassa ещё не ответила");
    const silent = await line(["bookings", "pay-link", number, "--json"], { env: gone });
    expect([silent.exit, silent.error().code]).toEqual([1, "gateway_silent"]);
    const there = await line(["bookings", "pay-link", number], { env });
    expect(there.out).toContain(`${app.bank.baseUrl}/checkout/`);
  });

  it("tells from the help how one pays in the sandbox", async () => {
    expect((await run("--help")).out.replaceAll(/\s+/g, " ")).toContain(
      "В песочнице ссылка открывает страницу её собственной ЮKassa на этой машине (сервер должен работать",
    );
  });
});
