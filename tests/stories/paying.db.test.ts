import { expect, it } from "vitest";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { testDatabase } from "../support/database.ts";
import { givePoints, granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startProduct, troublesOf } from "../support/product.ts";
import { captionsOf, playersOf } from "./player.ts";
import { type Act, at, clientOf, dayAhead, doorsOn, EMPTY_CARD, GOOD_CARD, numberOf, play } from "./stage.ts";

const db = await testDatabase();
const doors = doorsOn(db);
const [first, second] = [dayAhead(2), dayAhead(3)];
const haircut = await makeService(doors, { name: "Стрижка" });
const maria = await makeSpecialist(doors, [haircut.id]);
const hot = await makeSlot(doors, { specialistId: maria.id, startsAt: at(first, 12), kind: "hot" });
for (const hour of [10, 11, 13, 14]) {
  await makeSlot(doors, { specialistId: maria.id, startsAt: at(first, hour) });
}
for (const hour of [10, 11, 12, 13]) {
  await makeSlot(doors, { specialistId: maria.id, startsAt: at(second, hour) });
}
granted(await changeSetting(doors, { key: "payments.sbp", typed: "да", actor: OPERATOR }));
const product = await startProduct({ databaseUrl: db.connection.connectionString ?? "" });
const players = playersOf({ sandboxUrl: product.sandboxUrl, db });
const tell = (acts: readonly Act[]) => play({ product, db }, acts);

const MINUTE = 60;
/** More than the five seconds between two questions to the gateway. */
const A_MOMENT = 6;

it("of two clients who want one hot window the first pays for it with points and a second card, the other is shown three others", async () => {
  const [anna, vera] = [players(1001, "Анна"), players(1002, "Вера")];
  await anna.joins();
  await vera.joins();
  await givePoints(doors, (await clientOf(db, anna)).id, 2_000);

  await tell([
    [anna, "presses", "Горящие окна"],
    [vera, "presses", "Горящие окна"],
    [anna, "presses", "12:00 · Стрижка"],
    [anna, "sees", "Горящее окно: −400,00 ₽"],
    [anna, "sees", "Оплатить сейчас: 500,00 ₽"],
    ["clients", "have", new Map([[anna, [2_000, 0, "held"]]])],

    [vera, "presses", "12:00 · Стрижка"],
    [vera, "sees", "Это время только что заняли."],
    ["clients", "have", new Map([[vera, [0, 0]]])],

    [anna, "presses", "Списать до 800 баллов"],
    [anna, "presses", "Все 800 баллов"],
    [anna, "sees", "На месте: 300,00 ₽"],
    ["clients", "have", new Map([[anna, [2_000, 800, "held"]]])],

    [anna, "presses", "Оплатить 500,00 ₽"],
    [anna, "opens", "the bank's page"],
    [anna, "pays", EMPTY_CARD],
    ["clock", "passes", 1],
    [anna, "sees", "Оплата не прошла: на карте не хватило денег"],
    ["clients", "have", new Map([[anna, [2_000, 800, "held"]]])],
    ["bank", "has", [0, 0, 0]],

    [anna, "presses", "Оплатить ещё раз"],
    [anna, "opens", "the bank's page"],
    [anna, "pays", GOOD_CARD],
    ["clock", "passes", A_MOMENT],
    [anna, "sees", "Вы записаны! Запись №"],
    ["clients", "have", new Map([[anna, [1_200, 0, "confirmed"]]])],
    ["bank", "has", [0, 500, 0]],
  ]);

  const refused = await vera.waitFor("Это время только что заняли.");
  expect(captionsOf(refused).filter((caption) => caption.includes(maria.name))).toHaveLength(3);
  const confirmation = await anna.waitFor("Вы записаны! Запись №");
  expect(confirmation.document?.file_name).toMatch(/^zapis-\d+\.ics$/);
  const file = await (await fetch(confirmation.document?.url ?? "")).text();
  expect(file).toContain(`DTSTART:${hot.startsAt.toISOString().replaceAll(/[-:]|\.000/g, "")}`);
  expect(await anna.count("Вы записаны! Запись №")).toBe(1);
});

