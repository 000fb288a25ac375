import { beforeEach, describe, expect, it } from "vitest";
import {
  bookForClient,
  cancelBooking,
  completeForgottenVisits,
  confirmHold,
  dayMarks,
  findBooking,
  holdSlot,
  listFreeStarts,
  listHadVisits,
  listHotStarts,
  listSlotServices,
  markVisit,
  nearestStarts,
  offerWaitlist,
  recordOnSpot,
  rescheduleBooking,
} from "../../../src/core/booking/index.ts";
import { closeSlot } from "../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { localDay } from "../../../src/core/kernel/local-day.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { ledgerCheck } from "../../../src/core/reports/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { granted, makeClient, makeSituation, makeSlot } from "../../support/make.ts";
import { blockByHand } from "../../support/people.ts";

const app = await testAppWithBank();
const actor = OPERATOR;
const onSpot = (waiverReason?: string) => ({ by: "on_spot", waiverReason }) as const;
const TODAY = localDay("2026-11-23");
beforeEach(() => app.clock.set(START));

/** Today's slot from 14:00 to 15:00 by the clocks of Moscow, and somebody who sat down at 14:05. */
async function walkedIn(over: Parameters<typeof makeSituation>[1] = {}) {
  const situation = await makeSituation(app, { at: "2026-11-23T11:00:00Z", ...over });
  const { client, service, slot } = situation;
  app.clock.set("2026-11-23T11:05:00Z");
  const wish = { bookingId: app.newId(), clientId: client.id, serviceId: service.id, slotId: slot.id };
  return { ...situation, wish, asked: { ...wish, payment: onSpot(), actor } };
}
const promised = async (bookingId: string) =>
  (
    await app.db.many<{ kind: string }>(
      sql`SELECT kind FROM outbox WHERE booking_id = ${bookingId}::uuid ORDER BY kind`,
    )
  ).map(({ kind }) => kind);
const startsOf = async (serviceId: string, bookedBy?: "staff") =>
  granted(await listFreeStarts(app, { serviceId, day: TODAY, ...(bookedBy && { bookedBy }) })).starts.map(
    ({ startsAt }) => startsAt.toISOString().slice(11, 16),
  );

describe("PY-8: a client who walked in", () => {
  it("is booked on a slot that has begun: confirmed at once, owed on the spot, without a reminder (MS-1)", async () => {
    const { asked } = await walkedIn();
    const booking = granted(await bookForClient(app, asked));
    expect(booking).toMatchObject({
      state: "confirmed",
      startsAt: new Date("2026-11-23T11:00:00Z"),
      createdAt: app.clock.now(),
      payNow: 0,
      owedOnSpot: 200_000,
      heldUntil: undefined,
    });
    expect(await promised(asked.bookingId)).toEqual(["booking_confirmed"]);
    expect(granted(await writingNothing(app, () => bookForClient(app, asked))).number).toBe(booking.number);
  });

  it("may be marked at once: the visit is paid, earned and thanked for like any other (EP-1, MS-2)", async () => {
    const { asked, client } = await walkedIn();
    const { bookingId } = asked;
    granted(await bookForClient(app, asked));
    const paid = { paymentId: app.newId(), bookingId, amount: kopecks(200_000), method: "cash" } as const;
    granted(await recordOnSpot(app, { ...paid, actor }));
    const visit = granted(await markVisit(app, { bookingId, mark: "completed", actor }));
    expect(visit).toMatchObject({ state: "completed", owedOnSpot: 0 });
    expect(await promised(bookingId)).toEqual(["booking_confirmed", "review_requested", "visit_completed"]);
    const row = await app.db.first(
      sql`SELECT points_balance AS balance FROM clients WHERE id = ${client.id}::uuid`,
    );
    expect(row).toEqual({ balance: 200 });
    expect(await ledgerCheck(app)).toEqual([]);
  });

  it("who left after all is cancelled by staff, or did not come (CX-6, CX-3); nothing is offered of the past then", async () => {
    const { asked, service } = await walkedIn();
    granted(await bookForClient(app, asked));
    const by = { kind: "business", actor, reason: "передумала" } as const;
    expect(granted(await cancelBooking(app, { bookingId: asked.bookingId, by })).state).toBe("cancelled");
    await offerWaitlist(app);
    expect(await startsOf(service.id)).toEqual([]);
    const again = { ...asked, bookingId: app.newId() };
    granted(await bookForClient(app, again));
    const missed = granted(await markVisit(app, { bookingId: again.bookingId, mark: "no_show", actor }));
    expect(missed.state).toBe("no_show");
  });

  it("nobody marked is completed by itself so long after the end (EP-3)", async () => {
    const { asked } = await walkedIn();
    app.clock.set("2026-11-23T15:30:00Z");
    granted(await bookForClient(app, asked));
    await completeForgottenVisits(app);
    expect((await findBooking(app.db, asked.bookingId))?.state).toBe("completed");
  });

  it("may be blocked, and have as many bookings ahead as they like: those are for clients themselves (CX-4)", async () => {
    const { asked, client } = await walkedIn();
    await blockByHand(app, client.id);
    granted(await bookForClient(app, asked));
  });

  it("gets no pay link: the visit has begun", async () => {
    const { asked } = await walkedIn();
    for (const until of [undefined, new Date("2026-11-23T20:00:00Z")]) {
      const link = { ...asked, payment: { by: "link", until } } as const;
      expect(await refusedBy(app, () => bookForClient(app, link))).toBe("link_after_start");
    }
  });

  it("takes a hot window at its price, its prepayment waived with a reason", async () => {
    const { asked } = await walkedIn({ kind: "hot" });
    expect(await refusedBy(app, () => bookForClient(app, asked))).toBe("waiver_needs_reason");
    const waived = { ...asked, payment: onSpot("пришла сама") };
    expect(granted(await bookForClient(app, waived))).toMatchObject({ price: 160_000, onSpot: 160_000 });
  });

  it("does not count among the bookings ahead of a client (SL-7)", async () => {
    const { asked, client, service, specialist } = await walkedIn({ service: { policy: "onSite" } });
    granted(await bookForClient(app, asked));
    for (const day of ["24", "25", "26"]) {
      const slot = await makeSlot(app, { specialistId: specialist.id, startsAt: `2026-11-${day}T11:00:00Z` });
      const hold = { bookingId: app.newId(), clientId: client.id };
      granted(await holdSlot(app, { ...hold, serviceId: service.id, slotId: slot.id }));
      granted(await confirmHold(app, hold));
    }
  });
});

