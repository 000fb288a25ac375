import { beforeEach, describe, expect, it } from "vitest";
import {
  choosePayment,
  choosePoints,
  confirmHold,
  findBooking,
  giveUpHold,
  holdSlot,
  pointsOffer,
} from "../../../src/core/booking/index.ts";
import { findSlot } from "../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { adjustPoints, balanceOf, listPointEntries } from "../../../src/core/loyalty/index.ts";
import { addStaff } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { makePayable, messagesOf } from "../../support/bank.ts";
import { refusedBy, writingNothing } from "../../support/footprint.ts";
import { makeBooking, makeHold, wish } from "../../support/hold.ts";
import { interrupted } from "../../support/interruption.ts";
import { givePoints, granted, makeClient, makeSlot, makeSpecialist } from "../../support/make.ts";

const app = await testAppWithBank();
const DAYS_14_MS = 14 * 24 * 3_600_000;
beforeEach(() => app.clock.set(START));

const pointsOf = async (clientId: string) => {
  const { balance, held, available } = await balanceOf(app.db, { clientId, now: app.clock.now() });
  return { balance, held, available };
};
/** A hold at 2 000 ₽ of a client with so many points. */
async function heldWith(points: number, over: Parameters<typeof makeHold>[1] = {}) {
  const held = await makeHold(app, over);
  await givePoints(app, held.client.id, points);
  return held;
}

