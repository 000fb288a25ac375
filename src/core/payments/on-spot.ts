import { type Kopecks, kopecks } from "../kernel/money.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";

/** The ways of paying the salon itself; `transfer`: to its account or phone, past the gateway. */
export const ON_SPOT_METHODS = ["cash", "terminal", "transfer"] as const;
export type OnSpotMethod = (typeof ON_SPOT_METHODS)[number];

export type NewOnSpot = {
  readonly id: string;
  readonly bookingId: string;
  readonly clientId: string;
  readonly method: OnSpotMethod;
  readonly amount: Kopecks;
  /** Who took it; null when it was the operator. */
  readonly staffId: string | null;
};

/** Writes down money that is in the till already: no gateway, no key, over at once (PY-7). */
export async function insertOnSpot(tx: Tx, payment: NewOnSpot, now: Date): Promise<void> {
  const { id, bookingId, clientId, method, amount, staffId } = payment;
  await tx.run(sql`
    INSERT INTO payments (id, booking_id, client_id, kind, method, is_two_stage, state, amount_kopecks, captured_kopecks,
                          ended_at, staff_id, created_at)
    VALUES (${id}::uuid, ${bookingId}::uuid, ${clientId}::uuid, 'on_spot', ${method}, false, 'captured', ${amount},
            ${amount}, ${now}, ${staffId}::uuid, ${now})`);
}

/** What was received for a booking, online and on the spot, and not promised back. Tips are not for the booking. */
export async function receivedFor(via: Queryable, bookingId: string): Promise<Kopecks> {
  const row = await via.first<{ received: number }>(sql`
    SELECT coalesce(sum(payment.captured_kopecks - coalesce(
             (SELECT sum(amount_kopecks) FROM refunds WHERE payment_id = payment.id AND state <> 'canceled'), 0)), 0)::int AS received
    FROM payments payment
    WHERE payment.booking_id = ${bookingId}::uuid AND payment.kind <> 'tip' AND payment.state = 'captured'`);
  return kopecks(row?.received ?? 0);
}