describe("which starts", () => {
  it("SL-4: from today's 00:00 on, itself included; what began earlier is refused with both moments", async () => {
    const { service, specialist, client } = await makeSituation(app, { service: { durationMinutes: 30 } });
    const late = await makeSlot(app, {
      specialistId: specialist.id,
      startsAt: "2026-11-23T20:30:00Z",
      minutes: 30,
    });
    const midnight = await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-11-23T21:00:00Z" });
    const asked = (slotId: string) => ({
      bookingId: app.newId(),
      clientId: client.id,
      serviceId: service.id,
      slotId,
      payment: onSpot(),
      actor,
    });
    app.clock.set("2026-11-23T21:00:00Z");
    const refused = await writingNothing(app, () => bookForClient(app, asked(late.id)));
    expect(refused).toMatchObject({
      refusal: "start_on_past_day",
      detail: { startsAt: late.startsAt, since: new Date("2026-11-23T21:00:00Z") },
    });
    expect(granted(await listSlotServices(app, late.id))).toMatchObject({ age: "past_day", services: [] });
    granted(await bookForClient(app, asked(midnight.id)));
    app.clock.set("2026-11-23T20:59:59.999Z");
    granted(await bookForClient(app, asked(late.id)));
  });

  it("a form that was opened before midnight and sent after it is refused", async () => {
    const { asked } = await walkedIn({ at: "2026-11-23T20:00:00Z" });
    app.clock.set("2026-11-23T20:55:00Z");
    expect(granted(await listSlotServices(app, asked.slotId))).toMatchObject({ age: "begun_today" });
    app.clock.set("2026-11-23T21:01:00Z");
    expect(await refusedBy(app, () => bookForClient(app, asked))).toBe("start_on_past_day");
  });

  it("a chain of slots may reach from what has begun into what is ahead (SL-2)", async () => {
    const { asked, specialist, service } = await walkedIn({ service: { durationMinutes: 120 } });
    expect(refusalOf(await bookForClient(app, asked))).toBe("slot_taken");
    await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-11-23T12:00:00Z" });
    expect(await startsOf(service.id, "staff")).toEqual(["11:00"]);
    expect(granted(await bookForClient(app, asked)).endsAt).toEqual(new Date("2026-11-23T13:00:00Z"));
  });

  it("a closed slot, one that is booked and one held by a client are no starts (SL-4, PY-1)", async () => {
    const closed = await walkedIn();
    granted(await closeSlot(app, { slotId: closed.slot.id, reason: "обед", actor }));
    expect(await refusedBy(app, () => bookForClient(app, closed.asked))).toBe("slot_gone");
    app.clock.set(START);
    const held = await walkedIn({ kind: "hot" });
    app.clock.set("2026-11-23T10:59:00Z");
    const other = await makeClient(app);
    granted(await holdSlot(app, { ...held.wish, bookingId: app.newId(), clientId: other.id }));
    app.clock.set("2026-11-23T11:05:00Z");
    const asked = { ...held.asked, payment: onSpot("пришла сама") };
    expect(await refusedBy(app, () => bookForClient(app, asked))).toBe("slot_taken");
    app.clock.set("2026-11-23T11:14:00Z");
    expect(granted(await bookForClient(app, asked)).state).toBe("confirmed");
  });
});

