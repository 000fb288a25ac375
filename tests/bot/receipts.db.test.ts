import { describe, expect, it } from "vitest";
import { toTip } from "../../src/bot/buttons.ts";
import { bookForClient, markVisit } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { addStaff, findClientByTelegram } from "../../src/core/people/index.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { rowsOf } from "../sandbox/yookassa-sandbox.ts";
import { testAppWithBank } from "../support/app.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startBot } from "./bot-under-test.ts";

const app = await testAppWithBank();
const { person, settle } = await startBot(app);
const service = await makeService(app, { name: "Стрижка" });
const specialist = await makeSpecialist(app, [service.id]);
const slots = new Map<string, string>();
for (const hour of ["09", "10", "11", "12", "13", "14", "15"]) {
  const slot = await makeSlot(app, { specialistId: specialist.id, startsAt: `2026-11-24T${hour}:00:00Z` });
  slots.set(hour, slot.id);
}
const set = async (key: string, typed: string) =>
  granted(await changeSetting(app, { key, typed, actor: OPERATOR }));
await set("receipts.mode", "yookassa");
await set("payments.sbp", "yes");
await app.bank.sim("/settings", { fiscalization: true });

/** As the caption has it, with its no-break spaces. */
const PAY = "Оплатить 2\u00a0000,00\u00a0₽";

type Person = ReturnType<typeof person>;
const clientOf = async ({ id }: Person) => present(await findClientByTelegram(app.db, id), "the client");

async function holds(who: Person, time: string): Promise<void> {
  await who.come("/menu");
  await who.press("Записаться");
  await who.press("Стрижка");
  await who.press("🟢 24");
  await who.press(`🟢 ${time}`);
}
/** What the bank was asked for, newest last. */
const payments = async () => rowsOf(await app.bank.sim("/payments"), "payments");

