import type { App } from "../app.ts";
import { present } from "../kernel/invariant.ts";
import { minus } from "../kernel/money.ts";
import { type Points, worth } from "../kernel/points.ts";
import { takeBackShare } from "../loyalty/index.ts";
import { refundedAfterMark } from "../payments/index.ts";
import { lockClient } from "../people/index.ts";
import { type Tx, write } from "../runtime/transaction.ts";
import type { Booking } from "./model.ts";
import { findBooking, lockBooking } from "./store.ts";

/**
 * Takes back the points that the refunded share of a completed visit had earned, within a transaction that has locked
 * its client, and says how many. Only what was refunded since the present mark counts: an earlier kindness had earned
 * nothing yet.
 *
 * @source EP-6
 */
export async function takeBackPoints(
  app: App,
  tx: Tx,
  booking: Booking,
  by: { readonly reason: string; readonly staffId: string | null },
  now: Date,
): Promise<Points> {
  const { id: bookingId, clientId, accrualBase, marks: mark } = booking;
  const price = accrualBase === "paid" ? minus(booking.price, worth(booking.points)) : booking.price;
  const refunded = await refundedAfterMark(tx, { bookingId, mark });
  return takeBackShare(tx, { entryId: app.newId(), clientId, bookingId, price, refunded, ...by }, now);
}

/**
 * Ends a refund that the gateway refused: it took points for money that never went back, and they come again in the
 * same transaction.
 *
 * @source EP-6
 */
export async function endRefused(
  app: App,
  bookingId: string,
  end: (tx: Tx) => Promise<boolean>,
): Promise<void> {
  const { clientId } = present(await findBooking(app.db, bookingId), "the booking of a refund");
  const now = app.clock.now();
  await write(app.db, async (tx) => {
    await lockClient(tx, clientId);
    const booking = await lockBooking(tx, bookingId);
    const isNews = await end(tx);
    if (!isNews || booking?.state !== "completed") return;
    await takeBackPoints(app, tx, booking, { reason: "возврат не прошёл", staffId: null }, now);
  });
}
