import { expect, it } from "vitest";
import { eraseClient, holdSlot } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { START, testApp, testAppWithBank } from "../support/app.ts";
import { granted, makeClient, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { bookedByStaff, makeEntered, newPhone } from "../support/people.ts";
import { commandLine } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
const WHY = ["--reason", "заболел мастер"] as const;

async function visitOf(clientId: string) {
  const { number, specialistId } = await bookedByStaff(app, clientId);
  return { number: String(number), specialistId };
}

it("MS-8: of a client without the bot, bookings cancel says before and after who has to tell them, and their phone", async () => {
  const phone = newPhone();
  const { number } = await visitOf((await makeEntered(app, phone)).id);
  const sentence = `У клиента нет бота: сообщите сами, ${phone}.`;
  const asked = await run(["bookings", "cancel", number, ...WHY], { answers: "нет" });
  expect(asked.err).toContain(`отменится. ${sentence} Продолжить?`);
  const done = await run(["bookings", "cancel", number, ...WHY], { answers: "да" });
  expect(done.out).toMatch(/: отменена\. /);
  expect(done.out).toContain(`. ${sentence}\n`);
});

it("MS-8: bookings move and refund say so, too; a program reads it as fields", async () => {
  const phone = newPhone();
  const { number, specialistId } = await visitOf((await makeEntered(app, phone)).id);
  await makeSlot(app, { specialistId, startsAt: "2026-12-01T07:00:00Z" });
  const sentence = `У клиента нет бота: сообщите сами, ${phone}.`;
  const moved = await run(["bookings", "move", number, "--to", "2026-12-01 10:00", ...WHY]);
  expect(moved.out).toContain(`. ${sentence}\n`);
  const next = String(Number(number) + 1);
  await run(["bookings", "take", next, "--amount", "300"]);
  const refund = ["bookings", "refund", next, "--amount", "100", "--of", "on-spot", ...WHY];
  const asked = await run(refund, { answers: "нет" });
  expect(asked.err).toContain(`${sentence} Продолжить?`);
  expect((await run([...refund, "--yes", "--json"])).json()).toMatchObject({
    ...{ isToldByBot: false, phoneToTell: phone },
  });
  const payments = (await run(["payments", "list", "--json"])).json().items;
  const back = ["payments", "refund", String(payments[0]?.id), "--amount", "100", ...WHY, "--yes"];
  expect((await run(back)).out).toContain(`. ${sentence}\n`);
});

it("MS-6, MS-8: whom the bot reaches it tells, and who stopped it has to be told", async () => {
  const { id: clientId } = await makeClient(app);
  const first = await visitOf(clientId);
  const told = await run(["bookings", "cancel", first.number, ...WHY, "--yes"]);
  expect(told.out).toMatch(/: отменена\. Клиенту сообщит бот\.\n$/);
  const again = await run(["bookings", "cancel", first.number, ...WHY, "--yes"]);
  expect(again.out).toMatch(/: уже отменена\.\n$/);
  const repeated = { isToldByBot: true, phoneToTell: null };
  const second = await visitOf(clientId);
  expect((await run(["bookings", "cancel", second.number, ...WHY, "--yes", "--json"])).json()).toMatchObject(
    repeated,
  );
  const movable = await visitOf(clientId);
  await makeSlot(app, { specialistId: movable.specialistId, startsAt: "2026-12-02T07:00:00Z" });
  const moved = await run(["bookings", "move", movable.number, "--to", "2026-12-02 10:00", ...WHY]);
  expect(moved.out).toMatch(/\. Клиенту сообщит бот\.\n$/);
  const third = await visitOf(clientId);
  await app.db.run(sql`UPDATE clients SET unreachable_at = now() WHERE id = ${clientId}::uuid`);
  const gone = await run(["bookings", "cancel", third.number, ...WHY, "--yes"]);
  expect(gone.out).toMatch(/: отменена\. Клиент остановил бота: сообщите сами\.\n$/);
});

it("MS-8: a hold that staff take away is told of by the bot", async () => {
  const bankApp = await testAppWithBank();
  bankApp.clock.set(START);
  const { id: serviceId } = await makeService(bankApp);
  const { id: specialistId } = await makeSpecialist(bankApp, [serviceId]);
  const slot = await makeSlot(bankApp, { specialistId, startsAt: "2026-11-25T07:00:00Z" });
  const hold = { bookingId: bankApp.newId(), clientId: (await makeClient(bankApp)).id, serviceId };
  const { number } = granted(await holdSlot(bankApp, { ...hold, slotId: slot.id }));
  const dropped = await commandLine(bankApp)(["bookings", "cancel", String(number), ...WHY, "--yes"]);
  expect([dropped.exit, dropped.out]).toEqual([0, expect.not.stringContaining("сообщите сами")]);
});

it("nobody is sent to tell a client whose data were erased", async () => {
  const { id: clientId } = await makeEntered(app, newPhone());
  const { number } = await visitOf(clientId);
  await run(["bookings", "take", number, "--amount", "300"]);
  app.clock.set("2026-11-24T11:00:00Z");
  expect((await run(["bookings", "complete", number])).exit).toBe(0);
  granted(await eraseClient(app, { clientId, actor: OPERATOR, reason: "письмо" }));
  const refund = ["bookings", "refund", number, "--amount", "100", "--of", "on-spot", ...WHY, "--yes"];
  expect((await run(refund)).out).toContain("Данные клиента удалены: сообщить некому.\n");
});
