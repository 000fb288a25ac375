import { describe, expect, it } from "vitest";
import { takeOnSpot, toStaffVisit } from "../../src/bot/buttons.ts";
import { bookForClient, findBooking, markVisit, refundBooking } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { hoursAfter } from "../../src/core/kernel/instant.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { listPayments } from "../../src/core/payments/index.ts";
import { addStaff, findClientByTelegram } from "../../src/core/people/index.ts";
import { testApp } from "../support/app.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { rubles } from "../support/till.ts";
import { startBot } from "./bot-under-test.ts";

const app = await testApp();
const { person, settle } = await startBot(app);
const service = await makeService(app, { name: "Стрижка", policy: "onSite" });
const maria = await makeSpecialist(app, [service.id]);
const nina = await makeSpecialist(app, [service.id]);
const staff = { actor: OPERATOR, name: "Сотрудник" };
granted(await addStaff(app, { ...staff, role: "specialist", specialistId: maria.id, telegramId: 7001 }));
granted(await addStaff(app, { ...staff, role: "owner", telegramId: 7002 }));
const [master, owner, vera] = [person(7001, "Мария"), person(7002, "Хозяйка"), person(7003, "Вера")];
for (const one of [master, owner]) await one.come("/today");
await vera.join();
const clientId = present(await findClientByTelegram(app.db, 7003), "the client").id;
let day = 0;

/** A visit at 13:00 of the next day, with its card open before the master; now is `minutes` after its start. */
async function visit(minutes: number, specialistId = maria.id) {
  day += 1;
  const startsAt = hoursAfter(new Date("2026-11-24T10:00:00Z"), 24 * day);
  app.clock.set(hoursAfter(startsAt, -4));
  const slot = await makeSlot(app, { specialistId, startsAt: startsAt.toISOString() });
  const bookingId = app.newId();
  const payment = { by: "on_spot", waiverReason: undefined } as const;
  const wish = { bookingId, clientId, serviceId: service.id, slotId: slot.id, payment };
  granted(await bookForClient(app, { ...wish, actor: OPERATOR }));
  await settle();
  app.clock.set(startsAt);
  app.clock.advance(minutes * 60_000);
  await master.pressData(toStaffVisit.pack({ bookingId }));
  return bookingId;
}
const card = async () => (await master.last()).text;
const taken = async (bookingId: string) =>
  (await listPayments(app.db, { bookingId, rowsMax: 10 })).map(({ method, captured, state }) => [
    method,
    captured,
    state,
  ]);

