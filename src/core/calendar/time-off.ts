import { recordAudit } from "../audit/index.ts";
import { type Actor, staffIdOf } from "../kernel/actor.ts";
import type { Interval } from "../kernel/interval.ts";
import { type Refused, refuse } from "../kernel/outcome.ts";
import { type Queryable, type RowOf, type Sql, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { TimeOff } from "./model.ts";
import { finishChange, insertChange } from "./slot-changes.ts";

const COLUMNS = sql`id, specialist_id, starts_at, ends_at, reason, staff_id, created_at, lifted_at`;

const toTimeOff = (row: RowOf<TimeOff>): TimeOff => ({
  ...row,
  staffId: row.staffId ?? undefined,
  liftedAt: row.liftedAt ?? undefined,
});

async function timeOffWhere(via: Queryable, condition: Sql): Promise<readonly TimeOff[]> {
  const rows = await via.many<RowOf<TimeOff>>(sql`
    SELECT ${COLUMNS} FROM time_off WHERE ${condition} ORDER BY starts_at, created_at, id`);
  return rows.map(toTimeOff);
}

const during = ({ startsAt, endsAt }: Interval): Sql =>
  sql`tstzrange(starts_at, ends_at, '[)') && tstzrange(${startsAt}, ${endsAt}, '[)')`;

/** The time off that stands in a stretch of time, of some specialists or of all, in order. */
export const listTimeOff = (
  via: Queryable,
  stretch: Interval,
  { specialistIds }: { readonly specialistIds?: readonly string[] | undefined } = {},
): Promise<readonly TimeOff[]> =>
  timeOffWhere(
    via,
    specialistIds === undefined
      ? sql`lifted_at IS NULL AND ${during(stretch)}`
      : sql`lifted_at IS NULL AND specialist_id = ANY(${specialistIds}::uuid[]) AND ${during(stretch)}`,
  );

export const findTimeOff = async (via: Queryable, timeOffId: string): Promise<TimeOff | undefined> =>
  (await timeOffWhere(via, sql`id = ${timeOffId}::uuid`))[0];

/** The time off that one change took, or lifted. */
export const timeOffOf = (via: Queryable, changeId: string): Promise<readonly TimeOff[]> =>
  timeOffWhere(via, sql`taken_by_id = ${changeId}::uuid OR lifted_by_id = ${changeId}::uuid`);

/** Why a slot cannot be offered at a time: its specialist is off then. */
export async function offThen(
  via: Queryable,
  place: Interval & { readonly specialistId: string },
): Promise<Refused<"slot_in_time_off"> | undefined> {
  const [off] = await listTimeOff(via, place, { specialistIds: [place.specialistId] });
  return off && refuse("slot_in_time_off", { reason: off.reason, from: off.startsAt, until: off.endsAt });
}

const freeIn = (specialistIds: readonly string[], stretch: Interval): Sql => sql`
  specialist_id = ANY(${specialistIds}::uuid[]) AND ${during(stretch)} AND state = 'open' AND booking_id IS NULL`;

/** How many free slots a time off would close. */
export async function countFreeSlots(
  via: Queryable,
  specialistIds: readonly string[],
  stretch: Interval,
): Promise<number> {
  const row = await via.first<{ free: number }>(
    sql`SELECT count(*) AS free FROM slots WHERE ${freeIn(specialistIds, stretch)}`,
  );
  return row?.free ?? 0;
}

export type NewTimeOff = Interval & {
  readonly changeId: string;
  /** Each specialist with the id of their time off; they are locked already. */
  readonly rows: readonly { readonly id: string; readonly specialistId: string }[];
  readonly reason: string;
  readonly actor: Actor;
};

/**
 * Takes time off for specialists who are locked: the free slots in it are closed, by the database itself.
 *
 * Booked slots in it are held still first, so that one which is let go of at this moment is seen free.
 *
 * @returns how many slots were closed
 */
export async function insertTimeOff(tx: Tx, off: NewTimeOff, now: Date): Promise<number> {
  const { changeId, rows, startsAt, endsAt, reason, actor } = off;
  const specialistIds = rows.map(({ specialistId }) => specialistId);
  await tx.run(sql`
    SELECT FROM slots WHERE specialist_id = ANY(${specialistIds}::uuid[]) AND ${during(off)}
    ORDER BY specialist_id, starts_at FOR NO KEY UPDATE`);
  const slots = await countFreeSlots(tx, specialistIds, off);
  const change = {
    id: changeId,
    action: "take_time_off",
    actor,
    specialistIds,
    startsAt,
    endsAt,
    slots,
  } as const;
  await insertChange(tx, { ...change, before: freeIn(specialistIds, off) }, now);
  await finishChange(tx, changeId, { slots, counts: { closed: slots } });
  await tx.run(sql`
    INSERT INTO time_off (id, specialist_id, starts_at, ends_at, reason, staff_id, taken_by_id, created_at)
    SELECT id, specialist_id, ${startsAt}, ${endsAt}, ${reason}, ${staffIdOf(actor)}::uuid, ${changeId}::uuid, ${now}
    FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${specialistIds}::uuid[]) AS one (id, specialist_id)
    ORDER BY specialist_id`);
  const closed = await closedBy(tx, changeId);
  for (const { id, specialistId } of rows) {
    const subject = { subjectKind: "specialist", subjectId: specialistId, reason };
    const change = { timeOffId: id, startsAt, endsAt, closed: closed.get(specialistId) ?? 0 };
    await recordAudit(tx, { actor, action: "take_time_off", ...subject, change }, now);
  }
  return slots;
}

/** How many slots a change that was just made has closed, of each specialist. */
async function closedBy(tx: Tx, changeId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.many<{ specialistId: string; closed: number }>(sql`
    SELECT slots.specialist_id, count(*) AS closed
    FROM time_off off JOIN slots ON slots.time_off_id = off.id
    WHERE off.taken_by_id = ${changeId}::uuid GROUP BY slots.specialist_id`);
  return new Map(rows.map(({ specialistId, closed }) => [specialistId, closed]));
}
