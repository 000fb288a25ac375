import { daysAfter } from "../../kernel/instant.ts";
import { type Queryable, sql } from "../../runtime/sql.ts";
import { loadSettings } from "../../settings/index.ts";

/** Older ones are the bookkeeper's affair by now. */
const DAYS = 90;

/**
 * The bookings of visits that took place whose prepayment, made with a receipt, has no closing one, not even promised;
 * oldest first. While receipts are off none is owed.
 *
 * @source PY-6
 */
export async function bookingsWithoutClosing(
  via: Queryable,
  now: Date,
): Promise<readonly { readonly number: number; readonly endsAt: Date }[]> {
  if ((await loadSettings(via))["receipts.mode"] === "off") return [];
  return via.many<{ number: number; endsAt: Date }>(sql`
    SELECT DISTINCT booking.number, booking.ends_at
    FROM payments payment JOIN bookings booking ON booking.id = payment.booking_id
    WHERE payment.kind = 'booking' AND payment.state = 'captured' AND booking.state = 'completed'
      AND booking.ends_at >= ${daysAfter(now, -DAYS)}
      AND payment.request->'receipt'->'items'->0->>'paymentMode' LIKE '%\\_prepayment'
      AND payment.captured_kopecks > coalesce(
            (SELECT sum(amount_kopecks) FROM refunds WHERE payment_id = payment.id AND state <> 'canceled'), 0)
      AND NOT EXISTS (SELECT 1 FROM closing_receipts WHERE payment_id = payment.id)
    ORDER BY booking.ends_at, booking.number`);
}