describe("PY-7: a visit's card takes the money that is owed on the spot", () => {
  it("PY-7: not before the visit's start; from it on all of it, in cash or by card", async () => {
    const bookingId = await visit(-1);
    expect(await card()).toContain("Осталось принять на месте: 2 000,00 ₽");
    expect((await master.captions()).join()).not.toContain("Принято");
    app.clock.advance(60_000);
    await master.pressData(toStaffVisit.pack({ bookingId }));
    expect(await master.captions()).toEqual([
      "✅ Клиент пришёл",
      "🚫 Не пришёл",
      "💵 Принято наличными 2 000,00 ₽",
      "💳 Принято картой 2 000,00 ₽",
      "📲 Принято переводом 2 000,00 ₽",
      "Другая сумма",
      "✍️ Написать клиенту",
      "‹ К дню",
    ]);
    await master.press("Принято картой");
    expect(await card()).toMatch(/^💳 Записали: принято картой 2 000,00 ₽\.\n\nЗапись №/);
    expect(await card()).toContain("Оплачено: 2 000,00 ₽");
    expect(await card()).not.toContain("Осталось принять");
    expect((await master.captions()).join()).not.toContain("Принято");
    expect(await taken(bookingId)).toEqual([["terminal", 200_000, "captured"]]);
    expect(await findBooking(app.db, bookingId)).toMatchObject({ owedOnSpot: 0, state: "confirmed" });
  });

  it("PY-7, EP-1: «пришёл» with something owed is followed by the question at once, and by none when it is paid", async () => {
    const bookingId = await visit(5);
    await master.press("Клиент пришёл");
    expect(await card()).toMatch(/Отметили: клиент пришёл[\s\S]*Осталось принять на месте: 2 000,00 ₽/);
    await master.press("Принято наличными");
    expect(await card()).toContain("💵 Записали: принято наличными 2 000,00 ₽.");
    expect(await taken(bookingId)).toEqual([["cash", 200_000, "captured"]]);

    await visit(5);
    await master.press("Принято наличными");
    await master.press("Клиент пришёл");
    expect(await card()).not.toContain("Осталось принять");
  });

  it("PY-7: never of a missed visit: it owes nothing, and a button from before says so (CX-3)", async () => {
    const bookingId = await visit(5);
    await master.pressData(toStaffVisit.pack({ bookingId }));
    const before = takeOnSpot.pack({ bookingId, amount: 200_000, method: "cash", received: 0 });
    granted(await markVisit(app, { bookingId, mark: "no_show", actor: OPERATOR }));
    await master.pressData(toStaffVisit.pack({ bookingId }));
    expect(await master.captions()).not.toContain("💵 Принято наличными 2 000,00 ₽");
    await master.pressData(before);
    expect(await card()).toContain("Деньги на месте записывают у подтверждённой записи или после визита.");
    expect(await card()).not.toContain("Осталось принять");
    expect(await taken(bookingId)).toEqual([]);
  });

  it("PY-7: a button that is tapped twice, by one person or by two, is the same money", async () => {
    const bookingId = await visit(5);
    const half = { bookingId, amount: 100_000, method: "cash", received: 0 } as const;
    for (const who of [master, master, owner]) await who.pressData(takeOnSpot.pack(half));
    expect(await taken(bookingId)).toEqual([["cash", 100_000, "captured"]]);
    await master.press("Принято наличными");
    expect(await taken(bookingId)).toHaveLength(2);
    expect((await findBooking(app.db, bookingId))?.owedOnSpot).toBe(0);
  });

  it("PY-7: a transfer to the salon is taken as such, whole and of a typed sum", async () => {
    const bookingId = await visit(5);
    await master.press("Другая сумма");
    await master.write("500");
    await master.press("Переводом");
    await master.press("Принято переводом");
    expect(await card()).toMatch(/^📲 Записали: принято переводом 1 500,00 ₽\./);
    expect((await taken(bookingId)).toSorted()).toEqual([
      ["transfer", 150_000, "captured"],
      ["transfer", 50_000, "captured"],
    ]);
  });

  it("PY-7: money that went back may be taken again, for the same sum", async () => {
    const bookingId = await visit(5);
    await master.press("Принято наличными");
    const back = { requestId: app.newId(), bookingId, of: "on_spot", amount: "all" } as const;
    granted(await refundBooking(app, { ...back, reason: "не тот способ", actor: OPERATOR }));
    await master.pressData(toStaffVisit.pack({ bookingId }));
    expect(await card()).not.toContain("Осталось принять");
    expect((await master.captions()).join()).not.toContain("Принято");
    await master.press("Записать оплату снова");
    expect(await card()).toContain("Больше от клиента ничего не ждём");
    expect(await card()).toContain("можно записать снова не больше 2 000,00 ₽");
    await master.write("2000");
    await master.press("Картой");
    expect(await taken(bookingId)).toHaveLength(2);
    expect(await findBooking(app.db, bookingId)).toMatchObject({ paid: 200_000, takableOnSpot: 0 });
  });

  it("PY-7: says so when all has been taken meanwhile", async () => {
    const bookingId = await visit(5);
    const all = { bookingId, amount: 200_000, received: 0 } as const;
    await owner.pressData(takeOnSpot.pack({ ...all, method: "terminal" }));
    await master.press("Принято наличными");
    expect(await card()).toContain("По этой записи уже всё принято.");
    expect(await taken(bookingId)).toHaveLength(1);
  });
});

describe("PY-7: another amount is typed", () => {
  it("PY-7: what cannot be read or taken is answered in words, then its way of paying is chosen", async () => {
    const bookingId = await visit(5);
    await master.press("Другая сумма");
    expect(await card()).toMatch(
      /^Сколько принято по записи №\d+\?.+\nОсталось принять на месте: 2 000,00 ₽$/,
    );
    await master.write("половину");
    expect(await card()).toContain("Не получилось разобрать сумму.");
    await master.share({ phone_number: "+79001112233" });
    expect(await card()).toContain("Не получилось разобрать сумму.");
    await master.write("0");
    expect(await card()).toContain("Сумма должна быть больше нуля.");
    await master.write("2000,01");
    expect(await card()).toContain("принять можно не больше 2 000,00 ₽.");
    await master.write("1 200");
    await master.write("1 250,5 руб.");
    expect(await card()).toMatch(/^По записи №\d+ принято 1 250,50 ₽\. Как заплатил клиент\?$/);
    expect(await taken(bookingId)).toEqual([]);
    await master.press("Картой");
    expect(await card()).toContain("Оплачено: 1 250,50 ₽\nОсталось принять на месте: 749,50 ₽");
    expect(await taken(bookingId)).toEqual([["terminal", 125_050, "captured"]]);
    expect(rubles(1_250.5)).toBe(125_050);
  });

  it("PY-7: «Не записывать» leads back to the card, and what is written then is no sum", async () => {
    const bookingId = await visit(5);
    await master.press("Другая сумма");
    await master.press("Не записывать");
    expect(await card()).toMatch(/^Запись №/);
    await master.write("500");
    await master.write("/today");
    expect(await taken(bookingId)).toEqual([]);
  });

  it("PE-3: nobody takes money for another's visit, whatever a modified client sends", async () => {
    const bookingId = await visit(5, nina.id);
    await master.pressData(takeOnSpot.pack({ bookingId, amount: 200_000, received: 0, method: "cash" }));
    expect(await card()).toContain("Это запись другого специалиста.");
    await vera.pressData(takeOnSpot.pack({ bookingId, amount: 200_000, received: 0, method: "cash" }));
    expect(await taken(bookingId)).toEqual([]);
  });
});
