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
import { toldPattern } from "./told-slots.ts";

export type GenerateSlotsInput = {
  readonly specialistId: string;
  /** Others who get the same slots; all of them stand under one change, and are undone by one press. */
  readonly alsoFor?: readonly string[] | undefined;
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
 * Makes slots by a pattern in the business time zone: those that fit, all at once or none. Where a specialist has a
 * slot already, or is off, none is made.
 *
 * @source SL-1 SL-4 SL-5 SL-6
 */
export async function generateSlots(
  app: App,
  input: GenerateSlotsInput,
): Promise<Outcome<GeneratedSlots, GenerateSlotsRefusal>> {
  const { kind, discountPercent } = input;
  if (discountPercent !== undefined && kind !== "hot") return refuse("discount_only_hot");
  const zone = (await loadSettings(app.db))["business.timeZone"];
  const wanted = layOut(input.pattern, zone);
  if (!wanted.ok) return wanted;
  const now = app.clock.now();
  const ahead = wanted.value.filter((slot) => slot.startsAt > now);
  const past = wanted.value.length - ahead.length;
  const changeId = input.changeId ?? app.newId();

  return inTransaction<GeneratedSlots, GenerateSlotsRefusal>(app.db, CONFLICTS, async (tx) => {
    const specialistIds = [...new Set([input.specialistId, ...(input.alsoFor ?? [])])];
    if ((await lockSpecialists(tx, specialistIds)) < specialistIds.length)
      return refuse("unknown_specialist");
    const earlier = await findChange(tx, changeId);
    if (earlier !== undefined) return answered(earlier);
    const plans: readonly Plan[] = await inOrder(specialistIds, async (specialistId) => {
      const slots = await outsideOff(tx, specialistId, ahead);
      return { specialistId, slots, past, off: ahead.length - slots.length };
    });
    if (input.isDryRun) return done(sumOf(await inOrder(plans, (plan) => counted(tx, plan))));
    return done(await makeAsOne(tx, plans, { input, changeId }, now));
  });
}

/** What one specialist gets. */
type Plan = {
  readonly specialistId: string;
  readonly slots: readonly Interval[];
  readonly past: number;
  readonly off: number;
};

/** One connection answers one question after the other. */
async function inOrder<T, R>(all: readonly T[], work: (one: T, index: number) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const [index, one] of all.entries()) done.push(await work(one, index));
  return done;
}

const sumOf = (all: readonly GeneratedSlots[]): GeneratedSlots =>
  all.reduce((sum, one) => ({
    made: sum.made + one.made,
    overlapping: sum.overlapping + one.overlapping,
    past: sum.past + one.past,
    off: sum.off + one.off,
  }));

async function counted(tx: Tx, { specialistId, slots, past, off }: Plan): Promise<GeneratedSlots> {
  const overlapping = await countOverlapping(tx, specialistId, slots);
  return { made: slots.length - overlapping, overlapping, past, off };
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

/** From the first slot of anybody to the last. */
function stretchOfAll(plans: readonly Plan[]): Interval | undefined {
  const each = plans.flatMap(({ slots }) => stretchOf(slots) ?? []);
  const firsts = each.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  const lasts = each.toSorted((a, b) => a.endsAt.getTime() - b.endsAt.getTime());
  return stretchOf([...firsts.slice(0, 1), ...lasts.slice(-1)]);
}

/** All of the slots of all of them under one change; each specialist's trail tells their own. */
async function makeAsOne(
  tx: Tx,
  plans: readonly Plan[],
  { input, changeId }: { readonly input: GenerateSlotsInput; readonly changeId: string },
  now: Date,
): Promise<GeneratedSlots> {
  const { kind, discountPercent, actor } = input;
  const stretch = stretchOfAll(plans) ?? { startsAt: now, endsAt: now };
  const specialistIds = plans.map(({ specialistId }) => specialistId);
  const change = { id: changeId, action: "generate_slots", actor, specialistIds } as const;
  await insertChange(tx, { ...change, ...stretch, slots: 0 }, now);
  const each = await inOrder(plans, async ({ specialistId, slots, past, off }, index) => {
    const onProgress = (share: number) => input.onProgress?.((index + share) / plans.length);
    const common = { specialistId, kind, discountPercent, changeId, onProgress };
    const made = await insertInOrder(tx, slots, common, now);
    const counts = { made, overlapping: slots.length - made, past, off };
    const trail = { actor, subjectKind: "specialist", subjectId: specialistId };
    const told = {
      ...toldPattern(input.pattern),
      ...counts,
      kind,
      ...(discountPercent && { discountPercent }),
    };
    await recordAudit(tx, { ...trail, action: "generate_slots", change: told }, now);
    return counts;
  });
  const counts = sumOf(each);
  await finishChange(tx, changeId, { slots: counts.made, counts });
  return counts;
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
