import { beforeEach, describe, expect, it } from "vitest";
import { findBooking, reconcilePayments, sendDueRefunds } from "../../../src/core/booking/index.ts";
import { followHints, receiveHint } from "../../../src/core/payments/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { alignClocks, bankRequests, makePayable, payAtBank } from "../../support/bank.ts";
import { writingNothing } from "../../support/footprint.ts";

const app = await testAppWithBank();
await alignClocks(app);
beforeEach(() => app.clock.set(START));
const event = "payment.waiting_for_capture";
const hintsOf = (providerId: string) =>
  app.db.many<{ handledAt: Date | null }>(
    sql`SELECT handled_at FROM payment_hints WHERE provider_id = ${providerId}`,
  );

describe("a notification of the bank (PY-4)", () => {
  it("makes the bank be asked at once, and is believed in nothing", async () => {
    const { booking, providerId } = await makePayable(app);
    await receiveHint(app, { event: "payment.succeeded", providerId });
    await reconcilePayments(app);
    expect((await findBooking(app.db, booking.id))?.state).toBe("held");

    await payAtBank(app, providerId);
    expect(await reconcilePayments(app)).toBe(0);
    await receiveHint(app, { event, providerId });
    await reconcilePayments(app);
    expect((await findBooking(app.db, booking.id))?.state).toBe("confirmed");
    expect((await hintsOf(providerId)).map(({ handledAt }) => handledAt)).toEqual([
      app.clock.now(),
      app.clock.now(),
    ]);
  });

  it("that comes twice is one hint, and followed once", async () => {
    const { providerId } = await makePayable(app);
    await payAtBank(app, providerId);
    await Promise.all([1, 2, 3].map(() => receiveHint(app, { event, providerId })));
    expect(await hintsOf(providerId)).toHaveLength(1);
    await Promise.all([reconcilePayments(app), reconcilePayments(app)]);
    const captures = (await bankRequests(app)).filter(
      ({ path }) => path === `/payments/${providerId}/capture`,
    );
    expect(new Set(captures.map((one) => one.idempotence_key)).size).toBe(1);
    await writingNothing(app, () => followHints(app.db, app.clock.now()));
  });

  it("about what is not ours is let go without asking anybody", async () => {
    const asked = (await bankRequests(app)).length;
    for (const providerId of [
      "unknown",
      "2d5c0f8e-000f-5000-9000-1b2c3d4e5f60",
      "'; DROP TABLE payments; --",
      "",
      "x".repeat(5_000),
    ])
      await receiveHint(app, { event: event.repeat(20), providerId });
    await reconcilePayments(app);
    await sendDueRefunds(app);
    expect((await bankRequests(app)).length).toBe(asked);
    expect(await app.db.many(sql`SELECT 1 FROM payment_hints WHERE handled_at IS NULL`)).toEqual([]);
  });

  it("about a payment that is over asks nobody", async () => {
    const { booking, providerId } = await makePayable(app);
    await payAtBank(app, providerId);
    await receiveHint(app, { event, providerId });
    await reconcilePayments(app);
    const asked = (await bankRequests(app)).length;
    await receiveHint(app, { event: "payment.canceled", providerId });
    await reconcilePayments(app);
    expect((await bankRequests(app)).length).toBe(asked);
    expect((await findBooking(app.db, booking.id))?.state).toBe("confirmed");
  });
});

it("without any notification an open payment of a live hold is asked about every five seconds (PY-5)", async () => {
  const { booking, providerId } = await makePayable(app);
  await payAtBank(app, providerId);
  app.clock.advance(4_999);
  await reconcilePayments(app);
  expect((await findBooking(app.db, booking.id))?.state).toBe("held");
  app.clock.advance(1);
  await reconcilePayments(app);
  expect((await findBooking(app.db, booking.id))?.state).toBe("confirmed");
});

it("the questions about a payment nobody pays grow rarer and never end before the bank's own end", async () => {
  const { providerId, booking } = await makePayable(app);
  const asks = async () =>
    (await bankRequests(app)).filter(({ path }) => path === `/payments/${providerId}`).length;
  const before = await asks();
  for (let minute = 0; minute < 59; minute += 1) {
    app.clock.advance(60_000);
    await app.bank.advance(60);
    await reconcilePayments(app);
  }
  expect((await asks()) - before).toBeLessThan(60);
  app.clock.advance(2 * 3_600_000);
  await app.bank.advance(2 * 3_600);
  await reconcilePayments(app);
  const rows = await app.db.many(
    sql`SELECT state, ended_reason FROM payments WHERE booking_id = ${booking.id}::uuid`,
  );
  expect(rows).toEqual([{ state: "cancelled", endedReason: "expired_on_confirmation" }]);
});
