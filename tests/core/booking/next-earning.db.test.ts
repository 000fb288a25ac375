import { describe, expect, it } from "vitest";
import {
  bookForClient,
  findBooking,
  markVisit,
  nextEarning,
  rescheduleBooking,
  visitPoints,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { present } from "../../../src/core/kernel/invariant.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { testApp } from "../../support/app.ts";
import { granted, makeClient, makeService, makeSlot, makeSpecialist } from "../../support/make.ts";

const app = await testApp();
const service = await makeService(app, { policy: "onSite" });
const specialist = await makeSpecialist(app, [service.id]);
const actor = OPERATOR;
const at = (moment: string) => app.clock.set(moment);

async function booked(clientId: string, startsAt: string): Promise<string> {
  const slot = await makeSlot(app, { specialistId: specialist.id, startsAt });
  const bookingId = app.newId();
  const payment = { by: "on_spot", waiverReason: undefined } as const;
  const input = { bookingId, clientId, serviceId: service.id, slotId: slot.id, payment, actor };
  granted(await bookForClient(app, input));
  return bookingId;
}
const completed = async (bookingId: string) =>
  granted(await markVisit(app, { bookingId, mark: "completed", actor }));
/** A client whose visit has just ended: at ten o'clock UTC on the day. */
async function visitor(day: string, hour = "09") {
  const { id } = await makeClient(app);
  at("2026-11-30T09:00:00Z");
  const bookingId = await booked(id, `${day}T${hour}:00:00Z`);
  at(`${day}T${hour}:30:00Z`);
  await completed(bookingId);
  return id;
}
const offer = async (clientId: string) => (await nextEarning(app, { clientId })).rebookOffer;

it("CX-3, CX-8, EP-2: what a booking means for points follows its marks: a missed visit earns nothing and costs its penalty", async () => {
  const id = await visitor("2026-12-14");
  const next = await booked(id, "2026-12-15T09:00:00Z");
  const shown = async () => visitPoints(app.db, present(await findBooking(app.db, next), "the booking"));
  at("2026-12-15T09:30:00Z");
  granted(await markVisit(app, { bookingId: next, mark: "no_show", actor }));
  expect(await shown()).toEqual({ visit: 0, rebook: 0, penalty: 200, takenBack: 0 });
  granted(await markVisit(app, { bookingId: next, mark: "completed", reason: "ошиблись", actor }));
  expect(await shown()).toEqual({ visit: 200, rebook: 100, penalty: 0, takenBack: 0 });
});

describe("EP-2: the offer of a quick rebooking", () => {
  it("EP-2: stands from the visit to seven days after its end, that moment included", async () => {
    const id = await visitor("2026-12-01");
    const until = new Date("2026-12-08T10:00:00Z");
    expect(await offer(id)).toEqual({ until, percent: 5 });
    at("2026-12-08T10:00:00Z");
    expect(await offer(id)).toEqual({ until, percent: 5 });
    at("2026-12-08T10:00:01Z");
    expect(await offer(id)).toBeUndefined();
  });

  it("EP-2: is not made to somebody without a visit, while something is booked, or with the bonus off", async () => {
    expect(await offer((await makeClient(app)).id)).toBeUndefined();
    const id = await visitor("2026-12-02");
    await booked(id, "2026-12-20T09:00:00Z");
    expect(await offer(id)).toBeUndefined();
    const other = await visitor("2026-12-03");
    granted(await changeSetting(app, { key: "points.rebookPercent", typed: "0", actor }));
    expect(await offer(other)).toBeUndefined();
    granted(await changeSetting(app, { key: "points.rebookPercent", typed: "5", actor }));
    expect(await offer(other)).toBeDefined();
  });

  it("EP-1, EP-2: what it promises for a booking is what its completion brings, and it is not offered twice", async () => {
    const id = await visitor("2026-12-04");
    const next = await booked(id, "2026-12-05T09:00:00Z");
    const { upcoming } = await nextEarning(app, { clientId: id });
    expect([upcoming?.booking.id, upcoming?.booking.willEarn, upcoming?.rebook]).toEqual([next, 200, 100]);
    const shown = async () => visitPoints(app.db, present(await findBooking(app.db, next), "the booking"));
    expect(await shown()).toEqual({ visit: 200, rebook: 100, penalty: 0, takenBack: 0 });
    at("2026-12-05T09:30:00Z");
    await completed(next);
    expect(await shown()).toEqual({ visit: 200, rebook: 100, penalty: 0, takenBack: 0 });
    const earned = await app.db.pool.query(
      "SELECT kind, points FROM point_entries WHERE booking_id = $1 ORDER BY sequence",
      [next],
    );
    expect(earned.rows).toEqual([
      { kind: "accrual", points: 200 },
      { kind: "rebook", points: 100 },
    ]);
    // The latest visit is the second one by now, and it has not been followed.
    expect((await offer(id))?.until).toEqual(new Date("2026-12-12T10:00:00Z"));
  });

  it("EP-2: a booking made before the visit earns nothing more", async () => {
    const { id } = await makeClient(app);
    at("2026-12-06T08:00:00Z");
    const first = await booked(id, "2026-12-06T09:00:00Z");
    await booked(id, "2026-12-07T09:00:00Z");
    at("2026-12-06T09:30:00Z");
    await completed(first);
    expect((await nextEarning(app, { clientId: id })).upcoming?.rebook).toBe(0);
  });

  it("EP-2, CX-7: moving a booking neither wins nor loses what its being made quickly earns", async () => {
    const move = async (bookingId: string, startsAt: string) => {
      const slot = await makeSlot(app, { specialistId: specialist.id, startsAt });
      const by = { kind: "business", actor, reason: "мастер болен" } as const;
      const input = {
        bookingId: app.newId(),
        replacesId: bookingId,
        serviceId: service.id,
        slotId: slot.id,
        by,
      };
      return granted(await rescheduleBooking(app, input)).id;
    };
    const rebook = async (clientId: string) => (await nextEarning(app, { clientId })).upcoming?.rebook;

    // Made a day after the visit, moved when it is too late for the bonus.
    const quick = await visitor("2026-12-08");
    at("2026-12-09T09:00:00Z");
    const made = await booked(quick, "2026-12-22T09:00:00Z");
    at("2026-12-20T09:00:00Z");
    const moved = await move(made, "2026-12-22T12:00:00Z");
    expect(await rebook(quick)).toBe(100);
    at("2026-12-22T12:30:00Z");
    await completed(moved);
    const earned = await app.db.pool.query(
      "SELECT points FROM point_entries WHERE booking_id = $1 AND kind = 'rebook'",
      [moved],
    );
    expect(earned.rows).toEqual([{ points: 100 }]);

    // Made before the visit, moved right after it.
    const { id: early } = await makeClient(app);
    at("2026-12-09T08:00:00Z");
    const first = await booked(early, "2026-12-10T09:00:00Z");
    const second = await booked(early, "2026-12-11T09:00:00Z");
    at("2026-12-10T09:30:00Z");
    await completed(first);
    await move(second, "2026-12-12T09:00:00Z");
    expect(await rebook(early)).toBe(0);
  });
});
