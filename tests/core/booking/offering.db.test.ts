import { beforeEach, describe, expect, it } from "vitest";
import {
  bookForClient,
  confirmHold,
  DAY_PARTS,
  expireHolds,
  findBooking,
  findWaitlistEntry,
  giveUpHold,
  holdSlot,
  offerWaitlist,
} from "../../../src/core/booking/index.ts";
import { closeSlot, findSlot } from "../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { localDay } from "../../../src/core/kernel/local-day.ts";
import { setConsent } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeClient, makeSlot, makeSpecialist } from "../../support/make.ts";
import { blockByHand } from "../../support/people.ts";
import { makeFullSalon, makeWaiting, messagesTo, TOMORROW } from "../../support/wait.ts";

const app = await testAppWithBank();
const NOON = "2026-11-24T09:00:00Z";
const HOUR = 3_600_000;
const QUARTER = 15 * 60_000;

const offer = async () => (await offerWaitlist(app)).offered;
const entryOf = async ({ entry }: { readonly entry: { readonly id: string } }) =>
  findWaitlistEntry(app.db, entry.id);
const holdOf = async (waiting: Awaited<ReturnType<typeof makeWaiting>>) => {
  const bookingId = (await entryOf(waiting))?.offeredBookingId;
  return bookingId === undefined ? undefined : findBooking(app.db, bookingId);
};
const passes = async (ms: number) => {
  app.clock.advance(ms);
  await expireHolds(app);
};

/** Several who wait for the same, longest first, a minute apart. */
async function makeQueue(count: number, over: Parameters<typeof makeFullSalon>[1] = {}) {
  const salon = await makeFullSalon(app, over);
  const queue: Awaited<ReturnType<typeof makeWaiting>>[] = [];
  for (let place = 0; place < count; place += 1) {
    queue.push(await makeWaiting(app, { serviceId: salon.service.id }));
    app.clock.advance(60_000);
  }
  const slotAt = (startsAt = NOON, kind: "regular" | "hot" = "regular") =>
    makeSlot(app, { specialistId: salon.specialist.id, startsAt, kind });
  return { ...salon, queue, slotAt };
}
const at = <T>(list: readonly T[], place: number): T => {
  const one = list[place];
  if (one === undefined) throw new RangeError(`nothing at ${place}`);
  return one;
};

