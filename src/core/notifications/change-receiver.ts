import { sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";

/** Hands a client's messages, sent and promised, over to the one they turned out to be (PE-4). */
export async function moveMessages(
  tx: Tx,
  { fromId, intoId }: { readonly fromId: string; readonly intoId: string },
): Promise<void> {
  await tx.run(sql`UPDATE outbox SET client_id = ${intoId}::uuid WHERE client_id = ${fromId}::uuid`);
  await tx.run(sql`UPDATE client_messages SET client_id = ${intoId}::uuid WHERE client_id = ${fromId}::uuid`);
}

/**
 * Takes the words out of what was said between staff and a client and of what the bot wrote to or about them, and stops what was still to be sent to that client
 * or passed on from them.
 *
 * @source PE-2
 */
export async function eraseMessages(tx: Tx, clientId: string): Promise<void> {
  await tx.run(sql`UPDATE client_messages SET text = '(удалено)' WHERE client_id = ${clientId}::uuid`);
  await tx.run(sql`
    UPDATE outbox SET state = 'skipped', state_reason = 'client_erased'
    WHERE state = 'queued' AND (client_id = ${clientId}::uuid OR payload ->> 'clientId' = ${clientId})`);
  // Empty, not null: the words of one that is on its way at this moment are not written down afterwards either.
  await tx.run(sql`
    UPDATE outbox SET sent_text = ''
    WHERE client_id = ${clientId}::uuid OR booking_id IN (SELECT id FROM bookings WHERE client_id = ${clientId}::uuid)`);
}
