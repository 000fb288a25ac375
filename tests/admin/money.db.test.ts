import { afterAll, describe, expect, it } from "vitest";
import { checkPayment, findBooking, openTip, recordOnSpot } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { hoursAfter } from "../../src/core/kernel/instant.ts";
import { dayOf } from "../../src/core/kernel/local-day.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { createYookassaProvider } from "../../src/core/payments/yookassa/index.ts";
import { listWaitingMoney } from "../../src/core/reports/index.ts";
import { systemClock } from "../../src/core/runtime/clock.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { SECRET_KEY, SHOP_ID, startYookassa } from "../sandbox/yookassa-sandbox.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn, type Visitor } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const bank = await startYookassa();
afterAll(() => bank.close());
let ahead = 0;
const clock = { now: () => hoursAfter(systemClock.now(), ahead) };
Object.assign(app, {
  clock,
  payments: createYookassaProvider({
    shopId: SHOP_ID,
    secretKey: SECRET_KEY,
    apiUrl: `${bank.baseUrl}/v3/`,
    timeoutMs: 3_000,
  }),
});
const [own, other] = [await makeSpecialist(app, "Мария"), await makeSpecialist(app, "Анна")];
const owner = await signedIn(url, await makeStaff(app, { role: "owner", name: "Ольга" }));
const admin = await signedIn(url, await makeStaff(app, { role: "admin" }));
const specialist = await signedIn(url, await makeStaff(app, { role: "specialist", specialistId: own }));
const serviceId = await makeService(app, "Стрижка");

/** A sum of nothing, shown like every other. */
const NIL = "0,00 ₽";
const at = (id: string, action: string, of = "Booking") =>
  `/admin/api/resources/${of}/records/${id}/${action}`;
const formOf = async (who: Visitor, address: string) => {
  const { json } = await who.get(address);
  const fields = json.form?.fields ?? [];
  return {
    text: JSON.stringify(json.form).replaceAll("\u00a0", " "),
    values: Object.fromEntries(fields.map(({ name, value }) => [name, value ?? ""])),
  };
};
/** Opens the form and sends it with these changes, as a browser does. */
async function fill(who: Visitor, address: string, change: Readonly<Record<string, string>> = {}) {
  const { values } = await formOf(who, address);
  const { json } = await who.post(address, { ...values, ...change });
  return json;
}
const offered = async (who: Visitor, id: string, of = "Booking"): Promise<readonly string[]> => {
  const { json } = await who.get(at(id, "show", of));
  return (json.record?.recordActions ?? []).map(({ name }) => name);
};
const shown = async (who: Visitor, id: string) => {
  const { json } = await who.get(at(id, "show"));
  const { paid, owedOnSpot, refunded, tips } = json.record?.params ?? {};
  return JSON.parse(JSON.stringify({ paid, owedOnSpot, refunded, tips }).replaceAll("\u00a0", " "));
};

/** A visit of 1 500 ₽ whose time has come, paid on the spot. */
async function visit(specialistId = own) {
  ahead += 2;
  const slotId = await makeSlot(app, specialistId, 3);
  const clientId = await makeClient(app, "Вера");
  const { id } = await makeBooking(app, { clientId, serviceId, slotId });
  ahead += 5;
  return { id, clientId };
}

