import { recordMany } from "../audit/index.ts";
import { type Actor, staffIdOf } from "../kernel/actor.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";

/** A change of points by hand, one of many: read by whoever makes them, of a client who is locked. */
export type Adjustment = {
  readonly id: string;
  readonly clientId: string;
  readonly points: number;
  readonly reason: string;
};

/** Which of these adjustments were made already, by their ids. */
export async function findAdjustments(
  via: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly clientId: string; readonly points: number }>> {
  if (ids.length === 0) return new Map();
  const rows = await via.many<{ id: string; clientId: string; points: number }>(
    sql`SELECT id, client_id, points FROM point_entries WHERE id = ANY(${ids}::uuid[])`,
  );
  return new Map(rows.map(({ id, ...entry }) => [id, entry]));
}

/** Which of these clients have any entry of points: theirs is a balance that is kept here (EP-5). */
export async function findWithEntries(
  via: Queryable,
  clientIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (clientIds.length === 0) return new Set();
  const rows = await via.many<{ id: string }>(sql`
    SELECT asked.id FROM unnest(${clientIds}::uuid[]) AS asked (id)
    WHERE EXISTS (SELECT 1 FROM point_entries WHERE client_id = asked.id)`);
  return new Set(rows.map(({ id }) => id));
}

/** The balances of these clients, all at once. */
export async function findBalances(
  via: Queryable,
  clientIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (clientIds.length === 0) return new Map();
  const rows = await via.many<{ id: string; balance: number }>(
    sql`SELECT id, points_balance AS balance FROM clients WHERE id = ANY(${clientIds}::uuid[])`,
  );
  return new Map(rows.map(({ id, balance }) => [id, balance]));
}

/** Makes many adjustments at once, each an entry with its reason and a line of the trail; the database moves the balances (EP-5). */
export async function adjustMany(
  tx: Tx,
  { adjustments, actor }: { readonly adjustments: readonly Adjustment[]; readonly actor: Actor },
  now: Date,
): Promise<void> {
  if (adjustments.length === 0) return;
  await tx.run(sql`
    INSERT INTO point_entries (id, client_id, points, kind, number, staff_id, reason, created_at)
    SELECT (row.entry->>'id')::uuid, (row.entry->>'clientId')::uuid, (row.entry->>'points')::int, 'adjustment', 1,
           ${staffIdOf(actor)}::uuid, row.entry->>'reason', ${now}
    FROM jsonb_array_elements(${JSON.stringify(adjustments)}::jsonb) WITH ORDINALITY AS row (entry, place)
    ORDER BY row.place`);
  const subjects = adjustments.map(({ clientId, points, reason }) => ({
    subjectId: clientId,
    reason,
    change: { points },
  }));
  await recordMany(tx, { actor, action: "adjust_points", subjectKind: "client", subjects }, now);
}
