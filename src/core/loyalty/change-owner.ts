import { points } from "../kernel/points.ts";
import { idsOfPerson } from "../people/index.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import { appendEntry, findBalance } from "./ledger.ts";
import { standingRewards } from "./standing-rewards.ts";

/**
 * Hands the points of a client over to the one they turned out to be: two entries, since entries are never changed, and
 * what is set aside with its bookings. A balance of nothing leaves no entry. A reward that one of the two got for bringing
 * the other is taken back: nobody invites themselves.
 *
 * @source PE-4 EP-4 EP-5
 */
export async function movePoints(
  tx: Tx,
  union: { readonly fromId: string; readonly intoId: string },
  newId: () => string,
  now: Date,
): Promise<void> {
  const { fromId, intoId } = union;
  await tx.run(sql`UPDATE point_holds SET client_id = ${intoId}::uuid WHERE client_id = ${fromId}::uuid`);
  const { balance } = await findBalance(tx, fromId);
  if (balance !== 0) {
    const taken = { id: newId(), clientId: fromId, points: points(-balance), kind: "merge" } as const;
    await appendEntry(tx, taken, now);
    await appendEntry(tx, { ...taken, id: newId(), clientId: intoId, points: balance }, now);
  }
  await takeBackOwnReward(tx, intoId, newId, now);
}

async function takeBackOwnReward(tx: Tx, clientId: string, newId: () => string, now: Date): Promise<void> {
  const ids = await idsOfPerson(tx, clientId);
  for (const reward of await standingRewards(tx, clientId)) {
    if (!ids.includes(reward.friendId)) continue;
    const { friendId, bookingId, number } = reward;
    const opposite = { id: newId(), clientId, friendId, bookingId, number, points: points(-reward.points) };
    await appendEntry(tx, { ...opposite, kind: "referral_reversal" }, now);
  }
}

/** Burns what points a client has, by an entry of its own; a debt stays one (PE-2). */
export async function burnPoints(
  tx: Tx,
  burnt: {
    readonly entryId: string;
    readonly clientId: string;
    readonly reason: string;
    readonly staffId: string | null;
  },
  now: Date,
): Promise<void> {
  const { entryId: id, ...entry } = burnt;
  const { balance } = await findBalance(tx, burnt.clientId);
  if (balance <= 0) return;
  await appendEntry(tx, { ...entry, id, points: points(-balance), kind: "adjustment" }, now);
}

/** Whether a friend has already brought somebody their reward, and it was not taken back (EP-4). */
export async function hasBroughtReward(via: Queryable, friendId: string): Promise<boolean> {
  const row = await via.first<{ net: number }>(sql`
    SELECT coalesce(sum(points), 0)::int AS net FROM point_entries
    WHERE friend_id = ${friendId}::uuid AND kind IN ('referral', 'referral_reversal')`);
  return (row?.net ?? 0) > 0;
}