describe("money on the spot (PY-7)", () => {
  it("is recorded with what is owed filled in, by who works here, and seen in booking, payments and journal", async () => {
    const { id } = await visit();
    const form = await formOf(specialist, at(id, "recordOnSpot"));
    expect(form.text).toContain("Цена 1 500,00 ₽, получено 0,00 ₽, осталось принять 1 500,00 ₽.");
    expect(form.values).toMatchObject({ amount: "1500", method: "cash" });
    const part = await fill(specialist, at(id, "recordOnSpot"), { amount: "1 000,50", method: "terminal" });
    expect(part.notice?.message.replaceAll("\u00a0", " ")).toBe(
      "Записано: 1 000,50 ₽. Осталось принять 499,50 ₽.",
    );
    await fill(admin, at(id, "recordOnSpot"));
    expect(await shown(owner, id)).toEqual({ paid: "1 500,00 ₽", owedOnSpot: NIL, refunded: NIL, tips: NIL });

    const list = `/admin/api/resources/Payment/actions/list?filters.bookingId=${id}&sortBy=createdAt&direction=asc`;
    const rows = (await owner.get(list)).json.records ?? [];
    expect(rows.map(({ params }) => [params.kind, params.method, params.state])).toEqual([
      ["на месте", "терминал", "оплачен"],
      ["на месте", "наличные", "оплачен"],
    ]);
    const journal = (await owner.get("/admin/api/resources/AuditEntry/actions/list")).json.records ?? [];
    const told = journal.map(({ params }) => `${params.action}: ${params.change}`.replaceAll("\u00a0", " "));
    expect(told).toContain("принял деньги на месте: сумма: 1 000,50 ₽; терминал");
  });

  it("CX-3: is not asked for a missed visit: the card, the form and the rule say the same", async () => {
    const { id } = await visit();
    await fill(owner, at(id, "recordOnSpot"), { amount: "50" });
    await fill(owner, at(id, "markNoShow"));
    expect((await findBooking(db, id))?.state).toBe("no_show");
    expect(await shown(owner, id)).toMatchObject({ paid: "50,00 ₽", owedOnSpot: NIL });
    expect(await offered(owner, id)).not.toContain("recordOnSpot");
    const more = await fill(owner, at(id, "recordOnSpot"), { amount: "1" });
    expect(more.refused?.message).toBe(
      "Оплату на месте записывают у подтверждённой записи или состоявшегося визита.",
    );
  });

  it("is refused above what is owed and where it cannot be read, beside its field", async () => {
    const { id } = await visit();
    const above = await fill(owner, at(id, "recordOnSpot"), { amount: "15000" });
    expect(above.refused?.field).toBe("amount");
    expect(above.refused?.message.replaceAll("\u00a0", " ")).toBe(
      "Столько по этой записи не осталось: принять можно не больше 1 500,00 ₽.",
    );
    const unread = await fill(owner, at(id, "recordOnSpot"), { amount: "тысяча" });
    expect(unread.refused?.field).toBe("amount");
    const nothing = await fill(owner, at(id, "recordOnSpot"), { amount: "0" });
    expect(nothing.refused?.message).toBe("Сумма должна быть больше нуля.");
    const strange = await fill(owner, at(id, "recordOnSpot"), { method: "bank_card" });
    expect(strange.refused?.field).toBe("method");
    expect((await findBooking(db, id))?.paid).toBe(0);
  });

  it("may be a transfer, seen as one in the payments and in the money's page", async () => {
    const { id } = await visit();
    await fill(owner, at(id, "recordOnSpot"), { amount: "700", method: "transfer" });
    const list = `/admin/api/resources/Payment/actions/list?filters.bookingId=${id}&filters.method=transfer`;
    const rows = (await owner.get(list)).json.records ?? [];
    expect(rows.map(({ params }) => [params.kind, params.method])).toEqual([["на месте", "перевод"]]);
    const today = dayOf(app.clock.now(), "Europe/Moscow");
    const asked = new URLSearchParams({ period: "own", from: today, to: today });
    const { json } = await owner.get(`/admin/api/pages/finance?${asked}`);
    expect(JSON.stringify(json).replaceAll("\u00a0", " ")).toContain("перевод 700,00 ₽");
  });

  it("is recorded once by a form that is sent twice", async () => {
    const { id } = await visit();
    const { values } = await formOf(owner, at(id, "recordOnSpot"));
    for (const _ of [1, 2]) await owner.post(at(id, "recordOnSpot"), { ...values, amount: "100" });
    expect((await findBooking(db, id))?.paid).toBe(10_000);
  });

  it("is not a specialist's to record for somebody else's visit", async () => {
    const { id } = await visit(other);
    const { json } = await specialist.post(at(id, "recordOnSpot"), {
      paymentId: app.newId(),
      amount: "100",
      method: "cash",
    });
    expect(json.notice?.message).toBe("Такой записи нет или она вам не видна.");
    expect((await findBooking(db, id))?.paid).toBe(0);
  });
});

describe("a cancellation of what was paid on the spot (PY-7)", () => {
  it("CX-6: says before and after that the money is to be handed back; it then waits on the first page's list", async () => {
    const { id } = await visit();
    await fill(owner, at(id, "recordOnSpot"), { amount: "700" });
    const form = await formOf(owner, at(id, "cancelBooking"));
    expect(form.text).toContain("На месте принято 700,00 ₽: отдайте их сами");
    const done = await fill(owner, at(id, "cancelBooking"), { reason: "мастер заболел" });
    expect(done.notice?.message.replaceAll("\u00a0", " ")).toBe(
      "Запись отменена. На месте принято 700,00 ₽: отдайте клиенту и запишите возврат.",
    );
    const waits = async () =>
      (await listWaitingMoney(app, { rowsMax: 100 })).filter(({ bookingId }) => bookingId === id);
    expect(await waits()).toMatchObject([{ kind: "on_spot_refund", amount: 70_000 }]);
    await fill(owner, at(id, "refundBooking"), { reason: "отдали" });
    expect(await waits()).toEqual([]);
    expect((await formOf(owner, at(id, "refundBooking"))).text).toContain("Возвращать нечего");
  });
});

