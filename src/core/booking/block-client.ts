import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { type Actor, staffIdOf } from "../kernel/actor.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { enqueueMessage } from "../notifications/index.ts";
import {
  type Block,
  findBlockById,
  insertBlock,
  liftBlocks,
  lockKnownClient,
  writeVip,
} from "../people/index.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";

export type BlockClientRefusal =
  | "unknown_client"
  | "reason_missing"
  | "block_end_passed"
  | "client_vip"
  | "block_is_another";
export type LiftBlockRefusal = "unknown_client" | "reason_missing";

const REASON_MAX = 300;
/** The same id for two clients at the same moment: neither saw the other's block. */
const CONFLICTS = { client_blocks_pkey: "block_is_another" } as const;

export type BlockClientInput = {
  /** Chosen by the caller and kept across retries: the same id is the same block. */
  readonly blockId: string;
  readonly clientId: string;
  /** The client is told it. */
  readonly reason: string;
  /** Undefined: until it is lifted. */
  readonly endsAt: Date | undefined;
  readonly actor: Actor;
};

/**
 * Blocks a client's own booking by hand, until a moment or until it is lifted, and tells them why and until when.
 *
 * Existing bookings stay, and staff can still book for them. A VIP client is exempt from blocks. Safe to repeat with the
 * same `blockId`; another client, reason or end under it is refused.
 *
 * @source CX-4
 */
export async function blockClient(
  app: App,
  input: BlockClientInput,
): Promise<Outcome<Block, BlockClientRefusal>> {
  const reason = input.reason.trim().slice(0, REASON_MAX);
  const { blockId: id, endsAt, actor } = input;
  if (reason === "") return refuse("reason_missing");
  const now = app.clock.now();

  return inTransaction<Block, BlockClientRefusal>(app.db, CONFLICTS, async (tx) => {
    const client = await lockKnownClient(tx, input.clientId);
    if (!client) return refuse("unknown_client");
    const clientId = client.id;
    const earlier = await findBlockById(tx, id);
    if (earlier) {
      const isSame =
        earlier.clientId === clientId &&
        earlier.reason === reason &&
        isSameEnd(earlier, { createdAt: now, endsAt });
      return isSame ? done(earlier) : refuse("block_is_another");
    }
    if (endsAt !== undefined && endsAt <= now) return refuse("block_end_passed");
    if (client.isVip) return refuse("client_vip");

    await insertBlock(tx, { id, clientId, kind: "manual", reason, endsAt, staffId: staffIdOf(actor) }, now);
    const subject = { subjectKind: "client", subjectId: clientId };
    await recordAudit(tx, { actor, action: "block_client", ...subject, reason }, now);
    const message = { id: app.newId(), key: `client_blocked:${id}`, to: { clientId }, dueAt: now };
    await enqueueMessage(tx, { ...message, kind: "client_blocked", payload: { blockId: id } }, now);
    return done({ reason, endsAt });
  });
}

type Stretch = { readonly createdAt: Date; readonly endsAt: Date | undefined };

/** The same moment, or as long from when it was asked: «for 7 days» asked again a minute later is the same block. */
const isSameEnd = (earlier: Stretch, asked: Stretch): boolean =>
  earlier.endsAt?.getTime() === asked.endsAt?.getTime() ||
  (earlier.endsAt !== undefined && lengthOf(earlier) === lengthOf(asked));

const lengthOf = ({ createdAt, endsAt }: Stretch): number | undefined =>
  endsAt && endsAt.getTime() - createdAt.getTime();

/**
 * Lets a client book again and tells them so. Nothing to lift is nothing done, and nothing said.
 *
 * The reason is the journal's: the client only hears that they may book.
 *
 * @source CX-4
 */
export async function liftBlock(
  app: App,
  input: { readonly clientId: string; readonly reason: string; readonly actor: Actor },
): Promise<Outcome<{ readonly wasBlocked: boolean }, LiftBlockRefusal>> {
  const reason = input.reason.trim().slice(0, REASON_MAX);
  const { actor } = input;
  if (reason === "") return refuse("reason_missing");
  const now = app.clock.now();

  return inTransaction<{ wasBlocked: boolean }, LiftBlockRefusal>(app.db, {}, async (tx) => {
    const client = await lockKnownClient(tx, input.clientId);
    if (!client) return refuse("unknown_client");
    const clientId = client.id;
    const wasBlocked = await letFree(app, tx, clientId, now);
    if (!wasBlocked) return done({ wasBlocked });
    const subject = { subjectKind: "client", subjectId: clientId };
    await recordAudit(tx, { actor, action: "lift_block", ...subject, reason }, now);
    return done({ wasBlocked });
  });
}

/**
 * Makes a client exempt from blocks, or no longer so; one who becomes exempt is let free at once, and told.
 *
 * @source CX-4
 */
export async function setVip(
  app: App,
  input: { readonly clientId: string; readonly isVip: boolean; readonly actor: Actor },
): Promise<Outcome<{ readonly isVip: boolean }, "unknown_client">> {
  const { isVip, actor } = input;
  const now = app.clock.now();
  return inTransaction<{ isVip: boolean }, "unknown_client">(app.db, {}, async (tx) => {
    const client = await lockKnownClient(tx, input.clientId);
    if (!client) return refuse("unknown_client");
    const clientId = client.id;
    if (client.isVip === isVip) return done({ isVip });
    await writeVip(tx, clientId, isVip);
    if (isVip) await letFree(app, tx, clientId, now);
    const change = { isVip: [client.isVip, isVip] };
    const subject = { subjectKind: "client", subjectId: clientId };
    await recordAudit(tx, { actor, action: "set_vip", ...subject, change }, now);
    return done({ isVip });
  });
}

async function letFree(app: App, tx: Tx, clientId: string, now: Date): Promise<boolean> {
  const wasBlocked = await liftBlocks(tx, clientId, now);
  if (!wasBlocked) return false;
  const id = app.newId();
  await enqueueMessage(
    tx,
    { id, key: `block_lifted:${id}`, kind: "block_lifted", to: { clientId }, dueAt: now },
    now,
  );
  return true;
}
