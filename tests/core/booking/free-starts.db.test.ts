import { describe, expect, it } from "vitest";
import {
  dayMarks,
  holdSlot,
  listFreeDays,
  listFreeStarts,
  listHotStarts,
  nearestStarts,
} from "../../../src/core/booking/index.ts";
import { closeSlot, type SlotKind } from "../../../src/core/calendar/index.ts";
import { assignService, changeService, type Service } from "../../../src/core/catalog/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { localDay } from "../../../src/core/kernel/local-day.ts";
import { kopecks, type Percent, percent } from "../../../src/core/kernel/money.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { refusalOf } from "../../support/footprint.ts";
import { makeHold } from "../../support/hold.ts";
import { granted, makeClient, makeService, makeSlot, makeSpecialist } from "../../support/make.ts";

const app = await testAppWithBank();
const offline = { ...app, payments: undefined };
const actor = OPERATOR;

type Row = readonly [time: string, kind?: SlotKind, minutes?: number, discountPercent?: Percent];
/** A specialist with slots at these moments of UTC, `24T09:00` of November. */
async function specialistWith(services: readonly Service[], rows: readonly Row[]) {
  const specialist = await makeSpecialist(
    app,
    services.map((service) => service.id),
  );
  const slots = [];
  for (const [time, kind = "regular", minutes = 60, discountPercent] of rows) {
    const discount = discountPercent === undefined ? {} : { discountPercent };
    const startsAt = `2026-11-${time}:00Z`;
    slots.push(await makeSlot(app, { specialistId: specialist.id, startsAt, kind, minutes, ...discount }));
  }
  return { ...specialist, slots };
}
const bookAll = async (service: Service, slots: readonly { readonly id: string }[]) => {
  for (const slot of slots) {
    const { id: clientId } = await makeClient(app);
    const wanted = { bookingId: app.newId(), clientId, serviceId: service.id, slotId: slot.id };
    granted(await holdSlot(app, wanted));
  }
};
const marksOf = async (serviceId: string, over: { readonly specialistId?: string } = {}, via = app) =>
  Object.fromEntries(
    granted(await dayMarks(via, { serviceId, ...over }))
      .days.filter(({ mark }) => mark !== undefined)
      .map(({ day, mark }) => [day.slice(-2), mark]),
  );
const startsOf = async (serviceId: string, day = "2026-11-24", via = app) =>
  granted(await listFreeStarts(via, { serviceId, day: localDay(day) })).starts;
const times = (starts: readonly { readonly startsAt: Date }[]) =>
  starts.map(({ startsAt }) => startsAt.toISOString().slice(11, 16));

describe("the unified calendar (SL-3)", () => {
  it("shows fourteen local days, today first", async () => {
    const service = await makeService(app);
    await specialistWith([service], [["23T20:30"], ["23T21:30"]]);
    const { days } = granted(await dayMarks(app, { serviceId: service.id }));
    expect(days).toHaveLength(14);
    expect([days[0]?.day, days[13]?.day]).toEqual(["2026-11-23", "2026-12-06"]);
    expect(days.map(({ mark }) => mark).slice(0, 3)).toEqual(["regular", "regular", undefined]);
  });

  it("marks a day hot before regular, regular when there is no hot start, full when all is taken, and none without slots", async () => {
    const service = await makeService(app);
    const { slots } = await specialistWith(
      [service],
      [["24T09:00"], ["25T09:00"], ["25T10:00", "hot"], ["26T09:00"], ["28T09:00"]],
    );
    await bookAll(service, slots.slice(3, 4));
    granted(await closeSlot(app, { slotId: slots[4]?.id ?? "", actor, reason: "Учёба" }));
    expect(await marksOf(service.id)).toEqual({ 24: "regular", 25: "hot", 26: "full" });
  });

  it("shows online starts to online services alone, and the others to the others", async () => {
    const [online, visit] = [await makeService(app, { kind: "online" }), await makeService(app)];
    await specialistWith([online, visit], [["24T09:00"], ["25T09:00", "hot"], ["26T09:00", "online"]]);
    expect(await marksOf(online.id)).toEqual({ 26: "online" });
    expect(await marksOf(visit.id)).toEqual({ 24: "regular", 25: "hot" });
  });

  it("is of all specialists of the service, or of the one it is narrowed to", async () => {
    const service = await makeService(app);
    const maria = await specialistWith([service], [["24T09:00"]]);
    const olga = await specialistWith([service], [["24T09:00", "hot"], ["25T09:00"]]);
    const other = await specialistWith([], [["26T09:00"]]);
    expect(await marksOf(service.id)).toEqual({ 24: "hot", 25: "regular" });
    expect(await marksOf(service.id, { specialistId: maria.id })).toEqual({ 24: "regular" });
    expect(await marksOf(service.id, { specialistId: olga.id })).toEqual({ 24: "hot", 25: "regular" });
    expect(await marksOf(service.id, { specialistId: other.id })).toEqual({});
  });

  it("hides hot starts while payments are off", async () => {
    const service = await makeService(app);
    await specialistWith([service], [["24T09:00", "hot"], ["25T09:00", "hot"], ["25T10:00"]]);
    expect(await marksOf(service.id, {}, offline)).toEqual({ 25: "regular" });
    expect(times(await startsOf(service.id, "2026-11-25", offline))).toEqual(["10:00"]);
    expect(await listHotStarts(offline, { rowsMax: 10, offset: 0 })).toEqual([]);
  });

  it("does not know a service that is gone or not offered", async () => {
    const service = await makeService(app);
    granted(await changeService(app, { serviceId: service.id, isActive: false, actor }));
    for (const serviceId of [service.id, app.newId()]) {
      expect(refusalOf(await dayMarks(app, { serviceId }))).toBe("unknown_service");
      expect(refusalOf(await listFreeStarts(app, { serviceId, day: localDay("2026-11-24") }))).toBe(
        "unknown_service",
      );
      expect(refusalOf(await nearestStarts(app, { serviceId, near: app.clock.now(), count: 3 }))).toBe(
        "unknown_service",
      );
    }
  });
});

