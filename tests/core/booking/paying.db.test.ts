import { describe, expect, it } from "vitest";
import {
  checkPayment,
  choosePoints,
  currentHold,
  dayMarks,
  expireHolds,
  findBooking,
  giveUpHold,
  holdSlot,
  listFreeStarts,
  openPayment,
  reconcilePayments,
  sendDueRefunds,
} from "../../../src/core/booking/index.ts";
import { localDay } from "../../../src/core/kernel/local-day.ts";
import { balanceOf, listPointEntries } from "../../../src/core/loyalty/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testAppWithBank } from "../../support/app.ts";
import { givePoints, granted, makeSituation } from "../../support/make.ts";

const app = await testAppWithBank();
const { bank } = app;
const GOOD_CARD = "5555555555554444";
const POOR_CARD = "5555555555554600";

async function held(over: Parameters<typeof makeSituation>[1] = {}) {
  const situation = await makeSituation(app, over);
  const { client, service, slot } = situation;
  const hold = { bookingId: app.newId(), clientId: client.id };
  const booking = granted(await holdSlot(app, { ...hold, serviceId: service.id, slotId: slot.id }));
  return { ...situation, hold, booking };
}
const byCard = { method: "bank_card" } as const;
const providerIdOf = async (bookingId: string) => {
  const row = await app.db.first<{ providerPaymentId: string }>(
    sql`SELECT provider_payment_id FROM payments WHERE booking_id = ${bookingId}::uuid AND ended_at IS NULL`,
  );
  return row?.providerPaymentId ?? "";
};
const pay = async (bookingId: string, card = GOOD_CARD) =>
  bank.sim("/pay", { payment_id: await providerIdOf(bookingId), card });

describe("a hold that is paid by card", () => {
  it("becomes a confirmed booking, its points posted and its messages promised", async () => {
    const { hold, client, booking, service } = await held();
    expect(booking.state).toBe("held");
    await givePoints(app, client.id, 700);
    const planned = granted(await choosePoints(app, { ...hold, points: 500 }));
    expect(planned.payNow).toBe(150_000);
    const opened = granted(await openPayment(app, { ...hold, ...byCard }));
    expect(opened.url).toContain("/checkout/payments/v2/contract");
    await pay(hold.bookingId);
    const paid = granted(await checkPayment(app, hold));

    expect(paid.state).toBe("confirmed");
    expect(paid.paid).toBe(150_000);
    expect(await balanceOf(app.db, { clientId: client.id, now: app.clock.now() })).toMatchObject({
      balance: 200,
      held: 0,
    });
    const entries = await listPointEntries(app.db, { clientId: client.id, rowsMax: 10, offset: 0 });
    expect(entries.map((entry) => [entry.kind, entry.points])).toContainEqual(["redemption", -500]);
    const outbox = await app.db.many(
      sql`SELECT kind FROM outbox WHERE booking_id = ${hold.bookingId}::uuid AND kind <> 'reminder'`,
    );
    expect(outbox).toEqual([{ kind: "booking_confirmed" }]);
    const { days } = granted(await dayMarks(app, { serviceId: service.id }));
    expect(days.find(({ day }) => day === "2026-11-24")?.mark).toBe("full");
  });

  it("lives on after a declined card, and the next payment counts", async () => {
    const { hold } = await held();
    granted(await openPayment(app, { ...hold, ...byCard }));
    await pay(hold.bookingId, POOR_CARD);
    expect(granted(await checkPayment(app, hold)).state).toBe("held");
    granted(await openPayment(app, { ...hold, ...byCard }));
    await pay(hold.bookingId);
    expect(granted(await checkPayment(app, hold)).state).toBe("confirmed");
  });
});

describe("money that comes late", () => {
  it("makes the whole hold anew while its start is still free", async () => {
    const { hold } = await held();
    granted(await openPayment(app, { ...hold, ...byCard }));
    app.clock.advance(16 * 60_000);
    await expireHolds(app);
    expect((await findBooking(app.db, hold.bookingId))?.state).toBe("expired");
    await pay(hold.bookingId);
    await reconcilePayments(app);
    expect((await findBooking(app.db, hold.bookingId))?.state).toBe("confirmed");
  });

  it("goes back when somebody else has the start by then", async () => {
    const { hold, service, slot } = await held();
    granted(await openPayment(app, { ...hold, ...byCard }));
    app.clock.advance(16 * 60_000);
    await expireHolds(app);
    const { client: other } = await makeSituation(app);
    granted(
      await holdSlot(app, {
        bookingId: app.newId(),
        clientId: other.id,
        serviceId: service.id,
        slotId: slot.id,
      }),
    );
    const providerId = await providerIdOf(hold.bookingId);
    await pay(hold.bookingId);
    await reconcilePayments(app);

    expect((await findBooking(app.db, hold.bookingId))?.state).toBe("expired");
    expect((await bank.get(`/payments/${providerId}`)).body).toMatchObject({
      status: "canceled",
      paid: false,
    });
  });

  it("goes back when the client gave the hold up", async () => {
    const { hold } = await held();
    granted(await openPayment(app, { ...hold, ...byCard }));
    granted(await giveUpHold(app, hold));
    const providerId = await providerIdOf(hold.bookingId);
    await pay(hold.bookingId);
    app.clock.advance(60_000);
    await reconcilePayments(app);
    expect((await bank.get(`/payments/${providerId}`)).body).toMatchObject({ status: "canceled" });
    await sendDueRefunds(app);
    expect(await currentHold(app.db, hold.clientId)).toBeUndefined();
  });
});

it("shows the free starts of a day with what they cost", async () => {
  const { service } = await makeSituation(app, { kind: "hot" });
  const { starts } = granted(
    await listFreeStarts(app, { serviceId: service.id, day: localDay("2026-11-24") }),
  );
  expect(starts.map((start) => [start.kind, start.price.price])).toEqual([["hot", 160_000]]);
});
