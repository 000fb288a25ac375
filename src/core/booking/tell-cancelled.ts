import type { App } from "../app.ts";
import { enqueueMessage } from "../notifications/index.ts";
import { staffToTell } from "../people/index.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { CancellationConsequence } from "./cancel-booking.ts";
import type { Booking } from "./model.ts";

/** Tells the client what the cancellation gave back and took, and staff whose time is free again (CX-6). */
export async function tellCancelled(
  app: App,
  tx: Tx,
  booking: Booking,
  told: CancellationConsequence & { readonly by: "client" | "business" },
  now: Date,
): Promise<void> {
  const { id: bookingId, clientId, specialistId } = booking;
  const payload = {
    by: told.by,
    isLate: told.isLate,
    refundKopecks: told.refund,
    keptKopecks: told.kept,
    pointsBack: told.pointsBack,
    penalty: told.penalty,
  };
  const common = { bookingId, payload, dueAt: now };
  const key = `booking_cancelled:${bookingId}`;
  await enqueueMessage(
    tx,
    { ...common, id: app.newId(), key, kind: "booking_cancelled", to: { clientId } },
    now,
  );
  for (const { id: staffId } of await staffToTell(tx, specialistId)) {
    const staffKey = `staff_booking_cancelled:${bookingId}:${staffId}`;
    const message = { ...common, id: app.newId(), key: staffKey, to: { staffId } };
    await enqueueMessage(tx, { ...message, kind: "staff_booking_cancelled" }, now);
  }
}
