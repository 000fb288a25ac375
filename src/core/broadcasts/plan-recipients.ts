import type { App } from "../app.ts";
import { agreedTo } from "../people/index.ts";
import { type Queryable, type Sql, sql } from "../runtime/sql.ts";
import { write } from "../runtime/transaction.ts";
import { type Moment, type SegmentDefinition, segmentWhere } from "../segments/index.ts";
import { loadSettings } from "../settings/index.ts";
import type { BroadcastKind, LeftOutCounts, LeftOutReason } from "./model.ts";
import { needsConsent } from "./rules/sending.ts";
import { lockBroadcast } from "./store.ts";

/** So many clients are judged in one transaction: a pause waits no longer than for these. */
const CHUNK = 20_000;

export type Audience = { readonly kind: BroadcastKind; readonly segment: SegmentDefinition };

/** The clients of a segment, each with why they do not get it; no reason: they do (MS-3). */
export const judged = ({ kind, segment }: Audience, moment: Moment, within: Sql = sql`true`): Sql => sql`
  SELECT client.id, CASE WHEN client.telegram_id IS NULL THEN 'no_chat'
                         WHEN client.unreachable_at IS NOT NULL THEN 'blocked_bot'
                         WHEN ${needsConsent(kind)} AND NOT ${agreedTo(sql`client.id`, "marketing")} THEN 'no_consent'
                    END AS left_out
  FROM clients client WHERE ${within} AND ${segmentWhere(segment, moment)}`;

/** How many of a segment get it, and how many are left out, by reason. */
export async function countAudience(
  via: Queryable,
  audience: Audience,
  moment: Moment,
): Promise<{ readonly recipients: number; readonly leftOut: LeftOutCounts }> {
  const rows = await via.many<{ leftOut: LeftOutReason | null; count: number }>(sql`
    SELECT left_out, count(*)::int AS count FROM (${judged(audience, moment)}) AS one GROUP BY left_out`);
  return {
    recipients: rows.find(({ leftOut }) => leftOut === null)?.count ?? 0,
    leftOut: Object.fromEntries(rows.flatMap(({ leftOut, count }) => (leftOut ? [[leftOut, count]] : []))),
  };
}

/** Whether anybody at all would get it. */
export async function hasAudience(via: Queryable, audience: Audience, moment: Moment): Promise<boolean> {
  const row = await via.first<{ id: string }>(
    sql`SELECT id FROM (${judged(audience, moment)}) AS one WHERE left_out IS NULL LIMIT 1`,
  );
  return row !== undefined;
}

/**
 * Writes down the next part of those who get a running broadcast, and how far it came.
 *
 * Clients are judged by their ids in order, as they are at this moment, so one who dies in between loses nothing and
 * plans nobody twice.
 *
 * @source MS-3
 */
export async function planChunk(app: App, broadcastId: string): Promise<void> {
  const now = app.clock.now();
  await write(app.db, async (tx) => {
    const broadcast = await lockBroadcast(tx, broadcastId);
    if (broadcast?.state !== "running" || broadcast.plannedAt !== undefined) return;
    const zone = (await loadSettings(tx))["business.timeZone"];
    const end = await tx.first<{ first: string | null; last: string | null; isLast: boolean }>(sql`
      WITH part AS (
        SELECT id FROM clients
        WHERE id > coalesce((SELECT planned_through FROM broadcasts WHERE id = ${broadcastId}::uuid), ${BEFORE_ALL}::uuid)
        ORDER BY id LIMIT ${CHUNK})
      SELECT (array_agg(id ORDER BY id))[1] AS first, (array_agg(id ORDER BY id DESC))[1] AS last, count(*) < ${CHUNK} AS is_last
      FROM part`);
    const isPlanned = end?.isLast ?? true;
    const within = sql`client.id BETWEEN ${end?.first ?? null}::uuid AND ${end?.last ?? null}::uuid`;
    await tx.run(sql`
      WITH judged AS MATERIALIZED (${judged(broadcast, { now, zone }, within)}),
      added AS (
        INSERT INTO broadcast_recipients (broadcast_id, client_id)
        SELECT ${broadcastId}::uuid, id FROM judged WHERE left_out IS NULL ORDER BY id
        ON CONFLICT DO NOTHING RETURNING client_id),
      missing AS (SELECT left_out, count(*) AS count FROM judged WHERE left_out IS NOT NULL GROUP BY left_out)
      UPDATE broadcasts SET planned_through = coalesce(${end?.last ?? null}::uuid, planned_through),
        recipients = recipients + (SELECT count(*) FROM added),
        left_out = left_out || coalesce((
          SELECT jsonb_object_agg(left_out, count + coalesce((broadcasts.left_out ->> missing.left_out)::int, 0)) FROM missing), '{}'),
        planned_at = CASE WHEN ${isPlanned} THEN ${now}::timestamptz END
      WHERE id = ${broadcastId}::uuid`);
  });
}

const BEFORE_ALL = "00000000-0000-0000-0000-000000000000";
