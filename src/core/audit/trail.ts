import { type Actor, actorId } from "../kernel/actor.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";

export type AuditRecord = {
  readonly actor: Actor;
  /** verb_noun, as in the use case's name: `close_slot`. */
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly reason?: string | undefined;
  /** What changed: `{ field: [before, after] }`, ids and numbers only. */
  readonly change?: Readonly<Record<string, unknown>> | undefined;
};

/** Adds one line to the trail, with the write it tells of. */
export async function recordAudit(tx: Tx, record: AuditRecord, now: Date): Promise<void> {
  const { actor, action, subjectKind, subjectId, reason, change } = record;
  await tx.run(sql`
    INSERT INTO audit (actor_kind, actor_id, action, subject_kind, subject_id, reason, change, created_at)
    VALUES (${actor.kind}, ${actorId(actor)}, ${action}, ${subjectKind}, ${subjectId}, ${reason ?? null},
            ${change === undefined ? null : JSON.stringify(change)}::jsonb, ${now})`);
}

/** What happened to one thing, newest first. */
export async function listAudit(
  via: Queryable,
  subject: { readonly kind: string; readonly id: string },
): Promise<readonly { action: string; actorKind: string; reason: string | null; createdAt: Date }[]> {
  return via.many(sql`
    SELECT action, actor_kind, reason, created_at FROM audit
    WHERE subject_kind = ${subject.kind} AND subject_id = ${subject.id} ORDER BY id DESC LIMIT 200`);
}
