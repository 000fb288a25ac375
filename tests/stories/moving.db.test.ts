import { expect, it } from "vitest";
import { cancelBooking, findBooking, rescheduleBooking } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testDatabase } from "../support/database.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startProduct, troublesOf } from "../support/product.ts";
import { playersOf } from "./player.ts";
import { type Act, at, clientOf, dayAhead, doorsOn, GOOD_CARD, numberOf, play } from "./stage.ts";

const db = await testDatabase();
const doors = doorsOn(db);
const [day, nextDay, hotDay] = [dayAhead(2), dayAhead(3), dayAhead(4)];
const service = await makeService(doors, { name: "Стрижка" });
const maria = await makeSpecialist(doors);
const startsOf = async (date: typeof day, hours: readonly number[], kind: "regular" | "hot" = "regular") => {
  const slots = new Map<number, string>();
  for (const hour of hours) {
    const slot = await makeSlot(doors, { specialistId: maria.id, startsAt: at(date, hour), kind });
    slots.set(hour, slot.id);
  }
  return slots;
};
await startsOf(day, [10, 11, 12]);
const later = await startsOf(nextDay, [10, 11, 12]);
await startsOf(hotDay, [10, 11, 12], "hot");

const product = await startProduct({ databaseUrl: db.connection.connectionString ?? "" });
const players = playersOf({ sandboxUrl: product.sandboxUrl, db });
const tell = (acts: readonly Act[]) => play({ product, db }, acts);
const A_MOMENT = 6;
const QUARTER = 15 * 60 + A_MOMENT;

const booksAt = (who: ReturnType<typeof players>, hour: number): readonly Act[] => [
  [who, "presses", "Записаться"],
  [who, "presses", "Стрижка"],
  [who, "presses", `🟢 ${numberOf(day)}`],
  [who, "presses", `🟢 ${hour}:00`],
  [who, "presses", "Оплатить 2 000,00 ₽"],
  [who, "opens", "the bank's page"],
  [who, "pays", GOOD_CARD],
  ["clock", "passes", A_MOMENT],
  [who, "sees", "Вы записаны!"],
];
const latestOf = async (who: ReturnType<typeof players>) => {
  const client = await clientOf(db, who);
  const row = await db.first<{ id: string }>(
    sql`SELECT id FROM bookings WHERE client_id = ${client.id}::uuid ORDER BY number DESC LIMIT 1`,
  );
  return present(await findBooking(db, row?.id ?? ""), "their latest booking");
};

it("CX-7: a paid visit is moved at once, its money goes along; moved to a hot window it is paid anew, and only then the old money comes back", async () => {
  const anna = players(5001, "Анна");
  await anna.joins();
  await tell([
    ...booksAt(anna, 10),
    ["bank", "has", [0, 2_000, 0]],
    [anna, "says", "/my"],
    [anna, "presses", "10:00 · Стрижка"],
    [anna, "presses", "Перенести"],
    [anna, "presses", `🟢 ${numberOf(nextDay)}`],
    [anna, "presses", "🟢 10:00"],
    [anna, "sees", "Оплаченные 2 000,00 ₽ перейдут на новое время."],
    [anna, "presses", "Перенести"],
    ["clients", "have", new Map([[anna, [0, 0, "moved: moved", "confirmed"]]])],
    ["bank", "has", [0, 2_000, 0]],
    ["clock", "passes", A_MOMENT],
    [anna, "sees", "Запись перенесена!"],

    [anna, "says", "/my"],
    [anna, "presses", "10:00 · Стрижка"],
    [anna, "presses", "Перенести"],
    [anna, "presses", `🔴 ${numberOf(hotDay)}`],
    [anna, "presses", "🔴 10:00"],
    [anna, "sees", "Вернём 2 000,00 ₽ за прежнее время"],
    [anna, "presses", "Перенести и оплатить"],
    [anna, "presses", "Оплатить 500,00 ₽"],
    [anna, "opens", "the bank's page"],
    ["clients", "have", new Map([[anna, [0, 0, "moved: moved", "confirmed", "held"]]])],
    ["bank", "has", [0, 2_000, 0]],
    [anna, "pays", GOOD_CARD],
    ["clock", "passes", A_MOMENT],
    ["clients", "have", new Map([[anna, [0, 0, "moved: moved", "moved: moved", "confirmed"]]])],
    ["clock", "passes", A_MOMENT],
    ["bank", "has", [0, 2_500, 2_000]],
  ]);
});

it("CX-7: a move that is not paid leaves everything as it was; money that comes too late to a cancelled visit goes back", async () => {
  const vera = players(5002, "Вера");
  await vera.joins();
  await tell([
    ...booksAt(vera, 11),
    [vera, "says", "/my"],
    [vera, "presses", "11:00 · Стрижка"],
    [vera, "presses", "Перенести"],
    [vera, "presses", `🔴 ${numberOf(hotDay)}`],
    [vera, "presses", "🔴 11:00"],
    [vera, "presses", "Перенести и оплатить"],
    [vera, "presses", "Оплатить 500,00 ₽"],
    [vera, "opens", "the bank's page"],
    ["clock", "passes", QUARTER],
    [vera, "sees", "остаётся в силе"],
    ["clients", "have", new Map([[vera, [0, 0, "confirmed", "expired: unpaid"]]])],
  ]);
  const { replaces } = await latestOf(vera);
  const by = { kind: "business", actor: OPERATOR, reason: "закрыты на ремонт" } as const;
  granted(await cancelBooking(doors, { bookingId: replaces?.id ?? "", by }));
  await tell([
    [vera, "pays", GOOD_CARD],
    ["clock", "passes", 60],
    ["clients", "have", new Map([[vera, [0, 0, "cancelled: business", "expired: unpaid"]]])],
    ["clock", "passes", A_MOMENT],
    ["bank", "has", [0, 4_500, 4_000]],
  ]);
});

it("CX-7, MS-8: the business moves a visit that became cheaper, the difference comes back and the client is told", async () => {
  const igor = players(5003, "Игорь");
  await igor.joins();
  await tell(booksAt(igor, 12));
  const booking = await latestOf(igor);
  await db.run(sql`UPDATE services SET price_kopecks = ${kopecks(150_000)} WHERE id = ${service.id}::uuid`);
  const by = { kind: "business", actor: OPERATOR, reason: "мастер заболел" } as const;
  const asked = { bookingId: doors.newId(), replacesId: booking.id, serviceId: service.id, by };
  granted(await rescheduleBooking(doors, { ...asked, slotId: later.get(12) ?? "" }));
  await tell([
    ["clock", "passes", A_MOMENT],
    [igor, "sees", "Нам пришлось перенести вашу запись"],
    [igor, "sees", "Новая запись дешевле: вернём 500,00 ₽"],
    // By the test's own clock, which the product's has left behind, the new one was made before the old one.
    ["clients", "have", new Map([[igor, [0, 0, "confirmed", "moved: moved"]]])],
    ["bank", "has", [0, 6_500, 4_500]],
  ]);
});

it("none of it is anything that somebody would have to look into", () => {
  expect(troublesOf(product)).toEqual([]);
});
