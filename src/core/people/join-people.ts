import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Client } from "./model.ts";
import { lockKnownClient } from "./store.ts";

export type PhoneHolder = {
  readonly id: string;
  readonly telegramId: number | undefined;
  /** They showed it to be their own; what staff wrote down is somebody's word only. */
  readonly isChecked: boolean;
  readonly createdAt: Date;
};

/** Whose phone it is by our books, if anybody's. */
export async function findPhoneHolder(via: Queryable, phone: string): Promise<PhoneHolder | undefined> {
  const row = await via.first<{
    id: string;
    telegramId: number | null;
    isChecked: boolean;
    createdAt: Date;
  }>(sql`
    SELECT id, telegram_id, phone_checked_at IS NOT NULL AS is_checked, created_at FROM clients WHERE phone = ${phone} AND merged_into_id IS NULL`);
  return row && { ...row, telegramId: row.telegramId ?? undefined };
}

/** Locks several clients in the one order that all who lock several keep to, and answers the first of them. */
export async function lockTogether(
  tx: Tx,
  clientId: string,
  others: readonly string[],
): Promise<Client | undefined> {
  for (const id of [clientId, ...others].toSorted()) await lockKnownClient(tx, id);
  return lockKnownClient(tx, clientId);
}

/** Keeps a phone that was checked to be the locked client's own (PE-4). */
export async function keepPhone(tx: Tx, client: Client, phone: string, now: Date): Promise<void> {
  await tx.run(sql`
    UPDATE clients SET phone = ${phone}, phone_checked_at = ${now} WHERE id = ${client.id}::uuid`);
  const actor: Actor = { kind: "client", id: client.id };
  const subject = { subjectKind: "client", subjectId: client.id };
  await recordAudit(tx, { actor, action: "check_phone", ...subject }, now);
}

/** Takes a phone off the card of a locked client on which staff had written it: it turned out to be another's (PE-4). */
export async function dropPhone(
  tx: Tx,
  clientId: string,
  { actor, now }: { readonly actor: Actor; readonly now: Date },
): Promise<void> {
  await tx.run(sql`UPDATE clients SET phone = NULL, phone_checked_at = NULL WHERE id = ${clientId}::uuid`);
  await recordAudit(tx, { actor, action: "change_phone", subjectKind: "client", subjectId: clientId }, now);
}

/** Somebody whom an earlier client's phone shows to be no newcomer: no friend brought them (EP-4). */
export async function dropInvitation(tx: Tx, client: Client, now: Date): Promise<void> {
  if (client.invitedById === undefined) return;
  await tx.run(sql`UPDATE clients SET invited_by_id = NULL WHERE id = ${client.id}::uuid`);
  const subject = { subjectKind: "client", subjectId: client.id };
  const change = { invitedBy: [client.invitedById, null] };
  await recordAudit(tx, { actor: { kind: "system" }, action: "drop_invitation", ...subject, change }, now);
}

export type Union = { readonly fromId: string; readonly intoId: string };

/**
 * Makes one person of two locked clients, as far as people are concerned: tags united, notes joined, VIP kept, blocks,
 * notes of staff and guests handed over. The name stays the one that the client chose; what the other had moves, so that it lives once.
 *
 * @source PE-4
 */
export async function unitePeople(tx: Tx, { fromId, intoId }: Union, now: Date): Promise<void> {
  await tx.run(sql`
    UPDATE clients target SET is_vip = target.is_vip OR source.is_vip,
      tags = ARRAY(SELECT tag FROM unnest(target.tags || source.tags) WITH ORDINALITY AS all_tags (tag, place)
                   GROUP BY tag ORDER BY min(place)),
      note = concat_ws(E'\n', nullif(target.note, ''), nullif(source.note, '')),
      email = coalesce(target.email, source.email), birthday = coalesce(target.birthday, source.birthday),
      time_zone = coalesce(target.time_zone, source.time_zone)
    FROM clients source WHERE target.id = ${intoId}::uuid AND source.id = ${fromId}::uuid`);
  await tx.run(sql`
    UPDATE clients SET merged_into_id = ${intoId}::uuid, phone = NULL, phone_checked_at = NULL, email = NULL,
      birthday = NULL, time_zone = NULL, note = '', tags = '{}', is_vip = false
    WHERE id = ${fromId}::uuid`);
  await tx.run(sql`UPDATE client_notes SET client_id = ${intoId}::uuid WHERE client_id = ${fromId}::uuid`);
  await tx.run(sql`UPDATE client_blocks SET client_id = ${intoId}::uuid WHERE client_id = ${fromId}::uuid`);
  await tx.run(sql`
    UPDATE clients SET invited_by_id = CASE WHEN id = ${intoId}::uuid THEN NULL ELSE ${intoId}::uuid END
    WHERE invited_by_id = ${fromId}::uuid`);
  const subject = { subjectKind: "client", subjectId: intoId };
  const actor: Actor = { kind: "client", id: intoId };
  await recordAudit(tx, { actor, action: "merge_clients", ...subject, change: { merged: fromId } }, now);
}