describe("SL-7, SL-1: what took place there", () => {
  it("a live booking of the client's own, and a visit they had, stand in the way", async () => {
    const first = await walkedIn();
    granted(await bookForClient(app, first.asked));
    app.clock.set(START);
    const second = await walkedIn({ at: "2026-11-23T11:30:00Z" });
    app.clock.set("2026-11-23T11:40:00Z");
    const asked = { ...second.asked, clientId: first.client.id };
    const refused = await writingNothing(app, () => bookForClient(app, asked));
    expect(refused).toMatchObject({
      refusal: "overlaps_own_booking",
      detail: { startsAt: first.slot.startsAt },
    });
    granted(await markVisit(app, { bookingId: first.asked.bookingId, mark: "completed", actor }));
    expect(await refusedBy(app, () => bookForClient(app, asked))).toBe("overlaps_own_booking");
  });

  it("the slot of a completed visit is no start, though it is free again; of one nobody came to it is", async () => {
    const { asked, client, service, slot } = await walkedIn();
    granted(await bookForClient(app, asked));
    granted(await markVisit(app, { bookingId: asked.bookingId, mark: "completed", actor }));
    const next = { ...asked, bookingId: app.newId(), clientId: (await makeClient(app)).id };
    expect(await startsOf(service.id, "staff")).toEqual([]);
    expect(granted(await listSlotServices(app, slot.id)).services).toEqual([]);
    expect(await refusedBy(app, () => bookForClient(app, next))).toBe("slot_taken");
    const corrected = { bookingId: asked.bookingId, mark: "no_show", reason: "ошибка", actor } as const;
    granted(await markVisit(app, corrected));
    expect(await startsOf(service.id, "staff")).toEqual(["11:00"]);
    expect(granted(await bookForClient(app, next)).clientId).not.toBe(client.id);
  });
});

describe("SL-4: what a client sees and books stays as it is", () => {
  it("no list of theirs has a start that has begun; the staff's has, and those within the lead time", async () => {
    const { service, specialist } = await walkedIn();
    app.clock.set(START);
    for (const startsAt of ["2026-11-23T12:00:00Z", "2026-11-23T16:00:00Z"])
      await makeSlot(app, { specialistId: specialist.id, startsAt });
    app.clock.set("2026-11-23T11:40:00Z");
    const serviceId = service.id;
    expect(await startsOf(serviceId, "staff")).toEqual(["11:00", "12:00", "16:00"]);
    expect(await startsOf(serviceId)).toEqual(["16:00"]);
    const near = granted(await nearestStarts(app, { serviceId, near: app.clock.now(), count: 9 }));
    expect(near.map(({ startsAt }) => startsAt)).toEqual([new Date("2026-11-23T16:00:00Z")]);
    app.clock.set("2026-11-23T17:00:00Z");
    expect(await startsOf(serviceId, "staff")).toEqual(["11:00", "12:00", "16:00"]);
    const { days } = granted(await dayMarks(app, { serviceId }));
    expect(days[0]).toEqual({ day: TODAY, mark: undefined });
  });

  it("no hot window that has begun is shown, and none is held: neither by a client nor in place of another booking", async () => {
    const hot = await walkedIn({ kind: "hot" });
    expect(
      (await listHotStarts(app, { rowsMax: 50, offset: 0 })).map(({ start }) => start.slotIds),
    ).not.toContainEqual([hot.slot.id]);
    expect(await refusedBy(app, () => holdSlot(app, hot.wish))).toBe("too_late_to_book");
    app.clock.set(START);
    const own = await walkedIn({ service: { policy: "onSite" }, at: "2026-11-25T11:00:00Z" });
    const booked = granted(await bookForClient(app, own.asked));
    app.clock.set("2026-11-23T11:05:00Z");
    const to = {
      bookingId: app.newId(),
      replacesId: booked.id,
      serviceId: hot.service.id,
      slotId: hot.slot.id,
    };
    const byClient = { kind: "client", clientId: own.client.id } as const;
    const byStaff = { kind: "business", actor, reason: "пришла раньше" } as const;
    for (const by of [byClient, byStaff])
      expect(await refusedBy(app, () => rescheduleBooking(app, { ...to, by }))).toBe("too_late_to_book");
  });
});

it("a slot where a visit took place is known by its number; those that touch it, and one that is taken, are not (SL-4)", async () => {
  const { asked, slot, specialist } = await walkedIn();
  const specialistId = specialist.id;
  app.clock.set(START);
  const before = await makeSlot(app, { specialistId, startsAt: "2026-11-23T10:00:00Z" });
  const after = await makeSlot(app, { specialistId, startsAt: "2026-11-23T12:00:00Z" });
  const ids = [before.id, slot.id, after.id];
  app.clock.set("2026-11-23T13:00:00Z");
  const { number } = granted(await bookForClient(app, asked));
  expect(await listHadVisits(app, ids)).toEqual(new Map());
  granted(await markVisit(app, { bookingId: asked.bookingId, mark: "completed", actor }));
  expect(await listHadVisits(app, ids)).toEqual(new Map([[slot.id, number]]));
  expect(await listHadVisits(app, [])).toEqual(new Map());
});
