import { describe, expect, it } from "vitest";
import {
  beginMove,
  cancelBooking,
  checkPayment,
  choosePoints,
  endingOf,
  findBooking,
  holdSlot,
  mayEnd,
  openPayment,
  previewCancellation,
  recordOnSpot,
  refundBooking,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { present } from "../../../src/core/kernel/invariant.ts";
import { adjustPoints, balanceOf } from "../../../src/core/loyalty/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { refusedBy, writingNothing } from "../../support/footprint.ts";
import { givePoints, granted, makeSituation } from "../../support/make.ts";
import { makePaid } from "../../support/move.ts";
import { entriesOf, rubles } from "../../support/till.ts";

const app = await testAppWithBank();
const { bank } = app;

/** A booking of tomorrow at noon, confirmed and paid by card and 300 points. */
async function paidBooking(kind: "regular" | "hot" = "regular") {
  app.clock.set(START);
  const { client, service, slot } = await makeSituation(app, { kind });
  await givePoints(app, client.id, 1_000);
  const hold = { bookingId: app.newId(), clientId: client.id };
  granted(await holdSlot(app, { ...hold, serviceId: service.id, slotId: slot.id }));
  granted(await choosePoints(app, { ...hold, points: 300 }));
  granted(await openPayment(app, { ...hold, method: "bank_card" }));
  const row = await app.db.first<{ providerPaymentId: string }>(
    sql`SELECT provider_payment_id FROM payments WHERE booking_id = ${hold.bookingId}::uuid`,
  );
  await bank.sim("/pay", { payment_id: row?.providerPaymentId, card: "5555555555554444" });
  expect(granted(await checkPayment(app, hold)).state).toBe("confirmed");
  app.clock.advance(60 * 60_000);
  return { ...hold, slotId: slot.id, byClient: { kind: "client", clientId: client.id } as const };
}
const byBusiness = (reason: string) => ({ kind: "business", actor: OPERATOR, reason }) as const;
const balance = async (clientId: string) =>
  (await balanceOf(app.db, { clientId, now: app.clock.now() })).balance;
const refunds = async (bookingId: string) => {
  const rows = await app.db.many<{ amountKopecks: number }>(
    sql`SELECT amount_kopecks FROM refunds WHERE booking_id = ${bookingId}::uuid`,
  );
  return rows.map((row) => row.amountKopecks);
};

it("in time money and points come back in full, and the slot is free (CX-2)", async () => {
  const { bookingId, clientId, slotId, byClient } = await paidBooking();
  const cancelled = granted(await cancelBooking(app, { bookingId, by: byClient }));
  expect(cancelled).toMatchObject({ state: "cancelled", endedReason: "client", paid: 0 });
  expect(await balance(clientId)).toBe(1_000);
  expect(await refunds(bookingId)).toEqual([170_000]);
  expect(await app.db.first(sql`SELECT booking_id FROM slots WHERE id = ${slotId}::uuid`)).toEqual({
    bookingId: null,
  });
});

it("late it costs ten percent of the price in points; money comes back (CX-2)", async () => {
  const { bookingId, clientId, byClient } = await paidBooking();
  app.clock.set("2026-11-23T21:00:01Z");
  const shown = granted(await previewCancellation(app, { bookingId, by: byClient }));
  expect(shown).toMatchObject({ isLate: true, refund: 170_000, pointsBack: 300, penalty: 200 });
  granted(await cancelBooking(app, { bookingId, by: byClient, shown }));
  expect(await balance(clientId)).toBe(800);
  expect(await refunds(bookingId)).toEqual([170_000]);
});

it("late, where nobody may owe, the penalty is taken of the balance with the points that came back (CX-2, CX-5)", async () => {
  const { bookingId, clientId, byClient } = await paidBooking();
  const setting = { key: "penalty.allowDebt", actor: OPERATOR };
  granted(await changeSetting(app, { ...setting, typed: "no" }));
  const spent = { points: -650, reason: "ошибка", actor: OPERATOR };
  granted(await adjustPoints(app, { ...spent, entryId: app.newId(), clientId }));
  app.clock.set("2026-11-23T21:00:01Z");
  const shown = granted(await previewCancellation(app, { bookingId, by: byClient }));
  expect(shown).toMatchObject({ isLate: true, pointsBack: 300, penalty: 200 });
  granted(await cancelBooking(app, { bookingId, by: byClient, shown }));
  expect(await balance(clientId)).toBe(1_000 - 650 - 200);
  granted(await changeSetting(app, { ...setting, typed: "yes" }));
});

it("late, a hot slot's prepayment stays with the business (CX-2)", async () => {
  const { bookingId, byClient } = await paidBooking("hot");
  app.clock.set("2026-11-24T07:00:00Z");
  granted(await cancelBooking(app, { bookingId, by: byClient }));
  expect(await refunds(bookingId)).toEqual([]);
});

it("what the client was shown is what happens: if it became late meanwhile, nothing is cancelled", async () => {
  const { bookingId, byClient } = await paidBooking();
  const shown = granted(await previewCancellation(app, { bookingId, by: byClient }));
  app.clock.set("2026-11-23T21:00:01Z");
  expect(await cancelBooking(app, { bookingId, by: byClient, shown })).toMatchObject({
    refusal: "consequence_changed",
  });
  expect(await refunds(bookingId)).toEqual([]);
});

it("by the business everything comes back, whenever it is, and it needs a reason (CX-6)", async () => {
  const { bookingId, clientId } = await paidBooking("hot");
  app.clock.set("2026-11-24T08:59:00Z");
  expect(await cancelBooking(app, { bookingId, by: byBusiness(" ") })).toMatchObject({
    refusal: "reason_missing",
  });
  granted(await cancelBooking(app, { bookingId, by: byBusiness("заболел мастер") }));
  expect(await balance(clientId)).toBe(1_000);
  expect(await refunds(bookingId)).toEqual([50_000]);
});

it("twice it is cancelled once, and the client, whom the business cancelled, is told once", async () => {
  const { bookingId, clientId } = await paidBooking();
  granted(await cancelBooking(app, { bookingId, by: byBusiness("заболел мастер") }));
  granted(await cancelBooking(app, { bookingId, by: byBusiness("заболел мастер") }));
  expect(await balance(clientId)).toBe(1_000);
  expect(await refunds(bookingId)).toHaveLength(1);
  const told = sql`SELECT 1 FROM outbox WHERE booking_id = ${bookingId}::uuid AND kind = 'booking_cancelled'`;
  expect(await app.db.many(told)).toHaveLength(1);
});

it("CX-1, CX-6: cancelled by the other side already is refused with the moment, and nothing is written or told", async () => {
  const first = await paidBooking();
  granted(await cancelBooking(app, { bookingId: first.bookingId, by: first.byClient }));
  const endedAt = app.clock.now();
  app.clock.advance(60_000);
  const late = () => cancelBooking(app, { bookingId: first.bookingId, by: byBusiness("заболел мастер") });
  expect(await writingNothing(app, late)).toMatchObject({
    refusal: "cancelled_by_other",
    detail: { endedAt },
  });
  await writingNothing(app, async () =>
    granted(await cancelBooking(app, { bookingId: first.bookingId, by: first.byClient })),
  );
  const second = await paidBooking();
  granted(await cancelBooking(app, { bookingId: second.bookingId, by: byBusiness("заболел мастер") }));
  const own = () => cancelBooking(app, { bookingId: second.bookingId, by: second.byClient });
  expect(await refusedBy(app, own)).toBe("cancelled_by_other");
});

describe("CX-2, PY-7: money that was taken on the spot", () => {
  const atDesk = async (bookingId: string, amount = rubles(300)) => {
    const money = { paymentId: app.newId(), bookingId, amount, method: "cash", actor: OPERATOR } as const;
    return granted(await recordOnSpot(app, money));
  };

  it("is told to be handed back before and after, in time and late, and only a hot prepayment is kept", async () => {
    for (const [kind, at, kept] of [
      ["regular", "2026-11-23T12:00:00Z", 0],
      ["regular", "2026-11-23T21:00:01Z", 0],
      ["hot", "2026-11-23T21:00:01Z", 50_000],
    ] as const) {
      const { bookingId, byClient } = await paidBooking(kind);
      // Of a price that is paid in full nothing may be taken at the desk; staff gave some of it back before.
      const back = { requestId: app.newId(), bookingId, amount: rubles(300), reason: "так", actor: OPERATOR };
      if (kind === "regular") granted(await refundBooking(app, back));
      await atDesk(bookingId);
      app.clock.set(at);
      const shown = granted(await previewCancellation(app, { bookingId, by: byClient }));
      expect(shown).toMatchObject({ handedBack: 30_000, kept, droppedMove: undefined });
      const cancelled = granted(await cancelBooking(app, { bookingId, by: byClient, shown }));
      expect(cancelled).toMatchObject({ takenOnSpot: 30_000, paid: 30_000 + kept });
      expect(await endingOf(app.db, cancelled)).toMatchObject({ handedBack: 30_000, kept });
    }
  });
});

it("from the start on only staff cancel, and nobody cancels what is another's (CX-1)", async () => {
  const { bookingId, byClient } = await paidBooking();
  const stranger = { kind: "client", clientId: app.newId() } as const;
  expect(await cancelBooking(app, { bookingId, by: stranger })).toMatchObject({ refusal: "unknown_booking" });
  const booking = present(await findBooking(app.db, bookingId), "the booking");
  const step = { bookingId, clientId: byClient.clientId };
  app.clock.set("2026-11-24T08:59:59Z");
  expect(mayEnd(app, booking)).toBe(true);
  expect(granted(await beginMove(app, step)).id).toBe(bookingId);
  expect(await beginMove(app, { bookingId, clientId: app.newId() })).toMatchObject({
    refusal: "unknown_booking",
  });
  app.clock.set("2026-11-24T09:00:00Z");
  expect(mayEnd(app, booking)).toBe(false);
  expect(await beginMove(app, step)).toMatchObject({ refusal: "visit_began" });
  expect(await cancelBooking(app, { bookingId, by: byClient })).toMatchObject({ refusal: "visit_began" });
  granted(await cancelBooking(app, { bookingId, by: byBusiness("клиент попросил") }));
});

describe("CX-2, CX-5: what a late cancellation takes is what was shown, whatever the balance", () => {
  const debt = async (typed: "yes" | "no") =>
    granted(await changeSetting(app, { key: "penalty.allowDebt", typed, actor: OPERATOR }));

  it.each([
    { debt: "no", spent: 300, left: 0, penalty: 200, after: 100 },
    { debt: "no", spent: 200, left: 0, penalty: 200, after: 0 },
    { debt: "no", spent: 199, left: 0, penalty: 199, after: 0 },
    { debt: "no", spent: 100, left: 40, penalty: 140, after: 0 },
    { debt: "no", spent: 100, left: -40, penalty: 60, after: 0 },
    { debt: "no", spent: 100, left: -100, penalty: 0, after: 0 },
    { debt: "no", spent: 100, left: -250, penalty: 0, after: -150 },
    { debt: "no", spent: 0, left: 0, penalty: 0, after: 0 },
    { debt: "no", spent: 0, left: 150, penalty: 150, after: 0 },
    { debt: "yes", spent: 100, left: 0, penalty: 200, after: -100 },
    { debt: "yes", spent: 0, left: 0, penalty: 200, after: -200 },
  ] as const)("debt $debt: $spent points come back to $left, the penalty is $penalty", async (one) => {
    app.clock.set(START);
    await debt(one.debt);
    const { booking, client, byClient } = await makePaid(app, { points: one.spent });
    if (one.left !== 0) await givePoints(app, client.id, one.left);
    app.clock.set("2026-11-24T00:00:00Z");
    const asked = { bookingId: booking.id, by: byClient };
    const shown = granted(await previewCancellation(app, asked));
    expect(shown).toMatchObject({ isLate: true, pointsBack: one.spent, penalty: one.penalty });
    granted(await cancelBooking(app, { ...asked, shown }));

    const entries = (await entriesOf(app, booking.id)).filter(([kind]) => kind !== "redemption");
    expect(entries).toEqual([
      ...(shown.pointsBack > 0 ? [["redemption_return", shown.pointsBack]] : []),
      ...(shown.penalty > 0 ? [["penalty", -shown.penalty]] : []),
    ]);
    expect(await balance(client.id)).toBe(one.after);
    await debt("yes");
  });

  it("CX-5: what the client has left is the same whether the points were spent before or not", async () => {
    await debt("no");
    const leftOf = async (spent: number) => {
      app.clock.set(START);
      const { booking, client, byClient } = await makePaid(app, { points: spent });
      await givePoints(app, client.id, 150 - spent);
      app.clock.set("2026-11-24T00:00:00Z");
      granted(await cancelBooking(app, { bookingId: booking.id, by: byClient }));
      return balance(client.id);
    };
    expect([await leftOf(0), await leftOf(50), await leftOf(149)]).toEqual([0, 0, 0]);
    await debt("yes");
  });
});
