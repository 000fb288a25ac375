import { describe, expect, it } from "vitest";
import { aheadFirst, beginningOfToday } from "../../src/admin/views-of-bookings.ts";
import { cancelBooking } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { daysAfter, hoursAfter } from "../../src/core/kernel/instant.ts";
import { answerClient, writeToStaff } from "../../src/core/notifications/index.ts";
import { listClientFigures } from "../../src/core/reports/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const owner = await signedIn(url, await makeStaff(app, { role: "owner" }));
const specialistId = await makeSpecialist(app, "Мария");
const specialist = await signedIn(url, await makeStaff(app, { role: "specialist", specialistId }));
const serviceId = await makeService(app, "Стрижка");
const anna = await makeClient(app, "Анна");
const vera = await makeClient(app, "Вера");
const bookingIn = async (hours: number, clientId: string) =>
  makeBooking(app, { clientId, serviceId, slotId: await makeSlot(app, specialistId, hours) });
const far = await bookingIn(90, anna);
const near = await bookingIn(40, anna);
const gone = await bookingIn(60, vera);
granted(await cancelBooking(app, { bookingId: gone.id, by: { kind: "client", clientId: vera } }));
const past = await bookingIn(70, vera);
await db.run(sql`
  UPDATE bookings SET starts_at = starts_at - interval '10 days', ends_at = ends_at - interval '10 days',
    state = 'completed', ended_at = now() - interval '7 days'
  WHERE id = ${past.id}::uuid`);

const LIST = "/admin/api/resources/Booking/actions/list";
const ids = async (query = ""): Promise<readonly string[]> =>
  ((await owner.get(`${LIST}${query}`)).json.records ?? []).map(({ id }) => id);

describe("the list of bookings", () => {
  it("begins with what is ahead and stands, the nearest first", async () => {
    expect(await ids()).toEqual([near.id, far.id]);
    expect(await ids("?filters.when=ahead")).toEqual([near.id, far.id]);
  });

  it("shows what is past, or all, the latest first", async () => {
    expect(await ids("?filters.when=past")).toEqual([past.id]);
    expect(await ids("?filters.when=all")).toEqual([far.id, gone.id, near.id, past.id]);
  });

  it("shows all that fits whoever filters by something else, and keeps the order that was asked for", async () => {
    expect(await ids(`?filters.clientId=${vera}`)).toEqual([gone.id, past.id]);
    expect(await ids("?filters.when=all&sortBy=startsAt&direction=asc")).toEqual([
      ...[past.id, near.id, gone.id, far.id],
    ]);
    expect(aheadFirst({ sortBy: "number", direction: "desc" })).toEqual({
      ...{ "filters.when": "ahead", sortBy: "number", direction: "desc" },
    });
  });

  it("books whoever calls, by phone and name (PY-8); a specialist is not offered it (PE-3)", async () => {
    const slotId = await makeSlot(app, specialistId, 120);
    const at = "/admin/api/resources/Booking/actions/bookClient";
    const asked = {
      bookingId: app.newId(),
      phone: "+79005550101",
      name: "Ирина",
      serviceId,
      payment: "on_spot",
    };
    expect((await specialist.post(at, { ...asked, slotId })).status).toBe(403);
    const without = (await owner.post(at, asked)).json;
    expect(without.refused).toMatchObject({ field: "slotId", message: "Выберите время." });
    for (const _ of ["once", "again"]) {
      const { notice } = (await owner.post(at, { ...asked, slotId })).json;
      expect(notice).toMatchObject({ type: "success", message: expect.stringContaining("Ирина") });
    }
    expect((await ids()).filter((id) => id === asked.bookingId)).toHaveLength(1);
  });
});

describe("the list of slots", () => {
  const SLOTS = "/admin/api/resources/Slot/actions/list";
  const slots = async (query = ""): Promise<readonly string[]> =>
    ((await owner.get(`${SLOTS}${query}`)).json.records ?? []).map(({ id }) => id);

  it("begins with those that are ahead, the nearest first; the past ones and all of them are a press away", async () => {
    const soon = await makeSlot(app, specialistId, 30);
    const late = await makeSlot(app, specialistId, 200);
    const old = await makeSlot(app, specialistId, 210);
    await db.run(sql`
      UPDATE slots SET starts_at = starts_at - interval '20 days', ends_at = ends_at - interval '20 days'
      WHERE id = ${old}::uuid`);
    const ahead = await slots();
    expect([ahead[0], ahead.at(-1)]).toEqual([soon, late]);
    expect(await slots("?filters.when=past")).toEqual([old]);
    const all = await slots("?filters.when=all");
    expect([all[0], all.at(-1)]).toEqual([late, old]);
    expect(await slots(`?filters.specialistId=${specialistId}`)).toHaveLength(all.length);
  });
});

