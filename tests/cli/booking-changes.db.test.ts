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
  const text = (await run(["bookings", "show", String(number)])).out;
  expect(text).toMatch(/Завершена +\S+ \S+, отменили мы\n/);
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

it("SL-8: bookings link sets the link of an online booking and takes it away", async () => {
  const online = await makeService(app, { kind: "online", policy: "onSite" });
  const expert = await makeSpecialist(app, [online.id]);
  app.clock.set(START);
  const where = { specialistId: expert.id, startsAt: "2026-11-26T07:00:00Z", kind: "online" } as const;
  const asked = { bookingId: app.newId(), clientId: (await makeClient(app)).id, serviceId: online.id };
  granted(await holdSlot(app, { ...asked, slotId: (await makeSlot(app, where)).id }));
  const number = String(granted(await confirmHold(app, asked)).number);
  const link = (...flags: readonly string[]) => run(["bookings", "link", number, ...flags]);
  const url = "https://meet.example.test/vera";
  expect(await link()).toMatchObject({ exit: 2, err: expect.stringContaining("--url или --clear") });
  expect(await link("--url", url, "--clear")).toMatchObject({ exit: 2 });
  expect((await link("--url", url)).out).toMatch(
    /: ссылка на встречу https:\/\/meet\.example\.test\/vera\.\n$/,
  );
  expect((await link("--url", url, "--json")).json()).toMatchObject({ meetingUrl: url });
  expect((await link("--clear", "--json")).json()).toMatchObject({
    meetingUrl: "https://meet.example.test/room",
  });
  expect(await link("--url", "позвоню")).toMatchObject({
    exit: 1,
    err: "Ссылка на встречу (--url): дано «позвоню», ожидается адрес, начинающийся с https:// или http://.\n",
  });
  const inPerson = await booked("2026-11-26T10:00:00Z");
  expect(await run(["bookings", "link", String(inPerson.number), "--url", url])).toMatchObject({
    exit: 1,
    err: "Ссылка на встречу бывает только у онлайн-записи.\n",
  });
});
