import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import {
  checkPayment,
  choosePoints,
  confirmHold,
  expireHolds,
  findBooking,
  giveUpHold,
  holdSlot,
  openPayment,
  reconcilePayments,
} from "../../../src/core/booking/index.ts";
import { findSlot, moveSlot } from "../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { adjustPoints, balanceOf } from "../../../src/core/loyalty/index.ts";
import type { PaymentProvider } from "../../../src/core/payments/index.ts";
import { addStaff } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import {
  alignClocks,
  atBank,
  makePayable,
  messagesOf,
  pass,
  payAtBank,
  payBySbp,
  providerIdOf,
  repeatedUnderNewKeys,
  settleAll,
} from "../../support/bank.ts";
import { refusalOf, writingNothing } from "../../support/footprint.ts";
import { makeHold, wish, withAnother } from "../../support/hold.ts";
import { interrupted } from "../../support/interruption.ts";
import {
  givePoints,
  granted,
  makeClient,
  makeService,
  makeSituation,
  makeSlot,
  makeSpecialist,
} from "../../support/make.ts";

const app = await testAppWithBank();
await alignClocks(app);
const actor = OPERATOR;
const QUARTER = 15 * 60;

beforeEach(() => app.clock.set(START));
const stateOf = async (bookingId: string) => {
  const booking = await findBooking(app.db, bookingId);
  return [booking?.state, booking?.endedReason ?? null, booking?.paid];
};
const paymentOf = (bookingId: string) =>
  app.db.many(
    sql`SELECT state, ended_reason FROM payments WHERE booking_id = ${bookingId}::uuid ORDER BY created_at`,
  );
const late = async () => {
  await pass(app, QUARTER);
  await expireHolds(app);
};

