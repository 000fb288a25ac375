import { beforeEach, describe, expect, it } from "vitest";
import {
  cancelBooking,
  checkPayment,
  expireHolds,
  findBooking,
  holdSlot,
  openPayment,
  reconcilePayments,
  rescheduleBooking,
} from "../../src/core/booking/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { START, testAppWithBank } from "../support/app.ts";
import {
  alignClocks,
  atBank,
  pass,
  payAtBank,
  providerIdOf,
  repeatedUnderNewKeys,
  settleDown,
} from "../support/bank.ts";
import { refusalOf } from "../support/footprint.ts";
import { wish, withAnother } from "../support/hold.ts";
import { granted } from "../support/make.ts";
import {
  balance,
  byBusiness,
  claimsOf,
  HOT_NEXT_DAY,
  makePaid,
  makeReplacing,
  NEXT_DAY,
  type Paid,
  settled,
  wishMove,
} from "../support/move.ts";

const app = await testAppWithBank();
await alignClocks(app);
beforeEach(() => app.clock.set(START));
const ROUNDS = Array.from({ length: 6 }, (_, round) => round);

/** Of a client's bookings exactly so many are confirmed, each claims its slots and no other does, and no kopeck is lost. */
async function expectWhole(
  { client }: Pick<Paid, "client">,
  confirmedMax: number,
  providerIds: readonly string[],
) {
  const rows = await app.db.many<{ id: string }>(
    sql`SELECT id FROM bookings WHERE client_id = ${client.id}::uuid ORDER BY number`,
  );
  let [confirmed, paid, kept] = [0, 0, 0];
  for (const { id } of rows) {
    const booking = await findBooking(app.db, id);
    const isConfirmed = booking?.state === "confirmed";
    if (isConfirmed) confirmed += 1;
    expect(await claimsOf(app, id)).toEqual(isConfirmed ? booking.slotIds : []);
    expect(booking?.paid).toBe(isConfirmed ? booking.payNow : 0);
    paid += booking?.paid ?? 0;
  }
  expect(confirmed).toBe(confirmedMax);
  for (const id of providerIds) kept += (await atBank(app, id)).kept;
  expect(kept).toBe(paid);
  expect(await repeatedUnderNewKeys(app)).toEqual([]);
}

