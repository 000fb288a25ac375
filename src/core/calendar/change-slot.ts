import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { durationMinutes } from "../kernel/interval.ts";
import type { Percent } from "../kernel/money.ts";
import { done, type Outcome, type RefusalDetail, type Refused, refuse } from "../kernel/outcome.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import type { Slot } from "./model.ts";
import { isSlotLength } from "./rules/pattern.ts";
import { findSlot, lockSlot } from "./store.ts";

export type ChangeSlotRefusal =
  | "unknown_slot"
  | "slot_booked"
  | "slot_in_past"
  | "slot_closed"
  | "slot_online"
  | "slot_overlaps"
  | "slot_length_out_of_range"
  | "reason_missing";

type SlotInput = { readonly slotId: string; readonly actor: Actor };

/** Should the check ever miss, the database still refuses. */
const CONFLICTS = {
  slots_booked_stay: "slot_booked",
  slots_booked_are_open: "slot_booked",
  slots_no_overlap: "slot_overlaps",
  slots_start_once: "slot_overlaps",
  slots_end_after_start: "slot_length_out_of_range",
} as const;

/** Takes a slot out of the offer, with a reason; a booked one stays and the refusal says whose it is (SL-6). */
export async function closeSlot(
  app: App,
  input: SlotInput & { readonly reason: string },
): Promise<Outcome<Slot, ChangeSlotRefusal>> {
  const reason = input.reason.trim().slice(0, 300);
  if (reason === "") return refuse("reason_missing");
  return changeFreeSlot(app, input, "close_slot", async (tx, slot) => {
    await tx.run(
      sql`UPDATE slots SET state = 'closed', closed_reason = ${reason} WHERE id = ${slot.id}::uuid`,
    );
    return reason;
  });
}

/** Offers a closed slot again. */
export async function reopenSlot(app: App, input: SlotInput): Promise<Outcome<Slot, ChangeSlotRefusal>> {
  return changeFreeSlot(app, input, "reopen_slot", async (tx, slot) => {
    await tx.run(sql`UPDATE slots SET state = 'open', closed_reason = NULL WHERE id = ${slot.id}::uuid`);
    return undefined;
  });
}

/**
 * Turns a free slot ahead into a hot one, with the setting's percentage or its own (PR-2).
 *
 * An online slot stays online: hot windows are for visits in person (SL-2).
 */
export async function makeHot(
  app: App,
  input: SlotInput & { readonly discountPercent?: Percent | undefined },
): Promise<Outcome<Slot, ChangeSlotRefusal>> {
  return changeFreeSlot(app, input, "make_hot", async (tx, slot) => {
    if (slot.kind === "online") return refuse("slot_online");
    if (slot.state === "closed") return refuse("slot_closed");
    if (slot.startsAt <= app.clock.now()) return refuse("slot_in_past");
    await tx.run(sql`
      UPDATE slots SET kind = 'hot', discount_percent = ${input.discountPercent ?? null},
        hot_since = CASE WHEN kind = 'hot' THEN hot_since ELSE ${app.clock.now()} END
      WHERE id = ${slot.id}::uuid`);
    return undefined;
  });
}

/** Turns a free hot slot back into a regular one. */
export async function makeRegular(app: App, input: SlotInput): Promise<Outcome<Slot, ChangeSlotRefusal>> {
  return changeFreeSlot(app, input, "make_regular", async (tx, slot) => {
    if (slot.kind === "online") return refuse("slot_online");
    await tx.run(sql`
      UPDATE slots SET kind = 'regular', discount_percent = NULL, hot_since = NULL, hot_announced_at = NULL
      WHERE id = ${slot.id}::uuid`);
    return undefined;
  });
}

/** Moves or resizes a free slot. */
export async function moveSlot(
  app: App,
  input: SlotInput & { readonly startsAt: Date; readonly endsAt: Date },
): Promise<Outcome<Slot, ChangeSlotRefusal>> {
  const { startsAt, endsAt } = input;
  return changeFreeSlot(app, input, "move_slot", async (tx, slot) => {
    if (startsAt <= app.clock.now()) return refuse("slot_in_past");
    const minutes = durationMinutes(input);
    if (!isSlotLength(minutes)) return refuse("slot_length_out_of_range", { given: minutes });
    await tx.run(
      sql`UPDATE slots SET starts_at = ${startsAt}, ends_at = ${endsAt} WHERE id = ${slot.id}::uuid`,
    );
    return undefined;
  });
}

/** Deletes a free slot; the answer is the slot that was. */
export async function deleteSlot(app: App, input: SlotInput): Promise<Outcome<Slot, ChangeSlotRefusal>> {
  return changeFreeSlot(app, input, "delete_slot", async (tx, slot) => {
    await tx.run(sql`DELETE FROM slots WHERE id = ${slot.id}::uuid`);
    return undefined;
  });
}

/** The one way to change a slot: lock it, refuse when it is booked, change, write the trail. */
async function changeFreeSlot(
  app: App,
  { slotId, actor }: SlotInput,
  action: string,
  change: (tx: Tx, slot: Slot) => Promise<string | undefined | Refused<ChangeSlotRefusal>>,
): Promise<Outcome<Slot, ChangeSlotRefusal>> {
  const now = app.clock.now();
  const outcome = await inTransaction<Slot, ChangeSlotRefusal>(app.db, CONFLICTS, async (tx) => {
    const slot = await lockSlot(tx, slotId);
    if (!slot) return refuse("unknown_slot");
    if (slot.bookingId !== undefined) return refuse("slot_booked");
    const changed = await change(tx, slot);
    if (typeof changed === "object") return changed;
    await recordAudit(tx, { actor, action, subjectKind: "slot", subjectId: slotId, reason: changed }, now);
    return done((await findSlot(tx, slotId)) ?? slot);
  });
  return !outcome.ok && outcome.refusal === "slot_booked"
    ? refuse("slot_booked", await bookedBy(app, slotId))
    : outcome;
}

/** By whom a slot is booked, for the sentence of the refusal (SL-6). */
async function bookedBy(app: App, slotId: string): Promise<RefusalDetail> {
  const row = await app.db.first<{ number: number; name: string; startsAt: Date }>(sql`
    SELECT booking.number, client.name, booking.starts_at
    FROM slots slot JOIN bookings booking ON booking.id = slot.booking_id JOIN clients client ON client.id = booking.client_id
    WHERE slot.id = ${slotId}::uuid`);
  // Between the refusal and this look the booking may have ended: then the sentence does without the name.
  return row ? { number: row.number, clientName: row.name, startsAt: row.startsAt } : {};
}
