import { beforeEach, describe, expect, it } from "vitest";
import {
  cancelBooking,
  choosePoints,
  confirmHold,
  findBooking,
  giveUpHold,
  openPayment,
  reconcilePayments,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import type { PaymentProvider } from "../../../src/core/payments/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import {
  alignClocks,
  atBank,
  bankRequests,
  makePayable,
  pass,
  payAtBank,
  providerIdOf,
} from "../../support/bank.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { makeHold } from "../../support/hold.ts";
import { interrupted } from "../../support/interruption.ts";
import { givePoints, granted, makeClient } from "../../support/make.ts";

const app = await testAppWithBank();
await alignClocks(app);
beforeEach(() => app.clock.set(START));
const byCard = { method: "bank_card" } as const;

const paymentsOf = (bookingId: string) =>
  app.db.many<{ state: string; isAbandoned: boolean; createKey: string; amountKopecks: number }>(sql`
    SELECT state, abandoned_at IS NOT NULL AS is_abandoned, create_key, amount_kopecks
    FROM payments WHERE booking_id = ${bookingId}::uuid ORDER BY created_at, id`);
const createsOf = async (createKey: string | undefined) =>
  (await bankRequests(app)).filter((one) => one.method === "POST" && one.idempotence_key === createKey)
    .length;

/** A gateway of which one call does something first. */
function gateway(over: Partial<PaymentProvider>): PaymentProvider {
  if (app.payments === undefined) throw new Error("the bank is there");
  return { ...app.payments, ...over };
}

