import { expect, it } from "vitest";
import { bookForClient, findBooking } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { addStaff } from "../../src/core/people/index.ts";
import { signedIn } from "../admin/visitor.ts";
import { commandLine } from "../cli/command-line.ts";
import { testDatabase } from "../support/database.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startProduct, troublesOf } from "../support/product.ts";
import { playersOf } from "./player.ts";
import {
  type Act,
  at,
  clientOf,
  dayAhead,
  doorsOn,
  EMPTY_CARD,
  GOOD_CARD,
  play,
  settlesTo,
} from "./stage.ts";

const db = await testDatabase();
const doors = doorsOn(db);
const day = dayAhead(1);
const haircut = await makeService(doors, { name: "Стрижка", policy: "onSite" });
const maria = await makeSpecialist(doors, [haircut.id]);
const slot = await makeSlot(doors, { specialistId: maria.id, startsAt: at(day, 12) });
const login = { email: "olga@x.test", password: "0123456789" };
granted(await addStaff(doors, { name: "Ольга", role: "owner", telegramId: 4900, ...login, actor: OPERATOR }));
const product = await startProduct({ databaseUrl: db.connection.connectionString ?? "" });
const players = playersOf({ sandboxUrl: product.sandboxUrl, db });
const tell = (acts: readonly Act[]) => play({ product, db }, acts);

const TWO_DAYS = 48 * 3_600;
const A_MOMENT = 6;

it("after a visit the desk takes its money, the client leaves a tip, and a part of it all goes back (PY-7, MS-2, CX-3)", async () => {
  const [anna, olga] = [players(4901, "Анна"), players(4900, "Ольга")];
  await anna.joins();
  await olga.comes();
  const clientId = (await clientOf(db, anna)).id;
  const bookingId = doors.newId();
  const payment = { by: "on_spot", waiverReason: undefined } as const;
  granted(
    await bookForClient(doors, {
      ...{ bookingId, clientId, serviceId: haircut.id, slotId: slot.id },
      ...{ payment, actor: OPERATOR },
    }),
  );
  const booking = async () => present(await findBooking(db, bookingId), "the visit");
  const { number } = await booking();

  await tell([
    ["clock", "passes", TWO_DAYS],
    ["clients", "have", new Map([[anna, [200, 0, "completed: completed"]]])],
    [anna, "says", "/my"],
    [anna, "presses", "Прошедшие"],
    [anna, "presses", "12:00 · Стрижка"],
    [anna, "sees", "визит состоялся"],
  ]);

  const panel = await signedIn(product.url, { id: "", ...login });
  const at = `/admin/api/resources/Booking/records/${bookingId}/recordOnSpot`;
  const taken = await panel.post(at, { paymentId: doors.newId(), amount: "2000", method: "cash" });
  expect(taken.json.notice?.type).toBe("success");
  expect(await booking()).toMatchObject({ paid: 200_000, owedOnSpot: 0, tips: 0 });

  await tell([
    [anna, "presses", "Оставить чаевые"],
    [anna, "sees", `Чаевые получит ${maria.name}`],
    [anna, "presses", "Другая сумма"],
    [anna, "says", "250,50"],
    [anna, "sees", "Чаевые 250,50 ₽"],
    [anna, "opens", "the bank's page"],
    [anna, "pays", EMPTY_CARD],
    ["clock", "passes", A_MOMENT],
    [anna, "sees", "Чаевые 250,50 ₽ остались неоплаченными"],
    ["bank", "has", [0, 0, 0]],
    [anna, "presses", "Оплатить ещё раз"],
    [anna, "opens", "the bank's page"],
    [anna, "pays", GOOD_CARD],
    [anna, "comes", `/start pay_${number}`],
    [anna, "sees", "Чаевые: 250,50 ₽"],
    ["clock", "passes", 1],
    [anna, "sees", "Спасибо! Чаевые 250,50 ₽"],
    [olga, "sees", `Чаевые 250,50 ₽ по записи №${number}`],
    ["bank", "has", [0, 250.5, 0]],
  ]);
  expect(await anna.count("Спасибо! Чаевые 250,50 ₽")).toBe(1);
  expect(await booking()).toMatchObject({ paid: 200_000, tips: 25_050, state: "completed" });

  const run = commandLine(doors);
  const refund = ["bookings", "refund", String(number), "--yes", "--reason", "договорились"];
  expect(await run([...refund, "--amount", "500", "--of", "on-spot"])).toMatchObject({ exit: 0 });
  expect(await run([...refund, "--amount", "all", "--of", "tip"])).toMatchObject({ exit: 0 });
  await tell([
    ["clock", "passes", A_MOMENT],
    [anna, "sees", "Вернули вам на месте 500,00 ₽"],
    [anna, "sees", "Возвращаем чаевые 250,50 ₽"],
    ["clients", "have", new Map([[anna, [150, 0, "completed: completed"]]])],
    ["bank", "has", [0, 250.5, 250.5]],
  ]);
  await settlesTo(booking, expect.objectContaining({ paid: 150_000, refunded: 50_000, tips: 0 }) as never);
});

it("none of it is anything that somebody would have to look into", () => {
  expect(troublesOf(product)).toEqual([]);
});
