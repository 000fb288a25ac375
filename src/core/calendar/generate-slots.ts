import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { findSpecialist } from "../catalog/index.ts";
import type { Actor } from "../kernel/actor.ts";
import type { Interval } from "../kernel/interval.ts";
import type { Percent } from "../kernel/money.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import type { SlotKind } from "./model.ts";
import { layOut, type PatternRefusal, type SlotPattern } from "./rules/pattern.ts";
import { insertSlots } from "./store.ts";

export type GenerateSlotsInput = {
  readonly specialistId: string;
  readonly pattern: SlotPattern;
  readonly kind: SlotKind;
  readonly discountPercent?: Percent | undefined;
  readonly actor: Actor;
  /** Counts what would be made, and makes nothing. */
  readonly isDryRun?: boolean | undefined;
};

export type GeneratedSlots = {
  readonly made: number;
  /** Left out because a slot of the specialist stands there already; the same command again makes nothing. */
  readonly overlapping: number;
  /** Left out because they would begin in the past. */
  readonly past: number;
};

export type GenerateSlotsRefusal = PatternRefusal | "unknown_specialist" | "discount_only_hot";

/**
 * Makes slots by a pattern in the business time zone: those that fit, all at once or none.
 *
 * @source SL-1 SL-5
 */
export async function generateSlots(
  app: App,
  input: GenerateSlotsInput,
): Promise<Outcome<GeneratedSlots, GenerateSlotsRefusal>> {
  const { specialistId, kind, discountPercent, actor } = input;
  if (discountPercent !== undefined && kind !== "hot") return refuse("discount_only_hot");
  const zone = (await loadSettings(app.db))["business.timeZone"];
  const wanted = layOut(input.pattern, zone);
  if (!wanted.ok) return wanted;
  const now = app.clock.now();
  const ahead = wanted.value.filter((slot) => slot.startsAt > now);
  const past = wanted.value.length - ahead.length;

  return inTransaction<GeneratedSlots, GenerateSlotsRefusal>(app.db, {}, async (tx) => {
    if (!(await findSpecialist(tx, specialistId))) return refuse("unknown_specialist");
    if (input.isDryRun) {
      const overlapping = await countOverlapping(tx, specialistId, ahead);
      return done({ made: ahead.length - overlapping, overlapping, past });
    }
    const made = await insertInOrder(tx, ahead, { specialistId, kind, discountPercent }, now);
    const counts = { made, overlapping: ahead.length - made, past };
    const subject = { subjectKind: "specialist", subjectId: specialistId };
    await recordAudit(tx, { actor, action: "generate_slots", ...subject, change: { ...counts, kind } }, now);
    return done(counts);
  });
}

const CHUNK = 5_000;

async function insertInOrder(
  tx: Tx,
  slots: readonly Interval[],
  common: {
    readonly specialistId: string;
    readonly kind: SlotKind;
    readonly discountPercent: Percent | undefined;
  },
  now: Date,
): Promise<number> {
  let made = 0;
  for (let from = 0; from < slots.length; from += CHUNK) {
    made += await insertSlots(tx, slots.slice(from, from + CHUNK), common, now);
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