beforeEach(async () => {
  app.clock.set(START);
  await app.db.run(sql`
    UPDATE waitlist_entries SET state = 'left', ended_reason = 'by_client', ended_at = now()
    WHERE state IN ('waiting', 'offered')`);
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

describe("MS-9: who is passed over keeps their place", () => {
  const outOfTheWay: readonly (readonly [string, (clientId: string) => Promise<unknown>])[] = [
    ["is blocked (CX-4)", (clientId) => blockByHand(app, clientId)],
    [
      "cannot be reached (MS-6)",
      (clientId) => app.db.run(sql`UPDATE clients SET unreachable_at = now() WHERE id = ${clientId}::uuid`),
    ],
    [
      "took back their consent (PE-1)",
      (clientId) => setConsent(app, { clientId, kind: "personal_data", action: "withdrawn", pressed: "Нет" }),
    ],
    ["holds another start (PY-1)", (clientId) => hold(clientId, "2026-11-26T09:00:00Z")],
    ["has a visit at that time (SL-7)", (clientId) => visit(clientId, NOON)],
    [
      "has as many visits ahead as may be (SL-7)",
      async (clientId) => {
        for (const date of ["26", "27", "28"]) await visit(clientId, `2026-11-${date}T09:00:00Z`);
      },
    ],
  ];

  async function hold(clientId: string, startsAt: string) {
    const { service, specialist } = await makeFullSalon(app, { policy: "onSite" });
    const slot = await makeSlot(app, { specialistId: specialist.id, startsAt });
    const bookingId = app.newId();
    granted(await holdSlot(app, { bookingId, clientId, serviceId: service.id, slotId: slot.id }));
    return { bookingId, clientId };
  }
  const visit = async (clientId: string, startsAt: string) =>
    granted(await confirmHold(app, await hold(clientId, startsAt)));

  it.each(outOfTheWay)("who %s: the next one is offered it", async (_, happens) => {
    const { queue, slotAt } = await makeQueue(2);
    const [first, second] = [at(queue, 0), at(queue, 1)];
    await happens(first.clientId);
    await slotAt();
    expect(await offer()).toBe(1);
    expect(await entryOf(first)).toMatchObject({ state: "waiting", offers: 0 });
    expect(await entryOf(second)).toMatchObject({ state: "offered" });
  });

  it("and is the first again when nothing stands in the way any more", async () => {
    const { queue, slotAt } = await makeQueue(2);
    const first = at(queue, 0);
    const held = await hold(first.clientId, "2026-11-26T09:00:00Z");
    await slotAt();
    await offer();
    granted(await giveUpHold(app, held));
    await slotAt("2026-11-24T12:00:00Z");
    await offer();
    expect((await holdOf(first))?.startsAt).toEqual(new Date("2026-11-24T12:00:00Z"));
  });

  it("a visit at one of the times leaves the other", async () => {
    const { queue, slotAt } = await makeQueue(1);
    const first = at(queue, 0);
    await visit(first.clientId, NOON);
    await slotAt();
    await slotAt("2026-11-24T10:00:00Z");
    expect(await offer()).toBe(1);
    expect((await holdOf(first))?.startsAt).toEqual(new Date("2026-11-24T10:00:00Z"));
  });

  it("who waits for two things has one offer at a time (PY-1)", async () => {
    const { service, specialist } = await makeFullSalon(app);
    const one = await makeWaiting(app, { serviceId: service.id, hours: DAY_PARTS.day });
    app.clock.advance(60_000);
    const two = await makeWaiting(app, { ...one.asked, entryId: app.newId(), hours: DAY_PARTS.any });
    await makeSlot(app, { specialistId: specialist.id, startsAt: NOON });
    await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-11-24T10:00:00Z" });
    expect(await offer()).toBe(1);
    expect(await offer()).toBe(0);
    expect([(await entryOf(one))?.state, (await entryOf(two))?.state]).toEqual(["offered", "waiting"]);
  });
});

describe("MS-9: what becomes of an offer", () => {
  it("taken: the wish is met, and it says so", async () => {
    const { queue, slotAt } = await makeQueue(1, { policy: "onSite" });
    await slotAt();
    await offer();
    const first = at(queue, 0);
    const bookingId = (await holdOf(first))?.id ?? "";
    granted(await confirmHold(app, { bookingId, clientId: first.clientId }));
    expect(await entryOf(first)).toMatchObject({ state: "served", endedReason: "offer_taken" });
    expect(
      await app.db.many(sql`SELECT answer FROM waitlist_offers WHERE booking_id = ${bookingId}::uuid`),
    ).toEqual([{ answer: "taken" }]);
  });

  it("declined: it goes to the next one, and the first waits on for another start, never the same", async () => {
    const { queue, slotAt } = await makeQueue(2);
    const [first, second] = [at(queue, 0), at(queue, 1)];
    await slotAt();
    await offer();
    const bookingId = (await holdOf(first))?.id ?? "";
    granted(await giveUpHold(app, { bookingId, clientId: first.clientId }));
    expect(await entryOf(first)).toMatchObject({ state: "waiting", missed: 0 });
    expect(await offer()).toBe(1);
    expect(await entryOf(second)).toMatchObject({ state: "offered" });
    granted(
      await giveUpHold(app, { bookingId: (await holdOf(second))?.id ?? "", clientId: second.clientId }),
    );
    expect(await offer()).toBe(0);
    await slotAt("2026-11-24T12:00:00Z");
    await offer();
    expect((await holdOf(first))?.startsAt).toEqual(new Date("2026-11-24T12:00:00Z"));
  });

  it("run out: the same, and after three in a row nobody waits", async () => {
    const { queue, slotAt } = await makeQueue(1);
    const first = at(queue, 0);
    for (const [missed, hour] of ["10", "11", "12"].entries()) {
      await slotAt(`2026-11-24T${hour}:00:00Z`);
      expect(await offer()).toBe(1);
      await passes(QUARTER);
      const over = missed === 2;
      expect(await entryOf(first)).toMatchObject({
        state: over ? "left" : "waiting",
        missed: missed + 1,
        endedReason: over ? "unanswered" : undefined,
      });
    }
    expect(await offer()).toBe(0);
    const kinds = (await messagesTo(app, first.clientId)).map(({ kind }) => kind);
    const once = ["waitlist_offer", "hold_expired"];
    expect(kinds).toEqual([...once, ...once, ...once]);
  });

  it("an answer in between counts anew", async () => {
    const { queue, slotAt } = await makeQueue(1);
    const first = at(queue, 0);
    for (const hour of ["10", "11"]) {
      await slotAt(`2026-11-24T${hour}:00:00Z`);
      await offer();
      await passes(QUARTER);
    }
    await slotAt("2026-11-24T12:00:00Z");
    await offer();
    granted(await giveUpHold(app, { bookingId: (await holdOf(first))?.id ?? "", clientId: first.clientId }));
    expect(await entryOf(first)).toMatchObject({ state: "waiting", missed: 0, offers: 3 });
  });

  it("another start chosen instead: the offer is given up, like any hold (PY-1)", async () => {
    const { service, queue, slotAt, specialist } = await makeQueue(1, { policy: "onSite" });
    const first = at(queue, 0);
    await slotAt();
    await offer();
    const other = await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-11-25T09:00:00Z" });
    const bookingId = app.newId();
    const { clientId } = first;
    granted(await holdSlot(app, { bookingId, clientId, serviceId: service.id, slotId: other.id }));
    expect(await entryOf(first)).toMatchObject({ state: "waiting", missed: 0 });
    granted(await confirmHold(app, { bookingId, clientId }));
    expect(await entryOf(first), "another day is not what was waited for").toMatchObject({
      state: "waiting",
    });
  });
});

describe("MS-9: a fitting visit booked in another way", () => {
  it.each([
    ["on another day", "waiting", "2026-11-25T09:00:00Z", {}],
    ["at another hour", "waiting", NOON, { hours: DAY_PARTS.evening }],
    ["just as wished", "served", NOON, {}],
  ])("by the client, %s: the wish is %s", async (_, state, startsAt, over) => {
    const { service, specialist } = await makeFullSalon(app, { policy: "onSite" });
    const waiting = await makeWaiting(app, { serviceId: service.id, ...over });
    const { clientId } = waiting;
    const slot = await makeSlot(app, { specialistId: specialist.id, startsAt });
    const bookingId = app.newId();
    granted(await holdSlot(app, { bookingId, clientId, serviceId: service.id, slotId: slot.id }));
    granted(await confirmHold(app, { bookingId, clientId }));
    expect(await entryOf(waiting)).toMatchObject({
      state,
      endedReason: state === "served" ? "booked" : undefined,
    });
  });

  it("by staff, while a start is offered: the wish is met, and the end of the offer changes nothing", async () => {
    const { service, queue, slotAt } = await makeQueue(1);
    const first = at(queue, 0);
    await slotAt();
    await offer();
    const slot = await slotAt("2026-11-24T12:00:00Z");
    granted(
      await bookForClient(app, {
        bookingId: app.newId(),
        clientId: first.clientId,
        serviceId: service.id,
        slotId: slot.id,
        payment: { by: "on_spot", waiverReason: undefined },
        actor: OPERATOR,
      }),
    );
    expect(await entryOf(first)).toMatchObject({ state: "served", endedReason: "booked" });
    await passes(HOUR);
    expect(await entryOf(first)).toMatchObject({ state: "served", offeredBookingId: undefined });
  });

  it("by somebody else leaves the wish", async () => {
    const { service, queue, slotAt } = await makeQueue(1, { policy: "onSite" });
    const slot = await slotAt();
    const { id: clientId } = await makeClient(app);
    const bookingId = app.newId();
    granted(await holdSlot(app, { bookingId, clientId, serviceId: service.id, slotId: slot.id }));
    granted(await confirmHold(app, { bookingId, clientId }));
    expect(await offer()).toBe(0);
    expect(await entryOf(at(queue, 0))).toMatchObject({ state: "waiting" });
  });
});
