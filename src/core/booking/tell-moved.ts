import type { App } from "../app.ts";
import { enqueueMessage } from "../notifications/index.ts";
import { staffToTell } from "../people/index.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Booking, CancellationConsequence } from "./model.ts";

/**
 * Tells the client what their booking is now and what the move gave back and took, and the staff of both specialists,
 * each person once (MS-8). The messages are about the new booking, which knows the old one.
 */
export async function tellMoved(
  app: App,
  tx: Tx,
  move: {
    readonly old: Booking;
    readonly booking: Booking;
    readonly by: "client" | "business";
    readonly consequence: CancellationConsequence;
  },
  now: Date,
): Promise<void> {
  const { old, booking, by, consequence } = move;
  const { id: bookingId, clientId } = booking;
  const payload = {
    by,
    replacedBookingId: old.id,
    isLate: consequence.isLate,
    refundKopecks: consequence.refund,
    keptKopecks: consequence.kept,
    pointsBack: consequence.pointsBack,
    penalty: consequence.penalty,
  };
  const common = { bookingId, payload, dueAt: now };
  const kind = by === "business" ? "booking_moved" : "booking_confirmed";
  const message = {
    ...common,
    id: app.newId(),
    key: `${kind}:${bookingId}`,
    kind,
    to: { clientId },
  } as const;
  await enqueueMessage(tx, message, now);

  const both = [...new Set([old.specialistId, booking.specialistId])];
  const staffIds = new Set<string>();
  for (const id of both) for (const one of await staffToTell(tx, id)) staffIds.add(one.id);
  for (const staffId of staffIds) {
    const key = `staff_booking_moved:${bookingId}:${staffId}`;
    await enqueueMessage(
      tx,
      { ...common, id: app.newId(), key, kind: "staff_booking_moved", to: { staffId } },
      now,
    );
  }
}
