import { minutesAfter } from "../kernel/instant.ts";
import type { Interval } from "../kernel/interval.ts";
import { percent } from "../kernel/money.ts";
import { type Queryable, type Sql, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { FreeStart, Slot, SlotKind } from "./model.ts";
import { fittingChains, kindsFor, type OfferedSlot, type OfferTerms } from "./rules/offer.ts";

type SlotRow = {
  id: string;
  specialistId: string;
  startsAt: Date;
  endsAt: Date;
  kind: SlotKind;
  discountPercent: number | null;
  state: "open" | "closed";
  closedReason: string | null;
  bookingId: string | null;
  timeOffId: string | null;
};

const COLUMNS = sql`id, specialist_id, starts_at, ends_at, kind, discount_percent, state, closed_reason, booking_id,
  time_off_id`;

const toSlot = (row: SlotRow): Slot => ({
  ...row,
  discountPercent: row.discountPercent === null ? undefined : percent(row.discountPercent),
  closedReason: row.closedReason ?? undefined,
  bookingId: row.bookingId ?? undefined,
  timeOffId: row.timeOffId ?? undefined,
});

export async function findSlot(via: Queryable, slotId: string): Promise<Slot | undefined> {
  const row = await via.first<SlotRow>(sql`SELECT ${COLUMNS} FROM slots WHERE id = ${slotId}::uuid`);
  return row && toSlot(row);
}

export const findSlots = (via: Queryable, slotIds: readonly string[]): Promise<readonly Slot[]> =>
  slotsWhere(via, sql`id = ANY(${slotIds}::uuid[])`);

/** A slot as it was before a change of it; undefined: the change is of others. */
export async function slotBefore(
  via: Queryable,
  changeId: string,
  slotId: string,
): Promise<Slot | undefined> {
  const row = await via.first<SlotRow>(sql`
    SELECT ${COLUMNS} FROM jsonb_populate_recordset(NULL::slots,
      (SELECT before FROM slot_changes WHERE id = ${changeId}::uuid)) AS slot
    WHERE id = ${slotId}::uuid`);
  return row && toSlot(row);
}

/** Slots of which a condition holds, each specialist's in order. */
export async function slotsWhere(via: Queryable, condition: Sql): Promise<readonly Slot[]> {
  const rows = await via.many<SlotRow>(sql`
    SELECT ${COLUMNS} FROM slots WHERE ${condition} ORDER BY specialist_id, starts_at`);
  return rows.map(toSlot);
}

/** The slot, held still until the transaction ends. */
export async function lockSlot(tx: Tx, slotId: string): Promise<Slot | undefined> {
  const row = await tx.first<SlotRow>(
    sql`SELECT ${COLUMNS} FROM slots WHERE id = ${slotId}::uuid FOR UPDATE`,
  );
  return row && toSlot(row);
}

/**
 * A slot and those of the same specialist that begin within so many minutes of it, in order, held still until the
 * transaction ends; none when there is no such slot.
 */
export async function lockSlotsFrom(
  tx: Tx,
  slotId: string,
  stretchMinutes: number,
): Promise<readonly Slot[]> {
  const rows = await tx.many<SlotRow>(sql`
    SELECT ${COLUMNS} FROM slots
    JOIN (SELECT specialist_id AS whose, starts_at AS from_at FROM slots WHERE id = ${slotId}::uuid) AS wanted
      ON specialist_id = whose AND starts_at >= from_at AND starts_at < from_at + make_interval(mins => ${stretchMinutes}::int)
    ORDER BY starts_at FOR NO KEY UPDATE OF slots`);
  return rows.map(toSlot);
}

/**
 * Whether a booking's slots are open, free or claimed by itself (or by the one it is to replace), and still stand where
 * its visit is: meanwhile they may have been moved or resized. They are held still until the transaction ends.
 */
export async function areSlotsFree(
  tx: Tx,
  visit: Interval & {
    readonly id: string;
    readonly slotIds: readonly string[];
    readonly replacesId?: string | undefined;
  },
): Promise<boolean> {
  const { id, slotIds, startsAt, endsAt, replacesId } = visit;
  const rows = await tx.many<SlotRow>(sql`
    SELECT ${COLUMNS} FROM slots WHERE id = ANY(${slotIds}::uuid[]) ORDER BY starts_at FOR NO KEY UPDATE`);
  const isFree = ({ state, bookingId }: SlotRow) =>
    state === "open" && (bookingId === null || bookingId === id || bookingId === replacesId);
  if (rows.length !== slotIds.length || !rows.every(isFree)) return false;
  let coveredAt = startsAt;
  for (const slot of rows) {
    if (slot.startsAt.getTime() !== coveredAt.getTime()) return false;
    coveredAt = slot.endsAt;
  }
  return coveredAt >= endsAt;
}

/** Slots that begin within a stretch of time, in order. */
export async function slotsWithin(
  via: Queryable,
  stretch: Interval,
  filter: { readonly specialistId?: string | undefined; readonly slotsMax: number },
): Promise<readonly Slot[]> {
  const rows = await via.many<SlotRow>(sql`
    SELECT ${COLUMNS} FROM slots
    WHERE starts_at >= ${stretch.startsAt} AND starts_at < ${stretch.endsAt}
      AND (${filter.specialistId ?? null}::uuid IS NULL OR specialist_id = ${filter.specialistId ?? null}::uuid)
    ORDER BY starts_at, specialist_id LIMIT ${filter.slotsMax}`);
  return rows.map(toSlot);
}

/**
 * Where a service can begin among the free slots of some specialists; slots of a booking that is to be moved count as
 * free for it (CX-7), unless the specialist has that time off by now.
 *
 * Reads one stretch more than asked for, so that a chain may run past its end.
 */
export async function freeStartsWithin(
  via: Queryable,
  stretch: Interval,
  specialistIds: readonly string[],
  terms: OfferTerms & { readonly ownBookingId?: string | undefined },
): Promise<readonly FreeStart[]> {
  // Free slots alone are found by an index of their own.
  const isFree =
    terms.ownBookingId === undefined
      ? sql`booking_id IS NULL`
      : sql`(booking_id IS NULL OR (booking_id = ${terms.ownBookingId}::uuid
              AND time_off_over(specialist_id, starts_at, ends_at) IS NULL))`;
  const rows = await via.many<SlotRow>(sql`
    SELECT ${COLUMNS} FROM slots
    WHERE specialist_id = ANY(${specialistIds}::uuid[]) AND state = 'open' AND ${isFree}
      AND starts_at >= ${stretch.startsAt} AND starts_at < ${minutesAfter(stretch.endsAt, terms.durationMinutes)}
    ORDER BY specialist_id, starts_at`);
  const starts: FreeStart[] = [];
  for (const slots of bySpecialist(rows.map(toSlot))) {
    for (const { first, count } of fittingChains(slots, terms)) {
      const start = startOf(slots.slice(first, first + count), terms.durationMinutes);
      if (start.startsAt < stretch.endsAt) starts.push(start);
    }
  }
  return starts.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}

/** The start that a chain of slots makes, given in order. */
export function startOf(chain: readonly Slot[], durationMinutes: number): FreeStart {
  const [first] = chain;
  if (first === undefined) throw new RangeError("a chain has a first slot");
  return {
    specialistId: first.specialistId,
    slotIds: chain.map((slot) => slot.id),
    startsAt: first.startsAt,
    endsAt: minutesAfter(first.startsAt, durationMinutes),
    kind: first.kind,
    discountPercent: first.discountPercent,
  };
}

function bySpecialist(slots: readonly Slot[]): readonly (readonly Slot[])[] {
  return Object.values(Object.groupBy(slots, (slot) => slot.specialistId)).filter(
    (group) => group !== undefined,
  );
}

/**
 * The free slots of each specialist, packed: two weeks of many specialists are thousands of rows. As JSON, which is
 * read several times quicker than an array of PostgreSQL's.
 */
export async function packedFreeSlots(
  via: Queryable,
  stretch: Interval,
  specialistIds: readonly string[],
): Promise<readonly (readonly OfferedSlot[])[]> {
  const rows = await via.many<{
    starts: number[];
    lengths: number[];
    kinds: string;
    percents: (number | null)[] | null;
  }>(sql`
    SELECT to_json(array_agg(date_part('epoch', starts_at)::int ORDER BY starts_at)) AS starts,
           to_json(array_agg(date_part('epoch', ends_at - starts_at)::int ORDER BY starts_at)) AS lengths,
           string_agg(left(kind, 1), '' ORDER BY starts_at) AS kinds,
           CASE WHEN bool_or(discount_percent IS NOT NULL)
                THEN to_json(array_agg(discount_percent ORDER BY starts_at)) END AS percents
    FROM slots
    WHERE specialist_id = ANY(${specialistIds}::uuid[]) AND state = 'open' AND booking_id IS NULL
      AND starts_at >= ${stretch.startsAt} AND starts_at < ${stretch.endsAt}
    GROUP BY specialist_id`);
  return rows.map((row) =>
    row.starts.map((startsAtSeconds, index) => ({
      startsAt: new Date(startsAtSeconds * 1000),
      endsAt: new Date((startsAtSeconds + (row.lengths[index] ?? 0)) * 1000),
      kind: KIND_BY_LETTER[row.kinds[index] ?? "r"] ?? "regular",
      discountPercent: row.percents?.[index] ?? undefined,
    })),
  );
}

const KIND_BY_LETTER: Readonly<Record<string, SlotKind>> = { r: "regular", h: "hot", o: "online" };

/** Of some stretches (the days without a free start), which have slots that a service could take at all. */
export async function stretchesWithSlots(
  via: Queryable,
  stretches: readonly Interval[],
  specialistIds: readonly string[],
  terms: Pick<OfferTerms, "serviceKind" | "isHotOffered">,
): Promise<readonly boolean[]> {
  if (stretches.length === 0) return [];
  const kinds = kindsFor(terms.serviceKind, terms.isHotOffered);
  const rows = await via.many<{ hasSlots: boolean }>(sql`
    SELECT EXISTS (
      SELECT 1 FROM unnest(${specialistIds}::uuid[]) AS specialist (id), LATERAL (
        SELECT 1 FROM slots
        WHERE specialist_id = specialist.id AND starts_at >= day.from_at AND starts_at < day.to_at
          AND state = 'open' AND kind = ANY(${kinds}::text[]) LIMIT 1) AS found) AS has_slots
    FROM unnest(${stretches.map((s) => s.startsAt)}::timestamptz[], ${stretches.map((s) => s.endsAt)}::timestamptz[])
      WITH ORDINALITY AS day (from_at, to_at, place)
    ORDER BY place`);
  return rows.map((row) => row.hasSlots);
}

/**
 * Inserts the slots that fit and says which: one that overlaps an existing slot is left out, twice the same
 * changes nothing.
 */
export async function insertSlots(
  tx: Tx,
  slots: readonly Interval[],
  common: {
    readonly specialistId: string;
    readonly kind: SlotKind;
    readonly discountPercent: number | undefined;
    readonly changeId: string;
  },
  now: Date,
): Promise<number> {
  return tx.run(sql`
    INSERT INTO slots (specialist_id, kind, discount_percent, created_at, hot_since, change_id, starts_at, ends_at)
    SELECT ${common.specialistId}::uuid, ${common.kind}, ${common.discountPercent ?? null}::int, ${now},
           ${common.kind === "hot" ? now : null}::timestamptz, ${common.changeId}::uuid, starts_at, ends_at
    FROM unnest(${slots.map((s) => s.startsAt)}::timestamptz[], ${slots.map((s) => s.endsAt)}::timestamptz[])
      AS slot (starts_at, ends_at)
    ON CONFLICT DO NOTHING`);
}

/**
 * Claims a chain for a booking: all of its slots, or the caller rolls back. Those that are claimed by the booking which
 * it is to replace stay claimed by that one, and count (CX-7).
 */
export async function claimSlots(
  tx: Tx,
  slotIds: readonly string[],
  bookingId: string,
  sharedWith: string | null = null,
): Promise<boolean> {
  const claimed = await tx.run(sql`
    UPDATE slots SET booking_id = coalesce(booking_id, ${bookingId}::uuid)
    WHERE id = ANY(${slotIds}::uuid[]) AND state = 'open'
      AND (booking_id IS NULL OR booking_id IN (${bookingId}::uuid, ${sharedWith}::uuid))`);
  return claimed === slotIds.length;
}