it("a payment that comes after the hold ran out books the time anew, when nobody else took it", async () => {
  const olga = players(1003, "Ольга");
  await olga.joins();
  await tell([
    [olga, "presses", "Записаться"],
    [olga, "presses", "Стрижка"],
    [olga, "presses", `🟢 ${numberOf(second)}`],
    [olga, "presses", "🟢 10:00"],
    [olga, "presses", "Оплатить 2 000,00 ₽"],
    [olga, "opens", "the bank's page"],
    ["clock", "passes", 16 * MINUTE],
    [olga, "sees", "Время на оплату вышло"],
    ["clients", "have", new Map([[olga, [0, 0, "expired: unpaid"]]])],
    ["bank", "has", [0, 500, 0]],

    [olga, "pays", GOOD_CARD],
    ["clock", "passes", A_MOMENT],
    [olga, "sees", "Вы записаны! Запись №"],
    ["clients", "have", new Map([[olga, [0, 0, "confirmed"]]])],
    ["bank", "has", [0, 2_500, 0]],
  ]);
});

it("a payment that comes after somebody else took the time is let go, and the payer told", async () => {
  const [slow, quick] = [players(1004, "Тихон"), players(1005, "Борис")];
  await slow.joins();
  await quick.joins();
  await tell([
    [slow, "presses", "Записаться"],
    [slow, "presses", "Стрижка"],
    [slow, "presses", `🟢 ${numberOf(second)}`],
    [slow, "presses", "🟢 11:00"],
    [slow, "presses", "Оплатить 2 000,00 ₽"],
    [slow, "opens", "the bank's page"],
    ["clock", "passes", 16 * MINUTE],
    [slow, "sees", "Время на оплату вышло"],

    [quick, "presses", "Записаться"],
    [quick, "presses", "Стрижка"],
    [quick, "presses", `🟢 ${numberOf(second)}`],
    [quick, "presses", "🟢 11:00"],
    [quick, "sees", "Проверьте, всё ли верно"],

    [slow, "pays", GOOD_CARD],
    ["clock", "passes", A_MOMENT],
    [slow, "sees", "Мы ничего не оставляем себе"],
    ["clients", "have", new Map([[slow, [0, 0, "expired: unpaid"]]])],
    ["clients", "have", new Map([[quick, [0, 0, "held"]]])],
    ["bank", "has", [0, 2_500, 0]],
    [quick, "presses", "Отказаться"],
  ]);
});

it("a client who gave the time up and paid nevertheless gets the money back, and is told", async () => {
  const rita = players(1006, "Рита");
  await rita.joins();
  await tell([
    [rita, "presses", "Записаться"],
    [rita, "presses", "Стрижка"],
    [rita, "presses", `🟢 ${numberOf(second)}`],
    [rita, "presses", "🟢 12:00"],
    [rita, "presses", "Оплатить 2 000,00 ₽"],
    [rita, "opens", "the bank's page"],
    [rita, "presses", "Отказаться"],
    [rita, "sees", "Хорошо, отпустили это время"],
    [rita, "pays", GOOD_CARD],
    ["clock", "passes", A_MOMENT],
    [rita, "sees", "больше не нужна, поэтому возвращаем её полностью"],
    ["clients", "have", new Map([[rita, [0, 0, "expired: given_up"]]])],
    ["bank", "has", [0, 2_500, 0]],
  ]);
});

it("the same by SBP, where the bank takes the money at once, is refunded in full", async () => {
  const sasha = players(1007, "Саша");
  await sasha.joins();
  await tell([
    [sasha, "presses", "Записаться"],
    [sasha, "presses", "Стрижка"],
    [sasha, "presses", `🟢 ${numberOf(second)}`],
    [sasha, "presses", "🟢 13:00"],
    [sasha, "presses", "Оплатить через СБП"],
    [sasha, "opens", "the bank's page"],
    [sasha, "presses", "Отказаться"],
    [sasha, "pays", "sbp"],
    ["bank", "has", [0, 4_500, 0]],
    ["clock", "passes", A_MOMENT],
    [sasha, "sees", "больше не нужна, поэтому возвращаем её полностью"],
    ["clients", "have", new Map([[sasha, [0, 0, "expired: given_up"]]])],
    ["clock", "passes", 1],
    ["bank", "has", [0, 4_500, 2_000]],
  ]);
});

it("none of it is anything that somebody would have to look into", () => {
  expect(troublesOf(product)).toEqual([]);
});
