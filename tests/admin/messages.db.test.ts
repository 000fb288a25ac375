import { describe, expect, it } from "vitest";
import { markVisit, promiseToCome, rateVisit } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { answerClient } from "../../src/core/notifications/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const specialistId = await makeSpecialist(app, "Мария");
const serviceId = await makeService(app, "Стрижка");
const clientId = await makeClient(app, "Вера");
const booking = await makeBooking(app, {
  ...{ clientId, serviceId, slotId: await makeSlot(app, specialistId, 30) },
});
granted(await promiseToCome(app, { bookingId: booking.id, clientId }));
await db.run(sql`
  UPDATE outbox SET state = 'skipped', state_reason = 'outdone' WHERE kind = 'reminder' AND (payload ->> 'hours')::int = 8`);
await db.run(sql`
  UPDATE outbox SET state = 'failed', state_reason = 'Bad Request: something new' WHERE kind = 'reminder' AND (payload ->> 'hours')::int = 4`);
await db.run(sql`
  UPDATE outbox SET state = 'sent', sent_at = now(), telegram_message_id = 4711 WHERE kind = 'booking_confirmed'`);
const visitor = await signedIn(url, await makeStaff(app, { role: "admin" }));
const plain = (text: unknown) => String(text).replaceAll("\u00a0", " ");
const card = async (resource: string, id: string) =>
  (await visitor.get(`/admin/api/resources/${resource}/records/${id}/show`)).json.record?.params ?? {};

