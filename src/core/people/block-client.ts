import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { type Actor, staffIdOf } from "../kernel/actor.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import type { Block } from "./model.ts";
import { findBlock, lockKnownClient } from "./store.ts";

export type BlockClientRefusal = "unknown_client" | "reason_missing" | "block_end_passed" | "client_vip";

type BlockInput = { readonly clientId: string; readonly reason: string; readonly actor: Actor };

/**
 * Blocks a client's own booking by hand, until a moment or until it is lifted; existing bookings stay.
 *
 * A VIP client is exempt from blocks.
 *
 * @source CX-4
 */
export async function blockClient(
  app: App,
  input: BlockInput & { readonly endsAt: Date | undefined },
): Promise<Outcome<Block, BlockClientRefusal>> {
  const reason = input.reason.trim().slice(0, 300);
  const { clientId, endsAt, actor } = input;
  const now = app.clock.now();
  if (reason === "") return refuse("reason_missing");
  if (endsAt !== undefined && endsAt <= now) return refuse("block_end_passed");

  return inTransaction<Block, BlockClientRefusal>(app.db, {}, async (tx) => {
    const client = await lockKnownClient(tx, clientId);
    if (!client) return refuse("unknown_client");
    if (client.isVip) return refuse("client_vip");
    await insertBlock(
      tx,
      { id: app.newId(), clientId: client.id, kind: "manual", reason, endsAt, staffId: staffIdOf(actor) },
      now,
    );
    const subject = { subjectKind: "client", subjectId: client.id };
    await recordAudit(tx, { actor, action: "block_client", ...subject, reason }, now);
    return done({ reason, endsAt });
  });
}

/** Lets a client book again, with a reason; nothing to lift is nothing done (CX-4). */
export async function liftBlock(
  app: App,
  input: BlockInput,
): Promise<Outcome<{ readonly wasBlocked: boolean }, "unknown_client" | "reason_missing">> {
  const reason = input.reason.trim().slice(0, 300);
  const { clientId, actor } = input;
  if (reason === "") return refuse("reason_missing");
  const now = app.clock.now();

  return inTransaction<{ wasBlocked: boolean }, "unknown_client" | "reason_missing">(
    app.db,
    {},
    async (tx) => {
      const client = await lockKnownClient(tx, clientId);
      if (!client) return refuse("unknown_client");
      const wasBlocked = (await findBlock(tx, client.id, now)) !== undefined;
      if (!wasBlocked) return done({ wasBlocked });
      await tx.run(sql`
      UPDATE client_blocks SET lifted_at = ${now} WHERE client_id = ${client.id}::uuid AND lifted_at IS NULL`);
      const subject = { subjectKind: "client", subjectId: client.id };
      await recordAudit(tx, { actor, action: "lift_block", ...subject, reason }, now);
      return done({ wasBlocked });
    },
  );
}

/** Makes a client exempt from blocks, or no longer so; one who becomes exempt is let free at once (CX-4). */
export async function setVip(
  app: App,
  input: { readonly clientId: string; readonly isVip: boolean; readonly actor: Actor },
): Promise<Outcome<{ readonly isVip: boolean }, "unknown_client">> {
  const { clientId, isVip, actor } = input;
  const now = app.clock.now();
  return inTransaction<{ isVip: boolean }, "unknown_client">(app.db, {}, async (tx) => {
    const client = await lockKnownClient(tx, clientId);
    if (!client) return refuse("unknown_client");
    if (client.isVip === isVip) return done({ isVip });
    await tx.run(sql`UPDATE clients SET is_vip = ${isVip} WHERE id = ${client.id}::uuid`);
    const change = { isVip: [client.isVip, isVip] };
    await recordAudit(
      tx,
      { actor, action: "set_vip", subjectKind: "client", subjectId: client.id, change },
      now,
    );
    return done({ isVip });
  });
}

export async function insertBlock(
  tx: Tx,
  block: {
    readonly id: string;
    readonly clientId: string;
    readonly kind: "no_show" | "manual";
    readonly reason: string;
    readonly endsAt: Date | undefined;
    readonly bookingId?: string | undefined;
    readonly staffId?: string | null | undefined;
  },
  now: Date,
): Promise<void> {
  await tx.run(sql`
    INSERT INTO client_blocks (id, client_id, kind, reason, booking_id, staff_id, created_at, ends_at)
    VALUES (${block.id}::uuid, ${block.clientId}::uuid, ${block.kind}, ${block.reason}, ${block.bookingId ?? null}::uuid,
            ${block.staffId ?? null}::uuid, ${now}, ${block.endsAt ?? null})`);
}

/** Lifts what a visit's mark blocked: the mark was corrected (CX-8). */
export async function liftBlocksOf(tx: Tx, bookingId: string, now: Date): Promise<void> {
  await tx.run(sql`
    UPDATE client_blocks SET lifted_at = ${now} WHERE booking_id = ${bookingId}::uuid AND lifted_at IS NULL`);
}
