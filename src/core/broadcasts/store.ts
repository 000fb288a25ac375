import { present } from "../kernel/invariant.ts";
import { type Queryable, type RowOf, type Sql, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import { readDefinition, type SegmentDefinition } from "../segments/index.ts";
import type { Broadcast, BroadcastContent, BroadcastState, PauseReason, Picture } from "./model.ts";

type Row = RowOf<Omit<Broadcast, "segment">> & { segment: unknown };

const COLUMNS = sql`broadcasts.id, number, kind, title, text, buttons, segment, segment_id, segment_name, advertiser, erid,
  state, scheduled_at, started_at, planned_at, recipients, left_out, paused_reason, ended_at, staff_id, created_at, proposed_at,
  EXISTS (SELECT FROM broadcast_pictures WHERE broadcast_id = broadcasts.id) AS has_picture`;

const toBroadcast = (row: Row): Broadcast => ({
  ...row,
  segment: keptDefinition(row.segment),
  segmentId: row.segmentId ?? undefined,
  scheduledAt: row.scheduledAt ?? undefined,
  startedAt: row.startedAt ?? undefined,
  plannedAt: row.plannedAt ?? undefined,
  pausedReason: row.pausedReason ?? undefined,
  endedAt: row.endedAt ?? undefined,
  staffId: row.staffId ?? undefined,
  proposedAt: row.proposedAt ?? undefined,
});

/** It was read when it was written, so it can be read again. */
function keptDefinition(stored: unknown): SegmentDefinition {
  const read = readDefinition(stored);
  return present(read.ok ? read.value : undefined, "the segment of a broadcast");
}

export async function findBroadcast(via: Queryable, broadcastId: string): Promise<Broadcast | undefined> {
  const row = await via.first<Row>(sql`SELECT ${COLUMNS} FROM broadcasts WHERE id = ${broadcastId}::uuid`);
  return row && toBroadcast(row);
}

export async function findBroadcastByNumber(via: Queryable, number: number): Promise<Broadcast | undefined> {
  const row = await via.first<Row>(sql`SELECT ${COLUMNS} FROM broadcasts WHERE number = ${number}`);
  return row && toBroadcast(row);
}

/** Broadcasts, the newest first. */
export async function listBroadcasts(
  via: Queryable,
  page: {
    readonly rowsMax: number;
    readonly offset?: number | undefined;
    readonly states?: readonly BroadcastState[] | undefined;
    readonly segmentId?: string | undefined;
  },
): Promise<readonly Broadcast[]> {
  const rows = await via.many<Row>(sql`
    SELECT ${COLUMNS} FROM broadcasts WHERE ${inStates(page.states)} AND ${ofSegment(page.segmentId)}
    ORDER BY created_at DESC, number DESC LIMIT ${page.rowsMax} OFFSET ${page.offset ?? 0}`);
  return rows.map(toBroadcast);
}

const ofSegment = (segmentId: string | undefined): Sql =>
  segmentId === undefined ? sql`true` : sql`segment_id = ${segmentId}::uuid`;

const inStates = (states: readonly BroadcastState[] | undefined): Sql =>
  states === undefined ? sql`true` : sql`state = ANY(${states}::text[])`;

/** The broadcast, held still until the transaction ends: its steps and its feeding happen one after another. */
export async function lockBroadcast(tx: Tx, broadcastId: string): Promise<Broadcast | undefined> {
  const row = await tx.first<Row>(
    sql`SELECT ${COLUMNS} FROM broadcasts WHERE id = ${broadcastId}::uuid FOR NO KEY UPDATE`,
  );
  return row && toBroadcast(row);
}

/** What is written of a broadcast before it starts. */
export type Draft = BroadcastContent & {
  readonly id: string;
  readonly segment: SegmentDefinition;
  readonly segmentId: string | undefined;
  readonly segmentName: string;
  readonly staffId: string | null;
};

/** Answers whether it was new. */
export async function insertDraft(tx: Tx, draft: Draft, now: Date): Promise<boolean> {
  const added = await tx.run(sql`
    INSERT INTO broadcasts (id, kind, title, text, buttons, segment, segment_id, segment_name, advertiser, erid, staff_id, created_at)
    VALUES (${draft.id}::uuid, ${draft.kind}, ${draft.title}, ${draft.text}, ${JSON.stringify(draft.buttons)}::jsonb,
            ${JSON.stringify(draft.segment)}::jsonb, ${draft.segmentId ?? null}::uuid, ${draft.segmentName}, ${draft.advertiser},
            ${draft.erid}, ${draft.staffId}::uuid, ${now})
    ON CONFLICT (id) DO NOTHING`);
  return added > 0;
}

export async function updateDraft(tx: Tx, draft: Draft): Promise<void> {
  await tx.run(sql`
    UPDATE broadcasts SET kind = ${draft.kind}, title = ${draft.title}, text = ${draft.text},
      buttons = ${JSON.stringify(draft.buttons)}::jsonb, segment = ${JSON.stringify(draft.segment)}::jsonb,
      segment_id = ${draft.segmentId ?? null}::uuid, segment_name = ${draft.segmentName}, advertiser = ${draft.advertiser},
      erid = ${draft.erid}
    WHERE id = ${draft.id}::uuid AND state IN ('draft', 'scheduled')`);
}

/** Moves a broadcast to a state; what does not go with that state is taken away. */
export async function writeState(
  tx: Tx,
  broadcastId: string,
  to: {
    readonly state: BroadcastState;
    readonly scheduledAt?: Date | undefined;
    readonly pausedReason?: PauseReason | undefined;
  },
  now: Date,
): Promise<void> {
  const { state } = to;
  const isOver = state === "done" || state === "cancelled";
  await tx.run(sql`
    UPDATE broadcasts SET state = ${state},
      scheduled_at = coalesce(${to.scheduledAt ?? null}, scheduled_at),
      started_at = CASE WHEN ${state} = 'running' THEN coalesce(started_at, ${now}) ELSE started_at END,
      paused_reason = ${to.pausedReason ?? null},
      segment_id = CASE WHEN ${state} = 'scheduled' THEN segment_id END,
      ended_at = CASE WHEN ${isOver} THEN ${now}::timestamptz END
    WHERE id = ${broadcastId}::uuid`);
}

/** The definition that stands when it starts is the one that counts. */
export async function freezeSegment(
  tx: Tx,
  broadcastId: string,
  segment: { readonly name: string; readonly definition: SegmentDefinition },
): Promise<void> {
  await tx.run(sql`
    UPDATE broadcasts SET segment = ${JSON.stringify(segment.definition)}::jsonb, segment_name = ${segment.name}
    WHERE id = ${broadcastId}::uuid`);
}

export async function storePicture(tx: Tx, broadcastId: string, picture: Picture | undefined): Promise<void> {
  await tx.run(sql`DELETE FROM broadcast_pictures WHERE broadcast_id = ${broadcastId}::uuid`);
  if (picture === undefined) return;
  await tx.run(sql`
    INSERT INTO broadcast_pictures (broadcast_id, kind, bytes)
    VALUES (${broadcastId}::uuid, ${picture.kind}, ${Buffer.from(picture.bytes)})`);
}

export async function findPicture(via: Queryable, broadcastId: string): Promise<Picture | undefined> {
  return via.first<Picture>(
    sql`SELECT kind, bytes FROM broadcast_pictures WHERE broadcast_id = ${broadcastId}::uuid`,
  );
}

/** Telegram's own name for the picture, once it was given it. */
export async function findPictureFileId(via: Queryable, broadcastId: string): Promise<string | undefined> {
  const row = await via.first<{ telegramFileId: string | null }>(
    sql`SELECT telegram_file_id FROM broadcast_pictures WHERE broadcast_id = ${broadcastId}::uuid`,
  );
  return row?.telegramFileId ?? undefined;
}

/** Keeps Telegram's name for the picture, or forgets one that it does not know any more. */
export async function keepPictureFileId(
  via: Queryable,
  broadcastId: string,
  fileId: string | undefined,
): Promise<void> {
  await via.run(sql`
    UPDATE broadcast_pictures SET telegram_file_id = ${fileId ?? null} WHERE broadcast_id = ${broadcastId}::uuid`);
}

/** Those that something has to be done for, in order. */
export async function listLive(
  via: Queryable,
): Promise<readonly RowOf<Pick<Broadcast, "id" | "kind" | "state" | "scheduledAt" | "plannedAt">>[]> {
  return via.many(sql`
    SELECT id, kind, state, scheduled_at, planned_at FROM broadcasts
    WHERE state IN ('scheduled', 'running', 'paused') ORDER BY coalesce(started_at, scheduled_at), number`);
}
