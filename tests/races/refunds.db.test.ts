import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  cancelBooking,
  checkPayment,
  expireHolds,
  findBooking,
  markVisit,
  openPayment,
  reconcilePayments,
  refundBooking,
  sendDueRefunds,
} from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { ledgerCheck, listWaitingMoney } from "../../src/core/reports/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { START, testAppWithBank } from "../support/app.ts";
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
} from "../support/bank.ts";
import { refusalOf } from "../support/footprint.ts";
import { granted } from "../support/make.ts";
import { inEveryOrder } from "./rounds.ts";

const app = await testAppWithBank();
await alignClocks(app);
const actor = OPERATOR;
granted(await changeSetting(app, { key: "payments.sbp", typed: "yes", actor }));

beforeEach(() => app.clock.set(START));
afterEach(async () => {
  await settleDown();
  expect(await ledgerCheck(app)).toEqual([]);
  expect(await listWaitingMoney(app, { rowsMax: 10 })).toEqual([]);
  expect(await repeatedUnderNewKeys(app)).toEqual([]);
});

type Paying = Awaited<ReturnType<typeof makePayable>>;

async function settleDown(): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await app.db.run(
      sql`UPDATE payments SET next_check_at = ${app.clock.now()} WHERE next_check_at IS NOT NULL`,
    );
    await app.db.run(
      sql`UPDATE refunds SET next_attempt_at = ${app.clock.now()} WHERE next_attempt_at IS NOT NULL`,
    );
    await reconcilePayments(app);
    await sendDueRefunds(app);
    await pass(app, 10);
  }
}
async function paid(): Promise<Paying> {
  const paying = await makePayable(app);
  await payAtBank(app, paying.providerId);
  granted(await checkPayment(app, paying.hold));
  return paying;
}
const refund = ({ hold }: Paying, amount: number, requestId = app.newId()) =>
  refundBooking(app, {
    requestId,
    bookingId: hold.bookingId,
    amount: kopecks(amount),
    reason: "просьба",
    actor,
  });
const cancelAsClient = ({ hold }: Paying) =>
  cancelBooking(app, { bookingId: hold.bookingId, by: { kind: "client", clientId: hold.clientId } });
const cancelAsBusiness = ({ hold }: Paying) =>
  cancelBooking(app, { bookingId: hold.bookingId, by: { kind: "business", actor, reason: "болезнь" } });
const bookingOf = async ({ hold }: Paying) => findBooking(app.db, hold.bookingId);
/** What the bank keeps of it once everything is sent, which is what we say. */
async function keptOf(paying: Paying): Promise<number> {
  await settleDown();
  const { kept } = await atBank(app, paying.providerId);
  expect(kept).toBe((await bookingOf(paying))?.paid);
  return kept;
}

