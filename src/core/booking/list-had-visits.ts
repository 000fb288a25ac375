import type { App } from "../app.ts";
import { sql } from "../runtime/sql.ts";

/**
 * The numbers of the visits that took place at slots which have begun and are free again: a visit lets go of its slots when
 * it is completed, its time is gone all the same. Of several the first; slots where nothing took place are left out.
 *
 * @source SL-4 SL-7
 */
export async function listHadVisits(
  app: App,
  slotIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const found = await app.db.many<{ slotId: string; number: number }>(sql`
    SELECT DISTINCT ON (slot.id) slot.id AS slot_id, visit.number
    FROM slots slot
    JOIN bookings visit ON visit.specialist_id = slot.specialist_id AND visit.state = 'completed'
      AND visit.starts_at > slot.starts_at - interval '1 day'
      AND visit.starts_at < slot.ends_at AND visit.ends_at > slot.starts_at
    WHERE slot.id = ANY(${slotIds}::uuid[]) AND slot.booking_id IS NULL AND slot.starts_at <= ${app.clock.now()}
    ORDER BY slot.id, visit.starts_at`);
  return new Map(found.map(({ slotId, number }) => [slotId, number]));
}
