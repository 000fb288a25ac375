import { describe, expect, it } from "vitest";
import {
  blockClient,
  eraseClient,
  markVisit,
  refundBooking,
  rescheduleBooking,
} from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { hoursAfter } from "../../src/core/kernel/instant.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { findClient } from "../../src/core/people/index.ts";
import { systemClock } from "../../src/core/runtime/clock.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn, type Visitor } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
let ahead = 0;
Object.assign(app, { clock: { now: () => hoursAfter(systemClock.now(), ahead) } });
const own = await makeSpecialist(app, "Мария");
const owner = await signedIn(url, await makeStaff(app, { role: "owner" }));
const specialist = await signedIn(url, await makeStaff(app, { role: "specialist", specialistId: own }));
const serviceId = await makeService(app, "Стрижка");

const booked = async () => {
  ahead += 2;
  const slotId = await makeSlot(app, own, 3);
  const clientId = await makeClient(app, "Вера");
  return { ...(await makeBooking(app, { clientId, serviceId, slotId })), clientId };
};
const api = "/admin/api/resources";
const card = async (who: Visitor, of: string, id: string) =>
  (await who.get(`${api}/${of}/records/${id}/show`)).json.record;
const paramsOf = async (who: Visitor, of: string, id: string) =>
  (await card(who, of, id))?.params as Record<string, unknown> & {
    readonly ways: readonly { readonly text: string; readonly href: string }[];
  };
const offered = async (id: string) =>
  (await card(owner, "Client", id))?.recordActions?.map(({ name }) => name) ?? [];
const listed = async (query: string) =>
  (await owner.get(`${api}/Client/actions/list?perPage=100&${query}`)).json.records ?? [];
const add = async (who: Visitor, values: object) =>
  (await who.post(`${api}/Client/actions/addClient`, values)).json as unknown as {
    readonly notice?: { readonly message: string };
    readonly refused?: { readonly field: string };
    readonly redirectUrl?: string;
  };

describe("the card of a booking", () => {
  it("EP-1, CX-3: says what the visit earns, and which penalty was charged when it was missed", async () => {
    const { id } = await booked();
    expect(await paramsOf(owner, "Booking", id)).toMatchObject({ earns: "+150", penalty: "0" });
    ahead += 5;
    granted(await markVisit(app, { bookingId: id, mark: "no_show", actor: OPERATOR }));
    expect(await paramsOf(owner, "Booking", id)).toMatchObject({ earns: "0", penalty: "150" });
  });

  it("EP-6: says what a refund took back of what the visit earned", async () => {
    const { id } = await booked();
    ahead += 5;
    const taken = { paymentId: app.newId(), amount: kopecks(150_000), method: "cash" } as const;
    granted(await markVisit(app, { bookingId: id, mark: "completed", actor: OPERATOR, taken }));
    expect(await paramsOf(owner, "Booking", id)).toMatchObject({ earns: "+150" });
    const back = { requestId: app.newId(), of: "on_spot", amount: kopecks(150_000) } as const;
    granted(await refundBooking(app, { ...back, bookingId: id, reason: "не понравилось", actor: OPERATOR }));
    expect(await paramsOf(owner, "Booking", id)).toMatchObject({ earns: "+150, отозвано −150" });
  });

  it("CX-7: of a moved one leads to the booking it became, and back", async () => {
    const { id } = await booked();
    const slotId = await makeSlot(app, own, 200);
    const bookingId = app.newId();
    const moved = granted(
      await rescheduleBooking(app, {
        bookingId,
        replacesId: id,
        serviceId,
        slotId,
        by: { kind: "business", actor: OPERATOR, reason: "так" },
      }),
    );
    const way = { text: expect.stringContaining(`№\u00a0${moved.number}, `) };
    expect((await paramsOf(owner, "Booking", id)).movedTo).toEqual([
      { ...way, href: `resources/Booking/records/${bookingId}/show` },
    ]);
    expect(await paramsOf(owner, "Booking", bookingId)).toMatchObject({ movedTo: [], replacesId: id });
  });

  it("PE-3: leads to its payments, refunds and points, those only who may see them", async () => {
    const { id } = await booked();
    const { ways } = await paramsOf(owner, "Booking", id);
    expect(ways.map(({ text }) => text)).toEqual([
      "Платежи",
      "Возвраты",
      "Чеки",
      "Движения баллов",
      "Сообщения бота",
      "Журнал",
    ]);
    expect(ways.at(-1)?.href).toBe(`resources/AuditEntry?filters.subjectId=${id}`);
    expect(ways[0]?.href).toBe(`resources/Payment?filters.bookingId=${id}`);
    const found: string[] = [];
    for (const { href } of ways.slice(0, -1)) {
      const [list = "", query] = href.split("?");
      const { json, status } = await owner.get(`/admin/api/${list}/actions/list?${query}`);
      expect(status).toBe(200);
      for (const { params } of json.records ?? []) {
        expect(params.bookingId).toBe(id);
        found.push(list);
      }
    }
    expect(found).toContain("resources/OutboxMessage");
    expect((await paramsOf(specialist, "Booking", id)).ways).toEqual([]);
  });
});

