import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Block } from "./model.ts";

/** What a client is blocked for, and by what or whom; the reason is what they are told (CX-4). */
export type NewBlock = {
  readonly id: string;
  readonly clientId: string;
  readonly kind: "no_show" | "manual";
  readonly reason: string;
  readonly endsAt: Date | undefined;
  readonly bookingId?: string | undefined;
  readonly staffId?: string | null | undefined;
};

export async function insertBlock(tx: Tx, block: NewBlock, now: Date): Promise<void> {
  await tx.run(sql`
    INSERT INTO client_blocks (id, client_id, kind, reason, booking_id, staff_id, created_at, ends_at)
    VALUES (${block.id}::uuid, ${block.clientId}::uuid, ${block.kind}, ${block.reason}, ${block.bookingId ?? null}::uuid,
            ${block.staffId ?? null}::uuid, ${now}, ${block.endsAt ?? null})`);
}

/** One block by its id, with what became of it. */
export async function findBlockById(
  via: Queryable,
  blockId: string,
): Promise<
  (Block & { readonly clientId: string; readonly createdAt: Date; readonly isLifted: boolean }) | undefined
> {
  const row = await via.first<{
    clientId: string;
    reason: string;
    createdAt: Date;
    endsAt: Date | null;
    isLifted: boolean;
  }>(sql`
    SELECT client_id, reason, created_at, ends_at, lifted_at IS NOT NULL AS is_lifted
    FROM client_blocks WHERE id = ${blockId}::uuid`);
  return row && { ...row, endsAt: row.endsAt ?? undefined };
}

/** The visits for which a client is blocked now, because they were missed (CX-4). */
export async function visitsBlockedFor(
  via: Queryable,
  { clientId, now }: { readonly clientId: string; readonly now: Date },
): Promise<readonly string[]> {
  const rows = await via.many<{ bookingId: string }>(sql`
    SELECT DISTINCT booking_id FROM client_blocks
    WHERE client_id = ${clientId}::uuid AND kind = 'no_show' AND booking_id IS NOT NULL AND lifted_at IS NULL
      AND (ends_at IS NULL OR ends_at > ${now})`);
  return rows.map(({ bookingId }) => bookingId);
}

/** Lifts what a visit's mark blocked: the mark was corrected (CX-8). @returns whether there was anything to lift */
export async function liftBlocksOf(tx: Tx, bookingId: string, now: Date): Promise<boolean> {
  const lifted = await tx.run(sql`
    UPDATE client_blocks SET lifted_at = ${now}
    WHERE booking_id = ${bookingId}::uuid AND lifted_at IS NULL AND (ends_at IS NULL OR ends_at > ${now})`);
  return lifted > 0;
}

/** Lifts whatever blocks a client now (CX-4). @returns whether anything did */
export async function liftBlocks(tx: Tx, clientId: string, now: Date): Promise<boolean> {
  const lifted = await tx.run(sql`
    UPDATE client_blocks SET lifted_at = ${now}
    WHERE client_id = ${clientId}::uuid AND lifted_at IS NULL AND (ends_at IS NULL OR ends_at > ${now})`);
  return lifted > 0;
}

/** Notes whether a locked client is exempt from blocks (CX-4). */
export async function writeVip(tx: Tx, clientId: string, isVip: boolean): Promise<void> {
  await tx.run(sql`UPDATE clients SET is_vip = ${isVip} WHERE id = ${clientId}::uuid`);
}