describe("the list of clients", () => {
  it("tells of each the visits, the last and the next, and what was spent", async () => {
    const { records = [] } = (await owner.get("/admin/api/resources/Client/actions/list")).json;
    const told = new Map(records.map(({ id, params }) => [id, params]));
    expect(told.get(anna)).toMatchObject({
      ...{ visits: "0", lastVisit: "", spent: "", marks: "" },
      nextVisitHref: `resources/Booking/records/${near.id}/show`,
    });
    expect(told.get(vera)).toMatchObject({ visits: "1", nextVisit: "" });
    expect(told.get(vera)?.lastVisit).toMatch(/^\d{1,2}\s\S{3} \d{4}$|^\d{1,2}\s\S{3}\s\d{4}$/);
  });

  it("asks once for a whole page", async () => {
    const now = app.clock.now();
    const figures = await listClientFigures(db, { clientIds: [anna, vera], now: daysAfter(now, 3) });
    expect(figures.get(anna)?.next?.id).toBe(far.id);
    const statements: string[] = [];
    const heard = {
      many: (statement: Parameters<typeof db.many>[0]) => {
        statements.push("many");
        return db.many(statement);
      },
    };
    await listClientFigures({ ...db, ...heard } as typeof db, { clientIds: [anna, vera], now });
    expect(statements).toHaveLength(1);
    expect(await listClientFigures(db, { clientIds: [], now })).toEqual(new Map());
  });
});

describe("the list of clients' questions", () => {
  const QUESTIONS = "/admin/api/resources/ClientMessage/actions/list";
  const texts = async (query = ""): Promise<readonly unknown[]> =>
    ((await owner.get(`${QUESTIONS}${query}`)).json.records ?? []).map(({ params }) => [
      params.text,
      params.waits,
    ]);

  it("has a row a client, marks who waits for an answer, and begins with those", async () => {
    const says = async (clientId: string, text: string) =>
      granted(await writeToStaff(app, { messageId: app.newId(), clientId, text }));
    expect(await texts()).toEqual([]);
    await says(anna, "Есть ли парковка?");
    const answer = { messageId: app.newId(), clientId: anna, text: "Да, во дворе.", actor: OPERATOR };
    granted(await answerClient(app, answer));
    await says(vera, "Вы открыты?");
    await says(vera, "Ау!");
    const waiting = ["Ау!", "ждёт ответа"];
    expect(await texts()).toEqual([waiting]);
    expect(await texts("?filters.look=waiting")).toEqual([waiting]);
    expect(await texts("?filters.look=all")).toEqual([waiting, ["Да, во дворе.", ""]]);
    expect(await texts(`?filters.look=all&filters.clientId=${vera}`)).toEqual([waiting, ["Вы открыты?", ""]]);
    const all = (await owner.get(`${QUESTIONS}?filters.look=all`)).json.records ?? [];
    expect(all.map(({ params }) => params.asked)).toEqual(["", "Есть ли парковка?"]);
    const asked = (await owner.get(`${QUESTIONS}?filters.clientId=${anna}&filters.direction=in`)).json
      .records;
    expect(asked?.[0]?.params.waits).toMatch(/^отвечено .+\d{2}:\d{2}$/);
    const page = await owner.get(`/admin/api/resources/ClientMessage/records/${asked?.[0]?.id}/show`);
    expect(page.json.record?.params.waits).toMatch(/^отвечено .+\d{2}:\d{2}$/);
    const ofAnswer = await owner.get(`/admin/api/resources/ClientMessage/records/${answer.messageId}/show`);
    expect(ofAnswer.json.record?.params.waits).toMatch(/^отвечено .+\d{2}:\d{2}$/);
    const lines = String(page.json.record?.params.thread).split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^Клиент, .+: Есть ли парковка\?$/);
    expect(lines[1]).toMatch(/^Мы, .+: Да, во дворе\.$/);
    const { unanswered } = (await owner.get("/admin/api/dashboard")).json as { unanswered?: number };
    expect(unanswered).toBe(1);
  });
});

it("what began today stands both in «Сегодня и дальше», where it is marked, and first in «Прошедшие»", async () => {
  const today = await bookingIn(80, vera);
  const midnight = await beginningOfToday(app);
  expect((await ids("?filters.when=past"))[0]).toBe(past.id);
  await db.run(sql`
    UPDATE bookings SET starts_at = ${midnight}, ends_at = ${hoursAfter(midnight, 1)}
    WHERE id = ${today.id}::uuid`);
  expect((await ids())[0]).toBe(today.id);
  expect(await ids("?filters.when=past")).toEqual([today.id, past.id]);
});
