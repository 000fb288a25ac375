import { describe, expect, it } from "vitest";
import {
  checkPayment,
  clientPage,
  DAY_PARTS,
  describeVisit,
  exportClient,
  joinPhone,
  markVisit,
  openPayment,
  rateVisit,
  refundBooking,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { localDay } from "../../../src/core/kernel/local-day.ts";
import { writeToStaff } from "../../../src/core/notifications/index.ts";
import { renameClient, setBirthday } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { testAppWithBank } from "../../support/app.ts";
import { makePayable, payAtBank, settleDown } from "../../support/bank.ts";
import { writingNothing } from "../../support/footprint.ts";
import { givePoints, granted, makeClient } from "../../support/make.ts";
import { blockByHand, cardOf, makeEntered, newPhone } from "../../support/people.ts";
import { makeWaiting } from "../../support/wait.ts";

const app = await testAppWithBank();
const FACTS = { business: "Салон <Окошко>", zone: "Europe/Moscow" };

async function makeStory() {
  const { client, booking, providerId, hold } = await makePayable(app);
  const clientId = client.id;
  await payAtBank(app, providerId);
  granted(await checkPayment(app, hold));
  granted(await renameClient(app, { clientId, name: "Анна <b>&" }));
  granted(await setBirthday(app, { clientId, typed: "07.03" }));
  await app.db.run(
    sql`UPDATE clients SET note = 'Любит <script>alert(1)</script>' WHERE id = ${clientId}::uuid`,
  );
  granted(await writeToStaff(app, { messageId: app.newId(), clientId, text: "Первая строка\nВторая" }));
  const weekend = [localDay("2026-11-28"), localDay("2026-11-29")];
  await makeWaiting(app, { serviceId: booking.serviceId, clientId, days: weekend, hours: DAY_PARTS.evening });
  await blockByHand(app, clientId, "Спор");
  app.clock.set("2026-11-24T10:30:00Z");
  granted(await markVisit(app, { bookingId: booking.id, mark: "completed", actor: OPERATOR }));
  granted(await rateVisit(app, { bookingId: booking.id, clientId, rating: 4 }));
  app.clock.set("2026-11-24T10:35:00Z");
  granted(await describeVisit(app, { bookingId: booking.id, clientId, words: "Было <i>тепло</i>" }));
  app.clock.set("2026-11-23T09:00:00Z");
  return { client, booking };
}

describe("a client's data, all of them (PE-2)", () => {
  it("are gathered without writing anything", async () => {
    const { client, booking } = await makeStory();
    const data = granted(await writingNothing(app, () => exportClient(app, { clientId: client.id })));
    expect(data.client).toMatchObject({ name: "Анна <b>&", birthday: "1604-03-07", pointsBalance: 200 });
    expect(data.consents.map(({ kind, action, pressed }) => [kind, action, pressed])).toEqual([
      ["personal_data", "given", "Согласна"],
    ]);
    expect(data.bookings).toMatchObject([
      { number: booking.number, state: "completed", priceKopecks: 200_000, payNowKopecks: 200_000 },
    ]);
    expect(data.payments).toMatchObject([
      { bookingNumber: booking.number, state: "captured", capturedKopecks: 200_000, method: "bank_card" },
    ]);
    expect(data.pointEntries).toMatchObject([
      { kind: "accrual", points: 200, bookingNumber: booking.number },
    ]);
    expect(data.messages).toMatchObject([{ direction: "in", text: "Первая строка\nВторая" }]);
    expect(data.broadcasts).toEqual([]);
    expect(data.waitlist).toMatchObject([
      {
        service: booking.serviceName,
        specialist: null,
        days: ["2026-11-28", "2026-11-29"],
        state: "waiting",
      },
    ]);
    expect(data.blocks).toMatchObject([{ kind: "manual", reason: "Спор" }]);
    expect(data.reviews).toMatchObject([
      {
        bookingNumber: booking.number,
        specialist: booking.specialistName,
        rating: 4,
        words: "Было <i>тепло</i>",
        createdAt: new Date("2026-11-24T10:30:00Z"),
      },
    ]);
    expect(JSON.parse(JSON.stringify(data)).bookings[0].startsAt).toBe("2026-11-24T09:00:00.000Z");
  });

  it("hold the broadcasts that reached them, as they were written", async () => {
    const { client } = await makeStory();
    const sentAt = app.clock.now();
    const broadcastId = app.newId();
    await app.db.run(sql`
      INSERT INTO broadcasts (id, title, text, kind, segment, state, created_at, started_at, ended_at)
      VALUES (${broadcastId}::uuid, 'Для своих', 'Здравствуйте, {имя}!', 'marketing', '{}', 'done', ${sentAt}, ${sentAt}, ${sentAt})`);
    await app.db.run(sql`
      INSERT INTO broadcast_recipients (broadcast_id, client_id, state, outcome, ended_at)
      VALUES (${broadcastId}::uuid, ${client.id}::uuid, 'ended', 'delivered', ${sentAt})`);
    const data = granted(await exportClient(app, { clientId: client.id }));
    expect(data.broadcasts).toEqual([{ text: "Здравствуйте, {имя}!", sentAt, pressedAt: null }]);
    const page = clientPage(data, { business: "Окошко", zone: "Europe/Moscow" });
    expect(page).toContain("Здравствуйте, {имя}!");
    expect(page).not.toContain("Для своих");
  });

  it("do not hold why staff gave money back: that stays in the journal", async () => {
    const { client, booking } = await makeStory();
    app.clock.set("2026-11-24T11:00:00Z");
    granted(
      await refundBooking(app, {
        requestId: app.newId(),
        bookingId: booking.id,
        amount: "all",
        reason: "не понравилось",
        actor: OPERATOR,
      }),
    );
    await givePoints(app, client.id, 30);
    const data = granted(await exportClient(app, { clientId: client.id }));
    expect(data.pointEntries.map(({ kind, reason }) => [kind, reason])).toEqual([
      ["accrual", null],
      ["refund_reversal", null],
      ["adjustment", "в подарок"],
    ]);
    expect(JSON.stringify(data)).not.toContain("не понравилось");
    app.clock.set("2026-11-23T09:00:00Z");
  });

  it("of one person are found by the id of either card (PE-4)", async () => {
    const phone = newPhone();
    const entered = await makeEntered(app, phone);
    const client = await makeClient(app);
    await givePoints(app, entered.id, 30);
    granted(await joinPhone(app, cardOf(client, phone)));
    const data = granted(await exportClient(app, { clientId: entered.id }));
    expect(data.client.id).toBe(client.id);
    expect(data.pointEntries).toMatchObject([{ kind: "merge", points: 30 }]);
  });

  it("make one page in Russian, in business time, where what people wrote is only text", async () => {
    const { client, booking } = await makeStory();
    const named = clientPage(granted(await exportClient(app, { clientId: client.id })), FACTS);
    // On a phone a row is a block: each value carries the name of its column.
    expect(named).toContain('<td data-name="Начало">24.11.2026, 12:00</td>');
    const page = named.replaceAll(/ data-name="[^"]*"/g, "");
    for (const told of [
      '<meta charset="utf-8">',
      "Ваши данные: Анна &lt;b&gt;&amp;",
      "Салон &lt;Окошко&gt;",
      "<td>07.03</td>",
      "&lt;script&gt;alert(1)&lt;/script&gt;",
      "Первая строка<br>Вторая",
      `<td>${booking.number}</td><td>24.11.2026, 12:00</td>`,
      "визит состоялся",
      "Время на этой странице наше: Москва.",
      "2\u00a0000,00\u00a0₽",
      "обработка персональных данных",
      "<td>+200</td><td>за визит</td>",
      "<h2>Отзывы</h2>",
      "<td>4 из 5</td><td>Было &lt;i&gt;тепло&lt;/i&gt;</td><td>24.11.2026, 13:35</td>",
      "<td>любой</td><td>28.11–29.11</td><td>с 17:00</td><td>ждёт</td>",
    ])
      expect(page).toContain(told);
    expect(page).not.toMatch(/<script|https?:|src=|undefined|null|Europe\/|Asia\//);
  });

  it("PY-5: on the page a payment stands as it does by now: paid, let go, given back", async () => {
    const { client, booking } = await makeStory();
    const shown = async () => {
      const page = clientPage(granted(await exportClient(app, { clientId: client.id })), FACTS);
      const [, payments = ""] = /<h2>Платежи<\/h2>(.*?)<\/table>/s.exec(page) ?? [];
      return [...payments.matchAll(/<td data-name="Состояние">([^<]*)/g)].map(([, word]) => word);
    };
    expect(await shown()).toEqual(["оплачен"]);
    const refund = { requestId: app.newId(), bookingId: booking.id, reason: "не понравилось" } as const;
    app.clock.set("2026-11-24T11:00:00Z");
    granted(await refundBooking(app, { ...refund, amount: "all", actor: OPERATOR }));
    await settleDown(app);
    expect(await shown()).toEqual(["возвращён"]);
    app.clock.set("2026-11-23T09:00:00Z");

    const { client: another, hold } = await makePayable(app);
    granted(await changeSetting(app, { key: "payments.sbp", typed: "yes", actor: OPERATOR }));
    granted(await openPayment(app, { ...hold, method: "sbp" }));
    const words = clientPage(granted(await exportClient(app, { clientId: another.id })), FACTS);
    expect(words).toContain('<td data-name="Состояние">отпущен</td>');
    expect(words).toContain('<td data-name="Состояние">ждёт клиента</td>');
  });

  it("of somebody new make a short page without empty tables", async () => {
    const { id: clientId } = await makeClient(app);
    const page = clientPage(granted(await exportClient(app, { clientId })), FACTS);
    expect(page).toContain("<h2>Согласия</h2>");
    expect(page).not.toContain("<h2>Записи</h2>");
  });
});
