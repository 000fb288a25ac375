import type { App } from "../app.ts";
import { kopecks } from "../kernel/money.ts";
import { points } from "../kernel/points.ts";
import { enqueueMessage } from "../notifications/index.ts";
import { staffToTell } from "../people/index.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Booking, BookingView, CancellationPreview } from "./model.ts";

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
    const key = cancelledKey(bookingId);
    const message = { ...common, id: app.newId(), key, to: { clientId } };
    await enqueueMessage(tx, { ...message, kind: "booking_cancelled" }, now);
  }
  for (const { id: staffId } of await staffToTell(tx, specialistId)) {
    const staffKey = `staff_booking_cancelled:${bookingId}:${staffId}`;
    const message = { ...common, id: app.newId(), key: staffKey, to: { staffId } };
    await enqueueMessage(tx, { ...message, kind: "staff_booking_cancelled" }, now);
  }
}

/** Tells the client that staff took away a hold of theirs: it does not run out by itself (MS-8). */
export async function tellDropped(
  app: App,
  tx: Tx,
  { id: bookingId, clientId }: Booking,
  now: Date,
): Promise<void> {
  const message = { id: app.newId(), key: `hold_expired:${bookingId}`, to: { clientId }, bookingId };
  await enqueueMessage(
    tx,
    { ...message, kind: "hold_expired", payload: { by: "business" }, dueAt: now },
    now,
  );
}

/** What a cancellation by the business came to. */
export type ToldCancellation = Pick<CancellationPreview, "refund" | "pointsBack" | "handedBack"> & {
  readonly droppedMove: { readonly startsAt: Date } | undefined;
};

/**
 * Reads that off the message which was written with it; money of the spot is what is still to be handed back. Undefined
 * of what the business did not cancel, and of a hold that it took away.
 *
 * @source CX-6 MS-8
 */
export async function toldOfCancellation(
  via: Queryable,
  { id, takenOnSpot }: Pick<BookingView, "id" | "takenOnSpot">,
): Promise<ToldCancellation | undefined> {
  const row = await via.first<{ payload: Readonly<Record<string, unknown>> }>(
    sql`SELECT payload FROM outbox WHERE key = ${cancelledKey(id)}`,
  );
  if (row === undefined) return undefined;
  const { refundKopecks, pointsBack, droppedMoveStartsAtMs: ms } = row.payload;
  return {
    refund: kopecks(Number(refundKopecks ?? 0)),
    pointsBack: points(Number(pointsBack ?? 0)),
    handedBack: takenOnSpot,
    droppedMove: typeof ms === "number" ? { startsAt: new Date(ms) } : undefined,
  };
}

const cancelledKey = (bookingId: string): string => `booking_cancelled:${bookingId}`;
