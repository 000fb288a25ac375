import type { App } from "../app.ts";
import { minus } from "../kernel/money.ts";
import { worth } from "../kernel/points.ts";
import { takeBackShare } from "../loyalty/index.ts";
import { type Refund, refundedAfterMark } from "../payments/index.ts";
import { lockClient } from "../people/index.ts";
import { type Tx, write } from "../runtime/transaction.ts";
import type { Booking } from "./model.ts";
import { findBooking, lockBooking } from "./store.ts";

/**
 * Takes back the points that the refunded share of a completed visit had earned, within a transaction that has locked
 * its client. Only what was refunded since the present mark counts: an earlier kindness had earned nothing yet.
 *
 * @source EP-6
 */
export async function takeBackPoints(
  app: App,
  tx: Tx,
  booking: Booking,
  by: { readonly reason: string; readonly staffId: string | null; readonly exceptRefundId?: string },
  now: Date,
): Promise<void> {
  const { id: bookingId, clientId, accrualBase, marks: mark } = booking;
  const price = accrualBase === "paid" ? minus(booking.price, worth(booking.points)) : booking.price;
  const refunded = await refundedAfterMark(tx, { bookingId, mark, exceptRefundId: by.exceptRefundId });
  const { reason, staffId } = by;
  await takeBackShare(
    tx,
    { entryId: app.newId(), clientId, bookingId, price, refunded, reason, staffId },
    now,
  );
}

/** A refund that the gateway refuses took points for money that never went back: they come again. */
export async function returnPointsOfRefused(app: App, refund: Refund): Promise<void> {
  const clientId = (await findBooking(app.db, refund.bookingId))?.clientId;
  if (clientId === undefined) return;
  const now = app.clock.now();
  await write(app.db, async (tx) => {
    await lockClient(tx, clientId);
    const booking = await lockBooking(tx, refund.bookingId);
    if (booking?.state !== "completed") return;
    const by = { reason: "возврат не прошёл", staffId: null, exceptRefundId: refund.id };
    await takeBackPoints(app, tx, booking, by, now);
  });
}
