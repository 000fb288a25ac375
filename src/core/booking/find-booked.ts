import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import type { Queryable } from "../runtime/sql.ts";
import type { BookingView } from "./model.ts";
import { findBooking } from "./store.ts";

/** What is asked for, as whoever asks knows it; a specialist only when one was named. */
export type AskedVisit = {
  readonly clientId: string;
  readonly serviceId: string;
  readonly startsAt: Date;
  readonly specialistId: string | undefined;
};

/**
 * Finds the booking that an earlier request made under the same id, whatever became of it since; undefined: there was none.
 *
 * To be asked before a start is looked for: the one that was booked is not free any more. The id of another visit is
 * refused: nobody is told that they are booked when they are not.
 *
 * @source PY-8
 */
export async function findBooked(
  via: Queryable,
  bookingId: string,
  asked: AskedVisit,
): Promise<Outcome<BookingView | undefined, "booking_is_another">> {
  const made = await findBooking(via, bookingId);
  if (made === undefined) return done(undefined);
  const isSame =
    made.clientId === asked.clientId &&
    made.serviceId === asked.serviceId &&
    made.startsAt.getTime() === asked.startsAt.getTime() &&
    (asked.specialistId === undefined || made.specialistId === asked.specialistId);
  return isSame ? done(made) : refuse("booking_is_another", { number: made.number });
}
