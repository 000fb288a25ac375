import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { lockSpecialists } from "../catalog/index.ts";
import type { Actor } from "../kernel/actor.ts";
import type { Interval } from "../kernel/interval.ts";
import type { Percent } from "../kernel/money.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import type { SlotKind } from "./model.ts";
import { layOut, type PatternRefusal, type SlotPattern } from "./rules/pattern.ts";
import { outsideTimeOff } from "./rules/time-off.ts";
import { findChange, finishChange, insertChange, type KeptChange } from "./slot-changes.ts";
import { insertSlots } from "./store.ts";
import { listTimeOff } from "./time-off.ts";

export type GenerateSlotsInput = {
  readonly specialistId: string;
  readonly pattern: SlotPattern;
  readonly kind: SlotKind;
  readonly discountPercent?: Percent | undefined;
  /** Chosen by the caller and kept across retries; it names the change when it is to be undone. */
  readonly changeId?: string | undefined;
  readonly actor: Actor;
  /** Counts what would be made, and makes nothing. */
  readonly isDryRun?: boolean | undefined;
  /** How much of them is made, from 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
};

export type GeneratedSlots = {
  readonly made: number;
  /** Left out because a slot of the specialist stands there already; the same command again makes nothing. */
  readonly overlapping: number;
  /** Left out because they would begin in the past. */
  readonly past: number;
  /** Left out because the specialist is off then. */
  readonly off: number;
};

export type GenerateSlotsRefusal =
  | PatternRefusal
  | "unknown_specialist"
  | "discount_only_hot"
  | "change_is_another";

const CONFLICTS = { slot_changes_pkey: "change_is_another" } as const;

/**
 * Makes slots by a pattern in the business time zone: those that fit, all at once or none. Where the specialist has a
 * slot already, or is off, none is made.
 *
 * @source SL-1 SL-4 SL-5
 */
export async function generateSlots(
  app: App,
  input: GenerateSlotsInput,
): Promise<Outcome<GeneratedSlots, GenerateSlotsRefusal>> {
  const { specialistId, kind, discountPercent } = input;
  if (discountPercent !== undefined && kind !== "hot") return refuse("discount_only_hot");
  const zone = (await loadSettings(app.db))["business.timeZone"];
  const wanted = layOut(input.pattern, zone);
  if (!wanted.ok) return wanted;
  const now = app.clock.now();
  const ahead = wanted.value.filter((slot) => slot.startsAt > now);
  const past = wanted.value.length - ahead.length;
  const changeId = input.changeId ?? app.newId();

  return inTransaction<GeneratedSlots, GenerateSlotsRefusal>(app.db, CONFLICTS, async (tx) => {
    if ((await lockSpecialists(tx, [specialistId])) === 0) return refuse("unknown_specialist");
    const earlier = await findChange(tx, changeId);
    if (earlier !== undefined) return answered(earlier);
    const slots = await outsideOff(tx, specialistId, ahead);
    const off = ahead.length - slots.length;
    if (input.isDryRun) {
      const overlapping = await countOverlapping(tx, specialistId, slots);
      return done({ made: slots.length - overlapping, overlapping, past, off });
    }
    const made = await insertAsOne(tx, slots, { input, changeId }, now);
    const counts = { made, overlapping: slots.length - made, past, off };
    await finishChange(tx, changeId, { slots: made, counts });
    const trail = { actor: input.actor, subjectKind: "specialist", subjectId: specialistId };
    await recordAudit(tx, { ...trail, action: "generate_slots", change: { ...counts, kind } }, now);
    return done(counts);
  });
}

/** The same request once more is answered as before. */
function answered({ action, counts }: KeptChange): Outcome<GeneratedSlots, "change_is_another"> {
  if (action !== "generate_slots") return refuse("change_is_another");
  const { made = 0, overlapping = 0, past = 0, off = 0 } = counts;
  return done({ made, overlapping, past, off });
}

async function outsideOff(
  tx: Tx,
  specialistId: string,
  slots: readonly Interval[],
): Promise<readonly Interval[]> {
  const stretch = stretchOf(slots);
  if (stretch === undefined) return slots;
  return outsideTimeOff(slots, await listTimeOff(tx, stretch, { specialistIds: [specialistId] }));
}

function stretchOf(slots: readonly Interval[]): Interval | undefined {
  const [first] = slots;
  const last = slots.at(-1);
  return first && last && { startsAt: first.startsAt, endsAt: last.endsAt };
}

/** All of the slots under one change. */
async function insertAsOne(
  tx: Tx,
  slots: readonly Interval[],
  { input, changeId }: { readonly input: GenerateSlotsInput; readonly changeId: string },
  now: Date,
): Promise<number> {
  const { specialistId, kind, discountPercent, actor, onProgress } = input;
  const stretch = stretchOf(slots) ?? { startsAt: now, endsAt: now };
  const change = { id: changeId, action: "generate_slots", actor, specialistIds: [specialistId] } as const;
  await insertChange(tx, { ...change, ...stretch, slots: 0 }, now);
  return insertInOrder(tx, slots, { specialistId, kind, discountPercent, changeId, onProgress }, now);
}

const CHUNK = 5_000;

async function insertInOrder(
  tx: Tx,
  slots: readonly Interval[],
  common: {
    readonly specialistId: string;
    readonly kind: SlotKind;
    readonly discountPercent: Percent | undefined;
    readonly changeId: string;
    readonly onProgress: GenerateSlotsInput["onProgress"];
  },
  now: Date,
): Promise<number> {
  let made = 0;
  for (let from = 0; from < slots.length; from += CHUNK) {
    made += await insertSlots(tx, slots.slice(from, from + CHUNK), common, now);
    common.onProgress?.(Math.min(1, (from + CHUNK) / slots.length));
  }
  return made;
}

async function countOverlapping(
  via: Queryable,
  specialistId: string,
  slots: readonly Interval[],
): Promise<number> {
  const row = await via.first<{ overlapping: number }>(sql`
    SELECT count(*) AS overlapping
    FROM unnest(${slots.map((s) => s.startsAt)}::timestamptz[], ${slots.map((s) => s.endsAt)}::timestamptz[])
      AS wanted (starts_at, ends_at)
    WHERE EXISTS (SELECT 1 FROM slots
      WHERE specialist_id = ${specialistId}::uuid
        AND tstzrange(slots.starts_at, slots.ends_at, '[)') && tstzrange(wanted.starts_at, wanted.ends_at, '[)'))`);
  return row?.overlapping ?? 0;
}