describe("money goes back at one moment", () => {
  it("by two refunds of more than half: one of them (PY-5)", async () => {
    for (const inOrder of inEveryOrder()) {
      const paying = await paid();
      const both = await inOrder(
        () => refund(paying, 120_000),
        () => refund(paying, 130_000),
      );
      expect(both.map(refusalOf).sort()).toEqual(["done", "refund_out_of_range"]);
      expect([80_000, 70_000]).toContain(await keptOf(paying));
    }
  });

  it("by one refund that is asked for twice: once, and told once", async () => {
    for (const inOrder of inEveryOrder()) {
      const paying = await paid();
      const requestId = app.newId();
      const ask = () => refund(paying, 50_000, requestId);
      expect((await inOrder(ask, ask, ask)).map(refusalOf)).toEqual(["done", "done", "done"]);
      expect(await keptOf(paying)).toBe(150_000);
      const told = (await messagesOf(app, paying.hold.bookingId)).filter(
        (kind) => kind === "payment_returned",
      );
      expect(told).toHaveLength(1);
    }
  });

  it("by a refund and the client's cancellation: all of it, none of it twice (CX-2)", async () => {
    for (const inOrder of inEveryOrder()) {
      const paying = await paid();
      const [, cancelled] = await inOrder(
        () => refund(paying, 50_000),
        () => cancelAsClient(paying),
      );
      expect(refusalOf(cancelled)).toBe("done");
      expect(await keptOf(paying)).toBe(0);
    }
  });

  it("by the client's and the business's cancellation: once, and the booking ends once (CX-6)", async () => {
    for (const inOrder of inEveryOrder()) {
      const paying = await paid();
      const both = await inOrder(
        () => cancelAsClient(paying),
        () => cancelAsBusiness(paying),
      );
      // Whoever comes second hears that the other has cancelled it.
      expect(both.map(refusalOf).sort()).toEqual(["cancelled_by_other", "done"]);
      expect(await keptOf(paying)).toBe(0);
      const rows = await app.db.many(
        sql`SELECT amount_kopecks FROM refunds WHERE booking_id = ${paying.hold.bookingId}::uuid`,
      );
      expect(rows).toEqual([{ amountKopecks: 200_000 }]);
    }
  });

  it("by a refund while the visit is completed: what it takes back is never more than was earned (EP-6)", async () => {
    for (const inOrder of inEveryOrder()) {
      app.clock.set(START);
      const paying = await paid();
      app.clock.set("2026-11-24T10:00:00Z");
      const both = await inOrder(
        () => refund(paying, 100_000),
        () => markVisit(app, { bookingId: paying.hold.bookingId, mark: "completed", actor }),
      );
      expect(both.map(refusalOf)).toEqual(["done", "done"]);
      expect(await keptOf(paying)).toBe(100_000);
    }
  });
});

describe("money comes at one moment with", () => {
  it("staff taking the hold away: booked and paid, or neither (PY-3)", async () => {
    for (const inOrder of inEveryOrder()) {
      const paying = await makePayable(app);
      await payAtBank(app, paying.providerId);
      const [dropped] = await inOrder(
        () => cancelAsBusiness(paying),
        () => checkPayment(app, paying.hold),
      );
      const state = (await bookingOf(paying))?.state;
      // The hold was taken away; or the bank was confirming it; or it was confirmed by then, and was cancelled as such.
      expect([
        ["done", "expired"],
        ["payment_being_confirmed", "confirmed"],
        ["done", "cancelled"],
      ]).toContainEqual([refusalOf(dropped), state]);
      expect(await keptOf(paying)).toBe(state === "confirmed" ? 200_000 : 0);
    }
  });

  it("the client's cancellation of what another payment confirmed: nothing of either is kept (PY-3, CX-2)", async () => {
    for (const inOrder of inEveryOrder()) {
      const paying = await makePayable(app, { method: "sbp" });
      granted(await openPayment(app, { ...paying.hold, method: "bank_card" }));
      const second = await providerIdOf(app, paying.hold.bookingId);
      await payAtBank(app, second);
      granted(await checkPayment(app, paying.hold));
      await payBySbp(app, paying.providerId);
      const [cancelled] = await inOrder(
        () => cancelAsClient(paying),
        () => checkPayment(app, paying.hold),
      );
      expect(refusalOf(cancelled)).toBe("done");
      await settleDown();
      expect((await atBank(app, paying.providerId)).kept + (await atBank(app, second)).kept).toBe(0);
    }
  });

  it("the expiry, by SBP, where the bank takes it at once: captured once and booked, or all of it back (PY-3)", async () => {
    for (const inOrder of inEveryOrder()) {
      app.clock.set(START);
      const paying = await makePayable(app, { method: "sbp" });
      await payBySbp(app, paying.providerId);
      app.clock.advance(15 * 60_000);
      await inOrder(
        () => checkPayment(app, paying.hold),
        () => expireHolds(app),
        () => reconcilePayments(app),
      );
      // Nobody else wanted the start: an expired hold is made anew.
      expect(await keptOf(paying)).toBe(200_000);
      expect((await bookingOf(paying))?.state).toBe("confirmed");
    }
  });
});
