import { beforeAll, expect, it } from "vitest";
import { confirmHold, holdSlot, joinPhone } from "../../src/core/booking/index.ts";
import { signIn } from "../../src/core/people/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testApp } from "../support/app.ts";
import { makeClient, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { commandLine, granted } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
const ENTRY = "0f8fad5b-d9cb-469f-a165-70867728950e";
const PHONE = "+79001234567";
const PASSWORD = "очень длинная тайна";
let client = { id: "", name: "" };
let bookingNumber = 0;
let bookingId = "";

beforeAll(async () => {
  const service = await makeService(app, { policy: "onSite" });
  const specialist = await makeSpecialist(app);
  const slot = await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-11-25T07:00:00Z" });
  const made = await makeClient(app);
  client = made;
  const telegramId = made.telegramId ?? 0;
  granted(
    await joinPhone(app, {
      clientId: made.id,
      phone: PHONE,
      ownerTelegramId: telegramId,
      senderTelegramId: telegramId,
    }),
  );
  bookingId = app.newId();
  const held = granted(
    await holdSlot(app, { bookingId, clientId: made.id, serviceId: service.id, slotId: slot.id }),
  );
  bookingNumber = held.number;
  if (held.state === "held") granted(await confirmHold(app, { bookingId, clientId: made.id }));
});

it("lists clients, finds them by a part of the name or the phone, and shows a page at a time", async () => {
  await makeClient(app);
  const all = (await run(["clients", "list", "--json"])).json();
  expect(all).toMatchObject({ hasMore: false });
  expect(all.items).toHaveLength(2);
  expect((await run(["clients", "list", "--limit", "1", "--json"])).json()).toMatchObject({ hasMore: true });
  const found = await run(["clients", "list", "--search", "123456", "--json"]);
  expect(found.json().items).toEqual([
    expect.objectContaining({
      id: client.id,
      name: client.name,
      phone: PHONE,
      email: null,
      pointsBalance: 0,
    }),
  ]);
  const text = (await run(["clients", "list", "--search", client.name])).out;
  expect(text).toContain(client.id.slice(0, 8));
  expect(text).not.toContain(client.id);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect((await run(["clients", "list", "--search", "никого"])).out).toBe("Клиентов не найдено.\n");
});

it("PE-4: clients add enters a client by phone and name, and says when the phone is known already", async () => {
  const add = (phone: string, name: string, ...flags: string[]) =>
    run(["clients", "add", "--phone", phone, "--name", name, ...flags]);
  const added = (await add("8 (900) 555-01-02", " Ольга ", "--json")).json();
  expect(added).toMatchObject({ name: "Ольга", phone: "+79005550102", telegramId: null, isKnown: false });
  expect(await add("+79005550102", "Другая")).toMatchObject({
    exit: 0,
    out: `Клиент с этим телефоном уже есть: Ольга, +79005550102.\nid: ${added.id}\n`,
  });
  expect((await add("abc", "Ольга", "--json")).error().code).toBe("phone_unreadable");
  expect((await add("+79005550103", " ", "--json")).error()).toMatchObject({
    code: "wrong_usage",
    detail: { flag: "--name" },
  });
  expect(await run(["clients", "add", "--phone", "+79005550103"])).toMatchObject({ exit: 2 });
  const named = sql`SELECT name FROM clients WHERE phone LIKE '+7900555010%'`;
  expect(await app.db.many(named)).toEqual([{ name: "Ольга" }]);
});

it.each([[PHONE], ["8 (900) 123-45-67"], ["id"]])("shows a client by %s", async (typed) => {
  const shown = await run(["clients", "show", typed === "id" ? client.id : typed, "--json"]);
  expect(shown.json()).toMatchObject({
    id: client.id,
    points: { balance: 0, held: 0, available: 0, nextRedemptionAt: null },
    consents: { personalData: true, marketing: false },
    block: null,
  });
});

it("adjusts points once however often it is told, and shows their history", async () => {
  const adjust = [
    "points",
    "adjust",
    "--client",
    PHONE,
    "--points",
    "+300",
    "--reason",
    "Подарок",
    "--id",
    ENTRY,
  ];
  const first = await run(adjust);
  expect(first).toMatchObject({ exit: 0, out: `${client.name}: +300, теперь на счету 300 баллов.\n` });
  app.clock.advance(1_000);
  const again = await run([...adjust, "--json"]);
  expect(again.json()).toEqual({
    entryId: ENTRY,
    clientId: client.id,
    points: 300,
    balance: 300,
    isDebt: false,
    isDryRun: false,
  });
  const taken = await run([
    "points",
    "adjust",
    "--client",
    client.id,
    "--points",
    "-50",
    "--reason",
    "Ошибка",
    "--json",
  ]);
  expect(taken.json()).toMatchObject({ points: -50, balance: 250 });

  const { items, hasMore } = (await run(["points", "history", "--client", PHONE, "--json"])).json();
  expect(hasMore).toBe(false);
  expect(items).toHaveLength(2);
  expect(items).toContainEqual({
    ...{ id: ENTRY, points: 300, kind: "adjustment", bookingNumber: null, reason: "Подарок" },
    ...{ balanceAfter: 300, createdAt: "2026-11-23T09:00:00.000Z" },
  });
  const text = (await run(["points", "history", "--client", PHONE])).out;
  expect(text).toContain(`${client.name}: на счету 250 баллов\n`);
  expect(text).toMatch(
    /23\.11\.2026 12:00 {4}−50 +250 {2}изменено вручную: Ошибка\n.+\+300 +300 {2}изменено вручную: Подарок/,
  );
});

it("points adjust --dry-run says what would be for one client, and writes nothing", async () => {
  const call = ["points", "adjust", "--client", PHONE, "--points", "-400", "--reason", "Ошибка", "--dry-run"];
  const balance = async () => Number((await run(["clients", "show", PHONE, "--json"])).json().pointsBalance);
  const before = await balance();
  const { exit, out } = await run(call);
  expect([exit, out]).toEqual([
    0,
    expect.stringMatching(
      /: −400, на счету стало бы −150 баллов — долг\. В долг баллы списываются только с --yes\. Ничего не записано\.\n$/,
    ),
  ]);
  const json = { entryId: null, balance: before - 400, isDebt: true, isDryRun: true };
  expect((await run([...call, "--json"])).json()).toMatchObject(json);
  expect(await balance()).toBe(before);
  expect((await run([...call, "--report", "a.csv"])).exit).toBe(2);
});

it("asks before points make a debt, names the balance before and after, and writes nothing without a yes (UN-2)", async () => {
  const call = ["points", "adjust", "--client", PHONE, "--points", "-400", "--reason", "Ошибка"];
  const balance = async () => Number((await run(["clients", "show", PHONE, "--json"])).json().pointsBalance);
  const refused = await run(call);
  expect([refused.exit, refused.out, await balance()]).toEqual([1, "", 250]);
  expect(refused.err).toContain("на счету 250 баллов, станет −150 — долг. Ничего не сделано.");
  expect(refused.err).toContain("повторите с --yes");
  expect((await run(call, { answers: "нет" })).exit).toBe(1);
  const id = app.newId();
  expect((await run([...call, "--id", id], { answers: "да" })).out).toContain("теперь на счету −150 баллов");
  expect((await run([...call, "--id", id])).exit).toBe(0);
  expect(await balance()).toBe(-150);
  const back = ["points", "adjust", "--client", PHONE, "--points", "100", "--reason", "Ошибка"];
  expect((await run(back)).exit).toBe(0);
  expect((await run([...call.slice(0, 5), "-1", "--reason", "Ошибка", "--yes"])).exit).toBe(0);
  const wrong = await run([...call.slice(0, 5), "-5000000", "--reason", "так", "--json"]);
  expect(wrong.error().code).toBe("points_out_of_range");
});

it.each([
  [["points", "adjust", "--client", PHONE, "--points", "5000000", "--reason", "так"], "points_out_of_range"],
  [
    ["points", "adjust", "--client", PHONE, "--points", "7", "--reason", "так", "--id", ENTRY],
    "entry_is_another",
  ],
  [["points", "adjust", "--client", "+79990000000", "--points", "5", "--reason", "так"], "unknown_client"],
  [["points", "history", "--client", ENTRY], "unknown_client"],
  [["clients", "show", "кто-нибудь"], "unknown_client"],
  [["bookings", "show", "99999"], "unknown_booking"],
  [["bookings", "list", "--client", "+79990000000"], "unknown_client"],
  [["bookings", "list", "--specialist", "Никто"], "unknown_specialist"],
  [["staff", "add", "--name", "Пётр", "--role", "admin"], "staff_needs_entry"],
  [["staff", "add", "--name", "Пётр", "--role", "specialist", "--telegram-id", "5"], "specialist_needed"],
])("refuses %j with code 1 and writes nothing", async (argv, code) => {
  const count = () =>
    app.db.first(
      sql`SELECT (SELECT count(*) FROM point_entries) AS entries, (SELECT count(*) FROM staff) AS staff`,
    );
  const before = await count();
  const refused = await run([...argv, "--json"]);
  expect([refused.exit, refused.out, refused.error().code]).toEqual([1, "", code]);
  expect(await count()).toEqual(before);
});

it("lists and shows bookings", async () => {
  const listed = await run(["bookings", "list", "--from", "2026-11-25", "--to", "2026-11-25", "--json"]);
  expect(listed.json()).toMatchObject({
    hasMore: false,
    items: [
      {
        ...{ id: bookingId, number: bookingNumber, state: "confirmed", day: "2026-11-25" },
        ...{ startsAt: "2026-11-25T07:00:00.000Z", clientId: client.id, clientName: client.name },
        ...{ priceKopecks: 200_000, payNowKopecks: 0, onSpotKopecks: 200_000, paidKopecks: 0, points: 0 },
      },
    ],
  });
  expect((await run(["bookings", "list", "--state", "cancelled"])).out).toBe("Записей не найдено.\n");
  const shown = await run(["bookings", "show", `№${bookingNumber}`, "--json"]);
  expect(shown.json()).toMatchObject({ id: bookingId, payments: [], endedAt: null });
  const text = await run(["bookings", "show", bookingId]);
  expect(text.out).toContain(`Запись №${bookingNumber}\nСостояние       подтверждена\n`);
  expect(text.out).toContain("ср 25.11.2026, 10:00–11:00 (Europe/Moscow)");
  const table = (await run(["bookings", "list", "--client", PHONE])).out;
  expect(table).toContain("1 запись (время Europe/Moscow)");
  expect(Math.max(...table.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

it("gives staff a way in; the password comes by standard input and is shown nowhere", async () => {
  const owner = ["staff", "add", "--name", "Ольга", "--role", "owner", "--email", "Olga@Example.ru"];
  const added = await run([...owner, "--password-stdin", "--json", "--verbose"], { input: `${PASSWORD}\n` });
  expect(added.json()).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    ...{
      name: "Ольга",
      role: "owner",
      email: "olga@example.ru",
      telegramId: null,
      specialistId: null,
      isActive: true,
    },
  });
  expect(added.out + added.err).not.toContain(PASSWORD);
  const entered = await signIn(app, { email: "olga@example.ru", password: PASSWORD, address: "127.0.0.1" });
  expect(entered.ok).toBe(true);
  const again = await run([...owner, "--password-stdin", "--json"], { input: PASSWORD });
  expect(again.error().code).toBe("email_taken");

  const listed = await run(["staff", "list", "--json"]);
  expect(listed.out).not.toMatch(/hash|argon/i);
  expect(listed.json().items).toMatchObject([{ name: "Ольга", role: "owner" }]);
  expect((await run(["staff", "list"])).out).toContain("olga@example.ru");
});

it("asks for a password twice at a terminal, and says how to give it where there is none", async () => {
  const admin = ["staff", "add", "--name", "Пётр", "--role", "admin", "--email", "petr@example.ru"];
  const nobody = await run(admin);
  expect(nobody.exit).toBe(2);
  expect(nobody.err).toContain("--password-stdin");
  const different = await run(admin, { secrets: [PASSWORD, "другое"] });
  expect([different.exit, different.err]).toEqual([
    2,
    "Пароли не совпали.\nСправка: та же команда с --help.\n",
  ]);
  const short = await run([...admin, "--json"], { secrets: ["коротко", "коротко"] });
  expect([short.exit, short.error().code]).toEqual([1, "password_too_short"]);
  const empty = await run([...admin, "--password-stdin"], { input: "\n" });
  expect(empty.exit).toBe(2);
  expect((await run(admin, { secrets: [PASSWORD, PASSWORD] })).exit).toBe(0);
});
