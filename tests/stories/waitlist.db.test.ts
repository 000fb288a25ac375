import { expect, it } from "vitest";
import { listWaitlist } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { testDatabase } from "../support/database.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startProduct, troublesOf } from "../support/product.ts";
import { playersOf } from "./player.ts";
import { type Act, at, clientOf, dayAhead, doorsOn, GOOD_CARD, numberOf, play } from "./stage.ts";

const db = await testDatabase();
const doors = doorsOn(db);
const day = dayAhead(2);
await makeService(doors, { name: "Стрижка" });
const maria = await makeSpecialist(doors);
await makeSlot(doors, { specialistId: maria.id, startsAt: at(day, 12) });
// The story may be told at night.
granted(await changeSetting(doors, { key: "quietHours", typed: "00:00–00:00", actor: OPERATOR }));

const product = await startProduct({ databaseUrl: db.connection.connectionString ?? "" });
const players = playersOf({ sandboxUrl: product.sandboxUrl, db });
const tell = (acts: readonly Act[]) => play({ product, db }, acts);
const A_MOMENT = 6;
const QUARTER = 15 * 60 + A_MOMENT;
const DAYS = 3 * 24 * 60 * 60;

type Player = ReturnType<typeof players>;
const asksToBeTold = (who: Player): readonly Act[] => [
  [who, "presses", "Записаться"],
  [who, "presses", "Стрижка"],
  [who, "presses", "Сообщить, когда освободится"],
  [who, "presses", "Выбрать дни"],
  [who, "presses", numberOf(day)],
  [who, "presses", "Дальше"],
  [who, "presses", "Любое время"],
  [who, "presses", "Жду"],
  [who, "sees", "Готово, ждём вместе!"],
];

it("MS-9: what is cancelled is offered to who waits longest; unanswered, to the next one, who takes it; the first is told when the days are over", async () => {
  const [vera, anna, boris] = [players(6001, "Вера"), players(6002, "Анна"), players(6003, "Борис")];
  for (const player of [vera, anna, boris]) await player.joins();
  await tell([
    [vera, "presses", "Записаться"],
    [vera, "presses", "Стрижка"],
    [vera, "presses", `🟢 ${numberOf(day)}`],
    [vera, "presses", "🟢 12:00"],
    [vera, "presses", "Оплатить 2 000,00 ₽"],
    [vera, "opens", "the bank's page"],
    [vera, "pays", GOOD_CARD],
    ["clock", "passes", A_MOMENT],
    [vera, "sees", "Вы записаны!"],
    ...asksToBeTold(anna),
    ...asksToBeTold(boris),
    ["clock", "passes", A_MOMENT],
    ["clients", "have", new Map([[anna, [0, 0]]])],

    [vera, "says", "/my"],
    [vera, "presses", "12:00 · Стрижка"],
    [vera, "presses", "Отменить"],
    [vera, "presses", "Да, отменить"],
    ["clock", "passes", A_MOMENT],
    [anna, "sees", "Освободилось окошко!"],
    [
      "clients",
      "have",
      new Map([
        [anna, [0, 0, "held"]],
        [boris, [0, 0]],
      ]),
    ],

    ["clock", "passes", QUARTER],
    [anna, "sees", "Мы подождали ответа и отпустили это окошко"],
    ["clock", "passes", A_MOMENT],
    [boris, "sees", "Освободилось окошко!"],
    [boris, "presses", "Забрать"],
    [boris, "presses", "Оплатить 2 000,00 ₽"],
    [boris, "opens", "the bank's page"],
    [boris, "pays", GOOD_CARD],
    ["clock", "passes", A_MOMENT],
    [boris, "sees", "Вы записаны!"],
    [
      "clients",
      "have",
      new Map([
        [anna, [0, 0, "expired: unpaid"]],
        [boris, [0, 0, "confirmed"]],
      ]),
    ],

    [anna, "says", "/my"],
    [anna, "presses", "Лист ожидания: 1"],
    ["clock", "passes", DAYS],
    [anna, "sees", "подходящее время так и не освободилось"],
  ]);
  const facts = async (player: Player) =>
    (await listWaitlist(db, { clientId: (await clientOf(db, player)).id, rowsMax: 5 })).map(
      ({ state, endedReason, offers }) => [state, endedReason, offers],
    );
  expect(await facts(anna)).toEqual([["expired", "days_passed", 1]]);
  expect(await facts(boris)).toEqual([["served", "offer_taken", 1]]);
  expect(troublesOf(product)).toEqual([]);
});

it("MS-9: «Не подходит» frees it for everybody, and it is not offered to the same one again; «Больше не ждать» ends it", async () => {
  const later = dayAhead(6);
  await makeSlot(doors, { specialistId: maria.id, startsAt: at(later, 15) });
  const dina = players(6004, "Дина");
  await dina.joins();
  await tell([
    [dina, "presses", "Записаться"],
    [dina, "presses", "Стрижка"],
    [dina, "presses", "Сообщить, когда освободится"],
    [dina, "presses", "Любой день"],
    [dina, "presses", "День, 12:00–17:00"],
    [dina, "presses", "Жду"],
    ["clock", "passes", A_MOMENT],
    [dina, "presses", "Не подходит"],
    [dina, "sees", "Хорошо, отпустили это время. Ждём дальше"],
    ["clock", "passes", A_MOMENT],
    ["clients", "have", new Map([[dina, [0, 0, "expired: given_up"]]])],
    [dina, "presses", "Больше не ждать"],
    [dina, "sees", "Хорошо, больше не ждём"],
  ]);
  expect(await dina.count("Освободилось окошко!")).toBe(1);
  expect(troublesOf(product)).toEqual([]);
});
