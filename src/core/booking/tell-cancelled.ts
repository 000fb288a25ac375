import type { App } from "../app.ts";
import { enqueueMessage } from "../notifications/index.ts";
import { staffToTell } from "../people/index.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Booking, CancellationPreview } from "./model.ts";

/**
 * Tells staff whose time is free again, and the client when it was not they who cancelled: who did has seen what it
 * gave back and took (CX-2, CX-6).
 */
export async function tellCancelled(
  app: App,
  tx: Tx,
  booking: Booking,
  told: CancellationPreview & { readonly by: "client" | "business" },
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
    handedBackKopecks: told.handedBack,
    droppedMoveStartsAtMs: told.droppedMove?.startsAt.getTime() ?? null,
  };
  const common = { bookingId, payload, dueAt: now };
  if (told.by === "business") {
    const key = `booking_cancelled:${bookingId}`;
    const message = { ...common, id: app.newId(), key, to: { clientId } };
    await enqueueMessage(tx, { ...message, kind: "booking_cancelled" }, now);
  }
  for (const { id: staffId } of await staffToTell(tx, specialistId)) {
    const staffKey = `staff_booking_cancelled:${bookingId}:${staffId}`;
    const message = { ...common, id: app.newId(), key: staffKey, to: { staffId } };
    await enqueueMessage(tx, { ...message, kind: "staff_booking_cancelled" }, now);
  }
}
