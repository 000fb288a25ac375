import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { lockSpecialists } from "../catalog/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { durationMinutes, type Interval } from "../kernel/interval.ts";
import type { Percent } from "../kernel/money.ts";
import { done, type Outcome, type Refused, refuse } from "../kernel/outcome.ts";
import { type Sql, sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { bookedBy } from "./booked-by.ts";
import type { Slot, SlotChangeAction } from "./model.ts";
import { isSlotLength } from "./rules/pattern.ts";
import { findChange, insertChange } from "./slot-changes.ts";
import { findSlot, lockSlot, slotBefore } from "./store.ts";
import { offThen } from "./time-off.ts";
import { toldSlot } from "./told-slots.ts";

export type ChangeSlotRefusal =
  | "unknown_slot"
  | "unknown_specialist"
  | "slot_booked"
  | "slot_in_past"
  | "slot_in_time_off"
  | "slot_closed"
  | "slot_online"
  | "slot_overlaps"
  | "slot_length_out_of_range"
  | "change_is_another"
  | "reason_missing";

type SlotInput = {
  readonly slotId: string;
  /** Chosen by the caller and kept across retries: the same id is the same change, and names it when it is undone. */
  readonly changeId?: string | undefined;
  readonly actor: Actor;
};

/** Should the check ever miss, the database still refuses. */
const CONFLICTS = {
  slots_booked_stay: "slot_booked",
  slots_booked_are_open: "slot_booked",
  slots_no_overlap: "slot_overlaps",
  slots_start_once: "slot_overlaps",
  slots_end_after_start: "slot_length_out_of_range",
  slots_opened_outside_time_off: "slot_in_time_off",
  slot_changes_pkey: "change_is_another",
} as const;

/** Takes a slot out of the offer, with a reason; a booked one stays and the refusal says whose it is (SL-6). */
export async function closeSlot(
  app: App,
  input: SlotInput & { readonly reason: string },
): Promise<Outcome<Slot, ChangeSlotRefusal>> {
  const reason = input.reason.trim().slice(0, 300);
  if (reason === "") return refuse("reason_missing");
  return changeFreeSlot(app, input, {
    action: "close_slot",
    reason,
    isSo: (slot) => slot.state === "closed" && slot.closedReason === reason,
    set: () => sql`state = 'closed', closed_reason = ${reason}`,
  });
}

/** Offers a closed slot again. */
export async function reopenSlot(app: App, input: SlotInput): Promise<Outcome<Slot, ChangeSlotRefusal>> {
  return changeFreeSlot(app, input, {
    action: "reopen_slot",
    isSo: (slot) => slot.state === "open",
    set: () => sql`state = 'open', closed_reason = NULL`,
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
  return changeFreeSlot(app, input, {
    action: "make_hot",
    problem: (slot, now) => {
      if (slot.kind === "online") return refuse("slot_online");
      if (slot.state === "closed") return refuse("slot_closed");
      return slot.startsAt <= now ? refuse("slot_in_past") : undefined;
    },
    isSo: (slot) => slot.kind === "hot" && slot.discountPercent === input.discountPercent,
    set: (now) => sql`kind = 'hot', discount_percent = ${input.discountPercent ?? null},
      hot_since = CASE WHEN kind = 'hot' THEN hot_since ELSE ${now} END`,
  });
}

/** Turns a free hot slot back into a regular one. */
export async function makeRegular(app: App, input: SlotInput): Promise<Outcome<Slot, ChangeSlotRefusal>> {
  return changeFreeSlot(app, input, {
    action: "make_regular",
    problem: (slot) => (slot.kind === "online" ? refuse("slot_online") : undefined),
    isSo: (slot) => slot.kind === "regular",
    set: () => sql`kind = 'regular', discount_percent = NULL, hot_since = NULL, hot_announced_at = NULL`,
  });
}

/** Moves or resizes a free slot, or both at once; to another specialist too, if one is named. */
export async function moveSlot(
  app: App,
  input: SlotInput & Interval & { readonly specialistId?: string | undefined },
): Promise<Outcome<Slot, ChangeSlotRefusal>> {
  const { startsAt, endsAt, specialistId } = input;
  const minutes = durationMinutes(input);
  return changeFreeSlot(app, input, {
    action: "move_slot",
    to: { startsAt, endsAt, specialistId },
    problem: (_, now) => {
      if (startsAt <= now) return refuse("slot_in_past");
      return isSlotLength(minutes) ? undefined : refuse("slot_length_out_of_range", { given: minutes });
    },
    isSo: (slot) => isSameTime(slot, input) && slot.specialistId === (specialistId ?? slot.specialistId),
    set: () => sql`starts_at = ${startsAt}, ends_at = ${endsAt},
      specialist_id = coalesce(${specialistId ?? null}::uuid, specialist_id)`,
  });
}

/** Deletes a free slot; the answer is the slot that was. */
export async function deleteSlot(app: App, input: SlotInput): Promise<Outcome<Slot, ChangeSlotRefusal>> {
  return changeFreeSlot(app, input, { action: "delete_slot" });
}

type Change = {
  readonly action: SlotChangeAction;
  readonly reason?: string;
  /** Where it is to stand. */
  readonly to?: Interval & { readonly specialistId: string | undefined };
  readonly problem?: (slot: Slot, now: Date) => Refused<ChangeSlotRefusal> | undefined;
  /** Whether the slot is already what it is to become: then nothing is written, and there is nothing to undo. */
  readonly isSo?: (slot: Slot) => boolean;
  /** What is written; nothing: it is deleted. */
  readonly set?: (now: Date) => Sql;
};

const isSameTime = (one: Interval, other: Interval): boolean =>
  one.startsAt.getTime() === other.startsAt.getTime() && one.endsAt.getTime() === other.endsAt.getTime();

/** The one way to change a slot: lock it, refuse when it is booked, change, keep what was, write the trail. */
async function changeFreeSlot(
  app: App,
  input: SlotInput,
  change: Change,
): Promise<Outcome<Slot, ChangeSlotRefusal>> {
  const { slotId, actor, changeId = app.newId() } = input;
  const { action, reason } = change;
  const now = app.clock.now();
  const outcome = await inTransaction<Slot, ChangeSlotRefusal>(app.db, CONFLICTS, async (tx) => {
    const { slot, isElsewhereKnown } = await lockFree(tx, slotId, change.to?.specialistId);
    const earlier = await findChange(tx, changeId);
    if (earlier !== undefined) {
      const same = earlier.action === action ? await slotAfter(tx, changeId, slotId) : undefined;
      return same === undefined ? refuse("change_is_another") : done(same);
    }
    if (slot === undefined) return refuse("unknown_slot");
    if (slot.bookingId !== undefined) return refuse("slot_booked");
    if (!isElsewhereKnown) return refuse("unknown_specialist");
    const problem = change.problem?.(slot, now) ?? (await offProblem(tx, slot, change));
    if (problem !== undefined) return problem;
    if (change.isSo?.(slot)) return done(slot);

    await writeChange(tx, { changeId, slot, change, actor }, now);
    const after = (await findSlot(tx, slotId)) ?? slot;
    const subject = { subjectKind: "slot", subjectId: slotId, reason, change: toldSlot(slot, after) };
    await recordAudit(tx, { actor, action, ...subject }, now);
    return done(after);
  });
  return !outcome.ok && outcome.refusal === "slot_booked"
    ? refuse("slot_booked", await bookedBy(app.db, slotId))
    : outcome;
}

/** The slot, with its specialist and the one whom it is to go to held still before it: so does whoever takes time off. */
async function lockFree(tx: Tx, slotId: string, toSpecialistId: string | undefined) {
  const known = await findSlot(tx, slotId);
  const whose = [known?.specialistId, toSpecialistId].filter((id) => id !== undefined);
  const locked = await lockSpecialists(tx, whose);
  return { slot: await lockSlot(tx, slotId), isElsewhereKnown: locked === new Set(whose).size };
}

/** The slot as a change that was made already left it, or the one that it deleted. */
async function slotAfter(tx: Tx, changeId: string, slotId: string): Promise<Slot | undefined> {
  const before = await slotBefore(tx, changeId, slotId);
  return before && ((await findSlot(tx, slotId)) ?? before);
}

/** A slot that its specialist's time off closed stays so; nor is one moved into such time, or opened in it. */
async function offProblem(
  tx: Tx,
  slot: Slot,
  { action, to }: Change,
): Promise<Refused<"slot_in_time_off"> | undefined> {
  if (action === "delete_slot") return undefined;
  const staysClosed = slot.state === "closed" && slot.timeOffId === undefined && action !== "reopen_slot";
  if (staysClosed) return undefined;
  const own = slot.timeOffId === undefined ? undefined : await offThen(tx, slot);
  return own ?? (await offThen(tx, { ...slot, ...to, specialistId: to?.specialistId ?? slot.specialistId }));
}

async function writeChange(
  tx: Tx,
  what: { readonly changeId: string; readonly slot: Slot; readonly change: Change; readonly actor: Actor },
  now: Date,
): Promise<void> {
  const { changeId, slot, change, actor } = what;
  const { action, to, set } = change;
  const { startsAt, endsAt } = to ?? slot;
  const specialistIds = [...new Set([slot.specialistId, to?.specialistId ?? slot.specialistId])];
  const one = sql`id = ${slot.id}::uuid`;
  const kept = { id: changeId, action, actor, specialistIds, startsAt, endsAt, slots: 1, before: one };
  await insertChange(tx, kept, now);
  await tx.run(
    set === undefined
      ? sql`DELETE FROM slots WHERE ${one}`
      : sql`UPDATE slots SET ${set(now)}, change_id = ${changeId}::uuid WHERE ${one}`,
  );
}
