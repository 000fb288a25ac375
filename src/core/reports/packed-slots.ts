import type { SlotKind } from "../calendar/index.ts";
import { daysAfter } from "../kernel/instant.ts";
import { type Queryable, type Sql, sql } from "../runtime/sql.ts";
import type { CalendarSpan } from "./calendar-revision.ts";

export type CalendarSlot = {
  readonly id: string;
  readonly specialistId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly kind: SlotKind;
  readonly discountPercent: number | undefined;
  readonly state: "open" | "closed";
  readonly closedReason: string | undefined;
  /** The live booking that claims it. */
  readonly bookingId: string | undefined;
  /** The time off that closed it. */
  readonly timeOffId: string | undefined;
};

/** One specialist's slots, column by column; a column that holds nothing is null. */
type Packed = {
  readonly specialistId: string;
  readonly ids: readonly string[];
  readonly startsMs: readonly number[];
  readonly endsMs: readonly number[];
  readonly kinds: string;
  readonly states: string;
  readonly percents: Sparse<number>;
  readonly reasons: Sparse<string>;
  readonly bookings: Sparse<string>;
  readonly timeOffs: Sparse<string>;
};
type Sparse<T> = readonly (T | null)[] | null;

/**
 * The slots of a span, each specialist's in order. By their start, which the index knows; one that begins the day before
 * and reaches in is among them.
 *
 * Packed as JSON, which is read several times quicker than row by row: a week of many specialists is thousands of slots.
 */
export async function readSlots(
  via: Queryable,
  { from, to, specialistIds }: CalendarSpan,
): Promise<readonly CalendarSlot[]> {
  const whose = specialistIds === undefined ? sql`true` : sql`specialist_id = ANY(${specialistIds}::uuid[])`;
  const rows = await via.many<Packed>(sql`
    SELECT specialist_id, ${packed(sql`id`)} AS ids, ${packed(inMs(sql`starts_at`))} AS starts_ms,
           ${packed(inMs(sql`ends_at`))} AS ends_ms, string_agg(left(kind, 1), '' ORDER BY starts_at) AS kinds,
           string_agg(left(state, 1), '' ORDER BY starts_at) AS states, ${sparse(sql`discount_percent`)} AS percents,
           ${sparse(sql`closed_reason`)} AS reasons, ${sparse(sql`booking_id`)} AS bookings,
           ${sparse(sql`time_off_id`)} AS time_offs
    FROM slots
    WHERE starts_at > ${daysAfter(from, -1)} AND starts_at < ${to} AND ends_at > ${from} AND ${whose}
    GROUP BY specialist_id`);
  return rows.flatMap(unpacked);
}

const packed = (value: Sql): Sql => sql`to_json(array_agg(${value} ORDER BY starts_at))`;
const sparse = (value: Sql): Sql => sql`CASE WHEN count(${value}) > 0 THEN ${packed(value)} END`;
const inMs = (value: Sql): Sql => sql`(date_part('epoch', ${value}) * 1000)::bigint`;

const KIND_BY_LETTER: Readonly<Record<string, SlotKind>> = { r: "regular", h: "hot", o: "online" };

function unpacked(row: Packed): readonly CalendarSlot[] {
  const { specialistId, percents, reasons, bookings, timeOffs } = row;
  return row.ids.map((id, index) => ({
    id,
    specialistId,
    startsAt: new Date(row.startsMs[index] ?? Number.NaN),
    endsAt: new Date(row.endsMs[index] ?? Number.NaN),
    kind: KIND_BY_LETTER[row.kinds[index] ?? ""] ?? "regular",
    discountPercent: percents?.[index] ?? undefined,
    state: row.states[index] === "o" ? "open" : "closed",
    closedReason: reasons?.[index] ?? undefined,
    bookingId: bookings?.[index] ?? undefined,
    timeOffId: timeOffs?.[index] ?? undefined,
  }));
}
