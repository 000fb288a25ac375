import { type Actor, actorId } from "../kernel/actor.ts";
import { sql } from "../runtime/sql.ts";
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

/** The same for many subjects of one kind and one action, in one statement. */
export async function recordMany(
  tx: Tx,
  record: Pick<AuditRecord, "actor" | "action" | "subjectKind"> & {
    readonly subjects: readonly Pick<AuditRecord, "subjectId" | "reason" | "change">[];
  },
  now: Date,
): Promise<void> {
  const { actor, action, subjectKind, subjects } = record;
  await tx.run(sql`
    INSERT INTO audit (actor_kind, actor_id, action, subject_kind, subject_id, reason, change, created_at)
    SELECT ${actor.kind}, ${actorId(actor)}, ${action}, ${subjectKind}, subject."subjectId", subject.reason, subject.change, ${now}
    FROM jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb) AS subject ("subjectId" text, reason text, change jsonb)`);
}
