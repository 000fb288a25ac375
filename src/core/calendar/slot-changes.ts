import { type Actor, staffIdOf } from "../kernel/actor.ts";
import { minutesAfter } from "../kernel/instant.ts";
import type { Interval } from "../kernel/interval.ts";
import { type Queryable, type Sql, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { SlotChange, SlotChangeAction } from "./model.ts";
import { UNDO_MINUTES } from "./rules/undoing.ts";

type ChangeRow = {
  id: string;
  action: SlotChangeAction;
  actorKind: Actor["kind"];
  staffId: string | null;
  specialistIds: string[];
  startsAt: Date;
  endsAt: Date;
  slots: number;
  counts: Readonly<Record<string, number>> | null;
  createdAt: Date;
  undoneAt: Date | null;
};

/** With what was answered, as the use case that wrote it reads it. */
export type KeptChange = SlotChange & { readonly counts: Readonly<Record<string, number>> };

const COLUMNS = sql`id, action, actor_kind, staff_id, specialist_ids, starts_at, ends_at, slots, counts, created_at, undone_at`;

const toChange = ({ actorKind, staffId, undoneAt, counts, ...row }: ChangeRow): KeptChange => ({
  ...row,
  actor: actorOf(actorKind, staffId),
  undoneAt: undoneAt ?? undefined,
  counts: counts ?? {},
});

const actorOf = (kind: Actor["kind"], staffId: string | null): Actor =>
  kind === "operator" ? { kind } : staffId === null ? { kind: "system" } : { kind: "staff", id: staffId };

export type NewChange = Interval & {
  readonly id: string;
  readonly action: SlotChangeAction;
  readonly actor: Actor;
  readonly specialistIds: readonly string[];
  /** How many slots it touches, as far as that is known before. */
  readonly slots: number;
  /** The slots that are there before and will be changed or gone. */
  readonly before?: Sql | undefined;
};

/** Writes a change down before it is done, with the slots as they are at this moment. */
export async function insertChange(tx: Tx, change: NewChange, now: Date): Promise<void> {
  const { id, action, actor, specialistIds, startsAt, endsAt, slots, before = sql`false` } = change;
  await tx.run(sql`
    INSERT INTO slot_changes (id, action, actor_kind, staff_id, specialist_ids, starts_at, ends_at, slots, before, created_at)
    SELECT ${id}::uuid, ${action}, ${actor.kind}, ${staffIdOf(actor)}::uuid, ${specialistIds}::uuid[], ${startsAt}, ${endsAt},
           ${slots}, (SELECT jsonb_agg(to_jsonb(slots) ORDER BY starts_at) FROM slots WHERE ${before}), ${now}`);
}

/** Adds what is known only when a change is done. */
export async function finishChange(
  tx: Tx,
  changeId: string,
  { slots, counts }: { readonly slots: number; readonly counts: Readonly<Record<string, number>> },
): Promise<void> {
  await tx.run(sql`
    UPDATE slot_changes SET slots = ${slots}, counts = ${JSON.stringify(counts)}::jsonb WHERE id = ${changeId}::uuid`);
}

export async function findChange(via: Queryable, changeId: string): Promise<KeptChange | undefined> {
  const row = await via.first<ChangeRow>(
    sql`SELECT ${COLUMNS} FROM slot_changes WHERE id = ${changeId}::uuid`,
  );
  return row && toChange(row);
}

/** The change, held still until the transaction ends. */
export async function lockChange(tx: Tx, changeId: string): Promise<KeptChange | undefined> {
  const row = await tx.first<ChangeRow>(
    sql`SELECT ${COLUMNS} FROM slot_changes WHERE id = ${changeId}::uuid FOR NO KEY UPDATE`,
  );
  return row && toChange(row);
}

export async function markUndone(tx: Tx, changeId: string, now: Date): Promise<void> {
  await tx.run(sql`UPDATE slot_changes SET undone_at = ${now} WHERE id = ${changeId}::uuid`);
}

/**
 * The latest change that somebody made and can still undo by the clock; what became of its slots since is seen when it is
 * undone.
 */
export async function lastSlotChange(
  via: Queryable,
  { actor, now }: { readonly actor: Actor; readonly now: Date },
): Promise<SlotChange | undefined> {
  const row = await via.first<ChangeRow>(sql`
    SELECT ${COLUMNS} FROM slot_changes
    WHERE created_at >= ${minutesAfter(now, -UNDO_MINUTES)} AND undone_at IS NULL
      AND actor_kind = ${actor.kind} AND staff_id IS NOT DISTINCT FROM ${staffIdOf(actor)}::uuid
      AND (slots > 0 OR action IN ('take_time_off', 'lift_time_off'))
    ORDER BY number DESC LIMIT 1`);
  return row && toChange(row);
}

/** What overtook a change: the first one since that found slots of it as it had left them. */
export async function overtakenBy(
  via: Queryable,
  change: SlotChange,
): Promise<
  | { readonly action: SlotChangeAction; readonly staffName: string | null; readonly createdAt: Date }
  | undefined
> {
  return via.first(sql`
    SELECT later.action, staff.name AS staff_name, later.created_at
    FROM slot_changes later LEFT JOIN staff ON staff.id = later.staff_id
    WHERE later.created_at >= ${change.createdAt} AND later.id <> ${change.id}::uuid AND later.undone_at IS NULL
      AND later.before @> jsonb_build_array(jsonb_build_object('change_id', ${change.id}::text))
    ORDER BY later.number LIMIT 1`);
}
