import { expect, it } from "vitest";
import {
  checkPayment,
  holdSlot,
  markVisit,
  openPayment,
  refundBooking,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { balanceOf } from "../../../src/core/loyalty/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { granted, makeSituation } from "../../support/make.ts";

const app = await testAppWithBank();

/** A visit of 2 000 ₽ that was paid by card and took place: it earned 200 points. */
async function visited() {
  app.clock.set(START);
  const { client, service, slot } = await makeSituation(app);
  const hold = { bookingId: app.newId(), clientId: client.id };
  granted(await holdSlot(app, { ...hold, serviceId: service.id, slotId: slot.id }));
  granted(await openPayment(app, { ...hold, method: "bank_card" }));
  const row = await app.db.first<{ providerPaymentId: string }>(
    sql`SELECT provider_payment_id FROM payments WHERE booking_id = ${hold.bookingId}::uuid`,
  );
  await app.bank.sim("/pay", { payment_id: row?.providerPaymentId, card: "5555555555554444" });
  granted(await checkPayment(app, hold));
  app.clock.set("2026-11-24T10:00:00Z");
  granted(await markVisit(app, { bookingId: hold.bookingId, mark: "completed", actor: OPERATOR }));
  return hold;
}
const request = (bookingId: string, rubles: number, requestId = app.newId()) => ({
  requestId,
  bookingId,
  amount: kopecks(rubles * 100),
  reason: "не понравилось",
  actor: OPERATOR,
});
const balance = async (clientId: string) =>
  (await balanceOf(app.db, { clientId, now: app.clock.now() })).balance;

it("a part that goes back takes the points with it that it had earned, once however often it is asked (EP-6)", async () => {
  const { bookingId, clientId } = await visited();
  const input = request(bookingId, 500);
  expect(granted(await refundBooking(app, input))).toMatchObject({ paid: 150_000, refunded: 50_000 });
  granted(await refundBooking(app, input));
  expect(await balance(clientId)).toBe(150);
  granted(await refundBooking(app, request(bookingId, 1_500)));
  expect(await balance(clientId)).toBe(0);
});

it("more than was paid, nothing, or no reason is refused and changes nothing", async () => {
  const { bookingId, clientId } = await visited();
  expect(await refundBooking(app, request(bookingId, 2_001))).toMatchObject({
    refusal: "refund_out_of_range",
  });
  expect(await refundBooking(app, request(bookingId, 0))).toMatchObject({ refusal: "refund_out_of_range" });
  const silent = { ...request(bookingId, 10), reason: " " };
  expect(await refundBooking(app, silent)).toMatchObject({ refusal: "reason_missing" });
  expect(await balance(clientId)).toBe(200);
});
