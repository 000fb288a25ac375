import { expect, it } from "vitest";
import { bookForClient, choosePoints, holdSlot, markVisit } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { findClientByTelegram } from "../../src/core/people/index.ts";
import { testAppWithBank } from "../support/app.ts";
import { givePoints, granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startBot } from "./bot-under-test.ts";

const app = await testAppWithBank();
const { person } = await startBot(app);
const service = await makeService(app, { name: "Стрижка" });
const specialist = await makeSpecialist(app, [service.id]);
const clientOf = async (telegramId: number) =>
  present(await findClientByTelegram(app.db, telegramId), "the client");
const slotAt = (startsAt: string) => makeSlot(app, { specialistId: specialist.id, startsAt });

async function booked(clientId: string, startsAt: string): Promise<string> {
  const [slot, bookingId] = [await slotAt(startsAt), app.newId()];
  const payment = { by: "on_spot", waiverReason: undefined } as const;
  const input = { bookingId, clientId, serviceId: service.id, slotId: slot.id, payment };
  granted(await bookForClient(app, { ...input, actor: OPERATOR }));
  return bookingId;
}

/** The points screen; messages that were due may have come after it. */
async function pointsOf(who: ReturnType<typeof person>): Promise<string> {
  await who.write("/points");
  return (await who.messages()).findLast(({ text }) => text.startsWith("Ваши баллы"))?.text ?? "";
}

it("PT-3, EP-1, EP-2: the points screen says for what they are held and what the next visit brings", async () => {
  const anna = person(5001);
  await anna.join();
  const { id: clientId } = await clientOf(5001);
  const look = () => pointsOf(anna);
  await givePoints(app, clientId, 500);
  expect(await look()).toContain("Ваши баллы: 500\nСписать баллы можно уже при следующей записи.");

  const bookingId = await booked(clientId, "2026-11-24T09:00:00Z");
  expect(await look()).toContain("За визит вт, 24 ноября, 12:00 (Стрижка) начислим 200 баллов.");

  app.clock.set("2026-11-24T09:30:00Z");
  granted(await markVisit(app, { bookingId, mark: "completed", actor: OPERATOR }));
  expect(await look()).toContain(
    "Запишитесь до вт, 1 декабря, 13:00, и за следующий визит начислим ещё 5 % баллами.",
  );

  const slot = await slotAt("2026-11-26T09:00:00Z");
  const hold = { bookingId: app.newId(), clientId };
  granted(await holdSlot(app, { ...hold, serviceId: service.id, slotId: slot.id }));
  granted(await choosePoints(app, { ...hold, points: 300 }));
  const held = await look();
  expect(held).toMatch(
    /Из них отложено на запись №\d+ \(Стрижка, чт, 26 ноября, 12:00\): 300 баллов\. Спишем, когда запись подтвердится\./,
  );
  expect(held).toContain("Следующее списание баллов возможно: вт, 8 декабря, 12:30.");
  expect(held).not.toContain("Запишитесь до");
});

it("EP-2: a booking that was made quickly says what it brings more; CX-5: a debt is explained", async () => {
  const olga = person(5002, "Ольга");
  await olga.join();
  const { id: clientId } = await clientOf(5002);
  app.clock.set("2026-11-27T08:00:00Z");
  const first = await booked(clientId, "2026-11-27T09:00:00Z");
  app.clock.set("2026-11-27T09:30:00Z");
  granted(await markVisit(app, { bookingId: first, mark: "completed", actor: OPERATOR }));
  await booked(clientId, "2026-11-28T09:00:00Z");
  expect(await pointsOf(olga)).toContain("начислим 200 баллов.\nИ ещё 100 баллов за быструю запись.");
  await givePoints(app, clientId, -500);
  expect(await pointsOf(olga)).toContain("Ваши баллы: −300\nБаланс ниже нуля");
});
