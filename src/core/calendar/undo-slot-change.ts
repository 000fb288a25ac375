import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { lockSpecialists } from "../catalog/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { hoursAfter } from "../kernel/instant.ts";
import { done, type Outcome, type Refused, refuse } from "../kernel/outcome.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { bookedBy } from "./booked-by.ts";
import type { SlotChange, SlotChangeAction } from "./model.ts";
import { putBack } from "./put-back.ts";
import { undoingProblem } from "./rules/undoing.ts";
import { lockChange, markUndone, overtakenBy } from "./slot-changes.ts";
import { timeOffOf } from "./time-off.ts";
import { toldSpans } from "./told-slots.ts";
import { SLOT_CHANGE_WORDS } from "./words.ts";

export type UndoSlotChangeInput = {
  readonly changeId: string;
  readonly actor: Actor;
  /** Says what would be undone, and undoes nothing. */
  readonly isDryRun?: boolean | undefined;
};

export type UndoneChange = {
  readonly change: SlotChange;
  /** How many slots are as they were before. */
  readonly slots: number;
  /** Announced ones whose offer the undoing takes away: whoever was told of them since cannot be untold (MS-4). */
  readonly announcedSlotIds: readonly string[];
};

export type UndoSlotChangeRefusal =
  | "unknown_change"
  | "not_your_change"
  | "undo_too_late"
  | "change_overtaken"
  | "slot_booked"
  | "slot_overlaps"
  | "slot_in_time_off";

/** Undoing these offers the slots again as they were: whatever clients were told of them is true again. */
const GIVING_BACK: ReadonlySet<SlotChangeAction> = new Set(["take_time_off", "close_slot", "delete_slot"]);

/** What stands in the way by now is the database's to say: it knows all that happened since. */
const CONFLICTS = {
  slots_booked_stay: "slot_booked",
  slots_booked_are_open: "slot_booked",
  slots_no_overlap: "slot_overlaps",
  slots_start_once: "slot_overlaps",
  slots_made_outside_time_off: "slot_in_time_off",
  slots_opened_outside_time_off: "slot_in_time_off",
} as const;

/**
 * Undoes a change of slots: they are as they were before, all of them or none. Once, by whoever made it, within an hour,
 * and only if nothing happened to these slots since; the refusal says what did.
 *
 * Undoing what is undone already is answered as it was, and writes nothing. What clients were told of a hot slot that is
 * not offered so any more stays said: the answer names those slots; whether anybody was told is the broadcasts' to say.
 *
 * @source SL-1 SL-6 MS-4
 */
export async function undoSlotChange(
  app: App,
  input: UndoSlotChangeInput,
): Promise<Outcome<UndoneChange, UndoSlotChangeRefusal>> {
  const { changeId, actor } = input;
  const now = app.clock.now();
  return inTransaction<UndoneChange, UndoSlotChangeRefusal>(app.db, CONFLICTS, async (tx) => {
    const change = await lockWithSpecialists(tx, changeId);
    if (change === undefined) return refuse("unknown_change");
    const problem = undoingProblem(change, actor, change.undoneAt ?? now);
    if (problem !== undefined) return refuse(problem, { at: change.createdAt });
    if (change.undoneAt !== undefined) {
      return done({ change, slots: change.slots, announcedSlotIds: [] });
    }
    const left = await lockLeft(tx, change);
    const since = await happenedSince(tx, change, left);
    if (since !== undefined) return since;
    const announcedSlotIds = GIVING_BACK.has(change.action)
      ? []
      : left.filter(({ isAnnounced }) => isAnnounced).map(({ id }) => id);
    const { slots } = change;
    if (input.isDryRun) return done({ change, slots, announcedSlotIds });

    const stretches = await stretchesOf(tx, change);
    await putBack(tx, change, now);
    await markUndone(tx, changeId, now);
    const [subjectId = ""] = change.specialistIds;
    const subject = { subjectKind: "specialist", subjectId };
    const others = change.specialistIds.length > 1 ? { alsoOf: change.specialistIds.slice(1) } : {};
    const told = { undone: change.action, ...stretches, ...others, slots, changeId };
    await recordAudit(tx, { actor, action: "undo_slot_change", ...subject, change: told }, now);
    return done({ change: { ...change, undoneAt: now }, slots, announcedSlotIds });
  });
}

/** Of a time off every stretch, as it was told when it was taken; put back, a lifting has none any more. */
async function stretchesOf(tx: Tx, change: SlotChange) {
  const isOff = change.action === "take_time_off" || change.action === "lift_time_off";
  const taken = isOff ? await timeOffOf(tx, change.id) : [];
  const [subjectId] = change.specialistIds;
  const own = taken.filter(({ specialistId }) => specialistId === subjectId);
  if (own.length < 2) return toldSpans([change]);
  return { startsAt: change.startsAt, endsAt: change.endsAt, times: own.length, ...toldSpans(own) };
}

/** The specialists are locked first, as everywhere, then the change. */
async function lockWithSpecialists(tx: Tx, changeId: string): Promise<SlotChange | undefined> {
  const known = await tx.first<{ specialistIds: string[] }>(
    sql`SELECT specialist_ids FROM slot_changes WHERE id = ${changeId}::uuid`,
  );
  if (known === undefined) return undefined;
  await lockSpecialists(tx, known.specialistIds);
  return lockChange(tx, changeId);
}

type LeftSlot = { readonly id: string; readonly bookingId: string | null; readonly isAnnounced: boolean };

/** The slots that are still as the change left them, held still; a deleted one is not among them. */
function lockLeft(tx: Tx, change: SlotChange): Promise<readonly LeftSlot[]> {
  // A slot in a stretch may begin before it; none is longer than a day.
  const from = hoursAfter(change.startsAt, -24);
  return tx.many<LeftSlot>(sql`
    SELECT id, booking_id, kind = 'hot' AND hot_announced_at IS NOT NULL AS is_announced FROM slots
    WHERE specialist_id = ANY(${change.specialistIds}::uuid[]) AND starts_at >= ${from} AND starts_at < ${change.endsAt}
      AND change_id = ${change.id}::uuid
    ORDER BY specialist_id, starts_at FOR UPDATE`);
}

async function happenedSince(
  tx: Tx,
  change: SlotChange,
  left: readonly LeftSlot[],
): Promise<Refused<UndoSlotChangeRefusal> | undefined> {
  const booked = left.find(({ bookingId }) => bookingId !== null);
  if (booked !== undefined) return refuse("slot_booked", await bookedBy(tx, booked.id));
  const expected = change.action === "delete_slot" ? 0 : change.slots;
  if (left.length === expected && (await isTimeOffLeft(tx, change))) return undefined;
  const later = await overtakenBy(tx, change);
  if (later === undefined) return refuse("change_overtaken");
  const by = later.staffName === null ? {} : { by: later.staffName };
  return refuse("change_overtaken", { what: SLOT_CHANGE_WORDS[later.action], at: later.createdAt, ...by });
}

/** Whether the time off that the change took stands still, or what it lifted is still lifted. */
async function isTimeOffLeft(tx: Tx, { id, action }: SlotChange): Promise<boolean> {
  if (action !== "take_time_off") return true;
  return (await timeOffOf(tx, id)).every(({ liftedAt }) => liftedAt === undefined);
}
