import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Slot } from "./model.ts";
import { slotsWhere } from "./store.ts";

export type NewHotSlot = { readonly id: string; readonly hotSince: Date };

/** Hot slots that nobody was told of yet and that can still be told of: ahead, open and free; the earliest turned first. */
export async function newHotSlots(via: Queryable, now: Date): Promise<readonly NewHotSlot[]> {
  return via.many(sql`SELECT id, hot_since FROM slots WHERE ${isNews(now)} ORDER BY hot_since, id`);
}

const isNews = (now: Date) => sql`
  hot_since IS NOT NULL AND hot_announced_at IS NULL AND kind = 'hot' AND state = 'open' AND booking_id IS NULL
  AND starts_at > ${now}`;

/** How many hot slots are offered for what the settings take off: ahead, free, without a discount of their own (PR-3). */
export async function countHotSlotsAtSetting(via: Queryable, now: Date): Promise<number> {
  const row = await via.first<{ slots: number }>(sql`
    SELECT count(*)::int AS slots FROM slots
    WHERE kind = 'hot' AND discount_percent IS NULL AND state = 'open' AND booking_id IS NULL AND starts_at > ${now}`);
  return row?.slots ?? 0;
}

/** Lets new hot slots wait to be told of: they are gathered anew from a moment on. */
export async function gatherAnew(tx: Tx, slotIds: readonly string[], from: Date): Promise<void> {
  await tx.run(
    sql`UPDATE slots SET hot_since = ${from} WHERE id = ANY(${slotIds}::uuid[]) AND ${isNews(from)}`,
  );
}

/**
 * Claims new hot slots for an announcement, or to be let by without one; answers those that were not claimed before. Of
 * two who claim the same, the second waits for the first and gets none.
 */
export async function claimForAnnouncement(
  tx: Tx,
  slotIds: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const rows = await tx.many<{ id: string }>(sql`
    UPDATE slots SET hot_announced_at = ${now}
    WHERE id IN (SELECT id FROM slots WHERE id = ANY(${slotIds}::uuid[]) AND ${isNews(now)} ORDER BY id FOR NO KEY UPDATE)
    RETURNING id`);
  return new Set(rows.map(({ id }) => id));
}

/**
 * The free hot slots of the specialists of some slots, in order, from a moment on: those slots' chains are among them.
 *
 * @param areTurning counts those slots themselves as hot already, unless they are online: what would be if they turned
 */
export const freeHotSlotsBeside = (
  via: Queryable,
  slotIds: readonly string[],
  stretch: { readonly startsAt: Date; readonly endsAt: Date },
  areTurning = false,
): Promise<readonly Slot[]> =>
  slotsWhere(
    via,
    sql`
    specialist_id IN (SELECT specialist_id FROM slots WHERE id = ANY(${slotIds}::uuid[]))
      AND ${areTurning ? sql`(kind = 'hot' OR kind = 'regular' AND id = ANY(${slotIds}::uuid[]))` : sql`kind = 'hot'`}
      AND state = 'open' AND booking_id IS NULL
      AND starts_at >= ${stretch.startsAt} AND starts_at < ${stretch.endsAt}`,
  );
