import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { findSpecialist } from "../catalog/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { durationMinutes } from "../kernel/interval.ts";
import type { Percent } from "../kernel/money.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { inTransaction } from "../runtime/transaction.ts";
import type { Slot, SlotKind } from "./model.ts";
import { isSlotLength } from "./rules/pattern.ts";
import { insertSlots, slotsWithin } from "./store.ts";

export type AddSlotInput = {
  readonly specialistId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly kind: SlotKind;
  readonly discountPercent?: Percent | undefined;
  readonly actor: Actor;
};

export type AddSlotRefusal =
  | "unknown_specialist"
  | "slot_overlaps"
  | "slot_in_past"
  | "slot_length_out_of_range"
  | "discount_only_hot";

/** Opens one slot; where the specialist has one already it is refused (SL-1). */
export async function addSlot(app: App, input: AddSlotInput): Promise<Outcome<Slot, AddSlotRefusal>> {
  const { specialistId, startsAt, endsAt, kind, discountPercent, actor } = input;
  const now = app.clock.now();
  const minutes = durationMinutes(input);
  if (!isSlotLength(minutes)) return refuse("slot_length_out_of_range", { given: minutes });
  if (startsAt <= now) return refuse("slot_in_past");
  if (discountPercent !== undefined && kind !== "hot") return refuse("discount_only_hot");

  return inTransaction<Slot, AddSlotRefusal>(app.db, {}, async (tx) => {
    if (!(await findSpecialist(tx, specialistId))) return refuse("unknown_specialist");
    const made = await insertSlots(tx, [{ startsAt, endsAt }], { specialistId, kind, discountPercent }, now);
    if (made === 0) return refuse("slot_overlaps");
    const instant = { startsAt, endsAt: new Date(startsAt.getTime() + 1) };
    const [slot] = await slotsWithin(tx, instant, { specialistId, slotsMax: 1 });
    if (!slot) return refuse("slot_overlaps");
    await recordAudit(tx, { actor, action: "add_slot", subjectKind: "slot", subjectId: slot.id }, now);
    return done(slot);
  });
}
