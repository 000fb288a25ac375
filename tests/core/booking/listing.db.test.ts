import { expect, it } from "vitest";
import {
  bookForClient,
  cancelBooking,
  listClientBookings,
  markVisit,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { minutesAfter } from "../../../src/core/kernel/instant.ts";
import { testApp } from "../../support/app.ts";
import { granted, makeSituation } from "../../support/make.ts";

const app = await testApp();
const actor = OPERATOR;

/** Tomorrow's visit at noon, and in which of the client's two lists it is. */
async function booked() {
  app.clock.set("2026-11-23T09:00:00Z");
  const { client, service, slot } = await makeSituation(app, { service: { policy: "onSite" } });
  const wish = { bookingId: app.newId(), clientId: client.id, serviceId: service.id, slotId: slot.id };
  const payment = { by: "on_spot", waiverReason: undefined } as const;
  const booking = granted(await bookForClient(app, { ...wish, payment, actor }));
  const lists = async (now: Date) => {
    app.clock.set(now);
    const page = { clientId: client.id, now, rowsMax: 9, offset: 0 };
    const upcoming = await listClientBookings(app.db, { ...page, kind: "upcoming" });
    const past = await listClientBookings(app.db, { ...page, kind: "past" });
    return { upcoming: upcoming.length, past: past.length };
  };
  return { ...booking, lists };
}
const AHEAD = { upcoming: 1, past: 0 };
const PAST = { upcoming: 0, past: 1 };

it("a visit that is running is among those that come, until its end", async () => {
  const { startsAt, endsAt, lists } = await booked();
  expect(await lists(minutesAfter(startsAt, -1))).toEqual(AHEAD);
  expect(await lists(startsAt)).toEqual(AHEAD);
  expect(await lists(minutesAfter(endsAt, -1))).toEqual(AHEAD);
  expect(await lists(endsAt)).toEqual(PAST);
});

it("a visit that is settled while it would run is past", async () => {
  const marked = await booked();
  app.clock.set(minutesAfter(marked.startsAt, 1));
  granted(await markVisit(app, { bookingId: marked.id, mark: "completed", actor }));
  expect(await marked.lists(minutesAfter(marked.startsAt, 1))).toEqual(PAST);
  const cancelled = await booked();
  const by = { kind: "business", actor, reason: "заболел мастер" } as const;
  granted(await cancelBooking(app, { bookingId: cancelled.id, by }));
  expect(await cancelled.lists(minutesAfter(cancelled.startsAt, 1))).toEqual(PAST);
});

it("CX-2: a visit that is cancelled is among those that are over at once, however far ahead it was", async () => {
  const cancelled = await booked();
  const now = app.clock.now();
  granted(
    await cancelBooking(app, {
      bookingId: cancelled.id,
      by: { kind: "client", clientId: cancelled.clientId },
    }),
  );
  expect(await cancelled.lists(now)).toEqual(PAST);
  expect(await cancelled.lists(minutesAfter(cancelled.endsAt, 1))).toEqual(PAST);
});