describe("money that goes back (CX-3)", () => {
  it("says what is left of each kind, fills it in, and needs a reason", async () => {
    const { id } = await visit();
    await fill(owner, at(id, "recordOnSpot"));
    const form = await formOf(admin, at(id, "refundBooking"));
    expect(form.text).toContain("оплата на месте: осталось 1 500,00 ₽");
    expect(form.text).not.toContain("оплата онлайн");
    expect(form.values).toMatchObject({ of: "on_spot", amount: "1500" });
    const silent = await fill(admin, at(id, "refundBooking"));
    expect(silent.refused).toMatchObject({ field: "reason" });
    const toomuch = await fill(admin, at(id, "refundBooking"), { amount: "1500,01", reason: "брак" });
    expect(toomuch.refused?.message.replaceAll("\u00a0", " ")).toBe(
      "Сумма возврата — больше нуля и не больше 1 500,00 ₽.",
    );
    const given = await fill(admin, at(id, "refundBooking"), { amount: "500", reason: "брак" });
    expect(given.notice?.message.replaceAll("\u00a0", " ")).toBe("Возврат 500,00 ₽ записан.");
    expect(await shown(owner, id)).toEqual({
      ...{ paid: "1 500,00 ₽", refunded: "500,00 ₽ — больше не ждём", tips: NIL },
      owedOnSpot: "",
    });
    const again = await formOf(specialist, at(id, "recordOnSpot"));
    expect(again.text).toContain("Больше от клиента ничего не ждём: 500,00 ₽ вы вернули.");
    expect(again.text).toContain("Не больше 500,00 ₽: столько вы вернули.");
    expect(again.values.amount).toBe("");

    const list = `/admin/api/resources/Refund/actions/list?filters.bookingId=${id}`;
    const [row] = (await owner.get(list)).json.records ?? [];
    expect(row?.params).toMatchObject({ state: "возвращено", reason: "вручную", note: "брак" });
  });

  it("PY-7: after all of it nothing is waited for: page and calendar offer a new record apart, and it is taken", async () => {
    const { id } = await visit();
    type Card = { readonly actions: readonly { readonly name: string; readonly isAside?: true }[] };
    const ways = async () => {
      const { json } = await owner.get(`/admin/api/pages/calendar?ask=booking&id=${id}`);
      const { actions } = json as unknown as Card;
      const own = (name: string) => name.startsWith("recordOnSpot");
      return {
        page: (await offered(owner, id)).filter(own),
        card: actions.filter(({ name }) => own(name)).map(({ name, isAside }) => [name, isAside === true]),
      };
    };
    expect(await ways()).toEqual({ page: ["recordOnSpot"], card: [["recordOnSpot", false]] });
    await fill(owner, at(id, "recordOnSpot"));
    expect(await ways()).toEqual({ page: [], card: [] });
    await fill(owner, at(id, "refundBooking"), { reason: "не понравилось" });
    expect(await ways()).toEqual({ page: ["recordOnSpotAnew"], card: [["recordOnSpotAnew", true]] });
    await fill(owner, at(id, "recordOnSpotAnew"), { amount: "1500" });
    expect(await ways()).toEqual({ page: [], card: [] });
    expect((await findBooking(db, id))?.paid).toBe(150_000);
  });

  it("PY-7: a visit ahead has no main button; one that is on is marked first, then paid for", async () => {
    ahead += 2;
    const clientId = await makeClient(app, "Вера");
    const slotId = await makeSlot(app, own, 3);
    const { id } = await makeBooking(app, { clientId, serviceId, slotId });
    const next = async () =>
      ((await owner.get(`/admin/api/pages/calendar?ask=booking&id=${id}`)).json as { readonly next?: string })
        .next;
    expect(await next()).toBeUndefined();
    ahead += 5;
    expect(await next()).toBe("markCame");
    await fill(owner, at(id, "markCame"));
    expect(await next()).toBe("recordOnSpot");
    await fill(owner, at(id, "recordOnSpot"));
    expect(await next()).toBeUndefined();
  });

  it("is no specialist's to give: it is not offered, and refused when asked for all the same (PE-3)", async () => {
    const { id } = await visit();
    await fill(owner, at(id, "recordOnSpot"), { amount: "1000" });
    expect(await offered(specialist, id)).toContain("recordOnSpot");
    expect(await offered(specialist, id)).not.toContain("refundBooking");
    expect(await offered(admin, id)).toContain("refundBooking");
    const ask = { requestId: app.newId(), of: "on_spot", amount: "100", reason: "себе" };
    expect((await specialist.post(at(id, "refundBooking"), ask)).status).toBe(403);
    expect((await findBooking(db, id))?.refunded).toBe(0);
  });

  it("PY-5: is seen on its payment, part and whole; nothing is offered where nothing is left", async () => {
    const { id } = await visit();
    expect(await offered(owner, id)).not.toContain("refundBooking");
    granted(
      await recordOnSpot(app, {
        ...{
          paymentId: app.newId(),
          bookingId: id,
          amount: kopecks(150_000),
          method: "cash",
          actor: OPERATOR,
        },
      }),
    );
    const list = `/admin/api/resources/Payment/actions/list?filters.bookingId=${id}`;
    const payment = async () => {
      const { state, stateTone, refunded, staffId } = (await owner.get(list)).json.records?.[0]?.params ?? {};
      return [state, stateTone, String(refunded).replaceAll("\u00a0", " "), staffId];
    };
    expect(await payment()).toEqual(["оплачен", "success", NIL, "оператор"]);
    await fill(owner, at(id, "refundBooking"), { amount: "500", reason: "брак" });
    expect(await payment()).toEqual(["возвращён частично", "info", "500,00 ₽", "оператор"]);
    await fill(owner, at(id, "refundBooking"), { reason: "брак" });
    expect(await payment()).toEqual(["возвращён", "default", "1 500,00 ₽", "оператор"]);
    expect(await offered(owner, id)).not.toContain("refundBooking");
    const { json } = await owner.get(at(id, "refundBooking"));
    expect(json.form).toMatchObject({ fields: [], submit: "" });
  });

  it("may be a tip, on its own row of the payments, whole or part (MS-2)", async () => {
    const { id, clientId } = await visit();
    await owner.post(at(id, "markCame"), {});
    const tipId = app.newId();
    const amount = kopecks(20_000);
    granted(await openTip(app, { tipId, bookingId: id, clientId, amount, method: "bank_card" }));
    const row = sql`SELECT provider_payment_id AS provider FROM payments WHERE id = ${tipId}::uuid`;
    const provider = (await db.first<{ provider: string }>(row))?.provider;
    expect(await offered(owner, tipId, "Payment")).not.toContain("refundTip");
    await bank.sim("/pay", { payment_id: provider, card: "5555555555554444" });
    granted(await checkPayment(app, { bookingId: id, clientId }));

    expect(await shown(owner, id)).toMatchObject({ tips: "200,00 ₽", paid: NIL });
    expect((await formOf(admin, at(id, "refundBooking"))).text).toContain(
      "Возвращать нечего: денег за неё сейчас нет. Чаевые 200,00 ₽ возвращают в списке «Платежи».",
    );
    expect(await offered(admin, tipId, "Payment")).toContain("refundTip");
    expect((await specialist.post(at(tipId, "refundTip", "Payment"), {})).status).toBe(403);
    expect((await formOf(admin, at(tipId, "refundTip", "Payment"))).values.amount).toBe("200");
    const change = { amount: "50", reason: "ошиблась суммой" };
    expect((await fill(admin, at(tipId, "refundTip", "Payment"), change)).notice?.type).toBe("success");
    const more = await fill(admin, at(tipId, "refundTip", "Payment"), { ...change, amount: "150,01" });
    expect(more.refused?.field).toBe("amount");
    expect(await shown(owner, id)).toMatchObject({ tips: "150,00 ₽", refunded: NIL });
  });

  it("is remembered when a booking with money in the till is cancelled (PY-5, CX-6)", async () => {
    ahead += 2;
    const slotId = await makeSlot(app, own, 30);
    const { id } = await makeBooking(app, { clientId: await makeClient(app, "Вера"), serviceId, slotId });
    await fill(owner, at(id, "recordOnSpot"), { amount: "700" });
    const form = await formOf(owner, at(id, "cancelBooking"));
    expect(form.text).toContain("Онлайн возвращать нечего.");
    expect(form.text).toContain("На месте принято 700,00 ₽: отдайте их сами");
    await fill(owner, at(id, "cancelBooking"), { reason: "мастер заболел" });
    expect(await offered(owner, id)).toContain("refundBooking");
    expect((await formOf(owner, at(id, "refundBooking"))).values).toMatchObject({
      of: "on_spot",
      amount: "700",
    });
  });
});
