import { sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { MessageReason } from "./words.ts";

const OVER: MessageReason = "booking_not_confirmed";
const NOT_SET: MessageReason = "not_set";

/** Takes a booking's reminders off what will be sent, within the transaction that ends the booking. @source MS-1 */
export async function dropReminders(tx: Tx, bookingId: string): Promise<void> {
  await tx.run(sql`
    UPDATE outbox SET state = 'skipped', state_reason = ${OVER}
    WHERE booking_id = ${bookingId}::uuid AND kind = 'reminder' AND state = 'queued'`);
}

/**
 * Takes the reminders that the settings ask for no longer off what will be sent, and puts back those of the given
 * bookings that are asked for again and still ahead.
 *
 * @source MS-1
 */
export async function fitReminders(
  tx: Tx,
  {
    hoursBefore,
    bookingIds,
  }: { readonly hoursBefore: readonly number[]; readonly bookingIds: readonly string[] },
  now: Date,
): Promise<void> {
  await tx.run(sql`
    UPDATE outbox SET state = 'skipped', state_reason = ${NOT_SET}
    WHERE kind = 'reminder' AND state = 'queued' AND NOT (payload ->> 'hours')::int = ANY(${hoursBefore}::int[])`);
  await tx.run(sql`
    UPDATE outbox SET state = 'queued', state_reason = NULL
    WHERE kind = 'reminder' AND state = 'skipped' AND state_reason = ${NOT_SET} AND due_at > ${now}
      AND booking_id = ANY(${bookingIds}::uuid[]) AND (payload ->> 'hours')::int = ANY(${hoursBefore}::int[])`);
}