describe("PY-6: with receipts on", () => {
  it("the e-mail is asked for on the way to the payment, checked, kept, and the payment goes on", async () => {
    const anna = person(3001);
    await anna.join();
    await holds(anna, "12:00");
    await anna.press(PAY);
    expect((await anna.last()).text).toContain("Чек по закону приходит на почту");
    expect(await anna.captions()).toEqual(["‹ Назад", "В меню"]);
    expect(await payments()).toEqual([]);

    await anna.write("аня, собака, почта");
    expect((await anna.last()).text).toContain("Это не похоже на адрес почты");
    expect((await anna.last()).text).toContain("Чек по закону приходит на почту");

    await anna.write(" Anna@Example.RU ");
    const screen = await anna.last();
    expect(screen.text).toContain("К оплате: 2 000,00 ₽");
    expect(screen.text).toContain("Чек придёт на Anna@example.ru");
    expect((await clientOf(anna)).email).toBe("Anna@example.ru");
    const [payment] = await payments();
    await app.bank.sim("/pay", { payment_id: payment?.id, card: "5555555555554477" });
    await anna.press("Я оплатил");
    expect((await anna.last()).text).toContain("Вы записаны!");
    expect(rowsOf(await app.bank.sim("/receipts"), "receipts")).toMatchObject([
      { customer: { email: "Anna@example.ru" }, items: [{ description: "Стрижка" }] },
    ]);
  });

  it("it is asked once: the next payment opens at once", async () => {
    const anna = person(3001);
    await holds(anna, "13:00");
    await anna.press(PAY);
    expect((await anna.last()).text).toContain("Чек придёт на Anna@example.ru");
  });

  it("another address may be given while the payment is open, and is the one that counts", async () => {
    const anna = person(3001);
    await anna.press("Другая почта для чека");
    expect((await anna.last()).text).toContain("Сейчас чеки приходят на Anna@example.ru");
    await anna.write("vera@example.ru");
    expect((await anna.last()).text).toContain("Чек придёт на vera@example.ru");
    const newest = (await payments()).at(-1);
    await app.bank.sim("/pay", { payment_id: newest?.id, card: "5555555555554477" });
    await anna.press("Я оплатил");
    expect(rowsOf(await app.bank.sim("/receipts"), "receipts").at(-1)).toMatchObject({
      customer: { email: "vera@example.ru" },
    });
  });

  it("whoever paid before they gave another address has paid", async () => {
    const oleg = person(3002, "Олег");
    await oleg.join();
    await holds(oleg, "14:00");
    await oleg.press(PAY);
    await oleg.write("oleg@example.ru");
    const before = (await payments()).length;
    await oleg.press("Другая почта для чека");
    await app.bank.sim("/pay", { payment_id: (await payments()).at(-1)?.id, card: "5555555555554477" });
    await oleg.write("other@example.ru");
    expect((await oleg.messages()).some(({ text }) => text.includes("Вы записаны!"))).toBe(true);
    expect(await payments()).toHaveLength(before);
  });

  it("the method that was pressed is the one that is gone on with", async () => {
    const rita = person(3003, "Рита");
    await rita.join();
    await holds(rita, "15:00");
    await rita.press("Оплатить через СБП");
    await rita.write("rita@example.ru");
    expect((await payments()).at(-1)).toMatchObject({ payment_method: { type: "sbp" } });
    const before = (await payments()).length;
    await rita.press("Я оплатил");
    expect((await rita.last()).text).toContain("Чек придёт на rita@example.ru");
    await rita.press("Другая почта для чека");
    await rita.write("rita2@example.ru");
    expect(await payments()).toHaveLength(before + 1);
    expect((await payments()).at(-1)).toMatchObject({ payment_method: { type: "sbp" } });
  });

  it("the pay link of a booking made by staff asks for it too", async () => {
    const boris = person(3004, "Борис");
    await boris.join();
    granted(
      await bookForClient(app, {
        bookingId: app.newId(),
        clientId: (await clientOf(boris)).id,
        serviceId: service.id,
        slotId: present(slots.get("13"), "a slot"),
        payment: { by: "link", until: new Date(app.clock.now().getTime() + 3_600_000) },
        actor: OPERATOR,
      }),
    );
    await settle();
    expect((await boris.last()).text).toContain("Осталось оплатить.");
    await boris.press("Перейти к оплате");
    await boris.press(PAY);
    expect((await boris.last()).text).toContain("Чек по закону приходит на почту");
    await boris.write("boris@example.ru");
    expect((await boris.last()).text).toContain("Чек придёт на boris@example.ru");
  });

  it("an address that comes after the time ran out is kept, and the client sees that it did", async () => {
    const vera = person(3005, "Вера");
    await vera.join();
    await holds(vera, "17:00");
    await vera.press(PAY);
    app.clock.advance(16 * 60_000);
    await app.bank.advance(16 * 60);
    await vera.write("vera2@example.ru");
    expect((await vera.last()).text).toContain("Время на оплату вышло");
    expect((await clientOf(vera)).email).toBe("vera2@example.ru");
  });

  it("a receipt that the gateway refuses is no riddle for the client, and the owner is told what to mend", async () => {
    const owner = person(3100, "Ольга");
    await owner.join();
    granted(await addStaff(app, { name: "Ольга", role: "owner", telegramId: 3100, actor: OPERATOR }));
    const yana = person(3006, "Яна");
    await yana.join();
    await set("receipts.mode", "off");
    await holds(yana, "18:00");
    await yana.press(PAY);
    expect((await yana.last()).text).toContain("Платёжный сервис не принял этот платёж");
    expect((await owner.last()).text).toContain("ЮKassa не приняла чек");
    expect((await owner.last()).text).toContain("2 000,00 ₽");
    await set("receipts.mode", "yookassa");
  });

  it("MS-2: a tip shows where its receipt goes, and another address given on the way is the one that counts", async () => {
    const vera = person(3007, "Вера");
    await vera.join();
    const { id: clientId } = await clientOf(vera);
    const startsAt = "2026-11-25T09:00:00Z";
    const slot = await makeSlot(app, { specialistId: specialist.id, startsAt });
    const bookingId = app.newId();
    const payment = { by: "on_spot", waiverReason: undefined } as const;
    const visit = { bookingId, clientId, serviceId: service.id, slotId: slot.id, payment };
    granted(await bookForClient(app, { ...visit, actor: OPERATOR }));
    app.clock.set("2026-11-25T10:00:00Z");
    granted(await markVisit(app, { bookingId, mark: "completed", actor: OPERATOR }));
    await settle();
    await vera.pressData(toTip.pack({ bookingId }));
    await vera.press("200 ₽");
    await vera.write("vera@example.ru");
    expect((await vera.last()).text).toContain("Чек придёт на vera@example.ru");
    await vera.press("Другая почта для чека");
    expect((await vera.last()).text).toContain("Сейчас чеки приходят на vera@example.ru");
    app.clock.advance(1_000);
    const before = (await payments()).length;
    await vera.write("other@example.ru");
    expect((await vera.last()).text).toMatch(/Чаевые 200,00\s₽[\s\S]*Чек придёт на other@example\.ru/);
    expect(await payments()).toHaveLength(before + 1);

    // Whoever paid while they looked for another address has paid.
    await vera.press("Другая почта для чека");
    await app.bank.sim("/pay", { payment_id: (await payments()).at(-1)?.id, card: "5555555555554477" });
    await vera.write("third@example.ru");
    expect(await payments()).toHaveLength(before + 1);
    expect((await vera.messages()).some(({ text }) => text.includes("Спасибо! Чаевые 200,00 ₽"))).toBe(true);
    expect(
      (await vera.messages()).some(({ text }) => text.startsWith("Эти чаевые уже оплачены, спасибо!")),
    ).toBe(true);
    expect(rowsOf(await app.bank.sim("/receipts"), "receipts").at(-1)).toMatchObject({
      customer: { email: "other@example.ru" },
    });
  });
});