describe("a free start", () => {
  it("lies later than the lead time, a hot one later than now", async () => {
    const service = await makeService(app);
    await specialistWith([service], [["23T10:00"], ["23T12:00", "hot"]]);
    const at = async (time: string) => {
      app.clock.set(`2026-11-23T${time}Z`);
      return times(await startsOf(service.id, "2026-11-23"));
    };
    expect(await at("09:29:59.999")).toEqual(["10:00", "12:00"]);
    expect(await at("09:30:00.000")).toEqual(["12:00"]);
    expect(await at("11:59:59.999")).toEqual(["12:00"]);
    expect(await at("12:00:00.000")).toEqual([]);
    expect((await marksOf(service.id))["23"]).toBeUndefined();
    app.clock.set(START);
  });

  it("of a long service is a chain of touching slots of one kind and one percentage, over midnight too", async () => {
    const service = await makeService(app, { durationMinutes: 120 });
    await specialistWith(
      [service],
      [
        ["24T06:00"],
        ["24T07:00"],
        ["24T08:30"],
        ["24T09:30", "hot"],
        ["24T10:30", "hot", 60, percent(30)],
        ["24T11:30", "hot", 60, percent(30)],
        ["24T20:00"],
        ["24T21:00"],
        ["24T22:00"],
      ],
    );
    expect(times(await startsOf(service.id))).toEqual(["06:00", "10:30", "20:00"]);
    expect(times(await startsOf(service.id, "2026-11-25"))).toEqual(["21:00"]);
    const [first] = await startsOf(service.id);
    expect(first?.slotIds).toHaveLength(2);
    expect(first?.endsAt).toEqual(new Date("2026-11-24T08:00:00Z"));
    expect(await marksOf(service.id)).toEqual({ 24: "hot", 25: "regular" });
  });

  it("costs what its specialist asks, less what its slot takes off (PR-1, PR-2)", async () => {
    const service = await makeService(app);
    const maria = await specialistWith(
      [service],
      [
        ["24T09:00", "hot", 60, percent(50)],
        ["24T10:00", "hot"],
      ],
    );
    const olga = await specialistWith([service], [["24T11:00"]]);
    granted(
      await assignService(app, {
        specialistId: olga.id,
        serviceId: service.id,
        price: kopecks(300_000),
        actor,
      }),
    );
    const starts = await startsOf(service.id);
    expect(starts.map(({ price, specialistName }) => [specialistName, price.price])).toEqual([
      [maria.name, 100_000],
      [maria.name, 160_000],
      [olga.name, 300_000],
    ]);
  });

  it("is gone while it is held, and back when the hold is given up or over", async () => {
    const { service, booking } = await makeHold(app);
    expect(await startsOf(service.id)).toEqual([]);
    expect((await marksOf(service.id))["24"]).toBe("full");
    await app.db.pool.query("UPDATE bookings SET state = 'expired', ended_at = now() WHERE id = $1", [
      booking.id,
    ]);
    expect(await startsOf(service.id)).toHaveLength(1);
  });

  it("beyond the calendar's days is not listed", async () => {
    const service = await makeService(app);
    const { id: specialistId } = await specialistWith([service], []);
    await makeSlot(app, { specialistId, startsAt: "2026-12-06T20:00:00Z" });
    await makeSlot(app, { specialistId, startsAt: "2026-12-06T21:00:00Z" });
    expect(times(await startsOf(service.id, "2026-12-06"))).toEqual(["20:00"]);
    expect(await startsOf(service.id, "2026-12-07")).toEqual([]);
    expect(await startsOf(service.id, "2026-11-22")).toEqual([]);
  });

  it("is offered to staff as far ahead as there are slots, day by day (PY-8)", async () => {
    const service = await makeService(app, { durationMinutes: 120 });
    const { id: specialistId, slots } = await specialistWith(
      [service],
      [["24T09:00"], ["24T10:00"], ["25T09:00"], ["26T20:00"], ["26T21:00"]],
    );
    const far = "2027-03-28T09:00:00Z";
    const wide = await makeSlot(app, { specialistId, startsAt: far, minutes: 120 });
    const { id: another } = await specialistWith([service], []);
    const days = async (over: object = {}) =>
      granted(await listFreeDays(app, { serviceId: service.id, ...over }));
    expect(await days()).toEqual(["2026-11-24", "2026-11-26", "2027-03-28"]);
    expect(await days({ specialistId: another })).toEqual([]);
    const day = localDay("2027-03-28");
    const wanted = { serviceId: service.id, day, isFarToo: true };
    expect(granted(await listFreeStarts(app, wanted)).starts).toMatchObject([{ slotIds: [wide.id] }]);

    await bookAll(service, slots.slice(0, 1));
    expect(await days()).toEqual(["2026-11-26", "2027-03-28"]);
    const [booked] = await app.db.many<{ id: string }>(
      sql`SELECT booking_id AS id FROM slots WHERE id = ${slots[1]?.id}::uuid`,
    );
    // Of a booking that is moved its own slots count as free, but its own start is no new one.
    await makeSlot(app, { specialistId, startsAt: "2026-11-24T11:00:00Z" });
    expect(await days({ movedBookingId: booked?.id })).toEqual(["2026-11-24", "2026-11-26", "2027-03-28"]);
    expect(refusalOf(await listFreeDays(app, { serviceId: app.newId() }))).toBe("unknown_service");
  });
});

