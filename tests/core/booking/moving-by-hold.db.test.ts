import { beforeEach, describe, expect, it } from "vitest";
import {
  cancelBooking,
  checkPayment,
  choosePoints,
  confirmHold,
  expireHolds,
  findBooking,
  giveUpHold,
  holdSlot,
  markVisit,
  openPayment,
  pointsOffer,
  previewHeldMove,
  previewReschedule,
  reconcilePayments,
  rescheduleBooking,
  sendDueRefunds,
} from "../../../src/core/booking/index.ts";
import { moveSlot } from "../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { present } from "../../../src/core/kernel/invariant.ts";
import { percent } from "../../../src/core/kernel/money.ts";
import { balanceOf, listPointEntries } from "../../../src/core/loyalty/index.ts";
import type { PaymentProvider } from "../../../src/core/payments/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { alignClocks, atBank, messagesOf, pass, payAtBank, providerIdOf } from "../../support/bank.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { wish } from "../../support/hold.ts";
import { givePoints, granted, makeClient, makeService, makeSituation, makeSlot } from "../../support/make.ts";
import {
  balance,
  byBusiness,
  claimsOf,
  HOT_NEXT_DAY,
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

const app = await testAppWithBank();
await alignClocks(app);
beforeEach(() => app.clock.set(START));

const LATE = "2026-11-23T21:00:01Z";
const now = () => app.clock.now();

async function settleAll() {
  await app.db.run(sql`UPDATE payments SET next_check_at = ${now()} WHERE next_check_at IS NOT NULL`);
  await reconcilePayments(app);
  await sendDueRefunds(app);
}
const expire = async () => {
  await pass(app, 15 * 60);
  await expireHolds(app);
};
const untouched = async (paid: Paid) => {
  expect(await standingOf(app, paid.booking.id)).toEqual(["confirmed", null, paid.booking.paid]);
  expect(await claimsOf(app, paid.booking.id)).toEqual([paid.slot.id]);
};

describe("CX-7: a move that changes the price is a new hold", () => {
  it("cheaper: the new one is paid, then the old one's money comes back whole", async () => {
    const paid = await makePaid(app);
    const { replacing, hold, asked } = await makeReplacing(app, paid, HOT_NEXT_DAY);
    expect(replacing).toMatchObject({
      state: "held",
      price: 160_000,
      payNow: 50_000,
      replacesId: paid.booking.id,
    });
    await untouched(paid);
    expect(await claimsOf(app, replacing.id)).toEqual([asked.slotId]);

    expect(await settled(app, hold)).toMatchObject({ state: "confirmed", paid: 50_000 });
    expect(await standingOf(app, paid.booking.id)).toEqual(["moved", "moved", 0]);
    expect(await refundsOf(app, paid.booking.id)).toEqual([200_000]);
    expect(await claimsOf(app, paid.booking.id)).toEqual([]);
    expect(await claimsOf(app, replacing.id)).toEqual([asked.slotId]);
    expect(await messagesOf(app, replacing.id)).toEqual(["booking_confirmed"]);
  });

  it("dearer: likewise, and confirmed at once when nothing is to be paid now", async () => {
    const paid = await makePaid(app, { service: { policy: "onSite" } });
    await app.db.run(sql`UPDATE services SET price_kopecks = 250000 WHERE id = ${paid.service.id}::uuid`);
    const { replacing, hold } = await makeReplacing(app, paid, NEXT_DAY);
    expect(replacing).toMatchObject({ state: "held", price: 250_000, payNow: 0 });
    expect(granted(await confirmHold(app, hold)).state).toBe("confirmed");
    expect(granted(await writingNothing(app, () => confirmHold(app, hold))).state).toBe("confirmed");
    expect(await standingOf(app, paid.booking.id)).toEqual(["moved", "moved", 0]);
  });

  it("to another service, in the same slots even", async () => {
    const paid = await makePaid(app);
    const other = await makeService(app, { durationMinutes: 30 });
    await app.db.run(
      sql`INSERT INTO specialist_services (specialist_id, service_id) VALUES (${paid.specialist.id}::uuid, ${other.id}::uuid)`,
    );
    const input = {
      bookingId: app.newId(),
      replacesId: paid.booking.id,
      serviceId: other.id,
      slotId: paid.slot.id,
    };
    const replacing = granted(await rescheduleBooking(app, { ...input, by: paid.byClient }));
    expect(replacing.state).toBe("held");
    await untouched(paid);
    expect(await claimsOf(app, replacing.id), "the slot stays the old one's").toEqual([]);
    await settled(app, { bookingId: replacing.id, clientId: paid.client.id });
    expect(await claimsOf(app, replacing.id)).toEqual([paid.slot.id]);
  });

  it("pressed twice, by another id too, there is one hold; another start gives it up", async () => {
    const paid = await makePaid(app);
    const { replacing, asked } = await makeReplacing(app, paid, HOT_NEXT_DAY);
    const again = await writingNothing(app, () =>
      rescheduleBooking(app, { ...asked, bookingId: app.newId() }),
    );
    expect(granted(again).id).toBe(replacing.id);
    const other = await makeReplacing(app, paid, { startsAt: "2026-11-26T09:00:00Z", kind: "hot" });
    expect(await standingOf(app, replacing.id)).toEqual(["expired", "given_up", 0]);
    expect(other.replacing.state).toBe("held");
    const asNew = wish(app, { ...(await makeSituation(app)), client: paid.client });
    const another = { ...asNew, slotId: other.asked.slotId, serviceId: paid.service.id };
    expect(granted(await holdSlot(app, another)).replacesId, "a booking of its own").toBeUndefined();
    expect(await standingOf(app, other.replacing.id)).toEqual(["expired", "given_up", 0]);
    await untouched(paid);
  });
});

describe("CX-7: what giving the old one up costs", () => {
  it("late: a penalty, judged when the new hold was made, and shown before (CX-2)", async () => {
    const paid = await makePaid(app, { points: 300 });
    app.clock.set(LATE);
    const asked = await wishMove(app, paid, NEXT_DAY);
    const shown = granted(await previewReschedule(app, asked));
    expect(shown).toMatchObject({
      isAtOnce: false,
      isLate: true,
      refund: 170_000,
      kept: 0,
      pointsBack: 0,
      penalty: 200,
      points: 300,
    });
    const hold = granted(await rescheduleBooking(app, { ...asked, shown }));
    const { isLate, refund, kept, pointsBack, penalty } = shown;
    expect(await previewHeldMove(app.db, hold)).toEqual({ isLate, refund, kept, pointsBack, penalty });
    await alignClocks(app);
    await settled(app, { bookingId: hold.id, clientId: paid.client.id });
    expect(await standingOf(app, paid.booking.id)).toEqual(["moved", "moved_late", 0]);
    expect(await refundsOf(app, paid.booking.id)).toEqual([170_000]);
    const entries = await listPointEntries(app.db, { clientId: paid.client.id, rowsMax: 9, offset: 0 });
    expect(entries.map((entry) => [entry.kind, entry.points, entry.bookingNumber])).toEqual([
      ["penalty", -200, paid.booking.number],
      ["redemption", -300, hold.number],
      ["redemption_return", 300, paid.booking.number],
      ["redemption", -300, paid.booking.number],
      ["adjustment", 300, undefined],
    ]);
  });

  it("made in time and paid when it is late by then, it is in time", async () => {
    const paid = await makePaid(app);
    app.clock.set("2026-11-23T21:00:00Z");
    const { replacing, hold } = await makeReplacing(app, paid, HOT_NEXT_DAY);
    app.clock.advance(60_000);
    await alignClocks(app);
    expect(await previewHeldMove(app.db, replacing)).toMatchObject({ isLate: false, penalty: 0 });
    await settled(app, hold);
    expect(await previewHeldMove(app.db, replacing), "nothing stands any more").toBeUndefined();
    expect(await standingOf(app, paid.booking.id)).toEqual(["moved", "moved", 0]);
    expect(await balance(app, paid.client.id)).toEqual([0, 0]);
  });

  it("late, a hot one keeps its prepayment; what was paid beyond comes back (CX-2)", async () => {
    const paid = await makePaid(app, { kind: "hot" });
    app.clock.set(LATE);
    const { replacing, hold } = await makeReplacing(app, paid, NEXT_DAY);
    expect(await previewHeldMove(app.db, replacing)).toMatchObject({ refund: 0, kept: 50_000, penalty: 160 });
    await settled(app, hold);
    expect(await standingOf(app, paid.booking.id)).toEqual(["moved", "moved_late", 50_000]);
    expect(await refundsOf(app, paid.booking.id)).toEqual([]);
    const told = await app.db.first<{ payload: Record<string, unknown> }>(
      sql`SELECT payload FROM outbox WHERE booking_id = ${hold.bookingId}::uuid AND kind = 'booking_confirmed'`,
    );
    expect(told?.payload).toMatchObject({
      isLate: true,
      keptKopecks: 50_000,
      refundKopecks: 0,
      penalty: 160,
    });
  });

  it("where debts are not made, the penalty leaves the points that the new one spends (CX-5)", async () => {
    granted(await changeSetting(app, { key: "penalty.allowDebt", typed: "no", actor: OPERATOR }));
    const paid = await makePaid(app, { points: 300 });
    app.clock.set(LATE);
    const { hold } = await makeReplacing(app, paid, NEXT_DAY);
    await settled(app, hold);
    expect(await balance(app, paid.client.id)).toEqual([0, 0]);
    granted(await changeSetting(app, { key: "penalty.allowDebt", typed: "yes", actor: OPERATOR }));
  });
});

describe("CX-7, PT-3: points of a replacing hold", () => {
  it("are the old one's: nothing is set aside twice, and the rest of the client's may be added", async () => {
    const paid = await makePaid(app, { points: 500 });
    await givePoints(app, paid.client.id, 200);
    const { replacing, hold } = await makeReplacing(app, paid, HOT_NEXT_DAY);
    expect([replacing.points, replacing.payNow, replacing.onSpot]).toEqual([500, 50_000, 60_000]);
    expect(await balance(app, paid.client.id)).toEqual([200, 200]);
    expect(granted(await pointsOffer(app, hold))).toMatchObject({ max: 700, why: undefined, balance: 700 });

    granted(await choosePoints(app, { ...hold, points: 600 }));
    expect(await balance(app, paid.client.id)).toEqual([200, 100]);
    granted(await choosePoints(app, { ...hold, points: 400 }));
    expect(await balance(app, paid.client.id)).toEqual([200, 200]);
    await settled(app, hold);
    expect(await balance(app, paid.client.id)).toEqual([300, 300]);
  });

  it("more of them than before is a redemption of now, no more than before is the one of then (PT-2)", async () => {
    const paid = await makePaid(app, { points: 500 });
    await givePoints(app, paid.client.id, 200);
    const { hold } = await makeReplacing(app, paid, HOT_NEXT_DAY);
    const nextAt = async () =>
      (await balanceOf(app.db, { clientId: paid.client.id, now: now() })).nextRedemptionAt;
    expect(await nextAt()).toEqual(new Date("2026-12-07T09:00:00Z"));
    granted(await choosePoints(app, { ...hold, points: 501 }));
    expect(await nextAt()).toEqual(new Date("2026-12-07T10:00:00Z"));
    granted(await choosePoints(app, { ...hold, points: 500 }));
    expect(await nextAt()).toEqual(new Date("2026-12-07T09:00:00Z"));
  });

  it("no more of them go along than the new price takes, and the rest comes back (PT-1)", async () => {
    const paid = await makePaid(app, { points: 1_000 });
    const { replacing, hold } = await makeReplacing(app, paid, {
      ...HOT_NEXT_DAY,
      discountPercent: percent(60),
    });
    expect([replacing.price, replacing.points]).toEqual([80_000, 300]);
    await settled(app, hold);
    expect(await balance(app, paid.client.id)).toEqual([700, 700]);
  });

  it("are free again when it expires, and the old one's stay spent", async () => {
    const paid = await makePaid(app, { points: 500 });
    await makeReplacing(app, paid, HOT_NEXT_DAY);
    await expire();
    expect(await balance(app, paid.client.id)).toEqual([0, 0]);
    await untouched(paid);
  });
});

describe("CX-7: until the new one is confirmed the old one is untouched", () => {
  it("when it expires, is given up, or the card is declined", async () => {
    const paid = await makePaid(app);
    const { replacing } = await makeReplacing(app, paid, HOT_NEXT_DAY);
    await expire();
    expect(await standingOf(app, replacing.id)).toEqual(["expired", "unpaid", 0]);
    await untouched(paid);
    const next = await makeReplacing(app, paid, { startsAt: "2026-11-26T09:00:00Z", kind: "hot" });
    granted(await openPayment(app, { ...next.hold, method: "bank_card" }));
    await payAtBank(app, await providerIdOf(app, next.replacing.id), "5555555555554600");
    granted(await checkPayment(app, next.hold));
    expect((await findBooking(app.db, next.replacing.id))?.state).toBe("held");
    granted(await giveUpHold(app, next.hold));
    await untouched(paid);
  });

  it("cancelling the old one gives it up, and money that still comes for it goes back", async () => {
    for (const by of ["client", "business"] as const) {
      const paid = await makePaid(app);
      const { hold } = await makeReplacing(app, paid, HOT_NEXT_DAY);
      granted(await openPayment(app, { ...hold, method: "bank_card" }));
      const providerId = await providerIdOf(app, hold.bookingId);
      granted(
        await cancelBooking(app, {
          bookingId: paid.booking.id,
          by: by === "client" ? paid.byClient : byBusiness(),
        }),
      );
      expect(await standingOf(app, hold.bookingId)).toEqual(["expired", "given_up", 0]);
      await payAtBank(app, providerId);
      await settleAll();
      expect(await atBank(app, providerId)).toEqual({ status: "canceled", kept: 0 });
      app.clock.set(START);
    }
  });

  it("should it ever end without that, the hold is over too: nothing is confirmed, its money goes back", async () => {
    const end = (paid: Paid) =>
      app.db.run(sql`
        UPDATE bookings SET state = 'cancelled', ended_at = ${now()}, ended_reason = 'client' WHERE id = ${paid.booking.id}::uuid`);
    const unpaid = await makePaid(app, { service: { policy: "onSite" } });
    await app.db.run(sql`UPDATE services SET price_kopecks = 250000 WHERE id = ${unpaid.service.id}::uuid`);
    const free = await makeReplacing(app, unpaid, NEXT_DAY);
    await end(unpaid);
    expect(await refusedBy(app, () => confirmHold(app, free.hold))).toBe("hold_over");

    app.clock.set(START);
    const paid = await makePaid(app);
    const { hold } = await makeReplacing(app, paid, HOT_NEXT_DAY);
    granted(await openPayment(app, { ...hold, method: "bank_card" }));
    const providerId = await providerIdOf(app, hold.bookingId);
    await end(paid);
    await payAtBank(app, providerId);
    granted(await checkPayment(app, hold));
    await settleAll();
    expect(await standingOf(app, hold.bookingId)).toEqual(["expired", "given_up", 0]);
    expect(await atBank(app, providerId)).toEqual({ status: "canceled", kept: 0 });
    expect(await messagesOf(app, hold.bookingId)).toEqual(["payment_returned"]);
  });

  it("so does marking its visit", async () => {
    const paid = await makePaid(app);
    app.clock.set("2026-11-24T08:59:00Z");
    const { hold } = await makeReplacing(app, paid, HOT_NEXT_DAY);
    app.clock.set("2026-11-24T09:00:00Z");
    granted(await markVisit(app, { bookingId: paid.booking.id, mark: "completed", actor: OPERATOR }));
    expect(await standingOf(app, hold.bookingId)).toEqual(["expired", "given_up", 0]);
  });

  it("while the bank confirms the new one, nothing is done to the old one", async () => {
    const paid = await makePaid(app);
    app.clock.set("2026-11-24T08:59:00Z");
    await alignClocks(app);
    const { hold, asked } = await makeReplacing(app, paid, HOT_NEXT_DAY);
    granted(await openPayment(app, { ...hold, method: "bank_card" }));
    await payAtBank(app, await providerIdOf(app, hold.bookingId));
    const silent: PaymentProvider = {
      ...present(app.payments, "the gateway"),
      capturePayment: async () => ({
        outcome: "unknown",
        reason: "silence",

        retryAfterMs: undefined,
      }),
    };
    await checkPayment({ ...app, payments: silent }, hold);
    expect((await findBooking(app.db, hold.bookingId))?.state).toBe("confirming");

    const elsewhere = await wishMove(app, paid, "2026-11-26T09:00:00Z");
    const { id: bookingId } = paid.booking;
    const attempts = [
      () => cancelBooking(app, { bookingId, by: paid.byClient }),
      () => cancelBooking(app, { bookingId, by: byBusiness() }),
      () => rescheduleBooking(app, elsewhere),
      () => rescheduleBooking(app, { ...elsewhere, by: byBusiness() }),
      () => rescheduleBooking(app, { ...asked, bookingId: app.newId() }),
    ];
    for (const attempt of attempts) expect(await refusedBy(app, attempt)).toBe("payment_being_confirmed");
    app.clock.set("2026-11-24T09:00:00Z");
    const marked = markVisit(app, { bookingId, mark: "completed", actor: OPERATOR });
    expect(refusalOf(await marked)).toBe("payment_being_confirmed");

    await settleAll();
    expect(await standingOf(app, hold.bookingId)).toEqual(["confirmed", null, 50_000]);
    expect((await findBooking(app.db, bookingId))?.state).toBe("moved");
  });
});

describe("CX-7, PY-3: money for a replacing hold that expired", () => {
  /** The hold by which a visit was being moved, whose money comes after it expired and something happened meanwhile. */
  async function paidLate(
    meanwhile: (one: Awaited<ReturnType<typeof makeReplacing>>) => Promise<unknown>,
    over: Parameters<typeof makePaid>[1] = {},
  ) {
    const one = await makeReplacing(app, await makePaid(app, over), HOT_NEXT_DAY);
    granted(await openPayment(app, { ...one.hold, method: "bank_card" }));
    const providerId = await providerIdOf(app, one.hold.bookingId);
    await expire();
    await meanwhile(one);
    await payAtBank(app, providerId);
    await settleAll();
    return { ...one, providerId };
  }

  it("makes the move after all, with its points, while everything is as it was", async () => {
    const { hold, booking, client } = await paidLate(async () => undefined, { points: 500 });
    expect(await standingOf(app, hold.bookingId)).toEqual(["confirmed", null, 50_000]);
    expect(await standingOf(app, booking.id)).toEqual(["moved", "moved", 0]);
    expect(await balance(app, client.id)).toEqual([0, 0]);
  });

  it("with the friend's discount that the old one carries", async () => {
    const inviter = await makeClient(app);
    granted(await changeSetting(app, { key: "discounts.stacking", typed: "sum", actor: OPERATOR }));
    const { hold, replacing } = await paidLate(async () => undefined, { inviteCode: inviter.referralCode });
    granted(await changeSetting(app, { key: "discounts.stacking", typed: "best", actor: OPERATOR }));
    expect(replacing.hasFriendDiscount).toBe(true);
    expect((await standingOf(app, hold.bookingId))[0]).toBe("confirmed");
  });

  it.each<[string, (one: Awaited<ReturnType<typeof makeReplacing>>) => Promise<unknown>]>([
    [
      "the old one was cancelled",
      ({ booking, byClient: by }) => cancelBooking(app, { bookingId: booking.id, by }),
    ],
    [
      "the old one was moved elsewhere",
      async (one) => rescheduleBooking(app, await wishMove(app, one, "2026-11-26T09:00:00Z")),
    ],
    [
      "it is being moved elsewhere",
      (one) => makeReplacing(app, one, { startsAt: "2026-11-26T09:00:00Z", kind: "hot" }),
    ],
    [
      "the new slot was moved",
      ({ asked }) =>
        moveSlot(app, {
          slotId: asked.slotId,
          startsAt: new Date("2026-11-27T09:00:00Z"),
          endsAt: new Date("2026-11-27T10:00:00Z"),
          actor: OPERATOR,
        }),
    ],
    ["the old visit began", async () => app.clock.set("2026-11-24T09:00:00Z")],
  ])("goes back when meanwhile %s", async (_, meanwhile) => {
    const { hold, providerId, booking } = await paidLate(meanwhile);
    expect(await standingOf(app, hold.bookingId)).toEqual(["expired", "unpaid", 0]);
    expect((await atBank(app, providerId)).kept).toBe(0);
    expect(await messagesOf(app, hold.bookingId)).toContain("payment_too_late");
    expect(await claimsOf(app, hold.bookingId)).toEqual([]);
    expect((await findBooking(app.db, booking.id))?.state).toMatch(/confirmed|cancelled|moved/);
  });
});

it("EP-2: moving neither earns nor loses what a quick rebooking brings: the first booking's moment counts", async () => {
  const service = { policy: "onSite" } as const;
  const situation = await makeSituation(app, { service });
  const { client, specialist } = situation;
  const byClient = { kind: "client", clientId: client.id } as const;
  const bookAt = async (startsAt: string) => {
    const slot = await makeSlot(app, { specialistId: specialist.id, startsAt });
    const asked = wish(app, { ...situation, slot });
    granted(await holdSlot(app, asked));
    return { ...situation, byClient, booking: granted(await confirmHold(app, asked)) };
  };
  const complete = async (bookingId: string, at: string) => {
    app.clock.set(at);
    granted(await markVisit(app, { bookingId, mark: "completed", actor: OPERATOR }));
    const entries = await listPointEntries(app.db, { clientId: client.id, rowsMax: 2, offset: 0 });
    return entries.map(({ kind, bookingNumber }) => [kind, bookingNumber]);
  };
  const before = await bookAt("2026-12-10T09:00:00Z");
  await complete((await bookAt("2026-11-24T12:00:00Z")).booking.id, "2026-11-24T13:00:00Z");
  const quick = await bookAt("2026-12-01T09:00:00Z");
  app.clock.set("2026-11-29T09:00:00Z");
  const early = await makeMoved(app, before, "2026-12-04T09:00:00Z");
  const first = await makeMoved(app, quick, "2026-12-02T09:00:00Z");
  app.clock.set("2026-12-01T15:00:00Z");
  const second = await makeMoved(app, { ...quick, booking: first }, "2026-12-03T09:00:00Z");
  expect(await complete(second.id, "2026-12-03T10:00:00Z")).toEqual([
    ["rebook", second.number],
    ["accrual", second.number],
  ]);
  expect(await complete(early.id, "2026-12-04T10:00:00Z"), "booked before the visit it follows").toEqual([
    ["accrual", early.number],
    ["rebook", second.number],
  ]);
});
