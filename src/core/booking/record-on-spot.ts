import type { App } from "../app.ts";
import type { Actor } from "../kernel/actor.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { lockClient } from "../people/index.ts";
import { inTransaction } from "../runtime/transaction.ts";
import type { BookingView } from "./model.ts";
import { ownVisitProblem } from "./own-visit.ts";
import { findBooking, lockBooking } from "./store.ts";
import {
  checkTaking,
  TAKING_CONFLICTS,
  type TakenOnSpot,
  type TakingRefusal,
  writeTaking,
} from "./take-on-spot.ts";

export type RecordOnSpotInput = TakenOnSpot & { readonly bookingId: string; readonly actor: Actor };

export type RecordOnSpotRefusal = TakingRefusal | "unknown_booking" | "not_your_booking";

/**
 * Records money that was taken on the spot, in cash, by the terminal or by a transfer: a finance operation like the others.
 *
 * Never above what the price leaves; a specialist only for their own visits. Safe to repeat with the same `paymentId`.
 * The client is not written to: it was they who paid. A mistake is mended by `refundBooking`.
 *
 * @source PY-7
 */
export async function recordOnSpot(
  app: App,
  input: RecordOnSpotInput,
): Promise<Outcome<BookingView, RecordOnSpotRefusal>> {
  const { bookingId, actor } = input;
  const seen = await findBooking(app.db, bookingId);
  if (seen === undefined) return refuse("unknown_booking");
  const now = app.clock.now();

  const recorded = await inTransaction<null, RecordOnSpotRefusal>(app.db, TAKING_CONFLICTS, async (tx) => {
    await lockClient(tx, seen.clientId);
    // The client of now: whoever it was a moment ago may have turned out to be another (PE-4).
    const booking = present(await lockBooking(tx, bookingId), "a booking that was there");
    const { specialistId } = booking;
    if (await ownVisitProblem(tx, { actor, specialistId })) return refuse("not_your_booking");
    const checked = await checkTaking(tx, booking, input);
    if (!checked.ok) return checked;
    if (checked.value === "new") await writeTaking(tx, booking, { ...input, actor }, now);
    return done(null);
  });
  if (!recorded.ok) return recorded;
  return done(present(await findBooking(app.db, bookingId), "the booking just paid for"));
}
