import type { App } from "../app.ts";
import { enqueueMessage } from "../notifications/index.ts";
import { lockClient } from "../people/index.ts";
import { sql } from "../runtime/sql.ts";
import { write } from "../runtime/transaction.ts";
import { releaseHold } from "./release-hold.ts";
import { lockBooking } from "./store.ts";

const BATCH = 200;

/**
 * Ends the holds whose time has run out: their slots and points are free, and the client is told.
 *
 * Their payments stay open and are asked about: money may still come, and `settle-payment.ts` decides what of it (PY-3).
 *
 * @source PY-1 PT-3
 */
export async function expireHolds(app: App): Promise<number> {
  const due = await app.db.many<{ id: string; clientId: string }>(sql`
    SELECT id, client_id FROM bookings WHERE state = 'held' AND held_until <= ${app.clock.now()}
    ORDER BY held_until LIMIT ${BATCH}`);
  for (const booking of due) await expireHold(app, booking);
  return due.length;
}

/** Ends one hold if its time has run out; safe to do at once from many places. */
export async function expireHold(
  app: App,
  { id, clientId }: { readonly id: string; readonly clientId: string },
): Promise<void> {
  const now = app.clock.now();
  await write(app.db, async (tx) => {
    await lockClient(tx, clientId);
    const booking = await lockBooking(tx, id);
    const isOverdue =
      booking?.state === "held" && booking.heldUntil !== undefined && booking.heldUntil <= now;
    if (!isOverdue) return;
    await releaseHold(tx, id, "unpaid", now);
    const key = `hold_expired:${id}`;
    const to = { clientId: booking.clientId };
    await enqueueMessage(
      tx,
      { id: app.newId(), key, kind: "hold_expired", to, bookingId: id, dueAt: now },
      now,
    );
  });
}
