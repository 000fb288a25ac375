import type { Kopecks, Percent } from "../kernel/money.ts";
import { type Points, points } from "../kernel/points.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import { appendEntry, findBalance } from "./ledger.ts";
import { penaltyPoints } from "./rules/penalty.ts";

/**
 * What a penalty would take from a client now: the booking's frozen share, today's word on debt (CX-5). Points that are
 * about to come back, or to be spent, may be counted in.
 */
export async function penaltyFor(
  via: Queryable,
  due: {
    readonly clientId: string;
    readonly price: Kopecks;
    readonly percent: Percent;
    readonly comingBack?: number;
  },
): Promise<Points> {
  const balance = points((await findBalance(via, due.clientId)).balance + (due.comingBack ?? 0));
  const allowDebt = (await loadSettings(via))["penalty.allowDebt"];
  return penaltyPoints({ price: due.price, balance }, { percent: due.percent, allowDebt });
}

/** Takes a penalty, once per booking and mark; one of nothing leaves no entry (CX-2, CX-3). */
export async function chargePenalty(
  tx: Tx,
  penalty: {
    readonly entryId: string;
    readonly clientId: string;
    readonly bookingId: string;
    readonly points: Points;
    readonly number: number;
    readonly staffId: string | null;
  },
  now: Date,
): Promise<void> {
  if (penalty.points === 0) return;
  const { entryId: id, clientId, bookingId, number, staffId } = penalty;
  const entry = {
    id,
    clientId,
    bookingId,
    number,
    staffId,
    kind: "penalty",
    points: points(-penalty.points),
  } as const;
  await appendEntry(tx, entry, now);
}

/** What penalties took for a booking and did not give again. */
export async function penaltyCharged(via: Queryable, bookingId: string): Promise<Points> {
  const row = await via.first<{ charged: number }>(sql`
    SELECT coalesce(-sum(points), 0)::int AS charged FROM point_entries
    WHERE booking_id = ${bookingId}::uuid AND kind IN ('penalty', 'penalty_reversal')`);
  return points(row?.charged ?? 0);
}
