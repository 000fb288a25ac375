import type { Database } from "../../../../src/core/runtime/database.ts";
import { type Asked, type ByHand, read } from "./summaries-by-sql.ts";

/*
 * The books once more (PY-5, PY-7, MS-2, CX-2, CX-3), in plain SQL: what came, what went back, what is kept, points; each
 * on the day of its own moment, and nothing that was never taken.
 */

/** What of a payment's money went back, or is promised to. */
const BACK = `(SELECT coalesce(sum(amount_kopecks), 0) FROM refunds WHERE payment_id = payment.id AND state <> 'canceled')`;

const OPERATIONS = `
  SELECT coalesce(ended_at, payment.created_at) AS at, booking_id, amount_kopecks AS amount, captured_kopecks AS gross, 0 AS points,
    CASE WHEN kind = 'tip' THEN 'tip' WHEN method = 'bank_card' THEN 'card' ELSE method END AS kind,
    CASE WHEN kind = 'on_spot' OR captured_kopecks = 0 THEN 0 ELSE captured_kopecks - income_kopecks END AS fee,
    CASE WHEN state = 'captured' THEN 0 ELSE amount_kopecks END AS waits, 0 AS refused
  FROM payments payment WHERE state NOT IN ('cancelled', 'rejected')
  UNION ALL
  SELECT coalesce(refund.ended_at, refund.created_at), refund.booking_id, refund.amount_kopecks,
    CASE refund.state WHEN 'succeeded' THEN -refund.amount_kopecks ELSE 0 END, 0,
    CASE payment.kind WHEN 'tip' THEN 'tip_refund' ELSE 'refund' END, 0,
    CASE WHEN refund.state IN ('queued', 'pending') THEN refund.amount_kopecks ELSE 0 END,
    CASE refund.state WHEN 'canceled' THEN refund.amount_kopecks ELSE 0 END
  FROM refunds refund JOIN payments payment ON payment.id = refund.payment_id
  UNION ALL
  SELECT booking.ended_at, booking.id, sum(captured_kopecks - ${BACK}), 0, 0, 'kept', 0, 0, 0
  FROM bookings booking JOIN payments payment ON payment.booking_id = booking.id
  WHERE booking.state IN ('cancelled', 'moved', 'no_show') AND payment.state = 'captured' AND payment.kind <> 'tip'
    AND NOT (payment.kind = 'on_spot' AND booking.state = 'cancelled')
  GROUP BY booking.id HAVING sum(captured_kopecks - ${BACK}) > 0
  UNION ALL
  SELECT created_at, booking_id, 0, 0, points,
    CASE WHEN kind IN ('redemption', 'redemption_return') THEN 'points_redeemed'
         WHEN kind IN ('penalty', 'penalty_reversal') THEN 'points_penalty' ELSE 'points_given' END, 0, 0, 0
  FROM point_entries WHERE kind <> 'merge'`;

const BOOKS = `
  SELECT operation.*, (at AT TIME ZONE $1)::date AS day, booking.specialist_id AS specialist, booking.service_id AS service
  FROM (${OPERATIONS}) AS operation LEFT JOIN bookings booking ON booking.id = operation.booking_id
  WHERE (at AT TIME ZONE $1)::date BETWEEN $2::date AND $3::date`;

const sumOf = (what: string, ...kinds: readonly string[]): string =>
  `coalesce(sum(${what}) FILTER (WHERE kind IN (${kinds.map((kind) => `'${kind}'`).join(", ")})), 0)`;

const ONLINE = ["card", "sbp"] as const;
const REVENUE = sumOf("gross", ...ONLINE, "cash", "terminal", "transfer", "refund");
const SUMS: Readonly<Record<string, string>> = {
  operations: "count(*)",
  moneyOperations: "count(*) FILTER (WHERE kind NOT LIKE 'points%')",
  pointsOperations: "count(*) FILTER (WHERE kind LIKE 'points%')",
  revenueKopecks: REVENUE,
  onlineKopecks: sumOf("gross", ...ONLINE),
  cashKopecks: sumOf("gross", "cash"),
  terminalKopecks: sumOf("gross", "terminal"),
  transferKopecks: sumOf("gross", "transfer"),
  refundedKopecks: `-${sumOf("gross", "refund")}`,
  feeKopecks: sumOf("fee", ...ONLINE),
  feeUnknownKopecks: sumOf("CASE WHEN fee IS NULL THEN gross END", ...ONLINE),
  netKopecks: `${REVENUE} - ${sumOf("fee", ...ONLINE)}`,
  tipsKopecks: sumOf("gross", "tip", "tip_refund"),
  tipsFeeKopecks: sumOf("fee", "tip"),
  keptKopecks: sumOf("amount", "kept"),
  refundsWaitingKopecks: sumOf("waits", "refund", "tip_refund"),
  refundsRefusedKopecks: sumOf("refused", "refund", "tip_refund"),
  paymentsWaitingKopecks: sumOf("waits", ...ONLINE, "tip"),
  pointsGiven: sumOf("points", "points_given"),
  pointsTakenBack: sumOf("CASE WHEN points < 0 THEN -points ELSE 0 END", "points_given"),
  pointsRedeemed: `-${sumOf("points", "points_redeemed")}`,
  pointsPenalty: `-${sumOf("points", "points_penalty")}`,
};

/** @param by `day`, `service`, `specialist`, `kind`; the key of what belongs to no booking is empty */
export const financeBySql = (
  db: Database,
  { by, ...asked }: Asked & { readonly by: string },
): Promise<ByHand> =>
  read(
    db,
    `SELECT part, grouping(part) = 1 AS is_sum, ${Object.entries(SUMS)
      .map(([name, sum]) => `${sum} AS "${name}"`)
      .join(", ")}
     FROM (SELECT one.*, ${by}::text AS part FROM (${BOOKS}) AS one) AS one GROUP BY GROUPING SETS ((part), ())`,
    asked,
  );

/** Every operation of the period as `day kind gross points`, in order. */
export async function operationsBySql(db: Database, { zone, from, to }: Asked): Promise<readonly string[]> {
  const { rows } = await db.pool.query<{ told: string }>(
    `SELECT concat_ws(' ', day, gross, points) AS told FROM (${BOOKS}) AS one ORDER BY 1`,
    [zone, from, to],
  );
  return rows.map(({ told }) => told).toSorted();
}
