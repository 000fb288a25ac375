import { beforeEach, describe, expect, it } from "vitest";
import {
  bookForClient,
  cancelBooking,
  findBooking,
  markVisit,
  rescheduleBooking,
} from "../../src/core/booking/index.ts";
import { findReview } from "../../src/core/feedback/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { addStaff, findClientByTelegram } from "../../src/core/people/index.ts";
import { findMessageText, listMessages } from "../../src/core/reports/index.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { START, testApp } from "../support/app.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { captionsOf, startBot } from "./bot-under-test.ts";

const actor = OPERATOR;
const app = await testApp();
granted(await changeSetting(app, { key: "review.publicUrl", typed: "https://maps.example.ru/salon", actor }));
const { app: sending, person, settle, telegram } = await startBot(app);
const service = await makeService(app, { name: "Стрижка", policy: "onSite" });
granted(await addStaff(app, { name: "Ольга", role: "owner", telegramId: 5_100, actor }));
const owner = person(5_100, "Ольга");
await owner.come();
beforeEach(() => app.clock.set(START));

let telegramId = 5_200;
/** Somebody with a visit at noon of the 26th, three days ahead. */
async function booked() {
  telegramId += 1;
  const specialist = await makeSpecialist(app, [service.id]);
  const one = person(telegramId);
  await one.join();
  const client = present(await findClientByTelegram(app.db, telegramId), "the client");
  const slot = await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-11-26T09:00:00Z" });
  const bookingId = app.newId();
  const payment = { by: "on_spot", waiverReason: undefined } as const;
  const input = { bookingId, clientId: client.id, serviceId: service.id, slotId: slot.id, payment };
  granted(await bookForClient(app, { ...input, actor }));
  await settle();
  const booking = async () => present(await findBooking(app.db, bookingId), "the booking");
  return { ...one, bookingId, booking };
}

/** Lets the clock stand at an instant and sends what is due. */
async function at(instant: string): Promise<void> {
  app.clock.set(instant);
  await settle();
}

describe("a reminder in the bot (MS-1)", () => {
  it("says when and where, and is answered by one tap", async () => {
    const anna = await booked();
    await at("2026-11-25T09:00:00Z");
    const reminder = await anna.last();
    expect(reminder.text).toContain("Напоминаем о визите: осталось 24 часа.");
    expect(reminder.text).toContain("Стрижка");
    expect(captionsOf(reminder)).toEqual(
      expect.arrayContaining(["Приду", "Перенести", "Отменить запись", "Подробнее"]),
    );
    await anna.press("Приду");
    expect((await anna.last()).text).toContain("Спасибо, что подтвердили.");
    expect((await anna.booking()).promisedAt).toEqual(app.clock.now());
  });

  it("that goes out late says how much time there really is", async () => {
    const vera = await booked();
    await at("2026-11-25T20:00:00Z");
    expect((await vera.last()).text).toContain("осталось 13 часов.");
  });

  it("asks nobody twice: whoever said that they come is only reminded", async () => {
    const dina = await booked();
    await at("2026-11-25T09:00:00Z");
    await dina.press("Приду");
    await at("2026-11-26T07:00:00Z");
    const second = await dina.last();
    expect(second.text).toContain("осталось 2 часа");
    expect(second.text).toContain("Вы сказали, что придёте. Ждём!");
    expect(captionsOf(second)).not.toContain("Приду");
  });
});

