import { expect, it } from "vitest";
import { bookForClient, holdSlot, markVisit } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { ledgerCheck } from "../../src/core/reports/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { START, testAppWithBank } from "../support/app.ts";
import { tally } from "../support/crowd.ts";
import { refusalOf } from "../support/footprint.ts";
import { granted, makeClient, makeSituation } from "../support/make.ts";

const app = await testAppWithBank();
const ROUNDS = 8;
const rounds = Array.from({ length: ROUNDS }, (_, round) => round);

/** A hot slot of today, before or after its start; somebody who wants it and whoever walks in. */
async function situation(now: string) {
  app.clock.set(START);
  const { service, slot, client } = await makeSituation(app, { kind: "hot", at: "2026-11-23T11:00:00Z" });
  app.clock.set(now);
  const wish = { serviceId: service.id, slotId: slot.id };
  const payment = { by: "on_spot", waiverReason: "пришла сама" } as const;
  const byStaff = (clientId: string) => ({
    ...wish,
    bookingId: app.newId(),
    clientId,
    payment,
    actor: OPERATOR,
  });
  return { wish, client, slot, byStaff };
}
const ownersOf = (slotId: string) =>
  app.db.many<{ state: string }>(sql`
    SELECT state FROM bookings WHERE ${slotId}::uuid = ANY(slot_ids) AND state IN ('held', 'confirming', 'confirmed', 'completed')`);

it("of two at the desk who write two clients into one begun slot exactly one does (SL-4)", async () => {
  for (const _ of rounds) {
    const { byStaff, client, slot } = await situation("2026-11-23T11:05:00Z");
    const other = await makeClient(app);
    const outcomes = await Promise.all([client, other].map(({ id }) => bookForClient(app, byStaff(id))));
    expect(tally(outcomes.map(refusalOf))).toEqual({ done: 1, slot_taken: 1 });
    expect(await ownersOf(slot.id)).toEqual([{ state: "confirmed" }]);
  }
});

it("the same client written down twice at once has one booking, whichever desk was first (SL-7)", async () => {
  for (const _ of rounds) {
    const { byStaff, client, slot } = await situation("2026-11-23T11:05:00Z");
    const outcomes = await Promise.all([1, 2, 3].map(() => bookForClient(app, byStaff(client.id))));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await ownersOf(slot.id)).toHaveLength(1);
  }
});

it("against a client whose hold is just running out staff win once, and only from its end on (PY-1)", async () => {
  for (const _ of rounds) {
    const { byStaff, client, slot, wish } = await situation("2026-11-23T10:59:00Z");
    const walkedIn = await makeClient(app);
    const third = await makeClient(app);
    granted(await holdSlot(app, { ...wish, bookingId: app.newId(), clientId: client.id }));
    app.clock.set("2026-11-23T11:13:59.999Z");
    expect(refusalOf(await bookForClient(app, byStaff(walkedIn.id)))).toBe("slot_taken");
    app.clock.set("2026-11-23T11:14:00Z");
    const [staff, again, other] = await Promise.all([
      bookForClient(app, byStaff(walkedIn.id)),
      holdSlot(app, { ...wish, bookingId: app.newId(), clientId: client.id }),
      bookForClient(app, byStaff(third.id)),
    ]);
    expect(tally([staff, other].map(refusalOf))).toEqual({ done: 1, slot_taken: 1 });
    // The client comes too late in either case: the slot is another's, or the start has passed for them.
    expect(["slot_taken", "too_late_to_book"]).toContain(refusalOf(again));
    expect(await ownersOf(slot.id)).toEqual([{ state: "confirmed" }]);
  }
});

it("while the visit there is being marked nobody gets its slot as if nothing had been (SL-1)", async () => {
  for (const _ of rounds) {
    const { byStaff, client, slot } = await situation("2026-11-23T11:05:00Z");
    const first = granted(await bookForClient(app, byStaff(client.id)));
    const next = await makeClient(app);
    const [marked, booked] = await Promise.all([
      markVisit(app, { bookingId: first.id, mark: "completed", actor: OPERATOR }),
      bookForClient(app, byStaff(next.id)),
    ]);
    expect([refusalOf(marked), refusalOf(booked)]).toEqual(["done", "slot_taken"]);
    expect(await ownersOf(slot.id)).toEqual([{ state: "completed" }]);
  }
  expect(await ledgerCheck(app)).toEqual([]);
});
