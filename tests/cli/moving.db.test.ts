import { expect, it } from "vitest";
import { confirmHold, findBooking, holdSlot } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { dayOf } from "../../src/core/kernel/local-day.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { testApp } from "../support/app.ts";
import { makeClient, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { commandLine, granted } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
const service = await makeService(app, { policy: "onSite" });
const specialist = await makeSpecialist(app, [service.id]);
const other = await makeSpecialist(app, [service.id]);

async function booked(startsAt: string) {
  const slot = await makeSlot(app, { specialistId: specialist.id, startsAt });
  const { id: clientId } = await makeClient(app);
  const bookingId = app.newId();
  granted(await holdSlot(app, { bookingId, clientId, serviceId: service.id, slotId: slot.id }));
  return granted(await confirmHold(app, { bookingId, clientId }));
}
const move = (number: number, ...flags: readonly string[]) =>
  run(["bookings", "move", String(number), ...flags]);

it("CX-7: bookings move takes a start and a reason, moves at once for the business and says so", async () => {
  const { id, number } = await booked("2026-11-25T07:00:00Z");
  await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-12-01T07:00:00Z" });
  expect(await move(number, "--to", "2026-12-01 10:00")).toMatchObject({ exit: 2 });
  expect(await move(number, "--to", "2026-12-01", "--reason", "так")).toMatchObject({ exit: 2 });
  const answer = await move(number, "--to", "2026-12-01 10:00", "--reason", "заболел мастер");
  expect(answer).toMatchObject({ exit: 0 });
  const next = number + 1;
  expect(answer.out).toMatch(
    new RegExp(
      `^Запись №${next} \\(.+, 01\\.12\\.2026 10:00\\): перенесена с №${number} \\(25\\.11\\.2026 10:00\\), .+, на месте 2\\s000,00\\s₽\\.`,
    ),
  );
  expect((await findBooking(app.db, id))?.movedTo?.number).toBe(next);
  expect((await run(["bookings", "show", String(number)])).out).toContain(`№${next}, 01.12.2026 10:00`);
  const over = await run(["bookings", "cancel", String(number), "--yes", "--reason", "так"]);
  expect(over.err).toBe(
    `Эта запись уже не впереди: перенесена, вместо неё запись №${next} (01.12.2026 10:00).\n`,
  );
  expect((await run(["bookings", "show", String(next)])).out).toContain(`№${number}, 25.11.2026 10:00`);
});

it("CX-7, PY-7: what was taken at the desk goes along: what is told to be left is what the bot tells", async () => {
  const { id, number } = await booked("2026-11-25T09:00:00Z");
  await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-12-01T09:00:00Z" });
  expect((await run(["bookings", "take", String(number), "--amount", "500"])).exit).toBe(0);
  const answer = await move(number, "--to", "2026-12-01 12:00", "--reason", "заболел мастер");
  expect(answer.out).toMatch(/, на месте 1\s500,00\s₽\./);
  const movedTo = (await findBooking(app.db, id))?.movedTo?.id ?? "";
  expect((await findBooking(app.db, movedTo))?.owedOnSpot).toBe(150_000);
});

it("CX-7: to another specialist by name, as JSON; where nothing begins it is refused in words and nothing moves", async () => {
  const { id, number } = await booked("2026-11-26T07:00:00Z");
  await makeSlot(app, { specialistId: other.id, startsAt: "2026-12-02T07:00:00Z" });
  const to = ["--to", "2026-12-02 10:00", "--reason", "так"] as const;
  expect(await move(number, ...to)).toMatchObject({
    exit: 1,
    err: "Окна в это время нет, или оно закрыто: 2026-12-02 10:00. Какие есть: slots list; открыть закрытое: slots open; создать, если это время впереди: slots generate.\n",
  });
  expect((await findBooking(app.db, id))?.state).toBe("confirmed");
  const moved = await move(number, ...to, "--specialist", other.name, "--json");
  expect(JSON.parse(moved.out)).toMatchObject({ state: "confirmed", replacesId: id, specialistId: other.id });
  const again = await move(number, ...to, "--specialist", other.name);
  expect(again).toMatchObject({
    exit: 1,
    err: expect.stringContaining("уже не впереди: перенесена, вместо неё запись №"),
  });
});

it("CX-7: what has become of a booking is told before that nothing begins at the time asked for", async () => {
  const nowhere = ["--to", "2026-12-20 10:00", "--reason", "так"] as const;
  const { number } = await booked("2026-11-26T09:00:00Z");
  await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-12-03T07:00:00Z" });
  const moved = await move(number, "--to", "2026-12-03 10:00", "--reason", "так", "--json");
  const next = Number(moved.json().number);
  expect(await move(number, ...nowhere)).toMatchObject({
    exit: 1,
    err: `Эта запись уже не впереди: перенесена, вместо неё запись №${next} (03.12.2026 10:00).\n`,
  });
  expect((await run(["bookings", "cancel", String(next), "--yes", "--reason", "так"])).exit).toBe(0);
  const cancelled = await move(next, ...nowhere, "--json");
  expect(cancelled).toMatchObject({ exit: 1 });
  expect(cancelled.error()).toMatchObject({ code: "booking_over" });
  expect((await move(next, ...nowhere)).err).toBe("Эта запись уже не впереди: отменена.\n");
});

it("CX-7: a start that is taken, or the same, is refused in words", async () => {
  const { number } = await booked("2026-11-27T07:00:00Z");
  await booked("2026-11-28T07:00:00Z");
  const to = (moment: string) => move(number, "--to", moment, "--reason", "так");
  expect((await to("2026-11-27 10:00")).err).toBe(
    "Запись и так на это время. Дайте другое (--to) или другого специалиста (--specialist).\n",
  );
  expect((await to("2026-11-28 10:00")).err).toBe(
    "Это время занято, или услуга там не помещается. Свободные: slots list --state free.\n",
  );
});

it("CX-1, CX-7: that cancelling is late at once from now on is said", async () => {
  granted(await changeSetting(app, { key: "cancel.graceMinutes", typed: "0", actor: OPERATOR }));
  const { number } = await booked("2026-12-09T07:00:00Z");
  const soon = new Date(app.clock.now().getTime() + 3 * 3_600_000);
  await makeSlot(app, { specialistId: specialist.id, startsAt: soon.toISOString() });
  const at = `${dayOf(soon, "Europe/Moscow")} ${new Date(soon.getTime() + 3 * 3_600_000).toISOString().slice(11, 16)}`;
  const answer = await move(number, "--to", at, "--reason", "так");
  expect(answer.out).toContain(", отмена клиентом сразу будет поздней.");
});
