import { describe, expect, it } from "vitest";
import { toBooking, toReview, toTip } from "../../src/bot/buttons.ts";
import { anew } from "../../src/bot/callback-data.ts";
import {
  bookForClient,
  cancelBooking,
  checkPayment,
  findBooking,
  markVisit,
  recordOnSpot,
  refundBooking,
} from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { addStaff, findClientByTelegram } from "../../src/core/people/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { START, testAppWithBank } from "../support/app.ts";
import { alignClocks, payAtBank } from "../support/bank.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { rubles } from "../support/till.ts";
import { captionsOf, startBot } from "./bot-under-test.ts";

const app = await testAppWithBank();
await alignClocks(app);
granted(await changeSetting(app, { key: "payments.sbp", typed: "yes", actor: OPERATOR }));
const { app: whole, person, settle } = await startBot(app);
const service = await makeService(app, { name: "Стрижка", policy: "onSite" });
const actor = OPERATOR;
granted(await addStaff(app, { name: "Ольга", role: "owner", telegramId: 4100, actor }));
const owner = person(4100, "Ольга");
await owner.come();

/** Somebody whose visit has just taken place, at its card. */
async function visited(id: number, name = "Анна") {
  app.clock.set(START);
  const specialist = await makeSpecialist(app, [service.id]);
  const client = person(id, name);
  await client.join();
  const clientId = present(await findClientByTelegram(app.db, id), "the client").id;
  const slot = await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-11-24T09:00:00Z" });
  const bookingId = app.newId();
  const payment = { by: "on_spot", waiverReason: undefined } as const;
  granted(
    await bookForClient(app, { bookingId, clientId, serviceId: service.id, slotId: slot.id, payment, actor }),
  );
  app.clock.set("2026-11-24T10:00:00Z");
  granted(await markVisit(app, { bookingId, mark: "completed", actor }));
  await settle();
  const booking = present(await findBooking(app.db, bookingId), "the visit");
  await client.pressData(toTip.pack({ bookingId }));
  await client.press("К визиту");
  return { client, clientId, bookingId, booking, specialist };
}
async function pageOf(bookingId: string): Promise<string> {
  const row = await app.db.first<{ providerPaymentId: string }>(sql`
    SELECT provider_payment_id FROM payments WHERE booking_id = ${bookingId}::uuid AND kind = 'tip' ORDER BY created_at DESC LIMIT 1`);
  return row?.providerPaymentId ?? "";
}

