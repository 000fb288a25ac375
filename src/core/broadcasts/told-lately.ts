import { daysAfter } from "../kernel/instant.ts";
import type { MessageReason } from "../notifications/index.ts";
import { type Sql, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Settings } from "../settings/index.ts";
import type { BroadcastKind } from "./model.ts";
import type { NextRecipient } from "./recipients.ts";

/** As the outbox would say it: its message was never written. */
const TOLD_LATELY: MessageReason = "told_lately";

/** Since when a client must not have heard of hot windows to hear of them now; undefined: it does not matter (MS-4). */
export const toldSince = (kind: BroadcastKind, settings: Settings, now: Date): Date | undefined =>
  kind === "hot" && settings["hot.pauseDays"] > 0 ? daysAfter(now, -settings["hot.pauseDays"]) : undefined;

/** Whether a client got hot windows after a moment; exactly at it is long enough ago. */
export const wasTold = (clientId: Sql, since: Date | undefined): Sql =>
  since === undefined
    ? sql`false`
    : sql`EXISTS (
        SELECT FROM broadcast_recipients told JOIN broadcasts ON broadcasts.id = told.broadcast_id
        WHERE told.client_id = ${clientId} AND told.outcome = 'delivered' AND told.ended_at > ${since}
          AND broadcasts.kind = 'hot')`;

/**
 * Leaves out of those whose turn has come the ones who heard of other hot windows meanwhile, and has those wait whose
 * message about others is on its way: two broadcasts at once do not both reach a client. Called by the one feeder there is.
 *
 * @source MS-4
 */
export async function withoutToldLately(
  tx: Tx,
  turn: {
    readonly broadcastId: string;
    readonly taken: readonly NextRecipient[];
    readonly since: Date | undefined;
  },
  now: Date,
): Promise<readonly NextRecipient[]> {
  const { broadcastId, taken, since } = turn;
  if (since === undefined || taken.length === 0) return taken;
  const rows = await tx.many<{ clientId: string; isTold: boolean }>(sql`
    SELECT one.client_id, ${wasTold(sql`one.client_id`, since)} OR ${wasTold(sql`one.receiver`, since)} AS is_told
    FROM unnest(${taken.map(({ clientId }) => clientId)}::uuid[], ${taken.map(({ receiver }) => receiver)}::uuid[])
      AS one (client_id, receiver)
    WHERE ${wasTold(sql`one.client_id`, since)} OR ${wasTold(sql`one.receiver`, since)}
      OR EXISTS (
        SELECT FROM broadcast_recipients other JOIN broadcasts ON broadcasts.id = other.broadcast_id
        WHERE other.client_id IN (one.client_id, one.receiver) AND other.state = 'queued'
          AND other.broadcast_id <> ${broadcastId}::uuid AND broadcasts.kind = 'hot')`);
  const told = rows.filter(({ isTold }) => isTold).map(({ clientId }) => clientId);
  await tx.run(sql`
    UPDATE broadcast_recipients SET state = 'ended', outcome = 'skipped', reason = ${TOLD_LATELY}, ended_at = ${now}
    WHERE broadcast_id = ${broadcastId}::uuid AND client_id = ANY(${told}::uuid[])`);
  const later = new Set(rows.map(({ clientId }) => clientId));
  return taken.filter(({ clientId }) => !later.has(clientId));
}
