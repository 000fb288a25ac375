import type { App } from "../app.ts";
import { type Outcome, refuse } from "../kernel/outcome.ts";
import {
  BOOKING_CONFLICTS,
  type BookForClientInput,
  type BookForClientRefusal,
  bookAround,
  bookWithin,
} from "./book-for-client.ts";
import type { BookingView } from "./model.ts";
import { ownVisitProblem } from "./own-visit.ts";
import { findBooking } from "./store.ts";

export type BookAgainInput = Omit<BookForClientInput, "clientId"> & {
  /** The booking whose client comes again. */
  readonly lastId: string;
};

export type BookAgainRefusal = BookForClientRefusal | "unknown_booking";

/**
 * Books the client of a booking once more, in whatever state that one is. A specialist does so from their own bookings
 * only, and into their own slots. Safe to repeat with the same `bookingId`.
 *
 * @source PY-8 PE-3
 */
export async function bookAgain(
  app: App,
  input: BookAgainInput,
): Promise<Outcome<BookingView, BookAgainRefusal>> {
  const { lastId, ...wanted } = input;
  return bookAround<BookAgainRefusal>(app, wanted, BOOKING_CONFLICTS, async (tx) => {
    const last = await findBooking(tx, lastId);
    if (last === undefined) return refuse("unknown_booking");
    const { clientId, specialistId } = last;
    const problem = await ownVisitProblem(tx, { actor: wanted.actor, specialistId });
    return problem === undefined ? bookWithin(app, tx, { ...wanted, clientId }) : refuse(problem);
  });
}