describe("a visit that took place (MS-2)", () => {
  it("may be tipped after its stars and after its words too, and its stars changed for a day", async () => {
    const { client, bookingId } = await visited(4019);
    await client.press("Оценить визит");
    await client.press("5 ⭐");
    expect(captionsOf(await client.last())).toContain("💛 Оставить чаевые");
    await client.write("Спасибо");
    expect(captionsOf(await client.last())).toEqual(
      expect.arrayContaining(["💛 Оставить чаевые", "Изменить оценку"]),
    );
    await client.press("Оставить чаевые");
    await client.press("К визиту");
    expect(captionsOf(await client.last())).toContain("Изменить оценку");
    app.clock.set("2026-11-25T10:01:00Z");
    await client.pressData(toBooking.pack({ bookingId }));
    const late = captionsOf(await client.last());
    expect(late).not.toContain("Изменить оценку");
    expect(late).not.toContain("Оценить визит");
    await client.pressData(toReview.pack({ bookingId }));
    expect(captionsOf(await client.last())).toEqual(["💛 Оставить чаевые", "В меню"]);
  });

  it("is tipped from its card: an amount that nobody chose beforehand, the bank, thanks in the page's place", async () => {
    const { client, bookingId, specialist } = await visited(4001);
    expect((await client.last()).text).toContain("визит состоялся");
    await client.press("Оставить чаевые");
    const asked = await client.last();
    expect(asked.text).toContain(`Чаевые получит ${specialist.name}`);
    const amounts = asked.buttons[0]?.map(({ text, ...look }) => [text, "style" in look]);
    expect(amounts?.map(([text]) => text)).toEqual(["100 ₽", "200 ₽", "500 ₽"]);
    expect(new Set(amounts?.map(([, hasStyle]) => hasStyle)).size).toBe(1);

    await client.press("200 ₽");
    const page = await client.last();
    expect(page.message_id).toBe(asked.message_id);
    expect(page.text).toContain("Чаевые 200,00 ₽");
    expect(JSON.stringify(page.buttons)).toContain(await pageOf(bookingId));
    await client.press("Я оплатил");
    expect((await client.last()).text).toContain("оплаты пока не видно");

    await payAtBank(app, await pageOf(bookingId));
    await client.come(`/start pay_${(await findBooking(app.db, bookingId))?.number}`);
    const all = (await client.messages()).map(({ text }) => text);
    expect(all.filter((text) => text.includes("Спасибо! Чаевые 200,00 ₽"))).toHaveLength(1);
    expect(all.some((text) => /визит состоялся[\s\S]*Чаевые: 200,00 ₽/.test(text))).toBe(true);
    expect((await owner.last()).text).toContain("Чаевые 200,00 ₽ по записи №");
  });

  it("is thanked for in the place of the page when its payer does not come back", async () => {
    const { client, clientId, bookingId } = await visited(4002);
    await client.press("Оставить чаевые");
    await client.press("100 ₽");
    const page = await client.last();
    await payAtBank(app, await pageOf(bookingId));
    granted(await checkPayment(whole, { bookingId, clientId }));
    await settle();
    const thanked = await client.last();
    expect(thanked.message_id).toBe(page.message_id);
    expect(thanked.text).toContain("Спасибо! Чаевые 100,00 ₽");
    await client.press("К визиту");
    expect((await client.last()).text).toContain("Чаевые: 100,00 ₽");
  });

  it("MS-2: keeps the way to the open page when its payer writes words that nobody waits for", async () => {
    const { client, bookingId } = await visited(4010);
    await client.press("Оставить чаевые");
    await client.press("100 ₽");
    await client.write("спасибо вам большое!");
    const page = await client.last();
    expect(page.text).toMatch(/^Я понимаю кнопки лучше.*\n\nЧаевые 100,00 ₽/);
    expect(JSON.stringify(page.buttons)).toContain(await pageOf(bookingId));
    await client.press("Я оплатил");
    expect((await client.last()).text).toContain("оплаты пока не видно");
    await client.write("/my");
    expect((await client.last()).text).not.toContain("Чаевые");
    await client.write("просто слова");
    expect((await client.last()).text).not.toContain("ждут оплаты");
  });

  it("takes a typed amount, kopecks too, and says what it cannot read or take", async () => {
    const { client } = await visited(4003);
    await client.press("Оставить чаевые");
    await client.press("Другая сумма");
    await client.write("сколько не жалко");
    expect((await client.last()).text).toContain("Не получилось разобрать сумму");
    await client.write("5");
    expect((await client.last()).text).toContain("Чаевые могут быть от 10,00 ₽ до 50 000,00 ₽");
    await client.write("50000,01");
    expect((await client.last()).text).toContain("Чаевые могут быть от 10,00 ₽ до 50 000,00 ₽");
    await client.write("1 250,5 руб.");
    expect((await client.last()).text).toContain("Чаевые 1 250,50 ₽");
  });

  it("whose card was refused may be tried again from the same screen, which says so", async () => {
    const { client, clientId, bookingId } = await visited(4004);
    await client.press("Оставить чаевые");
    await client.press("500 ₽");
    await payAtBank(app, await pageOf(bookingId), "5555555555554600");
    const page = await client.last();
    granted(await checkPayment(whole, { bookingId, clientId }));
    await settle();
    const told = await client.last();
    expect(told.message_id).toBe(page.message_id);
    expect(told.text).toContain("Оплата не прошла: на карте не хватило денег");
    expect(told.text).toContain("Чаевые 500,00 ₽ остались неоплаченными");
    const first = await pageOf(bookingId);
    app.clock.advance(1_000);
    await client.press("Оплатить ещё раз");
    expect((await client.last()).text).toContain("Чаевые 500,00 ₽");
    expect(await pageOf(bookingId)).not.toBe(first);
  });

  it("that was paid after all is not paid again from the notice about the refused card", async () => {
    const { client, clientId, bookingId } = await visited(4011);
    await client.press("Оставить чаевые");
    await client.press("500 ₽");
    await client.write("минуту");
    await payAtBank(app, await pageOf(bookingId), "5555555555554600");
    granted(await checkPayment(whole, { bookingId, clientId }));
    await settle();
    const notice = await client.last();
    const again = notice.buttons.flat().find(({ text }) => text.includes("Оплатить ещё раз"));
    const data = String(again?.callback_data);
    app.clock.advance(1_000);
    await client.pressData(data);
    await payAtBank(app, await pageOf(bookingId));
    granted(await checkPayment(whole, { bookingId, clientId }));
    await settle();
    await client.pressData(data);
    const told = await client.last();
    expect(told.text).toContain("Эти чаевые уже оплачены, спасибо!");
    expect(JSON.stringify(told.buttons)).not.toContain("Оплатить");
    expect((await findBooking(app.db, bookingId))?.tips).toBe(50_000);
  });

  it("offers SBP beside the card where it is on", async () => {
    const { client } = await visited(4005);
    await client.press("Оставить чаевые");
    await client.press("100 ₽");
    await client.press("через СБП");
    expect((await client.last()).text).toContain("Чаевые 100,00 ₽");
    expect(await client.captions()).not.toContain("Оплатить через СБП 100,00 ₽");
  });

  it("is not offered a tip when it is too long ago, is somebody else's, or was not", async () => {
    const { client, bookingId } = await visited(4006);
    const stranger = person(4007, "Вера");
    await stranger.join();
    await stranger.pressData(anew(toTip.pack({ bookingId })));
    expect((await stranger.last()).text).toContain("Эта запись мне незнакома");
    app.clock.set("2026-12-24T10:00:01Z");
    await settle();
    await client.press("Оставить чаевые");
    const messages = await client.messages();
    expect(messages.map(({ text }) => text).join("\n")).toContain("визит состоялся");
    expect(messages.flatMap(captionsOf)).not.toContain("💛 Оставить чаевые");
  });
});

