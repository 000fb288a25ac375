import type { App } from "../app.ts";
import { minutesAfter } from "../kernel/instant.ts";
import { kopecks } from "../kernel/money.ts";
import { sql } from "../runtime/sql.ts";
import type { WaitingMoney } from "./model.ts";

/** A job ends holds every second; one that stands longer than this says that the job does not run. */
const OVERDUE_MINUTES = 5;

/**
 * Lists what waits for an answer, longest first: payments and refunds that are not over, refunds that the gateway would
 * not send, money of the spot that is still to be handed back for a cancelled booking, and holds whose time ran out more
 * than five minutes ago.
 *
 * A refused refund waits until as much was promised back again, or nothing of its payment is left.
 *
 * @param minutesMin payments and refunds younger than this are left out: somebody is just paying
 * @source PY-5 PY-7
 */
export async function listWaitingMoney(
  app: Pick<App, "db" | "clock">,
  { rowsMax, minutesMin = 0 }: { readonly rowsMax: number; readonly minutesMin?: number },
): Promise<readonly WaitingMoney[]> {
  const youngest = minutesAfter(app.clock.now(), -minutesMin);
  const overdueFrom = minutesAfter(app.clock.now(), -OVERDUE_MINUTES);
  const rows = await app.db.many<Omit<WaitingMoney, "amount"> & { readonly amountKopecks: number }>(sql`
    SELECT waiting.id, waiting.kind, waiting.booking_id, waiting.state, waiting.amount_kopecks, waiting.since,
           waiting.is_let_go, booking.number AS booking_number
    FROM (
      SELECT 'payment' AS kind, id, booking_id, state, amount_kopecks, created_at AS since,
             abandoned_at IS NOT NULL AS is_let_go
      FROM payments WHERE next_check_at IS NOT NULL AND state NOT IN ('captured', 'cancelled', 'rejected')
      UNION ALL
      SELECT 'refund', id, booking_id, state, amount_kopecks, created_at, false
      FROM refunds WHERE next_attempt_at IS NOT NULL AND state NOT IN ('succeeded', 'canceled')
      UNION ALL
      SELECT 'refused_refund', refused.id, refused.booking_id, refused.state, refused.amount_kopecks, refused.ended_at, false
      FROM refunds refused JOIN payments payment ON payment.id = refused.payment_id
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(amount_kopecks), 0) AS promised,
               coalesce(sum(amount_kopecks) FILTER (WHERE created_at >= refused.ended_at), 0) AS promised_again
        FROM refunds WHERE payment_id = refused.payment_id AND state <> 'canceled') AS back
      WHERE refused.state = 'canceled' AND back.promised < payment.captured_kopecks
        AND back.promised_again < refused.amount_kopecks
      UNION ALL
      SELECT 'on_spot_refund', booking.id, booking.id, booking.state, sum(taken.left_kopecks)::int, booking.ended_at, false
      FROM bookings booking JOIN LATERAL (
        SELECT payment.captured_kopecks - coalesce(
                 (SELECT sum(amount_kopecks) FROM refunds WHERE payment_id = payment.id AND state <> 'canceled'), 0) AS left_kopecks
        FROM payments payment WHERE payment.booking_id = booking.id AND payment.kind = 'on_spot' AND payment.state = 'captured') AS taken ON true
      WHERE booking.state = 'cancelled'
      GROUP BY booking.id HAVING sum(taken.left_kopecks) > 0
      UNION ALL
      SELECT 'overdue_hold', id, id, state, pay_now_kopecks, held_until, false
      FROM bookings WHERE state = 'held' AND held_until <= ${overdueFrom}) AS waiting
    JOIN bookings booking ON booking.id = waiting.booking_id
    WHERE waiting.kind NOT IN ('payment', 'refund') OR waiting.since <= ${youngest}
    ORDER BY waiting.since, waiting.id LIMIT ${rowsMax}`);
  return rows.map(({ amountKopecks, ...row }) => ({ ...row, amount: kopecks(amountKopecks) }));
}