describe("points for a hold", () => {
  it("are set aside, changed, and taken back; the amount by card follows (PT-3)", async () => {
    const { hold, client } = await heldWith(1_500);
    expect(granted(await pointsOffer(app, hold))).toMatchObject({
      max: 1_000,
      why: undefined,
      balance: 1_500,
      held: 0,
    });
    expect(granted(await choosePoints(app, { ...hold, points: 1_000 }))).toMatchObject({
      points: 1_000,
      payNow: 100_000,
    });
    expect(await pointsOf(client.id)).toEqual({ balance: 1_500, held: 1_000, available: 500 });
    await writingNothing(app, () => choosePoints(app, { ...hold, points: 1_000 }));
    expect(granted(await pointsOffer(app, hold)).max).toBe(1_000);

    expect(granted(await choosePoints(app, { ...hold, points: 1 })).payNow).toBe(199_900);
    expect(granted(await choosePoints(app, { ...hold, points: 0 })).payNow).toBe(200_000);
    expect(await pointsOf(client.id)).toEqual({ balance: 1_500, held: 0, available: 1_500 });
    expect(granted(await choosePoints(app, { ...hold, points: 700 })).points).toBe(700);
  });

  it("above the limit are refused, whatever stands in their way", async () => {
    const { hold } = await heldWith(1_500);
    for (const points of [1_001, -1, 0.5, Number.NaN, 2 ** 53])
      expect(await refusedBy(app, () => choosePoints(app, { ...hold, points }))).toBe("points_above_limit");
    const poor = await makeHold(app);
    expect(granted(await pointsOffer(app, poor.hold))).toMatchObject({ max: 0, why: "no_points" });
    expect(await refusedBy(app, () => choosePoints(app, { ...poor.hold, points: 1 }))).toBe(
      "points_above_limit",
    );
  });

  it("leave a hot start's prepayment to the card (PT-1)", async () => {
    const { hold } = await heldWith(5_000, { kind: "hot", service: { price: kopecks(100_000) } });
    expect(granted(await pointsOffer(app, hold)).max).toBe(300);
    expect(granted(await choosePoints(app, { ...hold, points: 300 }))).toMatchObject({
      payNow: 50_000,
      onSpot: 0,
    });
  });

  it("may be redeemed once in 14 days from the hold, to the second; given back they never were (PT-2)", async () => {
    const { hold, client, service, specialist } = await heldWith(5_000, { service: { policy: "onSite" } });
    granted(await choosePoints(app, { ...hold, points: 100 }));
    granted(await confirmHold(app, hold));
    const slot = await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-12-20T09:00:00Z" });
    const asked = wish(app, { client, service, specialist, slot });
    const possibleAt = new Date(app.clock.now().getTime() + DAYS_14_MS);
    app.clock.set(new Date(possibleAt.getTime() - 1_000));
    granted(await holdSlot(app, asked));
    expect(granted(await pointsOffer(app, asked))).toMatchObject({ max: 0, why: "too_soon", possibleAt });
    const refused = await writingNothing(app, () => choosePoints(app, { ...asked, points: 1 }));
    expect(refused).toMatchObject({ refusal: "points_too_soon", detail: { possibleAt } });
    expect((await balanceOf(app.db, { clientId: client.id, now: app.clock.now() })).nextRedemptionAt).toEqual(
      possibleAt,
    );

    app.clock.advance(1_000);
    granted(await choosePoints(app, { ...asked, points: 1 }));
    granted(await giveUpHold(app, asked));
    expect(
      (await balanceOf(app.db, { clientId: client.id, now: app.clock.now() })).nextRedemptionAt,
    ).toBeUndefined();
  });

  it("become a redemption when the booking is confirmed, even when a penalty took the balance below it meanwhile (PT-3)", async () => {
    const { hold, client } = await heldWith(300, { service: { policy: "onSite" } });
    granted(await choosePoints(app, { ...hold, points: 300 }));
    const penalty = {
      entryId: app.newId(),
      clientId: client.id,
      points: -200,
      mayOwe: true,
      reason: "Штраф",
      actor: OPERATOR,
    };
    granted(await adjustPoints(app, penalty));
    granted(await confirmHold(app, hold));
    await writingNothing(app, () => confirmHold(app, hold));
    expect(await pointsOf(client.id)).toEqual({ balance: -200, held: 0, available: -200 });
    const entries = await listPointEntries(app.db, { clientId: client.id, rowsMax: 10, offset: 0 });
    expect(entries.filter(({ kind }) => kind === "redemption")).toHaveLength(1);
  });

  it("abandon the open payment, whose amount was another", async () => {
    const { hold, client } = await makePayable(app);
    await givePoints(app, client.id, 100);
    granted(await choosePoints(app, { ...hold, points: 100 }));
    expect((await findBooking(app.db, hold.bookingId))?.openPayment).toBeUndefined();
  });

  it("interrupted are neither set aside nor planned", async () => {
    const { hold } = await heldWith(500);
    await writingNothing(app, async () => {
      await interrupted(app, /UPDATE bookings SET points/, (dying) =>
        choosePoints(dying, { ...hold, points: 5 }),
      );
      await interrupted(app, /UPDATE payments/, (dying) => choosePoints(dying, { ...hold, points: 5 }));
    });
  });
});

describe("a hot start", () => {
  it("is paid by its prepayment, or at once if the client prefers, and back", async () => {
    const { hold, booking } = await makeHold(app, { kind: "hot" });
    expect(booking).toMatchObject({ policy: "hot", price: 160_000, payNow: 50_000, onSpot: 110_000 });
    expect(granted(await choosePayment(app, { ...hold, choice: "all" }))).toMatchObject({
      payNow: 160_000,
      onSpot: 0,
    });
    await writingNothing(app, () => choosePayment(app, { ...hold, choice: "all" }));
    expect(granted(await choosePayment(app, { ...hold, choice: "prepayment" })).payNow).toBe(50_000);
  });

  it("is the only one with a choice", async () => {
    const { hold } = await makeHold(app);
    await writingNothing(app, () => choosePayment(app, { ...hold, choice: "all" }));
  });

  it("interrupted keeps the choice it had", async () => {
    const { hold } = await makeHold(app, { kind: "hot" });
    await writingNothing(app, () =>
      interrupted(app, /COMMIT/, (dying) => choosePayment(dying, { ...hold, choice: "all" })),
    );
  });
});