describe("money that staff moved", () => {
  it("stands on the card: what is still owed once a part was taken, what went back, and a word about it", async () => {
    const { client, bookingId } = await visited(4008);
    expect((await client.last()).text).not.toContain("К оплате на месте");
    const money = {
      paymentId: app.newId(),
      bookingId,
      amount: rubles(1_500),
      method: "cash" as const,
      actor,
    };
    granted(await recordOnSpot(app, money));
    await client.come("/my");
    await client.press("Прошедшие");
    await client.press("12:00 · Стрижка");
    expect((await client.last()).text).toContain("Оплачено: 1 500,00 ₽");
    expect((await client.last()).text).toContain("К оплате на месте: 500,00 ₽");
    const back = { requestId: app.newId(), bookingId, of: "on_spot", amount: rubles(300) } as const;
    granted(await refundBooking(app, { ...back, reason: "скидка", actor }));
    await settle();
    expect((await client.last()).text).toContain("Вернули вам на месте 300,00 ₽");
    await client.press("К визиту");
    expect((await client.last()).text).toContain("Возвращено: 300,00 ₽");
  });

  it("is remembered for staff when the client cancels: it does not go back by itself (PY-5)", async () => {
    app.clock.set(START);
    const specialist = await makeSpecialist(app, [service.id]);
    const client = person(4009, "Вера");
    await client.join();
    const clientId = present(await findClientByTelegram(app.db, 4009), "the client").id;
    const slot = await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-11-25T09:00:00Z" });
    const bookingId = app.newId();
    const payment = { by: "on_spot", waiverReason: undefined } as const;
    const wish = { bookingId, clientId, serviceId: service.id, slotId: slot.id, payment, actor };
    granted(await bookForClient(app, wish));
    const money = { paymentId: app.newId(), bookingId, amount: rubles(700), method: "cash" as const, actor };
    granted(await recordOnSpot(app, money));
    granted(await cancelBooking(app, { bookingId, by: { kind: "client", clientId } }));
    await settle();
    const told = (await owner.messages()).find(
      ({ text }) => text.includes("отменена") && text.includes("Вера"),
    );
    expect(told?.text).toContain("На месте принято 700,00 ₽: отдайте клиенту и отметьте возврат");
  });
});
