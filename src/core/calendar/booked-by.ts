import type { RefusalDetail } from "../kernel/outcome.ts";
import { type Queryable, sql } from "../runtime/sql.ts";

/** By whom a slot is booked, for the sentence of the refusal (SL-6). */
export async function bookedBy(via: Queryable, slotId: string): Promise<RefusalDetail> {
  const row = await via.first<{ number: number; name: string; startsAt: Date }>(sql`
    SELECT booking.number, client.name, booking.starts_at
    FROM slots slot JOIN bookings booking ON booking.id = slot.booking_id JOIN clients client ON client.id = booking.client_id
    WHERE slot.id = ${slotId}::uuid`);
  // Between the refusal and this look the booking may have ended: then the sentence does without the name.
  return row ? { number: row.number, clientName: row.name, startsAt: row.startsAt } : {};
}
