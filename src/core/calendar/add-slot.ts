import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { lockSpecialists } from "../catalog/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { durationMinutes } from "../kernel/interval.ts";
import type { Percent } from "../kernel/money.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import type { Slot, SlotKind } from "./model.ts";
import { isSlotLength } from "./rules/pattern.ts";
import { findChange, insertChange } from "./slot-changes.ts";
import { insertSlots, slotsWhere } from "./store.ts";
import { offThen } from "./time-off.ts";
import { toldSlot } from "./told-slots.ts";

export type AddSlotInput = {
  readonly specialistId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly kind: SlotKind;
  readonly discountPercent?: Percent | undefined;
  /** Chosen by the caller and kept across retries: the same id is the same slot, and names it when it is undone. */
  readonly changeId?: string | undefined;
  readonly actor: Actor;
};

export type AddSlotRefusal =
  | "unknown_specialist"
  | "slot_overlaps"
  | "slot_in_past"
  | "slot_in_time_off"
  | "change_is_another"
  | "slot_length_out_of_range"
  | "discount_only_hot";

/** Should the check ever miss, the database still refuses. */
export const SLOT_CONFLICTS = {
  slots_made_outside_time_off: "slot_in_time_off",
  slot_changes_pkey: "change_is_another",
} as const;

/**
 * Opens one slot; where the specialist has one already, or is off, it is refused.
 *
 * @source SL-1 SL-4
 */
export async function addSlot(app: App, input: AddSlotInput): Promise<Outcome<Slot, AddSlotRefusal>> {
  return inTransaction<Slot, AddSlotRefusal>(app.db, SLOT_CONFLICTS, (tx) => addSlotWithin(app, tx, input));
}

/** The same within a transaction of whoever does more than that. */
export async function addSlotWithin(
  app: App,
  tx: Tx,
  input: AddSlotInput,
): Promise<Outcome<Slot, AddSlotRefusal>> {
  const { specialistId, startsAt, endsAt, kind, discountPercent, actor, changeId = app.newId() } = input;
  const now = app.clock.now();
  const minutes = durationMinutes(input);
  if (!isSlotLength(minutes)) return refuse("slot_length_out_of_range", { given: minutes });
  if (discountPercent !== undefined && kind !== "hot") return refuse("discount_only_hot");

  if ((await lockSpecialists(tx, [specialistId])) === 0) return refuse("unknown_specialist");
  if ((await findChange(tx, changeId)) !== undefined) {
    const made = await madeBy(tx, changeId, specialistId);
    return made === undefined ? refuse("change_is_another") : done(made);
  }
  if (startsAt <= now) return refuse("slot_in_past");
  const off = await offThen(tx, input);
  if (off !== undefined) return off;
  const change = { id: changeId, action: "add_slot", actor, specialistIds: [specialistId] } as const;
  await insertChange(tx, { ...change, startsAt, endsAt, slots: 1 }, now);
  const common = { specialistId, kind, discountPercent, changeId };
  await insertSlots(tx, [{ startsAt, endsAt }], common, now);
  const slot = await madeBy(tx, changeId, specialistId);
  if (slot === undefined) return refuse("slot_overlaps");
  const subject = { subjectKind: "slot", subjectId: slot.id, change: toldSlot(slot) };
  await recordAudit(tx, { actor, action: "add_slot", ...subject }, now);
  return done(slot);
}

/** The slot that a change made, as long as no other change was made of it. */
async function madeBy(via: Queryable, changeId: string, specialistId: string): Promise<Slot | undefined> {
  const [slot] = await slotsWhere(
    via,
    sql`change_id = ${changeId}::uuid AND specialist_id = ${specialistId}::uuid
      AND starts_at = (SELECT starts_at FROM slot_changes WHERE id = ${changeId}::uuid AND action = 'add_slot')`,
  );
  return slot;
}

/** The slot of a specialist that begins at a moment, whatever its state. */
export async function findSlotIdAt(
  via: Queryable,
  { specialistId, startsAt }: { readonly specialistId: string; readonly startsAt: Date },
): Promise<string | undefined> {
  const row = await via.first<{ id: string }>(sql`
    SELECT id FROM slots WHERE specialist_id = ${specialistId}::uuid AND starts_at = ${startsAt}`);
  return row?.id;
}
