import { describe, expect, it } from "vitest";
import { createBot, updateHandler } from "../../src/bot/index.ts";
import { bookForClient, listClientBookings } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { findClientByTelegram } from "../../src/core/people/index.ts";
import { TOKEN } from "../sandbox/telegram-sandbox.ts";
import { testAppWithBank } from "../support/app.ts";
import { makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startBot } from "./bot-under-test.ts";

const lines: { level: string; line: string }[] = [];
const at =
  (level: string) =>
  (facts: object | string, message?: string): void => {
    lines.push({ level, line: JSON.stringify([facts, message]) });
  };
const log = { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error"), child: () => log };
const app = await testAppWithBank({ log });
const { person, telegram, settle } = await startBot(app);
const service = await makeService(app, { name: "Стрижка <быстрая> & бритьё" });
const specialist = await makeSpecialist(app, [service.id]);
for (const hour of ["09", "10", "11"]) {
  await makeSlot(app, { specialistId: specialist.id, startsAt: `2026-11-24T${hour}:00:00Z` });
}
const anna = person(5001);
await anna.join();

const upcomingOf = async (telegramId: number) =>
  listClientBookings(app.db, {
    clientId: present(await findClientByTelegram(app.db, telegramId), "the client").id,
    kind: "upcoming",
    now: app.clock.now(),
    rowsMax: 5,
    offset: 0,
  });
const fault = (over: object) => telegram.sim("faults", { times: 1, ...over });

describe("Telegram in trouble", () => {
  it.each([{ error_code: 500 }, { error_code: 429, retry_after: 1 }, { reset: true }])(
    "an answer that did not get through because of %o is given after all",
    async (trouble) => {
      await anna.write("/menu");
      await fault({ method: "editMessageText", ...trouble });
      await anna.press("Баллы");
      await expect.poll(async () => (await anna.last()).text, { timeout: 5_000 }).toContain("Ваши баллы: 0");
    },
  );

  it("a hold whose answer was lost is the same hold when the update is handled again", async () => {
    await anna.write("/book");
    await anna.press("Стрижка");
    await anna.press("🟢 24");
    await fault({ method: "editMessageText", error_code: 500 });
    await anna.press("🟢 12:00");
    await expect
      .poll(async () => (await anna.last()).text, { timeout: 5_000 })
      .toContain("Проверьте, всё ли верно");
    expect(await upcomingOf(5001)).toHaveLength(1);
    await anna.press("Отказаться");
  });

  it("a message that is there no more is answered by a new one", async () => {
    await anna.write("/menu");
    const menu = await anna.last();
    await fault({
      method: "editMessageText",
      error_code: 400,
      description: "Bad Request: message to edit not found",
    });
    await anna.press("Баллы");
    expect((await anna.last()).message_id).toBeGreaterThan(menu.message_id);
    expect((await anna.last()).text).toContain("Ваши баллы");
  });

  it("a text that Telegram cannot read goes out without its marks", async () => {
    await anna.write("/menu");
    await fault({
      method: "editMessageText",
      error_code: 400,
      description: "Bad Request: can't parse entities: x",
    });
    await anna.press("Записаться");
    expect((await anna.last()).text).toContain("Стрижка <быстрая> & бритьё: 1 час");
  });

  it("tapping the same twice changes nothing and is no error", async () => {
    await anna.write("/menu");
    const before = lines.length;
    await anna.pressData("m");
    await anna.pressData("m");
    expect((await anna.last()).text).toContain("чем помочь?");
    expect(lines.slice(before)).toEqual([]);
  });

  it("two taps of one person at once are answered one after another", async () => {
    await anna.write("/menu");
    await telegram.sim("press", { user: 5001, button: "Баллы" });
    await telegram.sim("press", { user: 5001, data: "m" });
    await settle();
    expect((await anna.last()).text).toContain("чем помочь?");
  });
});

it("a bot that has not been told who it is asks before its first update", async () => {
  const { handle } = updateHandler(createBot(app, { token: TOKEN, apiRoot: telegram.url }));
  const from = { id: 5001, is_bot: false, first_name: "Анна" };
  const chat = { id: 5001, type: "private" as const, first_name: "Анна" };
  const entities = [{ type: "bot_command" as const, offset: 0, length: 5 }];
  const message = { message_id: 1, date: 1, chat, from, text: "/menu", entities };
  await handle({ update_id: 999_999_999, message });
  expect((await anna.last()).text).toContain("чем помочь?");
});

describe("the way back from the payment page", () => {
  it("looks for the payment and shows what it found (PY-4)", async () => {
    const vera = person(5002, "Вера");
    await vera.join();
    await vera.press("Записаться");
    await vera.press("Стрижка");
    await vera.press("🟢 24");
    await vera.press("🟢 13:00");
    await vera.press("Оплатить");
    const screen = await vera.last();
    const [booking] = await upcomingOf(5002);
    await vera.write(`/start pay_${booking?.number}`);
    expect((await vera.last()).text).toContain("оплаты пока не видно");
    const url = JSON.stringify(screen.buttons);
    const paymentId = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(url)?.[0];
    await app.bank.sim("/pay", { payment_id: paymentId, card: "5555555555554444" });
    await vera.write(`/start pay_${booking?.number}`);
    const texts = (await vera.messages()).map(({ text }) => text);
    expect(texts.filter((text) => text.includes("Вы записаны!"))).toHaveLength(1);
    await vera.write(`/start pay_${booking?.number}`);
    expect((await vera.last()).text).toContain(`Запись №${booking?.number}: подтверждена`);
  });

  it("shows nobody somebody else's booking, and leads on from a link that leads nowhere", async () => {
    const [booking] = await upcomingOf(5002);
    for (const payload of [`pay_${booking?.number}`, "pay_999999", "whatever", "ref_nobody"]) {
      await anna.write(`/start ${payload}`);
      expect((await anna.last()).text).toContain("Анна, чем помочь?");
      expect((await anna.last()).text).not.toContain("Запись №");
    }
  });

  it("is kept until the person has become a client", async () => {
    const late = person(5003);
    await late.join("/start pay_999999");
    expect((await late.last()).text).toContain("Эта ссылка уже не работает");
  });
});

const paymentIdIn = ({ buttons }: { readonly buttons: unknown }): string | undefined =>
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(JSON.stringify(buttons))?.[0];

it("a declined card is told, with the way to try again", async () => {
  const oleg = person(5004, "Олег");
  await oleg.join();
  await oleg.press("Записаться");
  await oleg.press("Стрижка");
  await oleg.press("🟢 24");
  await oleg.press("🟢 14:00");
  await oleg.press("Оплатить");
  const paymentId = paymentIdIn(await oleg.last());
  await app.bank.sim("/pay", { payment_id: paymentId, card: "5555555555554600" });
  await oleg.press("Я оплатил");
  const told = await oleg.last();
  expect(told.text).toContain("на карте не хватило денег");
  await oleg.press("Оплатить ещё раз");
  const again = await oleg.last();
  expect(again.text).toContain("К оплате: 2 000,00 ₽");
  expect(JSON.stringify(again.buttons)).toContain('"url"');
  expect(JSON.stringify(again.buttons)).not.toContain(paymentId);
  expect((await oleg.messages()).some(({ text }) => text === told.text)).toBe(true);
});

it("PY-8: time held until another day is told with its day, when a card is declined, too", async () => {
  const dina = person(5006, "Дина");
  await dina.join();
  const client = present(await findClientByTelegram(app.db, 5006), "the client");
  const slot = await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-11-28T09:00:00Z" });
  const [bookingId, until] = [app.newId(), new Date("2026-11-26T09:00:00Z")];
  const visit = { bookingId, clientId: client.id, serviceId: service.id, slotId: slot.id };
  const booked = await bookForClient(app, { ...visit, payment: { by: "link", until }, actor: OPERATOR });
  expect(booked.ok).toBe(true);
  await settle();
  await dina.press("Перейти к оплате");
  await dina.press("Оплатить");
  await app.bank.sim("/pay", { payment_id: paymentIdIn(await dina.last()), card: "5555555555554600" });
  await dina.press("Я оплатил");
  expect((await dina.last()).text).toContain("другой картой до чт, 26 ноября, 12:00.");
});

it("nothing that people did was an error, and nobody's words are in the log", () => {
  expect(lines.filter(({ level }) => level === "error")).toEqual([]);
  expect(JSON.stringify(lines)).not.toMatch(/Анна|Вера|Олег|sandbox-token/);
});