describe("the payment of a hold", () => {
  it("is written down with its key before the bank hears of it, then its page is known", async () => {
    const { opened, booking, hold } = await makePayable(app);
    expect(opened).toMatchObject({ amount: 200_000, payUntil: booking.heldUntil });
    const [payment] = await paymentsOf(hold.bookingId);
    expect(payment).toMatchObject({ state: "pending", isAbandoned: false, amountKopecks: 200_000 });
    expect(await createsOf(payment?.createKey)).toBe(1);
    expect((await findBooking(app.db, booking.id))?.openPayment?.url).toBe(opened.url);
  });

  it("is the same one when the button is pressed again, ten times at once too", async () => {
    const { opened, hold } = await makePayable(app);
    const again = await writingNothing(app, () => openPayment(app, { ...hold, ...byCard }));
    expect(granted(again).url).toBe(opened.url);
    const { hold: other } = await makeHold(app);
    const many = await Promise.all(
      Array.from({ length: 10 }, () => openPayment(app, { ...other, ...byCard })),
    );
    expect(new Set(many.map((one) => granted(one).url)).size).toBe(1);
    expect(await paymentsOf(other.bookingId)).toHaveLength(1);
  });

  it("after a silent bank is asked for again under the same key", async () => {
    const { hold } = await makeHold(app);
    await app.bank.sim("/faults", { path: "/payments", status: 500, when: "after", times: 2 });
    for (const _ of [1, 2])
      expect(refusalOf(await openPayment(app, { ...hold, ...byCard }))).toBe("gateway_silent");
    granted(await openPayment(app, { ...hold, ...byCard }));
    const payments = await paymentsOf(hold.bookingId);
    expect(payments).toHaveLength(1);
    expect(await createsOf(payments[0]?.createKey)).toBe(3);
  });

  it("by another method is another payment, and the first is abandoned", async () => {
    const { hold } = await makePayable(app);
    expect(await refusedBy(app, () => openPayment(app, { ...hold, method: "sbp" }))).toBe("method_off");
    granted(await changeSetting(app, { key: "payments.sbp", typed: "yes", actor: OPERATOR }));
    granted(await openPayment(app, { ...hold, method: "sbp" }));
    const payments = await paymentsOf(hold.bookingId);
    expect(payments.map(({ isAbandoned }) => isAbandoned).sort()).toEqual([false, true]);
  });

  it("after a declined card is a new one", async () => {
    const { hold, providerId, opened } = await makePayable(app);
    await payAtBank(app, providerId, "5555555555554600");
    await pass(app, 5);
    await reconcilePayments(app);
    expect((await findBooking(app.db, hold.bookingId))?.state).toBe("held");
    const next = granted(await openPayment(app, { ...hold, ...byCard }));
    expect(next.url).not.toBe(opened.url);
  });

  it("refused by the bank is over, and may be tried again", async () => {
    const { hold } = await makeHold(app);
    await app.bank.sim("/faults", { path: "/payments", status: 400 });
    expect(refusalOf(await openPayment(app, { ...hold, ...byCard }))).toBe("gateway_refused");
    expect(await paymentsOf(hold.bookingId)).toMatchObject([{ state: "rejected" }]);
    granted(await openPayment(app, { ...hold, ...byCard }));
  });

  it("interrupted before it was written down is no payment; after it, the job asks for it under its key", async () => {
    const { hold } = await makeHold(app);
    await writingNothing(app, () =>
      interrupted(app, /COMMIT/, (dying) => openPayment(dying, { ...hold, ...byCard })),
    );

    const dying = { ...app, payments: gateway({ createPayment: () => Promise.reject(new Error("killed")) }) };
    await expect(openPayment(dying, { ...hold, ...byCard })).rejects.toThrow("killed");
    await pass(app, 20);
    await reconcilePayments(app);
    expect(await paymentsOf(hold.bookingId)).toMatchObject([{ state: "pending" }]);
    granted(await openPayment(app, { ...hold, ...byCard }));
    expect(await paymentsOf(hold.bookingId)).toHaveLength(1);
  });

  it("is refused with payments off, nothing to pay, for a stranger, and when the hold is over", async () => {
    const { hold } = await makeHold(app);
    const pay = (over: object, via: typeof app | (typeof app & { payments: undefined }) = app) =>
      refusedBy(app, () => openPayment(via, { ...hold, ...byCard, ...over }));
    expect(await pay({}, { ...app, payments: undefined })).toBe("payments_off");
    expect(await pay({ clientId: (await makeClient(app)).id })).toBe("unknown_booking");
    expect(await pay({ bookingId: app.newId() })).toBe("unknown_booking");
    const free = await makeHold(app, { service: { policy: "onSite" } });
    expect(await pay(free.hold)).toBe("nothing_to_pay");
    app.clock.advance(15 * 60_000);
    expect(await pay({})).toBe("hold_over");
  });

  it("of a booking that was cancelled is refused as what it is: no time ran out", async () => {
    const { hold } = await makeHold(app, { service: { policy: "onSite" } });
    granted(await confirmHold(app, hold));
    granted(
      await cancelBooking(app, {
        bookingId: hold.bookingId,
        by: { kind: "client", clientId: hold.clientId },
      }),
    );
    for (const use of [() => openPayment(app, { ...hold, ...byCard }), () => giveUpHold(app, hold)])
      expect(await refusedBy(app, use)).toBe("booking_cancelled");
  });

  it("below what the bank takes is refused by it in words", async () => {
    const { hold } = await makeHold(app, { service: { price: kopecks(99) } });
    expect(refusalOf(await openPayment(app, { ...hold, ...byCard }))).toBe("gateway_refused");
  });
});

describe("while the bank is being asked for the page", () => {
  /** A bank that answers only after something else has happened. */
  const meanwhile = (happens: () => Promise<unknown>) => ({
    ...app,
    payments: gateway({
      createPayment: async (input) => {
        await happens();
        return gateway({}).createPayment(input);
      },
    }),
  });

  it("other points are chosen: the page of the old amount is not shown", async () => {
    const { hold, client } = await makeHold(app);
    await givePoints(app, client.id, 500);
    let times = 0;
    const changing = meanwhile(async () => {
      times += 1;
      if (times === 1) granted(await choosePoints(app, { ...hold, points: 500 }));
    });
    const opened = await openPayment(changing, { ...hold, ...byCard });
    expect(granted(opened).amount).toBe(150_000);
    const payments = await paymentsOf(hold.bookingId);
    expect(payments.filter(({ isAbandoned }) => isAbandoned).map((one) => one.amountKopecks)).toEqual([
      200_000,
    ]);
    expect(payments).toHaveLength(2);
  });

  it("the hold is given up: no page is shown", async () => {
    const { hold } = await makeHold(app);
    const opened = await openPayment(
      meanwhile(() => giveUpHold(app, hold)),
      { ...hold, ...byCard },
    );
    expect(refusalOf(opened)).toBe("hold_over");
    expect(await atBank(app, await providerIdOf(app, hold.bookingId))).toEqual({
      status: "pending",
      kept: 0,
    });
  });
});
