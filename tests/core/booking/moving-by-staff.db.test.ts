import { beforeEach, expect, it } from "vitest";
import { findBooking, rescheduleBooking, sendDueRefunds } from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { percent } from "../../../src/core/kernel/money.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { alignClocks, messagesOf } from "../../support/bank.ts";
import { refusedBy, writingNothing } from "../../support/footprint.ts";
import { granted } from "../../support/make.ts";
import {
  balance,
  byBusiness,
  claimsOf,
  HOT_NEXT_DAY,
  makeAnother,
  makeMoved,
  makePaid,
  makeReplacing,
  NEXT_DAY,
  type Paid,
  refundsOf,
  settled,
  standingOf,
  wishMove,
} from "../../support/move.ts";
import { blockByHand } from "../../support/people.ts";

const app = await testAppWithBank();
await alignClocks(app);
beforeEach(() => app.clock.set(START));

const movedByUs = (paid: Paid, to: Parameters<typeof makeMoved>[2]) => makeMoved(app, paid, to, byBusiness());

it("CX-7: the business moves at once, never late, with a reason in the trail; the client is told (MS-8)", async () => {
  const paid = await makePaid(app, { points: 500 });
  app.clock.set("2026-11-24T08:30:00Z");
  const asked = { ...(await wishMove(app, paid, NEXT_DAY)), by: byBusiness(" мастер заболел ") };
  expect(await refusedBy(app, () => rescheduleBooking(app, { ...asked, by: byBusiness(" ") }))).toBe(
    "reason_missing",
  );
  const moved = granted(await rescheduleBooking(app, asked));
  expect(moved).toMatchObject({
    state: "confirmed",
    madeBy: "staff",
    points: 500,
    payNow: 150_000,
    paid: 150_000,
  });
  expect(await standingOf(app, paid.booking.id)).toEqual(["moved", "moved", 0]);
  expect(await balance(app, paid.client.id)).toEqual([0, 0]);
  expect(await refundsOf(app, moved.id)).toEqual([]);
  expect(await messagesOf(app, moved.id)).toEqual(["booking_moved"]);
  const trail = sql`SELECT action, reason FROM audit WHERE subject_id = ${moved.id}`;
  expect(await app.db.first(trail)).toEqual({ action: "reschedule_booking", reason: "мастер заболел" });
  expect(granted(await writingNothing(app, () => rescheduleBooking(app, asked))).id).toBe(moved.id);
});

it("CX-7: dearer, the rest is owed on the spot; cheaper, what was paid beyond goes back", async () => {
  const paid = await makePaid(app);
  await app.db.run(sql`UPDATE services SET price_kopecks = 250000 WHERE id = ${paid.service.id}::uuid`);
  const dearer = await movedByUs(paid, NEXT_DAY);
  expect(dearer).toMatchObject({
    price: 250_000,
    payNow: 200_000,
    onSpot: 50_000,
    paid: 200_000,
    refunded: 0,
  });
  await app.db.run(sql`UPDATE services SET price_kopecks = 150000 WHERE id = ${paid.service.id}::uuid`);
  const cheaper = await movedByUs({ ...paid, booking: dearer }, "2026-11-26T09:00:00Z");
  expect(cheaper).toMatchObject({
    price: 150_000,
    payNow: 150_000,
    onSpot: 0,
    paid: 150_000,
    refunded: 50_000,
  });
  await app.db.run(sql`UPDATE services SET price_kopecks = 100000 WHERE id = ${paid.service.id}::uuid`);
  const cheapest = await movedByUs({ ...paid, booking: cheaper }, "2026-11-27T09:00:00Z");
  expect(cheapest).toMatchObject({ price: 100_000, paid: 100_000, refunded: 100_000 });
  expect(await refundsOf(app, cheapest.id)).toEqual([50_000, 50_000]);
  await sendDueRefunds(app);
  const sent = sql`SELECT count(DISTINCT key)::int AS keys FROM refunds WHERE booking_id = ${cheapest.id}::uuid`;
  expect(await app.db.first(sent)).toEqual({ keys: 2 });
});

