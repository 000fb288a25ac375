import { idsThatBegin } from "../kernel/ids.ts";
import { type Queryable, sql } from "../runtime/sql.ts";

const TABLES = {
  booking: sql`bookings`,
  broadcast: sql`broadcasts`,
  client: sql`clients`,
  export: sql`exports`,
  message: sql`outbox`,
  payment: sql`payments`,
  segment: sql`segments`,
  slot: sql`slots`,
  slotChange: sql`slot_changes`,
  staff: sql`staff`,
  timeOff: sql`time_off`,
  wait: sql`waitlist_entries`,
} as const;

/** What people name by the beginning of its id. */
export type IdKind = keyof typeof TABLES;

/** The ids of one kind that begin so, in their order. @param begin at least the first 8 characters */
export async function findIdsByBegin(
  via: Queryable,
  kind: IdKind,
  { begin, idsMax }: { readonly begin: string; readonly idsMax: number },
): Promise<readonly string[]> {
  const { least, most } = idsThatBegin(begin);
  const rows = await via.many<{ id: string }>(sql`
    SELECT id FROM ${TABLES[kind]} WHERE id BETWEEN ${least}::uuid AND ${most}::uuid ORDER BY id LIMIT ${idsMax}`);
  return rows.map(({ id }) => id);
}
