import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { cancelBooking, findBooking } from "../../src/core/booking/index.ts";
import { hoursAfter } from "../../src/core/kernel/instant.ts";
import { present } from "../../src/core/kernel/invariant.ts";
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
const other = await makeSpecialist(app, "Анна");
const owner = await signedIn(url, await makeStaff(app, { role: "owner" }));
const specialist = await signedIn(url, await makeStaff(app, { role: "specialist", specialistId: own }));
const serviceId = await makeService(app, "Стрижка");

const act = async (who: Visitor, at: string, values: object = {}) =>
  (await who.post(`/admin/api/resources/${at}`, values)).json;
const offered = async (who: Visitor, id: string): Promise<readonly string[]> => {
  const { json } = await who.get(`/admin/api/resources/Booking/records/${id}/show`);
  return (json.record?.recordActions ?? []).map(({ name }) => name);
};

const hours = 3;
async function booked(specialistId = own): Promise<string> {
  ahead += 2;
  const slotId = await makeSlot(app, specialistId, hours);
  const clientId = await makeClient(app, "Вера");
  return (await makeBooking(app, { clientId, serviceId, slotId })).id;
}
/** A booking whose visit has begun: the clock moves, a booking's times never do. */
async function begun(specialistId = own): Promise<string> {
  const id = await booked(specialistId);
  ahead += hours + 2;
  return id;
}
const stateOf = async (id: string): Promise<string> =>
  (await db.pool.query("SELECT state FROM bookings WHERE id = $1", [id])).rows[0]?.state;

describe("a booking", () => {
  it("is cancelled by the business with a reason, and only while it lives", async () => {
    const id = await booked();
    const at = `Booking/records/${id}/cancelBooking`;
    const { json } = await owner.get(`/admin/api/resources/${at}`);
    expect(JSON.stringify(json.form)).toContain("Возвращать нечего");
    expect((await act(owner, at, { reason: " " })).refused?.field).toBe("reason");
    expect(await stateOf(id)).toBe("confirmed");
    expect((await act(owner, at, { reason: "мастер заболел" })).notice?.message).toBe("Запись отменена.");
    expect(await stateOf(id)).toBe("cancelled");
    expect(await offered(owner, id)).not.toContain("cancelBooking");
  });

  it("CX-1: that the client cancelled meanwhile is refused, and it is said that they did", async () => {
    const id = await booked();
    const clientId = present(await findBooking(db, id), "the booking").clientId;
    granted(await cancelBooking(app, { bookingId: id, by: { kind: "client", clientId } }));
    const late = await act(owner, `Booking/records/${id}/cancelBooking`, { reason: "мастер заболел" });
    expect(late.refused?.message).toMatch(/^Клиент уже отменил эту запись сам: /);
  });

  it("is not marked before its start", async () => {
    const id = await booked();
    expect(await offered(owner, id)).not.toContain("markCame");
    const { refused } = await act(owner, `Booking/records/${id}/markNoShow`);
    expect(refused?.message).toBe("Визит ещё не начался: отметить его можно после начала.");
  });

  it("is marked after its start, and a mark is corrected with a reason only", async () => {
    const id = await begun();
    expect(await offered(owner, id)).toEqual(expect.arrayContaining(["markCame", "markNoShow"]));
    expect((await act(owner, `Booking/records/${id}/markNoShow`)).notice?.message).toBe(
      "Визит отмечен. Списано баллов за неявку: 150.",
    );
    expect(await stateOf(id)).toBe("no_show");
    const at = `Booking/records/${id}/markCame`;
    expect((await act(owner, at)).refused).toEqual({
      field: "reason",
      message: "Напишите причину: она останется в журнале.",
    });
    expect((await act(owner, at, { reason: "ошибся" })).notice?.type).toBe("success");
    expect(await stateOf(id)).toBe("completed");
  });

  it("PY-7: is marked and paid for in one step, safe to repeat; with too much money nothing is done", async () => {
    const plain = (text: unknown) => String(text).replaceAll("\u00a0", " ");
    const formOf = async (at: string) =>
      (await owner.get(`/admin/api/resources/${at}`)).json.form as {
        readonly fields: readonly { readonly name: string; readonly value?: string }[];
      };
    const id = await begun();
    const at = `Booking/records/${id}/markCame`;
    const { fields } = await formOf(at);
    const typed = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
    expect(typed).toEqual({ paymentId: expect.any(String), amount: "1500" });
    // Nothing chosen is one thing, said once.
    const chosen = fields.find(({ name }) => name === "paidBy");
    expect(chosen).toMatchObject({ none: "— (запишу потом)", options: expect.any(Array) });
    expect(JSON.stringify(chosen).match(/запишу потом/g)).toHaveLength(1);
    const unread = await act(owner, at, { ...typed, paidBy: "cash", amount: "тысяча" });
    expect([unread.refused?.field, await stateOf(id)]).toEqual(["amount", "confirmed"]);
    const expected =
      "Визит отмечен. Начислено баллов: 150. Записано: 1 000,00 ₽. Осталось получить 500,00 ₽: нажмите «Оплата на месте».";
    for (const _ of [1, 2])
      expect(
        plain((await act(owner, at, { ...typed, paidBy: "cash", amount: "1000" })).notice?.message),
      ).toBe(expected);
    expect(await findBooking(db, id)).toMatchObject({ state: "completed", paid: 100_000, marks: 1 });

    const above = await begun();
    const refused = await act(owner, `Booking/records/${above}/markCame`, {
      ...{ paymentId: randomUUID(), paidBy: "terminal", amount: "1500,01" },
    });
    expect(plain(refused.refused?.message)).toBe(
      "Столько по этой записи не осталось: принять можно не больше 1 500,00 ₽.",
    );
    expect(refused.refused?.field).toBe("amount");
    expect(await findBooking(db, above)).toMatchObject({ state: "confirmed", paid: 0, marks: 0 });
    const later = await begun();
    expect((await act(owner, `Booking/records/${later}/markCame`)).notice?.type).toBe("success");
    expect((await formOf(`Booking/records/${later}/markNoShow`)).fields.map(({ name }) => name)).toEqual([
      "reason",
    ]);
  });

  it("is marked by a specialist when it is their own, never cancelled", async () => {
    const mine = await begun();
    expect(await offered(specialist, mine)).not.toContain("cancelBooking");
    await act(specialist, `Booking/records/${mine}/markCame`);
    expect(await stateOf(mine)).toBe("completed");
    const theirs = await begun(other);
    await act(specialist, `Booking/records/${theirs}/markCame`);
    expect(await stateOf(theirs)).toBe("confirmed");
  });
});