describe("money for an expired hold (PY-3)", () => {
  /** The hold of somebody with points, whose money comes after it expired and something happened meanwhile. */
  async function paidLate(meanwhile: (paying: Awaited<ReturnType<typeof makePayable>>) => Promise<unknown>) {
    const paying = await makePayable(app);
    await late();
    await meanwhile(paying);
    await payAtBank(app, paying.providerId);
    await settleAll(app);
    return paying;
  }
  const goesBack = async ({ booking, providerId }: Awaited<ReturnType<typeof makePayable>>) => {
    expect(await stateOf(booking.id)).toEqual(["expired", "unpaid", 0]);
    expect(await atBank(app, providerId)).toEqual({ status: "canceled", kept: 0 });
    expect(await messagesOf(app, booking.id)).toEqual(
      expect.arrayContaining(["hold_expired", "payment_too_late"]),
    );
  };

  it("makes the whole hold anew while everything is as it was", async () => {
    const { booking, slot, providerId } = await paidLate(async () => undefined);
    expect(await stateOf(booking.id)).toEqual(["confirmed", null, 200_000]);
    expect(await atBank(app, providerId)).toEqual({ status: "succeeded", kept: 200_000 });
    expect((await findSlot(app.db, slot.id))?.bookingId).toBe(booking.id);
  });

  it("goes back when the slot was moved meanwhile", async () => {
    const startsAt = new Date("2026-11-24T12:00:00Z");
    const endsAt = new Date("2026-11-24T13:00:00Z");
    const paying = await paidLate(({ slot }) => moveSlot(app, { slotId: slot.id, startsAt, endsAt, actor }));
    await goesBack(paying);
    expect(await findSlot(app.db, paying.slot.id)).toMatchObject({ bookingId: undefined, startsAt });
  });

  it("goes back when the slot was shortened meanwhile", async () => {
    const endsAt = new Date("2026-11-24T09:30:00Z");
    const paying = await paidLate(({ slot }) =>
      moveSlot(app, { slotId: slot.id, startsAt: slot.startsAt, endsAt, actor }),
    );
    await goesBack(paying);
  });

  it("goes back when the client was blocked meanwhile", async () => {
    const paying = await paidLate(({ client }) =>
      app.db.run(sql`
        INSERT INTO client_blocks (id, client_id, kind, reason, created_at)
        VALUES (${app.newId()}::uuid, ${client.id}::uuid, 'manual', 'Спор', ${app.clock.now()})`),
    );
    await goesBack(paying);
  });

  it("goes back when the client booked over it meanwhile", async () => {
    const paying = await paidLate(async ({ client }) => {
      const other = await makeSituation(app, { service: { policy: "onSite" } });
      const asked = wish(app, { ...other, client });
      granted(await holdSlot(app, asked));
      granted(await confirmHold(app, asked));
    });
    await goesBack(paying);
  });

  it("goes back when the start has passed", async () => {
    const { specialist, service, client } = await makeSituation(app);
    const slot = await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-11-23T09:40:00Z" });
    const asked = wish(app, { specialist, service, client, slot });
    granted(await holdSlot(app, asked));
    granted(await openPayment(app, { ...asked, method: "bank_card" }));
    await pass(app, 40 * 60);
    await payAtBank(app, await providerIdOf(app, asked.bookingId));
    await settleAll(app);
    expect((await stateOf(asked.bookingId))[0]).not.toBe("confirmed");
    expect(await messagesOf(app, asked.bookingId)).toContain("payment_too_late");
  });

  it("goes back when the points it counted on were spent meanwhile; with them still there they are held anew", async () => {
    for (const isSpent of [true, false]) {
      const held = await makeHold(app);
      await givePoints(app, held.client.id, 600);
      granted(await choosePoints(app, { ...held.hold, points: 600 }));
      granted(await openPayment(app, { ...held.hold, method: "bank_card" }));
      await late();
      const take = { entryId: app.newId(), clientId: held.client.id, points: -100, reason: "Ошибка", actor };
      if (isSpent) granted(await adjustPoints(app, take));
      await payAtBank(app, await providerIdOf(app, held.booking.id));
      await settleAll(app);
      const { balance, held: inHold } = await balanceOf(app.db, {
        clientId: held.client.id,
        now: app.clock.now(),
      });
      expect([(await stateOf(held.booking.id))[0], balance, inHold]).toEqual(
        isSpent ? ["expired", 500, 0] : ["confirmed", 0, 0],
      );
      app.clock.set(START);
    }
  });

  it("goes back when a friend's discount it had is used by another booking by now", async () => {
    const inviter = await makeClient(app);
    const client = await makeClient(app, { inviteCode: inviter.referralCode });
    const first = { ...(await makeSituation(app)), client };
    const asked = wish(app, first);
    expect(granted(await holdSlot(app, asked)).hasFriendDiscount).toBe(true);
    granted(await openPayment(app, { ...asked, method: "bank_card" }));
    await late();
    const slot = await makeSlot(app, { specialistId: first.specialist.id, startsAt: "2026-11-25T09:00:00Z" });
    expect(
      granted(await holdSlot(app, { ...asked, bookingId: app.newId(), slotId: slot.id })).hasFriendDiscount,
    ).toBe(true);
    await payAtBank(app, await providerIdOf(app, asked.bookingId));
    await settleAll(app);
    expect(await stateOf(asked.bookingId)).toEqual(["expired", "unpaid", 0]);
  });

  it("by SBP, taken at once, is refunded in full, by one refund", async () => {
    granted(await changeSetting(app, { key: "payments.sbp", typed: "yes", actor }));
    const paying = await makePayable(app, { method: "sbp" });
    await late();
    granted(await holdSlot(app, wish(app, await withAnother(app, paying))));
    await payBySbp(app, paying.providerId);
    await settleAll(app);
    await pass(app, 10);
    await settleAll(app);
    await pass(app, 10);
    await settleAll(app);
    expect(await stateOf(paying.booking.id)).toEqual(["expired", "unpaid", 0]);
    expect(await atBank(app, paying.providerId)).toEqual({ status: "succeeded", kept: 0 });
    const refunds = await app.db.many(
      sql`SELECT state, amount_kopecks, reason FROM refunds WHERE booking_id = ${paying.booking.id}::uuid`,
    );
    expect(refunds).toEqual([{ state: "succeeded", amountKopecks: 200_000, reason: "too_late" }]);
  });
});