it("CX-7: points that the new price does not take come back (PT-1)", async () => {
  const paid = await makePaid(app, { points: 1_000 });
  const moved = await movedByUs(paid, { startsAt: NEXT_DAY, kind: "hot", discountPercent: percent(60) });
  expect(moved).toMatchObject({
    price: 80_000,
    points: 300,
    payNow: 50_000,
    onSpot: 0,
    paid: 50_000,
    refunded: 50_000,
  });
  expect(await balance(app, paid.client.id)).toEqual([700, 700]);
});

it("CX-7: neither a block, nor the number of bookings, nor the lead time, nor a visit that began stands in the way", async () => {
  const paid = await makePaid(app);
  granted(await changeSetting(app, { key: "booking.maxUpcoming", typed: "1", actor: OPERATOR }));
  await blockByHand(app, paid.client.id);
  app.clock.set("2026-11-24T09:10:00Z");
  expect(await movedByUs(paid, "2026-11-24T10:11:00Z")).toMatchObject({ state: "confirmed" });
});

it("CX-7: but another booking of the client does (SL-7), and a taken slot", async () => {
  const paid = await makePaid(app);
  granted(await changeSetting(app, { key: "booking.maxUpcoming", typed: "3", actor: OPERATOR }));
  const other = await makeAnother(app, paid);
  const onto = { ...(await wishMove(app, paid, NEXT_DAY)), by: byBusiness() };
  expect(await refusedBy(app, () => rescheduleBooking(app, onto))).toBe("overlaps_own_booking");
  const theirs = await makePaid(app);
  const taken = {
    ...onto,
    replacesId: theirs.booking.id,
    serviceId: other.service.id,
    slotId: other.slot.id,
  };
  expect(await refusedBy(app, () => rescheduleBooking(app, taken))).toBe("slot_taken");
});

it("CX-7: a move that the client has under way is given up for it", async () => {
  const paid = await makePaid(app);
  const { replacing, asked } = await makeReplacing(app, paid, HOT_NEXT_DAY);
  const input = { ...asked, bookingId: app.newId(), by: byBusiness() };
  const moved = granted(await rescheduleBooking(app, input));
  expect(moved).toMatchObject({ state: "confirmed", price: 160_000, paid: 160_000 });
  expect(await standingOf(app, replacing.id)).toEqual(["expired", "given_up", 0]);
  expect(await claimsOf(app, moved.id)).toEqual([asked.slotId]);
  expect((await findBooking(app.db, paid.booking.id))?.movedTo?.id).toBe(moved.id);
});

it("PY-5: what was paid on the spot before the visit goes along; a tip stays", async () => {
  for (const by of ["business", "client"] as const) {
    app.clock.set(START);
    const paid = await makePaid(app, { service: { policy: "onSite" } });
    const methods = { on_spot: "cash", tip: "bank_card" };
    for (const [kind, method] of Object.entries(methods))
      await app.db.run(sql`
        INSERT INTO payments (id, booking_id, client_id, kind, method, is_two_stage, state, amount_kopecks, captured_kopecks, create_key, ended_at, created_at)
        VALUES (${app.newId()}::uuid, ${paid.booking.id}::uuid, ${paid.client.id}::uuid, ${kind}, ${method}, false, 'captured', 10000, 10000,
                ${app.newId()}, ${app.clock.now()}, ${app.clock.now()})`);
    if (by === "client")
      await app.db.run(sql`UPDATE services SET price_kopecks = 190000 WHERE id = ${paid.service.id}::uuid`);
    const asked = await wishMove(app, paid, NEXT_DAY);
    const made = granted(
      await rescheduleBooking(app, by === "business" ? { ...asked, by: byBusiness() } : asked),
    );
    const moved =
      by === "client" ? await settled(app, { bookingId: made.id, clientId: paid.client.id }) : made;
    expect(moved.state).toBe("confirmed");
    const kinds = (id: string) => app.db.many(sql`SELECT kind FROM payments WHERE booking_id = ${id}::uuid`);
    expect([await kinds(moved.id), await kinds(paid.booking.id)]).toEqual([
      [{ kind: "on_spot" }],
      [{ kind: "tip" }],
    ]);
  }
});
