import { type Queryable, sql } from "../runtime/sql.ts";
import { isSettingKey, type SettingKey, type Settings } from "./model.ts";
import { definitionOf } from "./rules/limits.ts";

/** One change of a setting: from what to what, when and by whom. */
export type SettingChange = {
  /** Of the trail's line. */
  readonly id: number;
  readonly key: SettingKey;
  readonly before: Settings[SettingKey];
  readonly after: Settings[SettingKey];
  readonly changedAt: Date;
  readonly actorKind: "client" | "staff" | "operator" | "system";
  /** The member of staff who changed it, by their name now. */
  readonly staffName: string | undefined;
  readonly reason: string | undefined;
};

/**
 * Who changed what from what to what, newest first; of one setting, or of all. It is the trail that tells it, so nothing
 * is ever missing; a setting that the program no longer knows, or a value that it no longer allows, is left out.
 */
export async function listSettingChanges(
  via: Queryable,
  filter: {
    readonly key?: SettingKey | undefined;
    readonly rowsMax: number;
    readonly offset?: number | undefined;
  },
): Promise<readonly SettingChange[]> {
  const rows = await via.many<{
    id: number;
    reason: string | null;
    key: string;
    change: Readonly<Record<string, readonly unknown[]>> | null;
    changedAt: Date;
    actorKind: SettingChange["actorKind"];
    staffName: string | null;
  }>(sql`
    SELECT audit.id, audit.subject_id AS key, audit.change, audit.reason, audit.created_at AS changed_at, audit.actor_kind, staff.name AS staff_name
    FROM audit LEFT JOIN staff ON audit.actor_kind = 'staff' AND staff.id::text = audit.actor_id
    WHERE audit.subject_kind = 'setting' AND audit.action = 'change_setting'
      AND (${filter.key ?? null}::text IS NULL OR audit.subject_id = ${filter.key ?? null})
    ORDER BY audit.id DESC LIMIT ${filter.rowsMax} OFFSET ${filter.offset ?? 0}`);
  return rows.flatMap(({ key, change, staffName, reason, ...row }) => {
    if (!isSettingKey(key)) return [];
    const [before, after] = (change?.[key] ?? []).map((value) => definitionOf(key).restore(value));
    if (before === undefined || after === undefined) return [];
    return [{ ...row, key, before, after, staffName: staffName ?? undefined, reason: reason ?? undefined }];
  });
}