describe("a client", () => {
  it("CX-4: is blocked for days or until lifted, with a reason, and let free again", async () => {
    const clientId = await makeClient(app, "Борис");
    const at = (action: string) => `Client/records/${clientId}/${action}`;
    const card = async () => (await owner.get(`/admin/api/resources/${at("show")}`)).json.record;
    const offered = async () =>
      ((await card())?.recordActions ?? [])
        .map(({ name }) => name)
        .filter((name) => /^(blockClient|liftBlock)$/.test(name));
    expect(await offered()).toEqual(["blockClient"]);
    expect((await card())?.params).toMatchObject({
      ...{ block: "", pointsAvailable: "0", personalData: "есть", marketing: "нет" },
      ...{ telegramUsername: expect.stringMatching(/^\d+$/), referralCode: expect.stringMatching(/^\w+$/) },
    });
    expect((await act(owner, at("blockClient"), { blockId: randomUUID(), reason: "" })).refused?.field).toBe(
      "reason",
    );
    expect(
      (await act(owner, at("blockClient"), { blockId: randomUUID(), reason: "грубит", days: "-1" })).refused
        ?.field,
    ).toBe("days");
    const blocked = await act(owner, at("blockClient"), {
      blockId: randomUUID(),
      reason: "грубит",
      days: "7",
    });
    expect(blocked.notice?.message).toMatch(/^Клиент заблокирован до .+\.$/);
    expect((await card())?.params.block).toMatch(/^до .+, \d\d:\d\d: грубит$/);
    expect(await offered()).toEqual(["liftBlock"]);
    const { json } = await owner.get(`/admin/api/resources/${at("liftBlock")}`);
    expect(JSON.stringify(json.form)).toContain("грубит");
    expect((await act(owner, at("liftBlock"), { reason: "" })).refused?.field).toBe("reason");
    const lifted = await act(owner, at("liftBlock"), { reason: "извинился" });
    expect(lifted.notice?.message).toBe("Блокировка снята.");
    expect(await offered()).toEqual(["blockClient"]);
  });

  it("who is VIP is not blocked", async () => {
    const clientId = await makeClient(app, "Анна");
    const at = (action: string) => `Client/records/${clientId}/${action}`;
    const made = await act(owner, at("setVip"), { isVip: "true" });
    expect(made.notice?.message).toBe("Теперь это VIP-клиент.");
    const { refused } = await act(owner, at("blockClient"), { blockId: randomUUID(), reason: "надо" });
    expect(refused?.message).toBe("Клиента VIP не блокируют. Сначала снимите отметку VIP.");
    await act(owner, at("setVip"), { isVip: "false" });
    const { rows } = await db.pool.query("SELECT is_vip FROM clients WHERE id = $1", [clientId]);
    expect(rows).toEqual([{ is_vip: false }]);
  });
});
