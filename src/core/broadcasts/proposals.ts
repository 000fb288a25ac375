import { type Queryable, type Sql, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import { type BroadcastButton, windowSlotsOf } from "./model.ts";

/** Hot windows that staff were asked about and nobody decided on yet (MS-4). */
export type Proposal = { readonly id: string; readonly slotIds: readonly string[] };

export const listProposals = (via: Queryable): Promise<readonly Proposal[]> => read(via, sql``);

/** The same, held still until the transaction ends: nobody decides meanwhile. */
export const lockProposals = (tx: Tx): Promise<readonly Proposal[]> => read(tx, sql`FOR NO KEY UPDATE`);

async function read(via: Queryable, how: Sql): Promise<readonly Proposal[]> {
  const rows = await via.many<{ id: string; buttons: readonly BroadcastButton[] }>(sql`
    SELECT id, buttons FROM broadcasts WHERE proposed_at IS NOT NULL AND state = 'draft' ORDER BY created_at, id ${how}`);
  return rows.map(({ id, buttons }) => ({ id, slotIds: windowSlotsOf(buttons) }));
}

export async function markProposed(tx: Tx, broadcastId: string, now: Date): Promise<void> {
  await tx.run(sql`UPDATE broadcasts SET proposed_at = ${now} WHERE id = ${broadcastId}::uuid`);
}
