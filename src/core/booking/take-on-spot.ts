import { recordAudit } from "../audit/index.ts";
import { type Actor, staffIdOf } from "../kernel/actor.ts";
import type { Kopecks } from "../kernel/money.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import {
  findPayment,
  insertOnSpot,
  type OnSpotMethod,
  type Payment,
  receivedFor,
} from "../payments/index.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Booking, BookingState } from "./model.ts";
import { checkOnSpot, takableOnSpot } from "./rules/on-spot.ts";

/** Money that was taken at the desk. */
export type TakenOnSpot = {
  /** Chosen by the caller and kept across retries: the same id is the same money. */
  readonly paymentId: string;
  readonly amount: Kopecks;
  readonly method: OnSpotMethod;
};

export type TakingRefusal =
  | "booking_takes_no_money"
  | "amount_not_positive"
  | "on_spot_above_owed"
  | "payment_is_another";

const PAYABLE: ReadonlySet<BookingState> = new Set<BookingState>(["confirmed", "completed"]);
/** The same id for two clients at the same moment: neither saw the other's payment. */
export const TAKING_CONFLICTS = { payments_pkey: "payment_is_another" } as const;

/**
 * Whether money may be recorded for a locked booking: never above what its price leaves. Of the same money a second time
 * there is nothing to write, whatever became of the booking since.
 *
 * @source PY-7
 */
export async function checkTaking(
  tx: Tx,
  booking: Booking,
  taken: TakenOnSpot,
): Promise<Outcome<"new" | "written", TakingRefusal>> {
  const earlier = await findPayment(tx, taken.paymentId);
  if (earlier !== undefined)
    return isSame(earlier, booking, taken) ? done("written") : refuse("payment_is_another");
  if (!PAYABLE.has(booking.state)) return refuse("booking_takes_no_money");
  const max = takableOnSpot({ ...booking, paid: await receivedFor(tx, booking.id) });
  const checked = checkOnSpot(taken.amount, max);
  return checked.ok ? done("new") : checked;
}

/** Writes down what `checkTaking` found new, and who took it. */
export async function writeTaking(
  tx: Tx,
  { id: bookingId, clientId }: Booking,
  { paymentId: id, amount, method, actor }: TakenOnSpot & { readonly actor: Actor },
  now: Date,
): Promise<void> {
  await insertOnSpot(tx, { id, bookingId, clientId, method, amount, staffId: staffIdOf(actor) }, now);
  const subject = { subjectKind: "booking", subjectId: bookingId };
  await recordAudit(tx, { actor, action: "record_on_spot", ...subject, change: { amount, method } }, now);
}

const isSame = (earlier: Payment, { id }: Booking, asked: TakenOnSpot): boolean =>
  earlier.kind === "on_spot" &&
  earlier.bookingId === id &&
  earlier.amount === asked.amount &&
  earlier.method === asked.method;
