import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { listQuickReplies } from "../../src/core/notifications/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const specialistId = await makeSpecialist(app, "Мария");
const serviceId = await makeService(app, "Стрижка");
const clientId = await makeClient(app, "Вера");
const booking = await makeBooking(app, {
  ...{ clientId, serviceId, slotId: await makeSlot(app, specialistId, 30) },
});
const admin = await signedIn(url, await makeStaff(app, { role: "admin" }));
const master = await signedIn(url, await makeStaff(app, { role: "specialist", specialistId }));

const add = async (body: object, who = admin) =>
  (
    await who.post("/admin/api/resources/QuickReply/actions/addQuickReply", {
      quickReplyId: randomUUID(),
      ...body,
    })
  ).json;
const onRow = async (id: string, action: string, body: object) =>
  (await admin.post(`/admin/api/resources/QuickReply/records/${id}/${action}`, body)).json;
const messageForm = async (body?: object) => {
  const address = `/admin/api/resources/Client/records/${clientId}/writeToClient`;
  const { json } = body === undefined ? await admin.get(address) : await admin.post(address, body);
  return json.form?.fields.find(({ name }) => name === "text");
};

describe("quick replies in the panel (PE-5)", () => {
  it("are added, put in order, changed and deleted; what is wrong is said at its field", async () => {
    expect((await add({ title: "Адрес", text: "Мы здесь: {адрес}" })).notice?.message).toBe(
      "Быстрый ответ «Адрес» сохранён.",
    );
    expect(
      (await add({ title: "Ждём", text: "{имя}, ждём вас {время}: {услуга}", place: "1" })).notice?.type,
    ).toBe("success");
    expect((await add({ title: "адрес", text: "!" })).refused).toEqual({
      field: "title",
      message: "Быстрый ответ с таким названием уже есть.",
    });
    expect((await add({ title: "Кто", text: "{кто}" })).refused).toEqual({
      field: "text",
      message: "Такой подстановки нет: {кто}. Есть: {имя}, {время}, {услуга}, {специалист}, {адрес}.",
    });
    expect((await add({ title: "Кто", text: "я", place: "первое" })).refused?.field).toBe("place");
    const listed = (await admin.get("/admin/api/resources/QuickReply/actions/list")).json.records ?? [];
    expect(listed.map(({ params }) => params.title)).toEqual(["Ждём", "Адрес"]);
    const id = listed[1]?.id ?? "";
    await onRow(id, "changeQuickReply", {
      title: "Адрес",
      text: "Ищите нас: {адрес}",
      quickReplyId: randomUUID(),
    });
    expect((await listQuickReplies(db))[1]).toMatchObject({ id, text: "Ищите нас: {адрес}" });
    const gone = (await add({ title: "Лишний", text: "!" })).redirectUrl;
    expect(gone).toBeDefined();
    const extra = (await listQuickReplies(db)).find(({ title }) => title === "Лишний")?.id ?? "";
    expect((await onRow(extra, "deleteQuickReply", {})).notice?.message).toBe(
      "Быстрый ответ «Лишний» удалён.",
    );
    expect(await listQuickReplies(db)).toHaveLength(2);
  });

  it("stand above the message, filled in for the booking that it is about", async () => {
    const plain = (text: unknown) => String(text).replaceAll("\u00a0", " ");
    const about = await messageForm({ isRecast: "true", bookingId: booking.id });
    expect(about?.ready?.map(({ title }) => title)).toEqual(["Ждём", "Адрес"]);
    expect(plain(about?.ready?.[0]?.text)).toMatch(/^Вера, ждём вас .+ \d{2}:\d{2}: Стрижка$/);
    expect((await messageForm())?.ready).toEqual(about?.ready);
    expect((await messageForm({ isRecast: "true", bookingId: "'; DROP" }))?.ready).toEqual(about?.ready);
  });

  it("what nobody filled in is not sent, and said at the field", async () => {
    const address = `/admin/api/resources/Client/records/${clientId}/writeToClient`;
    const refused = (await admin.post(address, { messageId: randomUUID(), text: "Ищите нас: {адрес}" })).json;
    expect(refused.refused).toEqual({
      field: "text",
      message: "В сообщении остался пропуск {адрес}. Впишите вместо него нужное слово.",
    });
    expect(await db.first(sql`SELECT 1 FROM client_messages`)).toBeUndefined();
  });

  it("are the managers', not a specialist's (PE-3)", async () => {
    expect((await add({ title: "Мой", text: "!" }, master)).notice?.type).toBe("error");
    expect((await master.get("/admin/api/resources/QuickReply/actions/list")).json.records ?? []).toEqual([]);
    expect(await listQuickReplies(db)).toHaveLength(2);
  });

  it("the journal tells what was and what is", async () => {
    const rows =
      (await admin.get("/admin/api/resources/AuditEntry/actions/list?filters.subjectKind=quick_reply")).json
        .records ?? [];
    const told = rows.map(({ params }) => `${params.action} | ${params.subjectId} | ${params.change}`);
    expect(told).toContain("изменил быстрый ответ | Адрес | текст: Мы здесь: {адрес} → Ищите нас: {адрес}");
    expect(told).toContain("удалил быстрый ответ | уже удалено | название: было «Лишний»; текст: было «!»");
  });
});
