import { beforeEach, describe, expect, it } from "vitest";
import {
  bookForClient,
  confirmHold,
  DAY_PARTS,
  expireHolds,
  giveUpHold,
  holdSlot,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { granted, makeClient, makeSlot } from "../../support/make.ts";
import { at, makeFullSalon, makeWaiting, messagesTo, nobodyWaits, offeringOn } from "../../support/wait.ts";

const app = await testAppWithBank();
const { offer, entryOf, holdOf, makeQueue } = offeringOn(app);
const NOON = "2026-11-24T09:00:00Z";
const HOUR = 3_600_000;
const QUARTER = 15 * 60_000;

const passes = async (ms: number) => {
  app.clock.advance(ms);
  await expireHolds(app);
};

beforeEach(async () => {
  app.clock.set(START);
  await nobodyWaits(app);
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
