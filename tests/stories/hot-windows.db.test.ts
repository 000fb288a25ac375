import { expect, it } from "vitest";
import { makeHot } from "../../src/core/calendar/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { addStaff } from "../../src/core/people/index.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { testDatabase } from "../support/database.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startProduct, troublesOf } from "../support/product.ts";
import { captionsOf, playersOf } from "./player.ts";
import { type Act, at, dayAhead, doorsOn, play } from "./stage.ts";

const db = await testDatabase();
const doors = doorsOn(db);
const day = dayAhead(2);
const haircut = await makeService(doors, { name: "Стрижка" });
const styling = await makeService(doors, { name: "Укладка", price: kopecks(100_000) });
const maria = await makeSpecialist(doors, [haircut.id, styling.id]);
const vera = await makeSpecialist(doors, [haircut.id]);
const [noon, one] = [
  await makeSlot(doors, { specialistId: maria.id, startsAt: at(day, 12) }),
  await makeSlot(doors, { specialistId: vera.id, startsAt: at(day, 13) }),
];
granted(await addStaff(doors, { name: "Ольга", role: "owner", telegramId: 4101, actor: OPERATOR }));
granted(await addStaff(doors, { name: "Нина", role: "admin", telegramId: 4102, actor: OPERATOR }));
for (const [key, typed] of [
  ["marketing.enabled", "да"],
  ["quietHours", "00:00–00:00"],
] as const) {
  granted(await changeSetting(doors, { key, typed, actor: OPERATOR }));
}
const product = await startProduct({ databaseUrl: db.connection.connectionString ?? "" });
const players = playersOf({ sandboxUrl: product.sandboxUrl, db });
const tell = (acts: readonly Act[]) => play({ product, db }, acts);
const MINUTE = 60;

it("MS-4: two slots turn hot, the owner lets them be announced with one tap, and a button books that very slot", async () => {
  const [olga, nina] = [players(4101, "Ольга"), players(4102, "Нина")];
  const [anna, boris, dina] = [players(4001, "Анна"), players(4002, "Борис"), players(4003, "Дина")];
  await Promise.all([olga.comes(), nina.comes()]);
  for (const client of [anna, boris]) {
    await client.joins();
    await client.presses("Мои данные");
    await client.presses("Получать новости");
  }
  await dina.joins();
  for (const slot of [noon, one]) {
    granted(await makeHot({ ...doors }, { slotId: slot.id, actor: OPERATOR }));
  }

  await tell([
    ["clock", "passes", 6 * MINUTE],
    [olga, "sees", "Новые горящие окна. Рассказать о них клиентам?"],
    [nina, "sees", "Сообщение получат 2 клиента."],
    [olga, "presses", "Разослать"],
    [olga, "sees", "Рассылаем горящие окна."],
    [nina, "presses", "Не надо"],
    [nina, "sees", "Эти горящие окна уже разосланы."],
    ["clock", "passes", 3],
    [boris, "sees", "Появились горящие окна!"],
    [anna, "sees", "Появились горящие окна!"],
  ]);
  const letter = await anna.waitFor("Появились горящие окна!");
  expect(letter.text).toContain(`12:00, ${maria.name}\nСтрижка: 2 000 ₽ 1 600 ₽\nУкладка: 1 000 ₽ 800 ₽`);
  expect(letter.text).toContain(`13:00, ${vera.name}\nСтрижка: 2 000 ₽ 1 600 ₽`);
  expect(captionsOf(letter)).toEqual([
    expect.stringContaining("12:00"),
    expect.stringContaining("13:00 · Стрижка · 1 600 ₽"),
    "Все горящие окна",
    "Не присылать такое",
  ]);

  await tell([
    [anna, "presses", "13:00 · Стрижка"],
    [anna, "sees", "Горящее окно: −400,00 ₽"],
    ["clients", "have", new Map([[anna, [0, 0, "held"]]])],
    [boris, "presses", "от 800 ₽"],
    [boris, "sees", "Что выбираете?"],
    [boris, "presses", "Укладка · 800 ₽"],
    [boris, "sees", "Горящее окно: −200,00 ₽"],
    ["clients", "have", new Map([[boris, [0, 0, "held"]]])],
  ]);
  const again = await boris.waitFor("Появились горящие окна!");
  await boris.presses("13:00", again);
  await boris.waitFor("Это окно уже заняли.");
  expect(await dina.count("Появились горящие окна!")).toBe(0);
  expect(troublesOf(product)).toEqual([]);
});
