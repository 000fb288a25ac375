import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";

/** Hands a client's payments over to the one they turned out to be (PE-4). */
export async function movePayments(
  tx: Tx,
  { fromId, intoId }: { readonly fromId: string; readonly intoId: string },
): Promise<void> {
  await tx.run(sql`UPDATE payments SET client_id = ${intoId}::uuid WHERE client_id = ${fromId}::uuid`);
}

/**
 * A booking of this client's whose money has no fate yet: a payment that is not over, a refund that has not ended, a
 * closing receipt that is still to be sent to their e-mail (PY-5, PY-6).
 */
export async function findPendingMoney(
  via: Queryable,
  clientId: string,
): Promise<{ readonly bookingId: string } | undefined> {
  return via.first(sql`
    SELECT booking_id FROM payments
    WHERE client_id = ${clientId}::uuid AND state NOT IN ('captured', 'cancelled', 'rejected')
    UNION ALL
    SELECT refund.booking_id FROM refunds refund JOIN payments payment ON payment.id = refund.payment_id
    WHERE payment.client_id = ${clientId}::uuid AND refund.state IN ('queued', 'pending')
    UNION ALL
    SELECT receipt.booking_id FROM closing_receipts receipt JOIN payments payment ON payment.id = receipt.payment_id
    WHERE payment.client_id = ${clientId}::uuid AND receipt.state IN ('queued', 'pending')
    LIMIT 1`);
}

/**
 * Forgets what the gateway was asked, word for word, and what staff wrote about refunds: both may name the payer, and
 * the first is needed only while the money is under way.
 *
 * @source PE-2
 */
export async function forgetRequests(tx: Tx, clientId: string): Promise<void> {
  const ofClient = sql`payment_id IN (SELECT id FROM payments WHERE client_id = ${clientId}::uuid)`;
  await tx.run(sql`
    UPDATE refunds SET note = NULL, request = NULL WHERE ${ofClient} AND (note IS NOT NULL OR request IS NOT NULL)`);
  await tx.run(sql`UPDATE closing_receipts SET request = '{}' WHERE ${ofClient}`);
  await tx.run(sql`
    UPDATE payments SET request = NULL WHERE client_id = ${clientId}::uuid AND request IS NOT NULL`);
}