it("instead of a taken start the nearest three are offered, in order", async () => {
  const service = await makeService(app);
  await specialistWith([service], [["24T06:00"], ["24T08:00"], ["24T11:00"], ["25T09:00"], ["26T09:00"]]);
  const near = new Date("2026-11-24T09:00:00Z");
  const starts = granted(await nearestStarts(app, { serviceId: service.id, near, count: 3 }));
  expect(times(starts)).toEqual(["06:00", "08:00", "11:00"]);
});

it("hot windows are listed over all services in person, soonest first, page by page", async () => {
  const [cut, colour] = [await makeService(app), await makeService(app, { durationMinutes: 120 })];
  const online = await makeService(app, { kind: "online" });
  const { id } = await specialistWith(
    [cut, colour, online],
    [["23T19:00", "hot"], ["23T18:00", "hot"], ["23T17:00"]],
  );
  const all = await listHotStarts(app, { rowsMax: 100, offset: 0 });
  const pages = [
    await listHotStarts(app, { rowsMax: 2, offset: 0 }),
    await listHotStarts(app, { rowsMax: 98, offset: 2 }),
  ];
  expect(pages.flat()).toEqual(all);
  const moments = all.map(({ start }) => start.startsAt.getTime());
  expect(moments).toEqual([...moments].sort((a, b) => a - b));
  const own = all.filter(({ start }) => start.specialistId === id);
  expect(own.map(({ service, start }) => [service.id, times([start])[0]]).sort()).toEqual(
    [
      [cut.id, "18:00"],
      [colour.id, "18:00"],
      [cut.id, "19:00"],
    ].sort(),
  );
});