describe("money that nobody waits for (PY-3)", () => {
  it("for an abandoned payment goes back, and the payment in its place counts", async () => {
    const { hold, client, booking, providerId } = await makePayable(app);
    await givePoints(app, client.id, 500);
    granted(await choosePoints(app, { ...hold, points: 500 }));
    granted(await openPayment(app, { ...hold, method: "bank_card" }));
    const second = await providerIdOf(app, booking.id);
    await payAtBank(app, providerId);
    await settleAll(app);
    expect((await stateOf(booking.id))[0]).toBe("held");
    expect(await atBank(app, providerId)).toEqual({ status: "canceled", kept: 0 });

    await payAtBank(app, second);
    await settleAll(app);
    expect(await stateOf(booking.id)).toEqual(["confirmed", null, 150_000]);
    expect(await messagesOf(app, booking.id)).toEqual(["booking_confirmed", "payment_returned"]);
  });

  it("a second time for a booking that is paid goes back, taken at once or not", async () => {
    granted(await changeSetting(app, { key: "payments.sbp", typed: "yes", actor }));
    const { hold, booking, providerId: bySbp } = await makePayable(app, { method: "sbp" });
    granted(await openPayment(app, { ...hold, method: "bank_card" }));
    const byCard = await providerIdOf(app, booking.id);
    await payAtBank(app, byCard);
    await settleAll(app);
    await payBySbp(app, bySbp);
    await settleAll(app);
    await pass(app, 10);
    await settleAll(app);
    await pass(app, 10);
    await settleAll(app);
    expect(await stateOf(booking.id)).toEqual(["confirmed", null, 200_000]);
    expect(await atBank(app, byCard)).toEqual({ status: "succeeded", kept: 200_000 });
    expect(await atBank(app, bySbp)).toEqual({ status: "succeeded", kept: 0 });
  });

  it("for a hold given up goes back, also when the slot is free", async () => {
    const { hold, booking, providerId } = await makePayable(app);
    granted(await giveUpHold(app, hold));
    await payAtBank(app, providerId);
    await settleAll(app);
    expect(await stateOf(booking.id)).toEqual(["expired", "given_up", 0]);
    expect(await atBank(app, providerId)).toEqual({ status: "canceled", kept: 0 });
    await writingNothing(app, () => reconcilePayments(app));
  });
});

