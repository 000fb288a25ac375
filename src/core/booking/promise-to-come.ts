import type { App } from "../app.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { lockClient } from "../people/index.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction } from "../runtime/transaction.ts";
import type { BookingView } from "./model.ts";
import { findBooking, lockBooking } from "./store.ts";

export type PromiseToComeRefusal = "unknown_booking" | "booking_over" | "visit_began";

/**
 * Notes that a client says they will come to a visit that is ahead; staff see it. Said twice is said once.
 *
 * @source MS-1
 */
export async function promiseToCome(
  app: App,
  input: { readonly bookingId: string; readonly clientId: string },
): Promise<Outcome<BookingView, PromiseToComeRefusal>> {
  const now = app.clock.now();
  const promised = await inTransaction<null, PromiseToComeRefusal>(app.db, {}, async (tx) => {
    await lockClient(tx, input.clientId);
    const booking = await lockBooking(tx, input.bookingId);
    if (booking?.clientId !== input.clientId) return refuse("unknown_booking");
    if (booking.state !== "confirmed") return refuse("booking_over");
    if (booking.startsAt <= now) return refuse("visit_began");
    await tx.run(sql`
      UPDATE bookings SET promised_at = ${now} WHERE id = ${booking.id}::uuid AND promised_at IS NULL`);
    return done(null);
  });
  if (!promised.ok) return promised;
  return done(present(await findBooking(app.db, input.bookingId), "the booking just promised to"));
}
