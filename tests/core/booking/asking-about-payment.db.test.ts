import { expect, it } from "vitest";
import { askAboutPayment, refundBooking } from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testAppWithBank } from "../../support/app.ts";
import { makePayable, payAtBank } from "../../support/bank.ts";
import { makeHold } from "../../support/hold.ts";
import { granted } from "../../support/make.ts";

const app = await testAppWithBank();

const paymentIdOf = async (bookingId: string): Promise<string> =>
  (await app.db.first<{ id: string }>(sql`SELECT id FROM payments WHERE booking_id = ${bookingId}::uuid`))
    ?.id ?? "";

it("PY-4: learns at once of money that nobody told us of, and confirms the visit; a repeat finds nothing to ask", async () => {
  const payable = await makePayable(app);
  const id = await paymentIdOf(payable.hold.bookingId);
  expect(granted(await askAboutPayment(app, id))).toEqual({
    ...{ before: "pending", now: "pending", gatewayState: "pending", refundsWaiting: 0 },
  });
  await payAtBank(app, payable.providerId);
  expect(granted(await askAboutPayment(app, id))).toMatchObject({
    ...{ before: "pending", now: "captured", gatewayState: "waiting_for_capture" },
  });
  expect(await askAboutPayment(app, id)).toMatchObject({ refusal: "payment_settled" });
});

it("PY-5: asks about what of it goes back, too", async () => {
  const payable = await makePayable(app);
  const { bookingId } = payable.hold;
  await payAtBank(app, payable.providerId);
  const id = await paymentIdOf(bookingId);
  granted(await askAboutPayment(app, id));
  const asked = { requestId: app.newId(), bookingId, amount: kopecks(10_000), reason: "так" };
  granted(await refundBooking(app, { ...asked, actor: OPERATOR }));
  expect(granted(await askAboutPayment(app, id))).toMatchObject({
    gatewayState: undefined,
    refundsWaiting: 0,
  });
  const back = await app.db.first(sql`SELECT state FROM refunds WHERE payment_id = ${id}::uuid`);
  expect(back).toEqual({ state: "succeeded" });
});

it("says so when the gateway is silent or there is none, and changes nothing", async () => {
  const payable = await makePayable(app);
  const id = await paymentIdOf(payable.hold.bookingId);
  const row = () => app.db.first(sql`SELECT * FROM payments WHERE id = ${id}::uuid`);
  const before = await row();
  await app.bank.sim("/faults", { path: "/payments/*", status: 500, times: 1 });
  expect(await askAboutPayment(app, id)).toMatchObject({ refusal: "gateway_silent" });
  expect(await askAboutPayment({ ...app, payments: undefined }, id)).toMatchObject({
    refusal: "gateway_off",
  });
  expect(await row()).toEqual(before);
  expect(await askAboutPayment(app, app.newId())).toMatchObject({ refusal: "unknown_payment" });
});

it("PY-7: of money of the spot the gateway knows nothing", async () => {
  const held = await makeHold(app, { service: { policy: "onSite" } });
  const { bookingId, clientId } = held.hold;
  const id = app.newId();
  await app.db.run(sql`
    INSERT INTO payments (id, booking_id, client_id, kind, method, is_two_stage, state, amount_kopecks, captured_kopecks, ended_at, created_at)
    VALUES (${id}::uuid, ${bookingId}::uuid, ${clientId}::uuid, 'on_spot', 'cash', false, 'captured', 100, 100,
            ${app.clock.now()}, ${app.clock.now()})`);
  expect(await askAboutPayment(app, id)).toMatchObject({ refusal: "payment_on_spot" });
});
