import type { Kopecks } from "../kernel/money.ts";
import { NO_POINTS, type Points, points } from "../kernel/points.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import { appendEntry } from "./ledger.ts";
import { pointsTakenBack } from "./rules/reversal.ts";

export type RefundedVisit = {
  readonly entryId: string;
  readonly clientId: string;
  readonly bookingId: string;
  /** What the visit's points were earned of. */
  readonly price: Kopecks;
  /** All that was refunded of it since its present mark. */
  readonly refunded: Kopecks;
  readonly staffId: string | null;
  readonly reason: string;
};

/**
 * Brings what refunds took back of a visit's points to what their share is: more is taken, or, when a refund came to
 * nothing, comes again, and says how many were taken now. Said twice, it changes nothing the second time.
 *
 * @source EP-6
 */
export async function takeBackShare(tx: Tx, visit: RefundedVisit, now: Date): Promise<Points> {
  const { entryId: id, clientId, bookingId, staffId, reason, price, refunded } = visit;
  const { earned, takenBack, takings, returns } = await takenOf(tx, bookingId);
  const change = pointsTakenBack({ earned, takenBack, price, refunded });
  const entry = { id, clientId, bookingId, staffId, reason, points: points(-change) };
  if (change > 0) await appendEntry(tx, { ...entry, kind: "refund_reversal", number: takings + 1 }, now);
  if (change < 0)
    await appendEntry(tx, { ...entry, kind: "refund_reversal_return", number: returns + 1 }, now);
  return points(Math.max(change, 0));
}

/** Gives again all that refunds took back of a visit's points, and says how much: the mark that earned them is undone (CX-8). */
export async function returnAllTaken(
  tx: Tx,
  visit: { readonly bookingId: string; readonly staffId: string | null },
  newId: () => string,
  now: Date,
): Promise<Points> {
  const { bookingId, staffId } = visit;
  const { takenBack, returns, clientId } = await takenOf(tx, bookingId);
  if (takenBack === 0 || clientId === null) return NO_POINTS;
  const entry = { id: newId(), clientId, bookingId, staffId, number: returns + 1, points: takenBack };
  await appendEntry(tx, { ...entry, kind: "refund_reversal_return" }, now);
  return takenBack;
}

/** What refunds took back of a visit's points and did not give again (EP-6). */
export const takenBackOf = async (via: Queryable, bookingId: string): Promise<Points> =>
  (await takenOf(via, bookingId)).takenBack;

/** What a visit's marks earned in all, and what refunds took back of it and did not give again. */
async function takenOf(
  via: Queryable,
  bookingId: string,
): Promise<{
  readonly earned: Points;
  readonly takenBack: Points;
  readonly takings: number;
  readonly returns: number;
  readonly clientId: string | null;
}> {
  const row = await via.first<{
    earned: number;
    takenBack: number;
    takings: number;
    returns: number;
    clientId: string | null;
  }>(sql`
    SELECT coalesce(sum(points) FILTER (WHERE kind IN ('accrual', 'accrual_reversal', 'rebook', 'rebook_reversal')), 0)::int AS earned,
           coalesce(-sum(points) FILTER (WHERE kind IN ('refund_reversal', 'refund_reversal_return')), 0)::int AS taken_back,
           count(*) FILTER (WHERE kind = 'refund_reversal')::int AS takings,
           count(*) FILTER (WHERE kind = 'refund_reversal_return')::int AS returns,
           (array_agg(coalesce(owner.merged_into_id, owner.id)) FILTER (WHERE kind = 'refund_reversal'))[1] AS client_id
    FROM point_entries entry JOIN clients owner ON owner.id = entry.client_id
    WHERE entry.booking_id = ${bookingId}::uuid`);
  return {
    earned: points(row?.earned ?? 0),
    takenBack: points(row?.takenBack ?? 0),
    takings: row?.takings ?? 0,
    returns: row?.returns ?? 0,
    clientId: row?.clientId ?? null,
  };
}
