import { type Points, points } from "../kernel/points.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import { appendEntry } from "./ledger.ts";
import type { PointKind } from "./model.ts";
import { returnAllTaken } from "./take-back.ts";

export type Earned = {
  readonly clientId: string;
  readonly bookingId: string;
  readonly kind: "accrual" | "rebook";
  readonly points: Points;
  /** The number of the visit's mark. */
  readonly number: number;
  readonly staffId: string | null;
};

/** Adds what a completed visit earned; nothing leaves no entry (EP-1, EP-2). */
export async function earnPoints(
  tx: Tx,
  earned: Earned & { readonly entryId: string },
  now: Date,
): Promise<void> {
  const { entryId: id, ...entry } = earned;
  if (entry.points > 0) await appendEntry(tx, { ...entry, id }, now);
}

const REVERSALS = {
  accrual: "accrual_reversal",
  rebook: "rebook_reversal",
  referral: "referral_reversal",
  penalty: "penalty_reversal",
} as const satisfies Partial<Record<PointKind, PointKind>>;

/**
 * Undoes what the visit's last mark did to points: each of its entries gets its opposite, under the same number, and
 * what refunds took back of them comes again. That of a client who turned out to be another meanwhile falls to that
 * other (PE-4).
 *
 * @returns what the client had earned by it, and what it had cost them
 * @source CX-8
 */
export async function undoMark(
  tx: Tx,
  mark: { readonly bookingId: string; readonly number: number; readonly staffId: string | null },
  newId: () => string,
  now: Date,
): Promise<{ readonly earned: Points; readonly penalty: Points }> {
  const { bookingId, number, staffId } = mark;
  const rows = await tx.many<{
    clientId: string;
    friendId: string | null;
    kind: keyof typeof REVERSALS;
    points: number;
    number: number;
  }>(sql`
    SELECT coalesce(owner.merged_into_id, entry.client_id) AS client_id, entry.friend_id, entry.kind, entry.points, entry.number
    FROM point_entries entry JOIN clients owner ON owner.id = entry.client_id
    WHERE entry.booking_id = ${bookingId}::uuid
      AND ((entry.kind IN ('accrual', 'rebook', 'penalty') AND entry.number = ${number}) OR entry.kind = 'referral')
      AND NOT EXISTS (SELECT 1 FROM point_entries undone
        WHERE undone.booking_id = entry.booking_id AND undone.number = entry.number AND undone.kind = entry.kind || '_reversal')
    ORDER BY entry.sequence`);
  for (const row of rows) {
    const { clientId, friendId } = row;
    const opposite = { clientId, bookingId, staffId, number: row.number, points: points(-row.points) };
    const kind = REVERSALS[row.kind];
    await appendEntry(tx, { ...opposite, id: newId(), kind, friendId: friendId ?? undefined }, now);
  }
  const takenBack = await returnAllTaken(tx, { bookingId, staffId }, newId, now);
  const sum = (...kinds: readonly PointKind[]) =>
    points(rows.reduce((all, row) => (kinds.includes(row.kind) ? all + Math.abs(row.points) : all), 0));
  return { earned: points(sum("accrual", "rebook") - takenBack), penalty: sum("penalty") };
}

/** What a quick rebooking brought for a booking and was not taken back by another mark (EP-2). */
export async function rebookEarned(via: Queryable, bookingId: string): Promise<Points> {
  const row = await via.first<{ earned: number }>(sql`
    SELECT coalesce(sum(points), 0)::int AS earned FROM point_entries
    WHERE booking_id = ${bookingId}::uuid AND kind IN ('rebook', 'rebook_reversal')`);
  return points(row?.earned ?? 0);
}
