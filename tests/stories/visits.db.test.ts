import { beforeAll, describe, expect, it } from "vitest";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { addStaff, hasConsent } from "../../src/core/people/index.ts";
import { testDatabase } from "../support/database.ts";
import { granted, makeClient, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startProduct, troublesOf } from "../support/product.ts";
import { captionsOf, playersOf } from "./player.ts";
import { type Act, at, clientOf, dayAhead, doorsOn, GOOD_CARD, numberOf, play } from "./stage.ts";

const db = await testDatabase();
const doors = doorsOn(db);
const [day, nextDay] = [dayAhead(2), dayAhead(3)];
await makeService(doors, { name: "Стрижка" });
await makeService(doors, { name: "Укладка", policy: "onSite", price: kopecks(150_000) });
await makeService(doors, {
  name: "Окрашивание",
  policy: "prepay",
  durationMinutes: 120,
  price: kopecks(650_000),
  prepayment: kopecks(150_000),
});
await makeService(doors, { name: "Разговор", kind: "online", durationMinutes: 30, price: kopecks(120_000) });
const maria = await makeSpecialist(doors);
for (const hour of [10, 11, 12, 13, 14, 15]) {
  await makeSlot(doors, { specialistId: maria.id, startsAt: at(day, hour) });
}
await makeSlot(doors, { specialistId: maria.id, startsAt: at(nextDay, 19), minutes: 30, kind: "online" });
const OWNER = 9_001;
granted(await addStaff(doors, { name: "Хозяйка", role: "owner", telegramId: OWNER, actor: OPERATOR }));

const product = await startProduct({ databaseUrl: db.connection.connectionString ?? "" });
const players = playersOf({ sandboxUrl: product.sandboxUrl, db });
const tell = (acts: readonly Act[]) => play({ product, db }, acts);
const A_MOMENT = 6;

describe("each kind of visit", () => {
  it("paid on the spot is booked at once; it stands among the bookings, and is booked again from there", async () => {
    const anna = players(3001, "Анна");
    await anna.joins();
    await tell([
      [anna, "presses", "Записаться"],
      [anna, "presses", "Укладка"],
      [anna, "presses", `🟢 ${numberOf(day)}`],
      [anna, "presses", "🟢 10:00"],
      [anna, "sees", "Сейчас платить не нужно."],
      [anna, "presses", "Записаться"],
      ["clients", "have", new Map([[anna, [0, 0, "confirmed"]]])],
      ["bank", "has", [0, 0, 0]],
      ["clock", "passes", 1],
      [anna, "sees", "К оплате на месте: 1 500,00 ₽"],

      [anna, "says", "/my"],
      [anna, "presses", "10:00 · Укладка"],
      [anna, "sees", "подтверждена"],
      [anna, "presses", "Записаться ещё раз"],
      [anna, "presses", `🟢 ${numberOf(day)}`],
      [anna, "presses", "🟢 11:00"],
      [anna, "presses", "Записаться"],
      ["clients", "have", new Map([[anna, [0, 0, "confirmed", "confirmed"]]])],
    ]);
  });

  it("with a prepayment takes two slots, that part of the money now, and leaves the rest for the spot", async () => {
    const vera = players(3002, "Вера");
    await vera.joins();
    await tell([
      [vera, "presses", "Записаться"],
      [vera, "presses", "Окрашивание"],
      [vera, "presses", `🟢 ${numberOf(day)}`],
      [vera, "presses", "🟢 12:00"],
      [vera, "sees", "Оплатить сейчас: 1 500,00 ₽"],
      [vera, "sees", "На месте: 5 000,00 ₽"],
      [vera, "presses", "Оплатить 1 500,00 ₽"],
      [vera, "opens", "the bank's page"],
      [vera, "pays", GOOD_CARD],
      [vera, "presses", "Я оплатил"],
      ["clients", "have", new Map([[vera, [0, 0, "confirmed"]]])],
      ["bank", "has", [0, 1_500, 0]],
      ["clock", "passes", 1],
      [vera, "sees", "Оплачено: 1 500,00 ₽"],
      [vera, "says", "/book"],
      [vera, "presses", "Стрижка"],
      [vera, "presses", `🟢 ${numberOf(day)}`],
    ]);
    const times = captionsOf(await vera.screen()).filter((caption) => caption.includes("🟢"));
    expect(times).toEqual(["🟢 14:00", "🟢 15:00"]);
  });

  it("online brings the link to the meeting with the confirmation (SL-8)", async () => {
    const igor = players(3003, "Игорь");
    await igor.joins();
    await tell([
      [igor, "presses", "Онлайн-консультация"],
      [igor, "presses", "Разговор"],
      [igor, "presses", `🔵 ${numberOf(nextDay)}`],
      [igor, "presses", "🔵 19:00"],
      [igor, "sees", "19:00 (Москва)"],
      [igor, "presses", "Оплатить 1 200,00 ₽"],
      [igor, "opens", "the bank's page"],
      [igor, "pays", GOOD_CARD],
      ["clock", "passes", A_MOMENT],
      [igor, "sees", "Вы записаны! Запись №"],
      ["clients", "have", new Map([[igor, [0, 0, "confirmed"]]])],
      ["bank", "has", [0, 2_700, 0]],
    ]);
    const confirmation = await igor.waitFor("Вы записаны! Запись №");
    expect(confirmation.buttons.flat().map(({ url }) => url)).toContain("https://meet.example.test/room");
    expect(confirmation.document?.file_name).toMatch(/\.ics$/);
  });
});

