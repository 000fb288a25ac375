import { describe, expect, it } from "vitest";
import {
  cancelBooking,
  checkPayment,
  giveUpHold,
  openPayment,
  recordOnSpot,
  refundBooking,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { ledgerCheck, listWaitingMoney } from "../../../src/core/reports/index.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { testAppWithBank } from "../../support/app.ts";
import { alignClocks, makePayable, pass, payAtBank, payBySbp } from "../../support/bank.ts";
import { makeHold } from "../../support/hold.ts";
import { granted } from "../../support/make.ts";
import { makeVisit } from "../../support/till.ts";
import { settle } from "./honest-history.ts";

const app = await testAppWithBank();
await alignClocks(app);
granted(await changeSetting(app, { key: "payments.sbp", typed: "yes", actor: OPERATOR }));

const waitingFor = async (bookingId: string) =>
  (await listWaitingMoney(app, { rowsMax: 100 }))
    .filter((one) => one.bookingId === bookingId)
    .map(({ kind, state, amount }) => [kind, state, amount]);
const refund = async (bookingId: string, amount: number) =>
  granted(
    await refundBooking(app, {
      requestId: app.newId(),
      bookingId,
      amount: kopecks(amount),
      reason: "по просьбе",
      actor: OPERATOR,
    }),
  );
const refuseRefunds = () => app.bank.sim("/faults", { path: "/refunds", method: "POST", status: 400 });

describe("what waits for an answer (PY-5)", () => {
  it("is a payment until the gateway has said how it ended, with the moment since when", async () => {
    const { hold, providerId, booking } = await makePayable(app);
    const since = app.clock.now();
    expect(await listWaitingMoney(app, { rowsMax: 100 })).toEqual([
      {
        kind: "payment",
        id: expect.any(String),
        bookingId: hold.bookingId,
        bookingNumber: booking.number,
        state: "pending",
        isLetGo: false,
        amount: 200_000,
        since,
      },
    ]);
    await payAtBank(app, providerId);
    granted(await checkPayment(app, hold));
    expect(await waitingFor(hold.bookingId)).toEqual([]);
  });

  it("is a payment for a hold that the client gave up, and then its refund until it is through", async () => {
    const { hold, providerId } = await makePayable(app, { method: "sbp" });
    granted(await giveUpHold(app, hold));
    expect(await waitingFor(hold.bookingId)).toEqual([["payment", "pending", 200_000]]);
    expect((await listWaitingMoney(app, { rowsMax: 100 })).map(({ isLetGo }) => isLetGo)).toContain(true);
    await payBySbp(app, providerId);
    granted(await checkPayment(app, hold));
    expect(await waitingFor(hold.bookingId)).toEqual([["refund", "queued", 200_000]]);
    await settle(app);
    expect(await waitingFor(hold.bookingId)).toEqual([]);
  });

  it("is a refund that the gateway refused, until as much was promised again; the ledger check leaves it to this list", async () => {
    const { hold, providerId } = await makePayable(app);
    await payAtBank(app, providerId);
    granted(await checkPayment(app, hold));
    await refuseRefunds();
    await refund(hold.bookingId, 50_000);
    await settle(app);
    expect(await waitingFor(hold.bookingId)).toEqual([["refused_refund", "canceled", 50_000]]);
    expect(await ledgerCheck(app)).toEqual([]);
    await refund(hold.bookingId, 20_000);
    await settle(app);
    expect(await waitingFor(hold.bookingId)).toEqual([["refused_refund", "canceled", 50_000]]);
    await refund(hold.bookingId, 30_000);
    await settle(app);
    expect(await waitingFor(hold.bookingId)).toEqual([]);
  });

  it("is money for a hold that is over when the gateway will not send it back", async () => {
    const { hold, providerId } = await makePayable(app, { method: "sbp" });
    granted(await giveUpHold(app, hold));
    await payBySbp(app, providerId);
    await refuseRefunds();
    await settle(app);
    expect(await waitingFor(hold.bookingId)).toEqual([["refused_refund", "canceled", 200_000]]);
    expect(await ledgerCheck(app)).toEqual([]);
  });

  it("is a hold whose end nobody noted for more than five minutes", async () => {
    const { hold } = await makeHold(app);
    await pass(app, 20 * 60 - 1);
    expect(await waitingFor(hold.bookingId)).toEqual([]);
    await pass(app, 1);
    expect(await waitingFor(hold.bookingId)).toEqual([["overdue_hold", "held", 200_000]]);
  });

  it("PY-7: is what was taken at the desk for a booking that is cancelled, until staff noted that they gave it back", async () => {
    const { bookingId, clientId } = await makeVisit(app);
    const money = { paymentId: app.newId(), bookingId, amount: kopecks(70_000), method: "cash" } as const;
    granted(await recordOnSpot(app, { ...money, actor: OPERATOR }));
    expect(await waitingFor(bookingId)).toEqual([]);
    granted(await cancelBooking(app, { bookingId, by: { kind: "client", clientId } }));
    const since = app.clock.now();
    await pass(app, 60);
    const all = await listWaitingMoney(app, { rowsMax: 100 });
    expect(all.filter((one) => one.bookingId === bookingId)).toMatchObject([
      { kind: "on_spot_refund", state: "cancelled", amount: 70_000, since },
    ]);
    const back = { bookingId, of: "on_spot", reason: "отдали", actor: OPERATOR } as const;
    granted(await refundBooking(app, { ...back, requestId: app.newId(), amount: kopecks(50_000) }));
    expect(await waitingFor(bookingId)).toEqual([["on_spot_refund", "cancelled", 20_000]]);
    granted(await refundBooking(app, { ...back, requestId: app.newId(), amount: "all" }));
    expect(await waitingFor(bookingId)).toEqual([]);
  });

  it("is told longest first, and no more than asked for", async () => {
    for (const _ of [1, 2, 3]) {
      const { hold } = await makeHold(app);
      granted(await openPayment(app, { ...hold, method: "bank_card" }));
      await pass(app, 60);
    }
    const all = await listWaitingMoney(app, { rowsMax: 100 });
    expect(all.map(({ since }) => since)).toEqual(all.map(({ since }) => since).toSorted((a, b) => +a - +b));
    expect(await listWaitingMoney(app, { rowsMax: 2 })).toEqual(all.slice(0, 2));
    const old = await listWaitingMoney(app, { rowsMax: 100, minutesMin: 2 });
    expect(old).toEqual(
      all.filter(({ kind, since }) => kind === "overdue_hold" || +app.clock.now() - +since >= 120_000),
    );
    expect(old.length).toBeLessThan(all.length);
  });
});