describe("a hold that the bank is confirming (PY-3)", () => {
  async function confirming() {
    const paying = await makePayable(app);
    await givePoints(app, paying.client.id, 100);
    await payAtBank(app, paying.providerId);
    await app.bank.sim("/faults", { path: "/payments/*/capture", status: 503, times: 20 });
    granted(await checkPayment(app, paying.hold));
    expect((await stateOf(paying.booking.id))[0]).toBe("confirming");
    return paying;
  }

  it("does not expire, cannot be changed or given up, and is confirmed when the bank answers again", async () => {
    const { hold, booking, providerId } = await confirming();
    await pass(app, 3600);
    await expireHolds(app);
    await reconcilePayments(app);
    expect((await stateOf(booking.id))[0]).toBe("confirming");
    for (const change of [
      () => giveUpHold(app, hold),
      () => choosePoints(app, { ...hold, points: 1 }),
      () => openPayment(app, { ...hold, method: "bank_card" }),
      () => confirmHold(app, hold),
    ])
      expect(refusalOf(await change())).toBe("payment_being_confirmed");

    for (let round = 0; round < 30 && (await stateOf(booking.id))[0] === "confirming"; round += 1) {
      await pass(app, 5);
      await reconcilePayments(app);
    }
    expect(await stateOf(booking.id)).toEqual(["confirmed", null, 200_000]);
    expect(await atBank(app, providerId)).toEqual({ status: "succeeded", kept: 200_000 });
    expect(await repeatedUnderNewKeys(app)).toEqual([]);
  });

  it("is released and the client told when the capture is refused: nothing is kept", async () => {
    const { hold, client, slot, booking, providerId } = await makePayable(app, {
      kind: "hot",
      service: { price: kopecks(300_000) },
    });
    await givePoints(app, client.id, 300);
    granted(await choosePoints(app, { ...hold, points: 300 }));
    granted(await openPayment(app, { ...hold, method: "bank_card" }));
    const second = await providerIdOf(app, booking.id);
    await payAtBank(app, second);
    await app.bank.sim("/faults", { path: "/payments/*/capture", status: 400 });
    await settleAll(app);
    expect(await stateOf(booking.id)).toEqual(["expired", "capture_refused", 0]);
    expect(await atBank(app, second)).toEqual({ status: "canceled", kept: 0 });
    expect((await findSlot(app.db, slot.id))?.bookingId).toBeUndefined();
    expect(await messagesOf(app, booking.id)).toEqual(["capture_refused"]);
    const { available } = await balanceOf(app.db, { clientId: client.id, now: app.clock.now() });
    expect(available).toBe(300);
    expect(await atBank(app, providerId)).toEqual({ status: "pending", kept: 0 });
  });

  it("is released when the bank let the authorisation lapse before it could be captured", async () => {
    const specialist = await makeSpecialist(app, []);
    const service = await makeService(app, { specialistIds: [specialist.id] });
    const client = await makeClient(app);
    const slot = await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-12-20T09:00:00Z" });
    const asked = wish(app, { specialist, service, client, slot });
    granted(await holdSlot(app, asked));
    granted(await openPayment(app, { ...asked, method: "bank_card" }));
    await payAtBank(app, await providerIdOf(app, asked.bookingId));
    await app.bank.sim("/faults", { path: "/payments/*/capture", status: 500 });
    await settleAll(app);
    await app.bank.advance(7 * 24 * 3600);
    await settleAll(app);
    expect(await stateOf(asked.bookingId)).toEqual(["expired", "authorisation_lost", 0]);
    expect(await paymentOf(asked.bookingId)).toEqual([
      { state: "cancelled", endedReason: "expired_on_capture" },
    ]);
    expect(await messagesOf(app, asked.bookingId)).toEqual(["capture_refused"]);
  });

  it("interrupted while it is being confirmed is confirmed by whoever asks next, once", async () => {
    const { hold, booking, providerId } = await makePayable(app);
    await payAtBank(app, providerId);
    await interrupted(app, /INSERT INTO outbox/, (dying) => checkPayment(dying, hold));
    expect((await stateOf(booking.id))[0]).toBe("confirming");
    expect(await messagesOf(app, booking.id)).toEqual([]);
    granted(await checkPayment(app, hold));
    expect(await stateOf(booking.id)).toEqual(["confirmed", null, 200_000]);
    expect(await messagesOf(app, booking.id)).toEqual(["booking_confirmed"]);
  });
});

it("a payment of another amount than was asked for is decided by a person: nothing is taken, they are told once", async () => {
  const owner = granted(await addStaff(app, { name: "Ольга", role: "owner", telegramId: 77, actor }));
  onTestFinished(async () => {
    await app.db.run(sql`UPDATE staff SET telegram_id = NULL`);
  });
  const { hold, booking, providerId } = await makePayable(app);
  await payAtBank(app, providerId);
  const { payments } = app;
  if (payments === undefined) throw new Error("the bank is there");
  const strange: PaymentProvider = {
    ...payments,
    findPayment: async (id) => {
      const answer = await payments.findPayment(id);
      return answer.outcome === "ok"
        ? { ...answer, value: { ...answer.value, amount: kopecks(1_000) } }
        : answer;
    },
  };
  for (let time = 0; time < 3; time += 1) await checkPayment({ ...app, payments: strange }, hold);
  expect((await stateOf(booking.id))[0]).toBe("held");
  expect(await atBank(app, providerId)).toEqual({ status: "waiting_for_capture", kept: 0 });
  const told = await app.db.many(
    sql`SELECT staff_id FROM outbox WHERE booking_id = ${booking.id}::uuid AND kind = 'staff_payment_needs_person'`,
  );
  expect(told).toEqual([{ staffId: owner.id }]);
});

it("only whose booking it is may ask the bank about it", async () => {
  const { hold } = await makePayable(app);
  const { id: clientId } = await makeClient(app);
  expect(refusalOf(await checkPayment(app, { ...hold, clientId }))).toBe("unknown_booking");
});