describe("the card of a client", () => {
  it("leads to the client's bookings, points, payments and messages, filtered", async () => {
    const { id, clientId } = await booked();
    const { ways } = await paramsOf(owner, "Client", clientId);
    expect(ways).toContainEqual({ text: "Записи", href: `resources/Booking?filters.clientId=${clientId}` });
    expect(ways.map(({ href }) => /resources\/(\w+)\?/.exec(href)?.[1])).toEqual([
      "Booking",
      "WaitlistEntry",
      "PointEntry",
      "Payment",
      "ClientMessage",
      "OutboxMessage",
      "Review",
      "AuditEntry",
    ]);
    const { json } = await owner.get(`${api}/Booking/actions/list?filters.clientId=${clientId}`);
    expect(json.records?.map((row) => row.id)).toEqual([id]);
  });

  it("PE-2: of an erased one offers nothing that changes it, and nothing is written to it", async () => {
    const id = await makeClient(app, "Зоя");
    expect(await offered(id)).toEqual(
      expect.arrayContaining(["edit", "adjustPoints", "writeToClient", "blockClient", "setVip", "setTags"]),
    );
    granted(await eraseClient(app, { clientId: id, actor: OPERATOR, reason: "письмо" }));
    expect(await offered(id)).toEqual(["show"]);
    const { json } = await owner.post(`${api}/Client/records/${id}/edit`, { note: "Зоя, 8 900" });
    expect(json.notice?.type).toBe("error");
    const { rows } = await db.pool.query("SELECT note FROM clients WHERE id = $1", [id]);
    expect(rows).toEqual([{ note: "" }]);
  });

  it("PE-2: who cannot be erased yet is told why, without a button", async () => {
    const { clientId } = await booked();
    const { json } = await owner.get(`${api}/Client/records/${clientId}/eraseClient`);
    expect(json.form).toEqual({
      intro: expect.stringContaining("у клиента есть запись"),
      submit: "",
      fields: [],
    });
  });
});

describe("the list of clients", () => {
  it("CX-4: says who is blocked, and shows them alone or all the others", async () => {
    const [blocked, free] = [await makeClient(app, "Инна"), await makeClient(app, "Нина")];
    const blockId = app.newId();
    granted(
      await blockClient(app, {
        blockId,
        clientId: blocked,
        reason: "так",
        endsAt: undefined,
        actor: OPERATOR,
      }),
    );
    const ids = async (query: string) => (await listed(query)).map((row) => row.id);
    expect(await ids("filters.isBlocked=true")).toEqual([blocked]);
    expect(await ids("filters.isBlocked=false")).toContain(free);
    expect(await ids("filters.isBlocked=false")).not.toContain(blocked);
    expect(await ids("filters.isBlocked=who")).toEqual(expect.arrayContaining([blocked, free]));
    const told = (await listed("")).map(({ id, params }) => [id, params.isBlocked]);
    expect(told).toEqual(
      expect.arrayContaining([
        [blocked, "да"],
        [free, "нет"],
      ]),
    );
  });

  it("PE-4: gets one who is known by phone only, once, and opens their card", async () => {
    expect((await add(owner, { phone: "abc", name: "Ольга" })).refused?.field).toBe("phone");
    expect((await add(owner, { phone: "8 900 555-77-88", name: " " })).refused?.field).toBe("name");
    const added = await add(owner, { phone: "8 900 555-77-88", name: "Ольга" });
    const [row] = await listed("filters.phone=5557788");
    expect(added).toMatchObject({
      notice: { message: "Клиент добавлен: Ольга." },
      redirectUrl: `/admin/resources/Client/records/${row?.id}/show`,
    });
    expect(await add(owner, { phone: "+79005557788", name: "Другая" })).toMatchObject({
      notice: { message: "Клиент с этим телефоном уже есть: Ольга." },
      redirectUrl: added.redirectUrl,
    });
    expect((await findClient(db, String(row?.id)))?.name).toBe("Ольга");
    expect(await offered(String(row?.id))).not.toContain("writeToClient");
    expect((await add(specialist, { phone: "+79005557799", name: "Ия" })).redirectUrl).toBeUndefined();
    expect(await listed("filters.phone=5557799")).toEqual([]);
  });
});