describe("the older reminder (MS-1)", () => {
  const standing = async (who: Awaited<ReturnType<typeof booked>>) =>
    (await who.messages()).filter(({ text }) => text.includes("Напоминаем о визите")).length;

  it("of a visit that the client or the business cancelled, or moved, is gone as well", async () => {
    const by = { kind: "business", actor, reason: "мастер заболел" } as const;
    const asya = await booked();
    const nina = await booked();
    const zoya = await booked();
    await at("2026-11-25T09:00:00Z");
    for (const one of [asya, nina, zoya]) expect(await standing(one)).toBe(1);
    await asya.press("Отменить запись");
    await asya.press("Да, отменить");
    granted(await cancelBooking(app, { bookingId: nina.bookingId, by }));
    const { specialistId, serviceId } = await zoya.booking();
    const slot = await makeSlot(app, { specialistId, startsAt: "2026-11-27T09:00:00Z" });
    const move = { bookingId: app.newId(), replacesId: zoya.bookingId, serviceId, slotId: slot.id, by };
    granted(await rescheduleBooking(app, move));
    await settle();
    for (const one of [asya, nina, zoya]) expect(await standing(one)).toBe(0);
    expect((await asya.last()).text).toContain("отменена");
    expect((await nina.last()).text).toContain("пришлось отменить");
    expect((await zoya.last()).text).toContain("пришлось перенести");
  });

  it("that became the screen of its cancellation stays: it says what came of it", async () => {
    const rita = await booked();
    await at("2026-11-25T09:00:00Z");
    await rita.press("Приду");
    for (const tap of ["Подробнее", "Отменить запись", "Да, отменить"]) await rita.press(tap);
    expect((await rita.last()).text).toContain("отменена");
  });

  it("is gone when a newer one came, whatever Telegram answers for a moment", async () => {
    const ira = await booked();
    await at("2026-11-25T09:00:00Z");
    await telegram.sim("faults", { user: ira.id, method: "deleteMessage", error_code: 500 });
    await telegram.sim("faults", { user: ira.id, method: "deleteMessage", reset: true });
    await at("2026-11-26T05:00:00Z");
    expect((await ira.last()).text).toContain("осталось 4 часа");
    expect(await standing(ira)).toBe(1);
  });

  it("stands where Telegram lets it stand, and the newer one has come all the same", async () => {
    const lena = await booked();
    await at("2026-11-25T09:00:00Z");
    const description = "Bad Request: message can't be deleted";
    await telegram.sim("faults", { user: lena.id, method: "deleteMessage", error_code: 400, description });
    await at("2026-11-26T05:00:00Z");
    expect((await lena.last()).text).toContain("осталось 4 часа");
    expect(await standing(lena)).toBe(2);
  });
});

describe("a review in the bot (MS-2)", () => {
  /** Somebody whose visit has just taken place, asked how it was. */
  async function asked() {
    const one = await booked();
    app.clock.set("2026-11-26T10:00:00Z");
    granted(await markVisit(app, { bookingId: one.bookingId, mark: "completed", actor }));
    await at("2026-11-26T13:30:00Z");
    return one;
  }

  it("is asked for after the visit, and five stars with a few words are kept", async () => {
    const anna = await asked();
    expect((await anna.last()).text).toContain("Как вам визит");
    await anna.press("5 ⭐");
    expect((await anna.last()).text).toContain("Спасибо за оценку! ⭐⭐⭐⭐⭐");
    expect(captionsOf(await anna.last())).toContain("Оставить отзыв на странице");
    await anna.write("Очень <b>аккуратно</b>");
    expect((await anna.last()).text).toContain("Спасибо, мы обязательно прочитаем.");
    await anna.press("Изменить оценку");
    expect((await anna.last()).text).toContain("Очень <b>аккуратно</b>");
    await anna.press("4 ⭐");
    await anna.press("5 ⭐");
    expect(await findReview(app.db, anna.bookingId)).toMatchObject({
      rating: 5,
      words: "Очень <b>аккуратно</b>",
    });
  });

  it("that is low is told to those who run the business", async () => {
    const vera = await asked();
    await vera.press("2 ⭐");
    await settle();
    const told = (await owner.messages()).map(({ text }) => text);
    const { number } = await vera.booking();
    expect(told.some((text) => text.includes(`Низкая оценка ⭐⭐ по записи №${number}`))).toBe(true);
    await vera.write("Пришлось ждать");
    await vera.press("Изменить оценку");
    await vera.press("5 ⭐");
    await settle();
    const [words, better] = (await owner.messages()).slice(-2).map(({ text }) => text);
    expect(words).toMatch(new RegExp(`^💬 .+ к оценке ⭐⭐ \\(запись №${number}\\): «Пришлось ждать»$`));
    expect(better).toMatch(new RegExp(`^🙂 .+: было ⭐⭐, стало ⭐⭐⭐⭐⭐ \\(запись №${number}\\)$`));
  });

  it("is kept as it was sent, and what is still to come is shown as it would be now", async () => {
    const ida = await asked();
    const all = await listMessages(app.db, { bookingId: ida.bookingId, rowsMax: 20 });
    const asking = all.find(({ kind }) => kind === "review_requested");
    expect(await findMessageText(sending, asking?.id ?? "")).toMatchObject({
      how: "kept",
      text: expect.stringContaining("Как вам визит"),
    });
    app.clock.set(START);
    const rita = await booked();
    const ahead = await listMessages(app.db, { bookingId: rita.bookingId, state: "queued", rowsMax: 20 });
    const before = (await rita.messages()).length;
    expect(await findMessageText(sending, ahead[0]?.id ?? "")).toMatchObject({
      how: "preview",
      text: expect.stringContaining("Напоминаем о визите"),
    });
    expect((await rita.messages()).length).toBe(before);
  });
});
