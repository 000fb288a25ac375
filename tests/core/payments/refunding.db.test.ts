import { beforeEach, describe, expect, it } from "vitest";
import {
  findBooking,
  giveUpHold,
  reconcilePayments,
  sendDueRefunds,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import type { PaymentProvider } from "../../../src/core/payments/index.ts";
import { addStaff } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { alignClocks, atBank, bankRequests, makePayable, pass, payBySbp } from "../../support/bank.ts";
import { writingNothing } from "../../support/footprint.ts";
import { granted } from "../../support/make.ts";

const app = await testAppWithBank();
await alignClocks(app);
beforeEach(() => app.clock.set(START));
granted(await changeSetting(app, { key: "payments.sbp", typed: "yes", actor: OPERATOR }));
granted(await addStaff(app, { name: "Ольга", role: "owner", telegramId: 7, actor: OPERATOR }));

/** Money that has to go back: taken at once by SBP for a hold that was given up. */
async function owed() {
  const paying = await makePayable(app, { method: "sbp" });
  granted(await giveUpHold(app, paying.hold));
  await payBySbp(app, paying.providerId);
  await app.db.run(
    sql`UPDATE payments SET next_check_at = ${app.clock.now()} WHERE provider_payment_id = ${paying.providerId}`,
  );
  await reconcilePayments(app);
  return paying;
}
type Row = {
  state: string;
  key: string;
  attempts: number;
  endedReason: string | null;
  nextAttemptAt: Date | null;
};
async function refundOf(bookingId: string): Promise<Row | undefined> {
  const rows = await app.db.many<Row>(sql`
    SELECT state, key, attempts, ended_reason, next_attempt_at FROM refunds WHERE booking_id = ${bookingId}::uuid`);
  expect(rows).toHaveLength(1);
  return rows[0];
}
const sendsOf = async (key: string | undefined) =>
  (await bankRequests(app)).filter((one) => one.path === "/refunds" && one.idempotence_key === key).length;
/** Lets so many tries come, each in its turn. */
async function tries(count: number, seconds = 2_000) {
  for (let time = 0; time < count; time += 1) {
    await sendDueRefunds(app);
    await pass(app, seconds);
  }
}
const managersTold = (bookingId: string) =>
  app.db.many(
    sql`SELECT kind FROM outbox WHERE booking_id = ${bookingId}::uuid AND kind = 'staff_payment_needs_person'`,
  );
function via(over: Partial<PaymentProvider>) {
  if (app.payments === undefined) throw new Error("the bank is there");
  return { ...app, payments: { ...app.payments, ...over } };
}

describe("a refund", () => {
  it("is a promise until the bank says it is done, and is sent once", async () => {
    const { booking, providerId } = await owed();
    expect(await refundOf(booking.id)).toMatchObject({ state: "queued", attempts: 0 });
    expect(await findBooking(app.db, booking.id)).toMatchObject({ paid: 0, refunded: 200_000 });
    await sendDueRefunds(app);
    expect((await refundOf(booking.id))?.state).toBe("pending");
    await tries(2, 10);
    const refund = await refundOf(booking.id);
    expect(refund).toMatchObject({ state: "succeeded", nextAttemptAt: null });
    expect(await sendsOf(refund?.key)).toBe(1);
    expect(await atBank(app, providerId)).toEqual({ status: "succeeded", kept: 0 });
    await writingNothing(app, () => sendDueRefunds(app));
  });

  it("is sent once by three processes at once", async () => {
    const { booking } = await owed();
    await Promise.all([sendDueRefunds(app), sendDueRefunds(app), sendDueRefunds(app)]);
    expect(await sendsOf((await refundOf(booking.id))?.key)).toBe(1);
  });

  it("whose answer is lost is sent again under the same key, until there is one", async () => {
    const { booking, providerId } = await owed();
    await app.bank.sim("/faults", { path: "/refunds", method: "POST", reset: true, when: "after", times: 3 });
    await tries(5, 60);
    const refund = await refundOf(booking.id);
    expect(refund?.state).toBe("succeeded");
    expect(await sendsOf(refund?.key)).toBe(4);
    expect((await atBank(app, providerId)).kept).toBe(0);
  });

  it("whose key the bank has forgotten is looked up before it is asked for anew", async () => {
    const { booking, providerId } = await owed();
    await app.bank.sim("/faults", { path: "/refunds", method: "POST", status: 500, when: "after" });
    await sendDueRefunds(app);
    await pass(app, 25 * 3600);
    await tries(2);
    const refund = await refundOf(booking.id);
    expect(refund?.state).toBe("succeeded");
    expect(await sendsOf(refund?.key)).toBe(1);
    expect((await atBank(app, providerId)).kept).toBe(0);
  });

  it("that the bank refuses is over, with its reason, and a person is told once", async () => {
    const { booking, providerId } = await owed();
    await app.bank.sim("/faults", { path: "/refunds", method: "POST", status: 400 });
    await tries(2);
    expect(await refundOf(booking.id)).toMatchObject({ state: "canceled", nextAttemptAt: null });
    expect(await managersTold(booking.id)).toHaveLength(1);
    expect((await atBank(app, providerId)).kept).toBe(200_000);
    expect(await findBooking(app.db, booking.id)).toMatchObject({ paid: 200_000, refunded: 0 });
  });

  it("that the bank cannot pay out is over too", async () => {
    const { booking } = await owed();
    await app.bank.sim("/faults", { refunds: "canceled", times: 1 });
    await tries(1);
    expect(await refundOf(booking.id)).toMatchObject({
      state: "canceled",
      endedReason: "insufficient_funds",
    });
    expect(await managersTold(booking.id)).toHaveLength(1);
  });

  it("refused after all although it was done is done", async () => {
    const { booking, providerId } = await owed();
    await app.bank.sim("/faults", { path: "/refunds", method: "POST", status: 400, when: "after" });
    await tries(2);
    expect((await refundOf(booking.id))?.state).toBe("succeeded");
    expect(await managersTold(booking.id)).toEqual([]);
    expect((await atBank(app, providerId)).kept).toBe(0);
  });

  it("is not over because a look at it is refused", async () => {
    const { booking } = await owed();
    await app.bank.sim("/faults", { path: "/refunds", method: "GET", status: 404 });
    await tries(1, 10);
    await sendDueRefunds(app);
    expect((await refundOf(booking.id))?.state).toBe("pending");
    await tries(2, 60);
    expect((await refundOf(booking.id))?.state).toBe("succeeded");
    expect(await managersTold(booking.id)).toEqual([]);
  });

  it.each([401, 403])("waits while the trouble is ours (%i)", async (status) => {
    const { booking } = await owed();
    await app.bank.sim("/faults", { path: "/refunds", status, times: 100 });
    await tries(3);
    expect((await refundOf(booking.id))?.state).toBe("queued");
    app.bank.part.restore(app.bank.part.snapshot());
    await tries(3);
    expect((await refundOf(booking.id))?.state).toBe("succeeded");
  });

  it("whose sender dies before a person was told is refused, and told of, by the next", async () => {
    const { booking } = await owed();
    await app.bank.sim("/faults", { path: "/refunds", method: "POST", status: 400, times: 2 });
    const dying = { ...app, newId: () => "not an id" };
    await expect(sendDueRefunds(dying)).rejects.toThrow();
    await tries(2);
    expect((await refundOf(booking.id))?.state).toBe("canceled");
    expect(await managersTold(booking.id)).toHaveLength(1);
  });

  it("waits while payments are off", async () => {
    const { booking } = await owed();
    await writingNothing(app, () => sendDueRefunds({ ...app, payments: undefined }));
    await sendDueRefunds(
      via({
        createRefund: () => Promise.resolve({ outcome: "unknown", reason: "x", retryAfterMs: undefined }),
      }),
    );
    await tries(3);
    expect((await refundOf(booking.id))?.state).toBe("succeeded");
  });
});
