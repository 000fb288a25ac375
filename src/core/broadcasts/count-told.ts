import { type Queryable, sql } from "../runtime/sql.ts";

/**
 * How many clients have been told of some hot slots since a moment: what cannot be taken back when these are hot no more.
 *
 * @source MS-4
 */
export async function countTold(
  via: Queryable,
  { slotIds, since }: { readonly slotIds: readonly string[]; readonly since: Date },
): Promise<number> {
  if (slotIds.length === 0) return 0;
  const row = await via.first<{ told: number }>(sql`
    SELECT count(DISTINCT recipient.client_id) AS told
    FROM broadcasts JOIN broadcast_recipients recipient ON recipient.broadcast_id = broadcasts.id
    WHERE broadcasts.kind = 'hot' AND broadcasts.created_at >= ${since} AND recipient.outcome = 'delivered'
      AND EXISTS (SELECT FROM jsonb_array_elements(broadcasts.buttons) AS button
                  WHERE button ->> 'slotId' = ANY(${slotIds}::text[]))`);
  return row?.told ?? 0;
}