describe("CX-7, at one moment", () => {
  it("two moves of one booking: one of them, by whomever", async () => {
    for (const round of ROUNDS) {
      app.clock.set(START);
      const paid = await makePaid(app);
      const providerId = await providerIdOf(app, paid.booking.id);
      const first = await wishMove(app, paid, NEXT_DAY);
      const second = await wishMove(app, paid, "2026-11-26T09:00:00Z");
      const by = round % 2 === 0 ? paid.byClient : byBusiness();
      const answers = await Promise.all([
        rescheduleBooking(app, first),
        rescheduleBooking(app, { ...second, by }),
        rescheduleBooking(app, first),
      ]);
      expect(new Set(answers.map(refusalOf))).toEqual(new Set(["done", "booking_over"]));
      await expectWhole(paid, 1, [providerId]);
    }
  });

  it("a move and a cancellation: the visit is moved or cancelled", async () => {
    for (const round of ROUNDS) {
      app.clock.set(START);
      const paid = await makePaid(app);
      const providerId = await providerIdOf(app, paid.booking.id);
      const asked = await wishMove(app, paid, round % 2 === 0 ? NEXT_DAY : HOT_NEXT_DAY);
      const [moved, cancelled] = await Promise.all([
        rescheduleBooking(app, asked),
        cancelBooking(app, { bookingId: paid.booking.id, by: paid.byClient }),
      ]);
      await settleDown(app);
      await pass(app, 15 * 60);
      await expireHolds(app);
      // A hold that the move made is given up by the cancellation, which then is the last word.
      const isMoved = moved.ok && moved.value.state === "confirmed";
      expect(cancelled.ok).toBe(!isMoved);
      await expectWhole(paid, isMoved ? 1 : 0, [providerId]);
    }
  });

  it("the new hold is settled and the old booking is cancelled, or marked: one visit or none, no money lost", async () => {
    for (const round of ROUNDS) {
      app.clock.set("2026-11-23T12:00:00Z");
      await alignClocks(app);
      const paid = await makePaid(app);
      const first = await providerIdOf(app, paid.booking.id);
      const { hold } = await makeReplacing(app, paid, HOT_NEXT_DAY);
      granted(await openPayment(app, { ...hold, method: "bank_card" }));
      const second = await providerIdOf(app, hold.bookingId);
      await payAtBank(app, second);
      const { id: bookingId } = paid.booking;
      const by = round % 2 === 0 ? paid.byClient : byBusiness();
      const [, ended] = await Promise.all([checkPayment(app, hold), cancelBooking(app, { bookingId, by })]);
      await settleDown(app);
      const state = (await findBooking(app.db, hold.bookingId))?.state;
      expect(state).toBe(ended.ok ? "expired" : "confirmed");
      await expectWhole(paid, ended.ok ? 0 : 1, [first, second]);
    }
  });

  it("the new hold is settled and expires: moved either way, once", async () => {
    for (const _ of ROUNDS) {
      app.clock.set("2026-11-23T12:00:00Z");
      await alignClocks(app);
      const paid = await makePaid(app, { points: 500 });
      const first = await providerIdOf(app, paid.booking.id);
      const { hold } = await makeReplacing(app, paid, HOT_NEXT_DAY);
      granted(await openPayment(app, { ...hold, method: "bank_card" }));
      const second = await providerIdOf(app, hold.bookingId);
      await payAtBank(app, second);
      app.clock.advance(15 * 60_000);
      await Promise.all([checkPayment(app, hold), expireHolds(app), reconcilePayments(app)]);
      await settleDown(app);
      expect((await findBooking(app.db, paid.booking.id))?.state).toBe("moved");
      expect(await balance(app, paid.client.id)).toEqual([0, 0]);
      await expectWhole(paid, 1, [first, second]);
    }
  });

  it("another client takes the new start: one of the two has it, the old visit stands if it is not the mover", async () => {
    for (const round of ROUNDS) {
      app.clock.set(START);
      const paid = await makePaid(app);
      const asked = await wishMove(app, paid, NEXT_DAY);
      const other = await withAnother(app, { ...paid, slot: { ...paid.slot, id: asked.slotId } });
      const theirs = wish(app, other);
      const race = [() => rescheduleBooking(app, asked), () => holdSlot(app, theirs)];
      const started = (round % 2 === 0 ? race : [...race].reverse()).map((begin) => begin());
      const answers = (await Promise.all(started)).map(refusalOf);
      expect([...answers].sort()).toEqual(["done", "slot_taken"]);
      const mover = round % 2 === 0 ? answers[0] : answers[1];
      const owner = await app.db.first(sql`SELECT booking_id FROM slots WHERE id = ${asked.slotId}::uuid`);
      expect(owner).toEqual({ bookingId: mover === "done" ? asked.bookingId : theirs.bookingId });
      expect(await claimsOf(app, paid.booking.id)).toEqual(mover === "done" ? [] : [paid.slot.id]);
    }
  });

  it("two clients want each other's times: both are told that they are taken, nobody waits for ever", async () => {
    for (const _ of ROUNDS) {
      app.clock.set(START);
      const one = await makePaid(app);
      const { slotId } = await wishMove(app, one, NEXT_DAY);
      const two = await withAnother(app, { ...one, slot: { ...one.slot, id: slotId } });
      const asked = wish(app, two);
      granted(await holdSlot(app, asked));
      const booking = await settled(app, asked);
      const move = (replacesId: string, to: string, clientId: string) =>
        rescheduleBooking(app, {
          ...{ bookingId: app.newId(), replacesId, serviceId: one.service.id, slotId: to },
          by: { kind: "client", clientId },
        });
      const answers = await Promise.all([
        move(one.booking.id, slotId, one.client.id),
        move(booking.id, one.slot.id, two.client.id),
      ]);
      expect(answers.map(refusalOf)).toEqual(["slot_taken", "slot_taken"]);
      expect(await claimsOf(app, booking.id)).toEqual([slotId]);
    }
  });
});