describe("a hold with nothing to pay now", () => {
  it("is confirmed at once; the client, the specialist and those who run the business are told once", async () => {
    const specialist = await makeSpecialist(app);
    const person = { actor: OPERATOR, name: "Мария" };
    granted(
      await addStaff(app, { ...person, role: "specialist", telegramId: 401, specialistId: specialist.id }),
    );
    const { hold, slot, booking } = await makeBooking(app);
    expect(booking).toMatchObject({
      state: "confirmed",
      confirmedAt: app.clock.now(),
      heldUntil: undefined,
      onSpot: 200_000,
    });
    expect((await findSlot(app.db, slot.id))?.bookingId).toBe(booking.id);
    expect(await messagesOf(app, booking.id)).toEqual(["booking_confirmed"]);
    await writingNothing(app, () => confirmHold(app, hold));

    granted(await addStaff(app, { ...person, role: "owner", telegramId: 402 }));
    const next = await makeBooking(app);
    expect(await messagesOf(app, next.booking.id)).toEqual(["booking_confirmed", "staff_new_booking"]);
  });

  it("interrupted before its message was promised is still held", async () => {
    const { hold } = await heldWith(500, { service: { policy: "onSite" } });
    granted(await choosePoints(app, { ...hold, points: 200 }));
    await writingNothing(app, () =>
      interrupted(app, /INSERT INTO outbox/, (dying) => confirmHold(dying, hold)),
    );
  });

  it("is not one that is to be paid for", async () => {
    const { hold } = await makeHold(app);
    expect(await refusedBy(app, () => confirmHold(app, hold))).toBe("payment_needed");
  });
});

describe("giving up", () => {
  it("frees slots and points at once; twice is once, and the client gets no message for it", async () => {
    const { hold, slot, client } = await heldWith(500);
    granted(await choosePoints(app, { ...hold, points: 500 }));
    expect(granted(await giveUpHold(app, hold))).toMatchObject({ state: "expired", endedReason: "given_up" });
    await writingNothing(app, () => giveUpHold(app, hold));
    expect((await findSlot(app.db, slot.id))?.bookingId).toBeUndefined();
    expect(await pointsOf(client.id)).toEqual({ balance: 500, held: 0, available: 500 });
    expect(await messagesOf(app, hold.bookingId)).toEqual([]);
  });

  it("interrupted gives nothing up", async () => {
    const { hold } = await makePayable(app);
    await writingNothing(app, () => interrupted(app, /UPDATE payments/, (dying) => giveUpHold(dying, hold)));
  });
});

describe("a hold that is over, or another client's, or none", () => {
  const uses = {
    choosePoints: (hold: { bookingId: string; clientId: string }) =>
      choosePoints(app, { ...hold, points: 1 }),
    choosePayment: (hold: { bookingId: string; clientId: string }) =>
      choosePayment(app, { ...hold, choice: "all" }),
    confirmHold: (hold: { bookingId: string; clientId: string }) => confirmHold(app, hold),
    giveUpHold: (hold: { bookingId: string; clientId: string }) => giveUpHold(app, hold),
  };
  it.each(Object.entries(uses))("refuses %s", async (name, use) => {
    const { hold } = await makeHold(app, { kind: "hot" });
    const { id: stranger } = await makeClient(app);
    expect(await refusedBy(app, () => use({ ...hold, clientId: stranger }))).toBe("unknown_booking");
    expect(await refusedBy(app, () => use({ ...hold, bookingId: app.newId() }))).toBe("unknown_booking");
    app.clock.advance(15 * 60_000);
    if (name !== "giveUpHold") expect(await refusedBy(app, () => use(hold))).toBe("hold_over");
    await app.db.run(
      sql`UPDATE bookings SET state = 'expired', ended_at = now(), ended_reason = 'unpaid' WHERE id = ${hold.bookingId}::uuid`,
    );
    expect(await refusedBy(app, () => use(hold))).toBe("hold_over");
  });

  it("has no offer of points to another client", async () => {
    const { hold } = await makeHold(app);
    const { id: clientId } = await makeClient(app);
    expect(await refusedBy(app, () => pointsOffer(app, { ...hold, clientId }))).toBe("unknown_booking");
  });
});
