import { beforeEach, describe, expect, it } from "vitest";
import { DAY_PARTS, offerWaitlist } from "../../../src/core/booking/index.ts";
import { closeSlot, findSlot } from "../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { localDay } from "../../../src/core/kernel/local-day.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeSlot, makeSpecialist } from "../../support/make.ts";
import {
  at,
  makeFullSalon,
  makeWaiting,
  messagesTo,
  nobodyWaits,
  offeringOn,
  TOMORROW,
} from "../../support/wait.ts";

const app = await testAppWithBank();
const { offer, entryOf, holdOf, makeQueue } = offeringOn(app);
const NOON = "2026-11-24T09:00:00Z";
const QUARTER = 15 * 60_000;

beforeEach(async () => {
  app.clock.set(START);
  await nobodyWaits(app);
});

describe("MS-9: a start that becomes free", () => {
  it("is held a quarter of an hour for the one who waits longest, with its terms, and they are told", async () => {
    const { queue, slotAt } = await makeQueue(2);
    const slot = await slotAt();
    expect(await offer()).toBe(1);
    const [first, second] = [at(queue, 0), at(queue, 1)];
    const now = app.clock.now();
    expect(await entryOf(first)).toMatchObject({ state: "offered", offers: 1 });
    expect(await holdOf(first)).toMatchObject({
      state: "held",
      clientId: first.clientId,
      madeBy: "client",
      slotIds: [slot.id],
      price: 200_000,
      payNow: 200_000,
      points: 0,
      heldUntil: new Date(now.getTime() + QUARTER),
    });
    const bookingId = (await entryOf(first))?.offeredBookingId;
    expect(await messagesTo(app, first.clientId)).toEqual([
      { kind: "waitlist_offer", bookingId, dueAt: now },
    ]);
    expect(await entryOf(second)).toMatchObject({ state: "waiting", offers: 0 });
    expect(await messagesTo(app, second.clientId)).toEqual([]);
    expect(await offer()).toBe(0);
  });

  it("is held for as long as the setting says", async () => {
    granted(await changeSetting(app, { key: "waitlist.offerMinutes", typed: "40", actor: OPERATOR }));
    const { queue, slotAt } = await makeQueue(1);
    await slotAt();
    await offer();
    expect((await holdOf(at(queue, 0)))?.heldUntil).toEqual(
      new Date(app.clock.now().getTime() + 40 * 60_000),
    );
    granted(await changeSetting(app, { key: "waitlist.offerMinutes", typed: "15", actor: OPERATOR }));
  });

  it("is the earliest that fits, each of several goes to another one, in their order", async () => {
    const { queue, slotAt } = await makeQueue(3);
    await slotAt("2026-11-24T11:00:00Z");
    await slotAt("2026-11-24T10:00:00Z");
    expect(await offer()).toBe(2);
    const starts = await Promise.all(queue.map(async (one) => (await holdOf(one))?.startsAt.toISOString()));
    expect(starts).toEqual(["2026-11-24T10:00:00.000Z", "2026-11-24T11:00:00.000Z", undefined]);
  });

  it("goes by waiting, not by service: a slot that two services want is offered to the elder wish", async () => {
    const { specialist } = await makeFullSalon(app);
    const services = [await makeFullSalon(app), await makeFullSalon(app)];
    for (const { service } of services)
      await app.db.run(sql`
        INSERT INTO specialist_services (specialist_id, service_id) VALUES (${specialist.id}::uuid, ${service.id}::uuid)`);
    const waiting: Awaited<ReturnType<typeof makeWaiting>>[] = [];
    for (const { service } of [...services, ...services].reverse()) {
      waiting.push(await makeWaiting(app, { serviceId: service.id }));
      app.clock.advance(60_000);
    }
    await makeSlot(app, { specialistId: specialist.id, startsAt: NOON });
    expect(await offer()).toBe(1);
    expect(await entryOf(at(waiting, 0))).toMatchObject({ state: "offered" });
  });

  it("fits the specialist, the days and the hours that were asked for, or is not offered", async () => {
    const { service, specialist } = await makeFullSalon(app);
    const other = await makeSpecialist(app, [service.id]);
    const with_ = (over: object) => makeWaiting(app, { serviceId: service.id, ...over });
    const withOther = await with_({ specialistId: other.id });
    const evening = await with_({ hours: DAY_PARTS.evening });
    const nextDay = await with_({ days: [localDay("2026-11-25")] });
    const fitting = await with_({ specialistId: specialist.id, hours: DAY_PARTS.day });
    await makeSlot(app, { specialistId: specialist.id, startsAt: NOON });
    expect(await offer()).toBe(1);
    expect(await entryOf(fitting)).toMatchObject({ state: "offered" });
    for (const one of [withOther, evening, nextDay])
      expect(await entryOf(one)).toMatchObject({ state: "waiting" });
  });

  it("is a whole chain for a long service, and a hot one has its price and prepayment (SL-2, PR-2)", async () => {
    const long = await makeQueue(1, { durationMinutes: 90 });
    await long.slotAt();
    expect(await offer()).toBe(0);
    await long.slotAt("2026-11-24T10:00:00Z");
    expect(await offer()).toBe(1);
    expect((await holdOf(at(long.queue, 0)))?.slotIds).toHaveLength(2);
    const hot = await makeQueue(1);
    await hot.slotAt(NOON, "hot");
    expect(await offer()).toBe(1);
    expect(await holdOf(at(hot.queue, 0))).toMatchObject({ price: 160_000, payNow: 50_000, slotKind: "hot" });
  });

  it.each([
    ["whose hold would outlast the time until it begins", "2026-11-23T09:45:00Z", 0],
    ["that is later than that", "2026-11-23T09:46:01Z", 1],
  ])("%s, is offered or not: %s", async (_, startsAt, expected) => {
    granted(await changeSetting(app, { key: "calendar.minLeadMinutes", typed: "0", actor: OPERATOR }));
    granted(await changeSetting(app, { key: "waitlist.offerMinutes", typed: "45", actor: OPERATOR }));
    const { service, specialist } = await makeFullSalon(app);
    await makeWaiting(app, { serviceId: service.id, days: [localDay("2026-11-23")] });
    await makeSlot(app, { specialistId: specialist.id, startsAt });
    expect(await offer()).toBe(expected);
    granted(await changeSetting(app, { key: "calendar.minLeadMinutes", typed: "30", actor: OPERATOR }));
    granted(await changeSetting(app, { key: "waitlist.offerMinutes", typed: "15", actor: OPERATOR }));
  });

  it("beyond the days that the calendar shows, or closed, is no start", async () => {
    const { service, specialist } = await makeFullSalon(app);
    const day = localDay("2026-12-07");
    await makeWaiting(app, { serviceId: service.id, days: [day, TOMORROW] });
    const slot = await makeSlot(app, { specialistId: specialist.id, startsAt: NOON });
    granted(await closeSlot(app, { slotId: slot.id, reason: "отпуск", actor: OPERATOR }));
    await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-12-07T09:00:00Z" });
    expect(await offer()).toBe(0);
    app.clock.set("2026-11-24T09:00:00Z");
    expect(await offer()).toBe(1);
  });

  it("interrupted at any write of an offer: nobody holds it, and the next look offers it", async () => {
    const { queue, slotAt } = await makeQueue(1);
    const slot = await slotAt();
    await writingNothing(app, async () => {
      for (const write of [/INSERT INTO bookings/, /INSERT INTO waitlist_offers/, /INSERT INTO outbox/])
        await interrupted(app, write, (dying) => offerWaitlist(dying));
    });
    expect((await findSlot(app.db, slot.id))?.bookingId).toBeUndefined();
    expect(await offer()).toBe(1);
    expect(await entryOf(at(queue, 0))).toMatchObject({ state: "offered", offers: 1 });
  });
});

describe("MS-9, MS-5: in quiet hours", () => {
  it.each([
    ["2026-11-23T18:59:59Z", 1],
    ["2026-11-23T19:00:00Z", 0],
    ["2026-11-24T05:59:59Z", 0],
    ["2026-11-24T06:00:00Z", 1],
  ])("at %s %i offers are made", async (moment, expected) => {
    const { slotAt } = await makeQueue(1);
    await slotAt("2026-11-24T12:00:00Z");
    app.clock.set(moment);
    expect(await offer()).toBe(expected);
  });
});
