import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { bookForClient, recordOnSpot } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { hoursAfter } from "../../src/core/kernel/instant.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { enterClient } from "../../src/core/people/index.ts";
import { systemClock } from "../../src/core/runtime/clock.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
let ahead = 0;
Object.assign(app, { clock: { now: () => hoursAfter(systemClock.now(), ahead) } });
const specialistId = await makeSpecialist(app, "Мария");
const serviceId = await makeService(app, "Стрижка");
const owner = await signedIn(url, await makeStaff(app, { role: "owner" }));
const plain = (text: unknown) => String(text).replaceAll("\u00a0", " ");

const booked = async (hours = 3) => {
  const clientId = await makeClient(app, "Вера");
  const slotId = await makeSlot(app, specialistId, hours);
  return (await makeBooking(app, { clientId, serviceId, slotId })).id;
};
const pay = async (bookingId: string, rubles: number) =>
  granted(
    await recordOnSpot(app, {
      ...{ paymentId: randomUUID(), bookingId, amount: kopecks(rubles * 100) },
      ...{ method: "cash", actor: OPERATOR },
    }),
  );
const at = (id: string, action: string) => `/admin/api/resources/Booking/records/${id}/${action}`;
const introOf = async (id: string, action: string) =>
  plain(((await owner.get(at(id, action))).json.form as { readonly intro?: string }).intro);
const cardOf = async (id: string) => (await owner.get(at(id, "show"))).json.record?.params ?? {};
const sheetOf = async (id: string) =>
  (
    (await owner.get(`/admin/api/pages/calendar?ask=booking&id=${id}`)).json as unknown as {
      readonly money: readonly { readonly label: string; readonly value: string }[];
    }
  ).money.map(({ label, value }) => `${label} ${plain(value)}`);
const giveBack = (id: string, amount: string) =>
  owner.post(at(id, "refundBooking"), {
    ...{ requestId: randomUUID(), of: "on_spot", amount, reason: "клиент передумал" },
  });

it("PY-7: what was given back before the visit is said once, and is asked for nowhere", async () => {
  const id = await booked();
  await pay(id, 1_500);
  expect(await introOf(id, "refundBooking")).toContain(
    "Визит останется в календаре, и платить за него клиент больше не должен. Если визита не будет — отмените запись.",
  );
  expect(plain((await cardOf(id)).onSpotKopecks)).toBe("");
  await giveBack(id, "1500");
  const card = await cardOf(id);
  expect(plain(card.refunded)).toBe("1 500,00 ₽ — больше не ждём");
  expect([card.onSpotKopecks, card.owedOnSpot]).toEqual(["", ""]);
  expect(await sheetOf(id)).toContain("Возвращено −1 500,00 ₽ — больше не ждём");
  ahead += 5;
  const question = await introOf(id, "markCame");
  expect(question).toContain("клиент получит за него 150 баллов.");
  expect(question).toContain("За визит ничего не заплачено: 1 500,00 ₽ вы вернули.");
});

it("PY-7: of a part that was given back only the rest is waited for, and the form says how much", async () => {
  const id = await booked();
  await pay(id, 500);
  expect(await introOf(id, "refundBooking")).toContain(
    "Того, что вернёте, клиент больше не должен, за ним останется только 1 000,00 ₽.",
  );
  await giveBack(id, "500");
  const card = await cardOf(id);
  expect([card.refunded, card.owedOnSpot, card.onSpotKopecks].map(plain)).toEqual([
    "500,00 ₽",
    "1 000,00 ₽",
    "1 500,00 ₽",
  ]);
  ahead += 5;
  expect(await introOf(id, "markCame")).not.toContain("вернули");
  // Nothing stays in the calendar any more once the visit was.
  await pay(id, 1_000);
  expect(await introOf(id, "refundBooking")).not.toContain("Визит останется");
});

it("who has no bot is to be told by staff of a visit ahead, not of what they were there for", async () => {
  const staysAway = "Бот не может написать клиенту: сообщите ему сами.";
  const { id: clientId } = granted(
    await enterClient(app, { name: "Нина", phone: "+79161230099", actor: OPERATOR }),
  );
  const slotId = await makeSlot(app, specialistId, 3);
  const bookingId = randomUUID();
  const payment = { by: "on_spot", waiverReason: undefined } as const;
  granted(await bookForClient(app, { bookingId, clientId, serviceId, slotId, payment, actor: OPERATOR }));
  await pay(bookingId, 1_500);
  for (const action of ["cancelBooking", "refundBooking"])
    expect([action, await introOf(bookingId, action)]).toEqual([action, expect.stringContaining(staysAway)]);
  ahead += 5;
  for (const action of ["markCame", "markNoShow", "refundBooking"])
    expect([action, await introOf(bookingId, action)]).toEqual([
      action,
      expect.not.stringContaining("сообщите"),
    ]);
});

it("who stopped the bot is to be told by staff as well", async () => {
  ahead = 0;
  const id = await booked(30);
  expect(await introOf(id, "cancelBooking")).toContain("Бот сообщит клиенту об отмене.");
  await db.run(sql`
    UPDATE clients SET unreachable_at = now() WHERE id = (SELECT client_id FROM bookings WHERE id = ${id}::uuid)`);
  expect(await introOf(id, "cancelBooking")).toContain("Бот не может написать клиенту: сообщите ему сами.");
});
