import { owedOnSpot } from "../booking/index.ts";
import { type Kopecks, kopecks } from "../kernel/money.ts";
import { points } from "../kernel/points.ts";
import { type Queryable, sql } from "../runtime/sql.ts";

export type UnpaidVisit = { readonly bookingId: string; readonly owed: Kopecks };

export type UnpaidFilter = {
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
  readonly specialistId?: string | undefined;
  readonly serviceId?: string | undefined;
  readonly clientId?: string | undefined;
};

export type UnpaidVisits = { readonly visits: number; readonly owed: Kopecks };

/**
 * How many visits of a stretch took place and are not paid in full yet, and how much they owe altogether. By the start
 * of the visit; whoever is narrowed to nobody is everybody.
 *
 * @source PY-5 PY-7
 */
export async function sumUnpaidVisits(via: Queryable, filter: UnpaidFilter): Promise<UnpaidVisits> {
  const unpaid = await listUnpaidVisits(via, filter);
  return { visits: unpaid.length, owed: kopecks(unpaid.reduce((sum, { owed }) => sum + owed, 0)) };
}

/** The visits that `sumUnpaidVisits` counts, each with what it owes. @source PY-5 PY-7 */
export async function listUnpaidVisits(
  via: Queryable,
  filter: UnpaidFilter,
): Promise<readonly UnpaidVisit[]> {
  const { from, to } = filter;
  const [specialistId, serviceId, clientId] = [
    filter.specialistId ?? null,
    filter.serviceId ?? null,
    filter.clientId ?? null,
  ];
  const rows = await via.many<{
    bookingId: string;
    price: number;
    points: number;
    onSpot: number;
    captured: number;
    refunded: number;
    givenBack: number;
  }>(sql`
    SELECT booking.id AS booking_id, booking.price_kopecks AS price, booking.points, booking.on_spot_kopecks AS on_spot,
           money.captured, back.refunded, back.given_back
    FROM bookings booking
    LEFT JOIN LATERAL (
      SELECT coalesce(sum(captured_kopecks), 0)::int AS captured FROM payments
      WHERE booking_id = booking.id AND kind <> 'tip') AS money ON true
    LEFT JOIN LATERAL (
      SELECT coalesce(sum(refund.amount_kopecks), 0)::int AS refunded,
             coalesce(sum(refund.amount_kopecks) FILTER (WHERE refund.reason = 'by_staff'), 0)::int AS given_back
      FROM refunds refund JOIN payments payment ON payment.id = refund.payment_id
      WHERE refund.booking_id = booking.id AND refund.state <> 'canceled' AND payment.kind <> 'tip') AS back ON true
    WHERE booking.state = 'completed' AND booking.starts_at >= ${from} AND booking.starts_at < ${to}
      AND (${specialistId}::uuid IS NULL OR booking.specialist_id = ${specialistId}::uuid)
      AND (${serviceId}::uuid IS NULL OR booking.service_id = ${serviceId}::uuid)
      AND (${clientId}::uuid IS NULL OR booking.client_id = ${clientId}::uuid)
      AND booking.price_kopecks > money.captured - back.refunded`);
  return rows
    .map((row) => ({
      bookingId: row.bookingId,
      owed: owedOnSpot({
        state: "completed",
        price: kopecks(row.price),
        points: points(row.points),
        onSpot: kopecks(row.onSpot),
        paid: kopecks(row.captured - row.refunded),
        givenBack: kopecks(row.givenBack),
      }),
    }))
    .filter(({ owed }) => owed > 0);
}
