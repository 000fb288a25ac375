import { RECEIVER_GONE } from "../notifications/index.ts";
import type { Queryable, Sql } from "../runtime/sql.ts";
import { sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";

/** A recipient whose turn has come; `receiver` is who they are now: somebody may have turned out to be another (PE-4). */
export type NextRecipient = { readonly clientId: string; readonly receiver: string };

/** How many messages of a broadcast stand in the outbox. */
export async function countQueued(via: Queryable, broadcastId: string): Promise<number> {
  const row = await via.first<{ queued: number }>(sql`
    SELECT count(*)::int AS queued FROM broadcast_recipients
    WHERE broadcast_id = ${broadcastId}::uuid AND state = 'queued'`);
  return row?.queued ?? 0;
}

export async function takeNext(
  tx: Tx,
  broadcastId: string,
  recipientsMax: number,
): Promise<readonly NextRecipient[]> {
  return tx.many(sql`
    SELECT recipient.client_id, coalesce(client.merged_into_id, client.id) AS receiver
    FROM broadcast_recipients recipient JOIN clients client ON client.id = recipient.client_id
    WHERE recipient.broadcast_id = ${broadcastId}::uuid AND recipient.state = 'planned'
    ORDER BY recipient.client_id LIMIT ${Math.max(0, recipientsMax)}`);
}

/** Notes which message of the outbox is each recipient's. */
export async function markQueued(
  tx: Tx,
  broadcastId: string,
  queued: readonly { readonly clientId: string; readonly key: string }[],
): Promise<void> {
  await tx.run(sql`
    UPDATE broadcast_recipients SET state = 'queued', outbox_id = outbox.id
    FROM unnest(${queued.map(({ clientId }) => clientId)}::uuid[], ${queued.map(({ key }) => key)}::text[]) AS one (client_id, key)
    JOIN outbox ON outbox.key = one.key
    WHERE broadcast_recipients.broadcast_id = ${broadcastId}::uuid AND broadcast_recipients.client_id = one.client_id`);
}

/**
 * Takes back the messages of a broadcast that nobody is about to send: their recipients wait again, or (`forGood`) are
 * done with. One that is being sent at this moment stays; its sender looks at the broadcast first.
 */
export async function takeBack(
  tx: Tx,
  broadcastId: string,
  how: "to_wait" | "for_good",
  now: Date,
): Promise<void> {
  const ofBroadcast = sql`
    id IN (SELECT outbox_id FROM broadcast_recipients WHERE broadcast_id = ${broadcastId}::uuid AND state = 'queued')
      AND state = 'queued' AND attempts = 0`;
  if (how === "for_good") {
    await tx.run(sql`
      UPDATE outbox SET state = 'skipped', state_reason = 'broadcast_cancelled' WHERE ${ofBroadcast}`);
    await harvest(tx, sql`recipient.broadcast_id = ${broadcastId}::uuid`, now);
    return;
  }
  await tx.run(sql`
    WITH gone AS (DELETE FROM outbox WHERE ${ofBroadcast} RETURNING id)
    UPDATE broadcast_recipients SET state = 'planned', outbox_id = NULL
    FROM gone WHERE broadcast_id = ${broadcastId}::uuid AND state = 'queued' AND outbox_id = gone.id`);
}

/** What a pause or the switch had put off goes out again. */
export async function hurry(
  tx: Tx,
  broadcastId: string,
  reasons: readonly string[],
  now: Date,
): Promise<void> {
  await tx.run(sql`
    UPDATE outbox SET due_at = ${now}
    WHERE id IN (SELECT outbox_id FROM broadcast_recipients WHERE broadcast_id = ${broadcastId}::uuid AND state = 'queued')
      AND state = 'queued' AND state_reason = ANY(${reasons}::text[])`);
}

/** Notes what became of the messages that are not in the outbox any more. */
export async function harvest(via: Queryable, which: Sql, now: Date): Promise<void> {
  await via.run(sql`
    UPDATE broadcast_recipients recipient
    SET state = 'ended', ended_at = coalesce(outbox.sent_at, ${now}),
        outcome = CASE WHEN outbox.state = 'sent' THEN 'delivered' WHEN outbox.state = 'failed' THEN 'failed'
                       WHEN outbox.state_reason = ANY(${RECEIVER_GONE}::text[]) THEN 'blocked' ELSE 'skipped' END,
        reason = CASE WHEN outbox.state <> 'sent' THEN outbox.state_reason END
    FROM outbox
    WHERE recipient.state = 'queued' AND ${which} AND outbox.id = recipient.outbox_id AND outbox.state <> 'queued'`);
}

/** A client tapped a button of a broadcast: the first time is kept. */
export async function markPressed(
  via: Queryable,
  press: { readonly broadcastId: string; readonly clientId: string },
  now: Date,
): Promise<void> {
  await via.run(sql`
    UPDATE broadcast_recipients SET pressed_at = ${now}
    WHERE broadcast_id = ${press.broadcastId}::uuid AND pressed_at IS NULL
      AND client_id IN (SELECT id FROM clients WHERE id = ${press.clientId}::uuid OR merged_into_id = ${press.clientId}::uuid)`);
}
