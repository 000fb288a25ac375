import { beforeEach, describe, expect, it } from "vitest";
import {
  cancelBooking,
  checkPayment,
  confirmHold,
  findBooking,
  giveUpHold,
  markVisit,
  openPayment,
  previewCancellation,
  rescheduleBooking,
} from "../../../src/core/booking/index.ts";
import { moveSlot } from "../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { present } from "../../../src/core/kernel/invariant.ts";
import type { PaymentProvider } from "../../../src/core/payments/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { alignClocks, atBank, messagesOf, payAtBank, providerIdOf, settleAll } from "../../support/bank.ts";
import { refusalOf, refusedBy } from "../../support/footprint.ts";
import { granted, makeClient } from "../../support/make.ts";
import {
  balance,
  byBusiness,
  claimsOf,
  expectUntouched,
  expireAll,
  HOT_NEXT_DAY,
  makePaid,
  makeReplacing,
  NEXT_DAY,
  type Paid,
  standingOf,
  wishMove,
} from "../../support/move.ts";

const app = await testAppWithBank();
await alignClocks(app);
beforeEach(() => app.clock.set(START));
const now = () => app.clock.now();

describe("CX-7: until the new one is confirmed the old one is untouched", () => {
  it("when it expires, is given up, or the card is declined", async () => {
    const paid = await makePaid(app);
    const { replacing } = await makeReplacing(app, paid, HOT_NEXT_DAY);
    await expireAll(app);
    expect(await standingOf(app, replacing.id)).toEqual(["expired", "unpaid", 0]);
    await expectUntouched(app, paid);
    const next = await makeReplacing(app, paid, { startsAt: "2026-11-26T09:00:00Z", kind: "hot" });
    granted(await openPayment(app, { ...next.hold, method: "bank_card" }));
    await payAtBank(app, await providerIdOf(app, next.replacing.id), "5555555555554600");
    granted(await checkPayment(app, next.hold));
    expect((await findBooking(app.db, next.replacing.id))?.state).toBe("held");
    granted(await giveUpHold(app, next.hold));
    await expectUntouched(app, paid);
  });

  it("cancelling the old one gives it up, and money that still comes for it goes back", async () => {
    for (const by of ["client", "business"] as const) {
      const paid = await makePaid(app);
      const { hold } = await makeReplacing(app, paid, HOT_NEXT_DAY);
      granted(await openPayment(app, { ...hold, method: "bank_card" }));
      const providerId = await providerIdOf(app, hold.bookingId);
      const ended = { bookingId: paid.booking.id, by: by === "client" ? paid.byClient : byBusiness() };
      expect(granted(await previewCancellation(app, ended)).droppedMove).toMatchObject({
        startsAt: new Date(NEXT_DAY),
      });
      granted(await cancelBooking(app, ended));
      const told = sql`SELECT payload->>'droppedMoveStartsAtMs' AS ms FROM outbox
        WHERE booking_id = ${paid.booking.id}::uuid AND kind = 'booking_cancelled'`;
      expect(await app.db.many(told)).toEqual(
        by === "client" ? [] : [{ ms: String(new Date(NEXT_DAY).getTime()) }],
      );
      expect(await standingOf(app, hold.bookingId)).toEqual(["expired", "given_up", 0]);
      await payAtBank(app, providerId);
      await settleAll(app);
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
    await settleAll(app);
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

    await settleAll(app);
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
    await expireAll(app);
    await meanwhile(one);
    await payAtBank(app, providerId);
    await settleAll(app);
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
