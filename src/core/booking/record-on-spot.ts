import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { type Actor, staffIdOf } from "../kernel/actor.ts";
import { present } from "../kernel/invariant.ts";
import type { Kopecks } from "../kernel/money.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import {
  findPayment,
  insertOnSpot,
  type OnSpotMethod,
  type Payment,
  receivedFor,
} from "../payments/index.ts";
import { lockClient } from "../people/index.ts";
import { inTransaction } from "../runtime/transaction.ts";
import type { BookingState, BookingView } from "./model.ts";
import { ownVisitProblem } from "./own-visit.ts";
import { checkOnSpot, takableOnSpot } from "./rules/on-spot.ts";
import { findBooking, lockBooking } from "./store.ts";

export type RecordOnSpotInput = {
  /** Chosen by the caller and kept across retries: the same id is the same money. */
  readonly paymentId: string;
  readonly bookingId: string;
  readonly amount: Kopecks;
  readonly method: OnSpotMethod;
  readonly actor: Actor;
};

export type RecordOnSpotRefusal =
  | "unknown_booking"
  | "not_your_booking"
  | "booking_takes_no_money"
  | "amount_not_positive"
  | "on_spot_above_owed"
  | "payment_is_another";

const PAYABLE: ReadonlySet<BookingState> = new Set<BookingState>(["confirmed", "completed"]);
/** The same id for two clients at the same moment: neither saw the other's payment. */
const CONFLICTS = { payments_pkey: "payment_is_another" } as const;

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
  const { paymentId: id, bookingId, amount, method, actor } = input;
  const seen = await findBooking(app.db, bookingId);
  if (seen === undefined) return refuse("unknown_booking");
  const now = app.clock.now();

  const recorded = await inTransaction<null, RecordOnSpotRefusal>(app.db, CONFLICTS, async (tx) => {
    await lockClient(tx, seen.clientId);
    const booking = present(await lockBooking(tx, bookingId), "a booking that was there");
    // The client of now: whoever it was a moment ago may have turned out to be another (PE-4).
    const { specialistId, clientId } = booking;
    if (await ownVisitProblem(tx, { actor, specialistId })) return refuse("not_your_booking");
    const earlier = await findPayment(tx, id);
    if (earlier !== undefined) return isSame(earlier, input) ? done(null) : refuse("payment_is_another");
    if (!PAYABLE.has(booking.state)) return refuse("booking_takes_no_money");
    const checked = checkOnSpot(
      amount,
      takableOnSpot({ ...booking, paid: await receivedFor(tx, bookingId) }),
    );
    if (!checked.ok) return checked;

    await insertOnSpot(tx, { id, bookingId, clientId, method, amount, staffId: staffIdOf(actor) }, now);
    const subject = { subjectKind: "booking", subjectId: bookingId };
    await recordAudit(tx, { actor, action: "record_on_spot", ...subject, change: { amount, method } }, now);
    return done(null);
  });
  if (!recorded.ok) return recorded;
  return done(present(await findBooking(app.db, bookingId), "the booking just paid for"));
}

const isSame = (earlier: Payment, asked: RecordOnSpotInput): boolean =>
  earlier.kind === "on_spot" &&
  earlier.bookingId === asked.bookingId &&
  earlier.amount === asked.amount &&
  earlier.method === asked.method;
