import { isUuid } from "../kernel/ids.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { definitionOf, isSettingKey } from "../settings/index.ts";

/** One line of the trail as it was written; ids only, whoever they are of. */
export type AuditLine = {
  readonly id: string;
  readonly createdAt: Date;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly reason: string | null;
  readonly change: unknown;
};

export type AuditFilter = {
  readonly from?: Date | undefined;
  /** Not included. */
  readonly to?: Date | undefined;
  readonly rowsMax: number;
  readonly offset?: number | undefined;
};

/** Who did what to what, and why, the latest first. */
export const listAudit = (
  via: Queryable,
  { from, to, rowsMax, offset }: AuditFilter,
): Promise<readonly AuditLine[]> =>
  via.many(sql`
    SELECT id::text, created_at, actor_kind, actor_id, action, subject_kind, subject_id, reason, change
    FROM audit
    WHERE created_at >= ${from ?? "-infinity"}::timestamptz AND created_at < ${to ?? "infinity"}::timestamptz
    ORDER BY created_at DESC, audit.id DESC LIMIT ${rowsMax} OFFSET ${offset ?? 0}`);

/** @property startsAt of a slot, which is called by its time beside its specialist; null: of anything else */
export type AuditedName = {
  readonly id: string;
  readonly name: string | null;
  readonly startsAt: Date | null;
};

/** What those are called now whom the trail names by their ids; what is gone is not among them. */
export async function namesOfAudited(
  via: Queryable,
  ids: readonly string[],
): Promise<readonly AuditedName[]> {
  if (ids.length === 0) return [];
  return via.many<AuditedName>(sql`
    WITH wanted AS (SELECT unnest(${ids}::uuid[]) AS id)
    SELECT id, name, NULL::timestamptz AS starts_at FROM clients JOIN wanted USING (id)
    UNION ALL SELECT id, name, NULL FROM staff JOIN wanted USING (id)
    UNION ALL SELECT id, name, NULL FROM services JOIN wanted USING (id)
    UNION ALL SELECT id, name, NULL FROM specialists JOIN wanted USING (id)
    UNION ALL SELECT bookings.id, '№ ' || number || ', ' || clients.name, NULL FROM bookings
      JOIN wanted USING (id) JOIN clients ON clients.id = client_id
    UNION ALL SELECT payments.id, 'платёж, № ' || number, NULL FROM payments
      JOIN wanted USING (id) JOIN bookings ON bookings.id = booking_id
    UNION ALL SELECT id, title, NULL FROM broadcasts JOIN wanted USING (id)
    UNION ALL SELECT id, name, NULL FROM segments JOIN wanted USING (id)
    UNION ALL SELECT id, '№ ' || number, NULL FROM exports JOIN wanted USING (id)
    UNION ALL SELECT id, title, NULL FROM quick_replies JOIN wanted USING (id)
    UNION ALL SELECT slots.id, specialists.name, slots.starts_at FROM slots JOIN wanted USING (id)
      JOIN specialists ON specialists.id = specialist_id`);
}

/** What a line is about, in words. @param names what is there still, by its id */
export function auditedWords(
  { action, subjectKind, subjectId }: Pick<AuditLine, "action" | "subjectKind" | "subjectId">,
  names: ReadonlyMap<string, string>,
): string {
  if (subjectKind === "setting") return isSettingKey(subjectId) ? definitionOf(subjectId).label : subjectId;
  if (subjectKind === "bot_content")
    return action.endsWith("_bot_draft") ? "черновик" : `версия ${subjectId}`;
  if (subjectKind === "client_list") return clientListWords(subjectId, names);
  return names.get(subjectId) ?? (isUuid(subjectId) ? "уже удалено" : subjectId);
}

/** A list that somebody took away: of all clients, or of a segment that may be gone by now. */
function clientListWords(id: string, names: ReadonlyMap<string, string>): string {
  if (!isUuid(id)) return "все клиенты";
  const segment = names.get(id);
  return segment === undefined ? "клиенты удалённого сегмента" : `сегмент «${segment}»`;
}