describe("MS-1: the bot's messages in the panel", () => {
  it("what will be sent is found as what was, by its state, its booking and its client, with the reason in words", async () => {
    const found = async (filter: string) =>
      (await visitor.get(`/admin/api/resources/OutboxMessage/actions/list?${filter}`)).json.records ?? [];
    const queued = await found(`filters.state=queued&filters.bookingId=${booking.id}`);
    expect(queued.map(({ params }) => plain(params.kind)).sort()).toEqual([
      "напоминание за 1 ч",
      "напоминание за 24 ч",
    ]);
    const [skipped] = await found(`filters.state=skipped&filters.clientId=${clientId}`);
    expect(skipped?.params.stateReason).toBe("пора уже следующему напоминанию");
    const [failed] = await found("filters.state=failed");
    expect(failed?.params.stateReason).toBe("Bad Request: something new");
    const [sent] = await found("filters.state=sent");
    expect((await card("OutboxMessage", sent?.id ?? "")).telegramMessageId).toBe("4711");
  });

  it.each([
    ["Booking", booking.id],
    ["Client", clientId],
  ])("a %s's card has a line for each", async (resource, id) => {
    const lines = plain((await card(resource, id)).messages).split("\n");
    expect(lines).toHaveLength(5);
    expect(lines.filter((line) => / · напоминание за \d+ ч · в очереди$/.test(line))).toHaveLength(2);
    expect(lines.at(-1)).toMatch(/ · запись подтверждена · отправлено$/);
  });

  it("of words between clients and staff, and of a broadcast, its card has the text", async () => {
    const messageId = app.newId();
    granted(await answerClient(app, { messageId, clientId, text: "Ждём вас", actor: OPERATOR }));
    const row = await db.first<{ id: string }>(sql`SELECT id FROM outbox WHERE kind = 'message_from_staff'`);
    expect(await card("OutboxMessage", row?.id ?? "")).toMatchObject({
      ...{ kind: "ответ клиенту", text: "Ждём вас" },
    });
  });

  it("whom each went to leads to their card, and its own card says when it was planned", async () => {
    const [line] = (await visitor.get("/admin/api/resources/OutboxMessage/actions/list?filters.state=sent"))
      .json.records ?? [{ id: "", params: {} }];
    expect(line?.params.whom).toEqual([{ text: "Вера", href: `resources/Client/records/${clientId}/show` }]);
    const shown = await card("OutboxMessage", line?.id ?? "");
    expect(plain(shown.plannedAt)).toMatch(/\d{2}:\d{2}$/);
    expect(shown.text).toBe("— не сохранился");
  });

  it("MS-6: one that failed is sent once more, however often its form is; one on its way is not offered", async () => {
    const failed = (await visitor.get("/admin/api/resources/OutboxMessage/actions/list?filters.state=failed"))
      .json.records?.[0];
    const again = `/admin/api/resources/OutboxMessage/records/${failed?.id}/resendMessage`;
    const answer = async (requestId: string) => (await visitor.post(again, { requestId })).json.notice;
    const requestId = app.newId();
    expect((await answer(requestId))?.type).toBe("success");
    expect((await answer(requestId))?.type).toBe("success");
    const resent = await db.many(
      sql`SELECT FROM outbox WHERE key LIKE ${`resent:${failed?.id}%`} AND state = 'queued'`,
    );
    expect(resent).toHaveLength(1);
    const { json } = await visitor.get(`/admin/api/resources/OutboxMessage/records/${requestId}/show`);
    expect(json.record?.recordActions?.map(({ name }) => name)).not.toContain("resendMessage");
    const onItsWay = `/admin/api/resources/OutboxMessage/records/${requestId}/resendMessage`;
    expect((await visitor.post(onItsWay, { requestId: app.newId() })).json.notice?.message).toMatch(
      /ещё не ушло/,
    );
    await db.run(sql`DELETE FROM outbox WHERE id = ${requestId}::uuid`);
  });

  it("«Приду» stands beside the booking's state, in the list, on its card and on the first page", async () => {
    const rows = (await visitor.get("/admin/api/resources/Booking/actions/list")).json.records ?? [];
    expect(rows.map(({ params }) => plain(params.state))).toEqual(["подтверждена · 👌 придёт"]);
    expect(rows[0]?.params.stateTone).toBe("success");
    expect(plain((await card("Booking", booking.id)).state)).toBe("подтверждена · 👌 придёт");
  });

  it("«Приду» stands on the booking's card", async () => {
    expect(plain((await card("Booking", booking.id)).promisedAt)).toMatch(/\d{2}:\d{2}$/);
  });

  it("MS-2: a specialist's average rating stands in the list of specialists", async () => {
    const list = async () =>
      (await visitor.get("/admin/api/resources/Specialist/actions/list")).json.records?.[0]?.params.rating;
    expect(await list()).toBe("отзывов нет");
    await db.run(
      sql`UPDATE bookings SET starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour'`,
    );
    granted(await markVisit(app, { bookingId: booking.id, mark: "completed", actor: OPERATOR }));
    granted(await rateVisit(app, { bookingId: booking.id, clientId, rating: 4 }));
    expect(await list()).toBe("4,0 · 1 отзыв");
  });

  it("MS-6: what waits for a client whom the bot does not reach says so, and whom to ring is one press away", async () => {
    const outcast = await makeClient(app, "Галина");
    const slotId = await makeSlot(app, specialistId, 40);
    const theirs = await makeBooking(app, { clientId: outcast, serviceId, slotId });
    const list = async (filter: string) =>
      (await visitor.get(`/admin/api/resources/OutboxMessage/actions/list?${filter}`)).json.records ?? [];
    expect(await list("filters.reach=none")).toEqual([]);
    await db.run(
      sql`UPDATE clients SET telegram_id = NULL, phone = '+79001112233' WHERE id = ${outcast}::uuid`,
    );
    const rows = await list("filters.reach=none");
    expect(rows.map(({ params }) => plain(params.kind))).toEqual(["напоминание за 24 ч"]);
    expect(rows[0]?.params).toMatchObject({
      ...{ state: "не дойдёт: нет Telegram", stateTone: "danger" },
      whom: [
        {
          text: expect.stringMatching(/^Галина, \+7\s900\s111.22.33$/),
          href: `resources/Client/records/${outcast}/show`,
        },
      ],
    });
    expect((await card("Booking", theirs.id)).messages).toContain("не дойдёт: нет Telegram");
    const waiting = rows[0]?.id ?? "";
    expect(String((await card("OutboxMessage", waiting)).dueAt)).toMatch(
      /^только если клиент откроет бота до /,
    );
    const again = `/admin/api/resources/OutboxMessage/records/${waiting}/resendMessage`;
    expect((await visitor.post(again, { requestId: app.newId() })).json.notice?.message).toMatch(
      /пока он сам не откроет бота, сообщение не дойдёт. Сообщите сами: Галина, \+79001112233/,
    );
    await db.run(
      sql`UPDATE outbox SET state = 'skipped', state_reason = 'no_chat' WHERE client_id = ${outcast}::uuid`,
    );
    expect((await list(`filters.clientId=${outcast}`))[0]?.params.state).toBe("не дошло");
    expect((await card("Booking", theirs.id)).messages).toContain("не дошло: нет Telegram");
  });
});
