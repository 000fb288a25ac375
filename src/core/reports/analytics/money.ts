import { type Queryable, sql } from "../../runtime/sql.ts";
import type { DayBounds } from "./bounds.ts";

export type MoneyRow = {
  readonly day: number;
  readonly revenueKopecks: number;
  readonly tipsKopecks: number;
};

/**
 * Revenue by business day: **captured online payments for bookings, plus money recorded on the spot, less refunds done of
 * either, each on the day on which it happened**; tips, less tips given back, apart.
 *
 * A payment happens when it was captured (on the spot: recorded), a refund when the gateway confirmed it. Money set aside
 * and not captured, refunds asked for and not done, points: none of it is revenue. A day may be below zero.
 */
export const moneyByDay = (via: Queryable, { from, until, dayOf, eachDay }: DayBounds): Promise<MoneyRow[]> =>
  via.many(sql`
    SELECT day, coalesce(sum(kopecks) FILTER (WHERE kind <> 'tip'), 0)::int8 AS revenue_kopecks,
      coalesce(sum(kopecks) FILTER (WHERE kind = 'tip'), 0)::int8 AS tips_kopecks
    FROM (
      SELECT day, paid.* FROM ${eachDay}, LATERAL (SELECT kind, sum(captured_kopecks) AS kopecks FROM payments
        WHERE state = 'captured' AND ended_at >= begins AND ended_at < ends GROUP BY kind) AS paid
      UNION ALL
      SELECT ${dayOf(sql`refund.ended_at`)}, CASE WHEN tip.id IS NULL THEN 'visit' ELSE 'tip' END, -sum(refund.amount_kopecks)
      FROM refunds refund LEFT JOIN payments tip ON tip.id = refund.payment_id AND tip.kind = 'tip'
      WHERE refund.state = 'succeeded' AND refund.ended_at >= ${from} AND refund.ended_at < ${until} GROUP BY 1, 2) AS moved
    GROUP BY day`);
