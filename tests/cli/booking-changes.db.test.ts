import { expect, it } from "vitest";
import { confirmHold, findBooking, holdSlot } from "../../src/core/booking/index.ts";
import { START, testApp } from "../support/app.ts";
import { makeClient, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { commandLine, granted } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
const service = await makeService(app, { policy: "onSite" });
const specialist = await makeSpecialist(app);

async function booked(startsAt: string) {
  app.clock.set(START);
  const slot = await makeSlot(app, { specialistId: specialist.id, startsAt });
  const { id: clientId } = await makeClient(app);
  const bookingId = app.newId();
  granted(await holdSlot(app, { bookingId, clientId, serviceId: service.id, slotId: slot.id }));
  return granted(await confirmHold(app, { bookingId, clientId }));
}
const stateOf = async (bookingId: string) => (await findBooking(app.db, bookingId))?.state;

it("bookings cancel takes a reason, cancels for the business and says so", async () => {
  const { id, number } = await booked("2026-11-25T07:00:00Z");
  expect(await run(["bookings", "cancel", String(number)])).toMatchObject({ exit: 2 });
  const answer = await run(["bookings", "cancel", String(number), "--reason", "заболел мастер"]);
  expect(answer).toMatchObject({ exit: 0 });
  expect(answer.out).toMatch(new RegExp(`^Запись №${number} \\(.+\\): отменена\\.`));
  expect(await stateOf(id)).toBe("cancelled");
});

it("bookings complete and no-show mark the visit after its start; a correction needs a reason", async () => {
  const { id, number } = await booked("2026-11-25T09:00:00Z");
  expect(await run(["bookings", "complete", String(number)])).toMatchObject({ exit: 1 });
  app.clock.set("2026-11-25T10:00:00Z");
  expect(await run(["bookings", "complete", String(number)])).toMatchObject({ exit: 0 });
  expect(await run(["bookings", "no-show", String(number)])).toMatchObject({ exit: 1 });
  const corrected = await run(["bookings", "no-show", String(number), "--reason", "перепутали", "--json"]);
  expect(JSON.parse(corrected.out)).toMatchObject({ number, state: "no_show" });
  expect(await stateOf(id)).toBe("no_show");
});

it("an unknown number is refused in words", async () => {
  const answer = await run(["bookings", "cancel", "9999", "--reason", "так"]);
  expect(answer).toMatchObject({ exit: 1, err: "Такой записи нет: 9999.\n" });
});