describe("a newcomer", () => {
  it("who came by a friend's link gets the friend's discount, a typed name, and their own phone only", async () => {
    const friend = await makeClient(doors);
    const nina = players(3004, "Nina");
    await tell([
      [nina, "comes", `/start ref_${friend.referralCode}`],
      [nina, "sees", "согласие на обработку персональных данных"],
      [nina, "presses", "Даю согласие"],
      [nina, "says", "Нина Петровна"],
      [nina, "sees", "Приятно познакомиться, Нина Петровна!"],
    ]);
    await nina.shares({ phone_number: "+79161234567", first_name: "Мама", user_id: 555 });
    await nina.waitFor("Это чужой контакт");
    expect((await clientOf(db, nina)).phone).toBeUndefined();
    await nina.says("+7 916 123-45-67");
    await nina.waitFor("Принять номер можем только по кнопке");
    expect((await clientOf(db, nina)).phone).toBeUndefined();
    await nina.shares({});
    await nina.waitFor("Записали телефон, спасибо!");
    await nina.presses("Хочу получать");

    const client = await clientOf(db, nina);
    expect(client).toMatchObject({ name: "Нина Петровна", phone: "+79000003004", invitedById: friend.id });
    expect(await hasConsent(db, client.id, "marketing")).toBe(true);
    await tell([
      [nina, "presses", "Записаться"],
      [nina, "presses", "Стрижка"],
      [nina, "presses", `🟢 ${numberOf(day)}`],
      [nina, "presses", "🟢 14:00"],
      [nina, "sees", "Скидка друга на первый визит: −200,00 ₽"],
      [nina, "sees", "Оплатить сейчас: 1 800,00 ₽"],
      [nina, "presses", "Отказаться"],
    ]);
  });

  it("with a phone that is another client's stays without one and is told", async () => {
    const oleg = players(3005, "Олег");
    await oleg.comes();
    await oleg.presses("Даю согласие");
    await oleg.presses("Оставить");
    await oleg.shares({ phone_number: "+79000003004" });
    await oleg.waitFor("Этот номер уже записан за другим клиентом");
    expect((await clientOf(db, oleg)).phone).toBeUndefined();
  });
});

describe("somebody who would rather talk to a human", () => {
  const [owner, maxim] = [players(OWNER, "Хозяйка"), players(3006, "Максим")];
  beforeAll(async () => {
    await owner.comes();
    await maxim.joins();
  });

  it("is heard by the owner in Telegram, and answered there (PE-5)", async () => {
    await tell([
      [maxim, "presses", "Связаться с нами"],
      [maxim, "presses", "Написать сообщение"],
      [maxim, "says", "Можно ли прийти с <собакой>?"],
      [maxim, "sees", "Передали!"],
      ["clock", "passes", 1],
      [owner, "sees", "Можно ли прийти с <собакой>?"],
      [owner, "presses", "Ответить"],
      [owner, "sees", "Ответ для клиента Максим"],
      [owner, "says", "Конечно, ждём обоих & с радостью!"],
      [owner, "sees", "Отправили клиенту Максим."],
      ["clock", "passes", 1],
      [maxim, "sees", "Конечно, ждём обоих & с радостью!"],
    ]);
    expect(await owner.count("Можно ли прийти с <собакой>?")).toBe(1);
    expect(await maxim.count("Конечно, ждём обоих & с радостью!")).toBe(1);
  });
});

it("none of it is anything that somebody would have to look into", () => {
  expect(troublesOf(product)).toEqual([]);
});
