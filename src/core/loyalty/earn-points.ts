import { type Points, points } from "../kernel/points.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import { appendEntry } from "./ledger.ts";
import type { PointKind } from "./model.ts";

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
 * Undoes what the visit's last mark did to points: each of its entries gets its opposite, under the same number. That of
 * a client who turned out to be another meanwhile falls to that other (PE-4).
 *
 * @source CX-8
 */
export async function undoMark(
  tx: Tx,
  mark: { readonly bookingId: string; readonly number: number; readonly staffId: string | null },
  newId: () => string,
  now: Date,
): Promise<void> {
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
}

/** What a visit's marks earned in all and what was taken back of it by refunds. */
export async function earnedOf(
  via: Queryable,
  bookingId: string,
): Promise<{ readonly earned: Points; readonly takenBack: Points; readonly refunds: number }> {
  const row = await via.first<{ earned: number; takenBack: number; refunds: number }>(sql`
    SELECT coalesce(sum(points) FILTER (WHERE kind IN ('accrual', 'accrual_reversal', 'rebook', 'rebook_reversal')), 0)::int AS earned,
           coalesce(-sum(points) FILTER (WHERE kind = 'refund_reversal'), 0)::int AS taken_back,
           count(*) FILTER (WHERE kind = 'refund_reversal')::int AS refunds
    FROM point_entries WHERE booking_id = ${bookingId}::uuid`);
  return {
    earned: points(row?.earned ?? 0),
    takenBack: points(row?.takenBack ?? 0),
    refunds: row?.refunds ?? 0,
  };
}

/** Takes back the points that a refunded share had earned (EP-6). */
export async function takeBackEarned(
  tx: Tx,
  taken: {
    readonly entryId: string;
    readonly clientId: string;
    readonly bookingId: string;
    readonly points: Points;
    readonly number: number;
    readonly staffId: string | null;
    readonly reason: string;
  },
  now: Date,
): Promise<void> {
  if (taken.points === 0) return;
  const { entryId: id, points: amount, ...entry } = taken;
  await appendEntry(tx, { ...entry, id, kind: "refund_reversal", points: points(-amount) }, now);
}
