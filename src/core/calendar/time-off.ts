import { recordAudit } from "../audit/index.ts";
import { type Actor, staffIdOf } from "../kernel/actor.ts";
import type { Interval } from "../kernel/interval.ts";
import { type Refused, refuse } from "../kernel/outcome.ts";
import { type Queryable, type RowOf, type Sql, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { TimeOff } from "./model.ts";
import { finishChange, insertChange } from "./slot-changes.ts";
import { toldSpans } from "./told-slots.ts";

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

/**
 * The time off that was taken in one go with another of the same specialist, and itself: what of it stands and is not over.
 */
export const seriesOf = (via: Queryable, timeOffId: string, now: Date): Promise<readonly TimeOff[]> =>
  timeOffWhere(
    via,
    sql`lifted_at IS NULL AND ends_at > ${now}
        AND (taken_by_id, specialist_id) = (SELECT taken_by_id, specialist_id FROM time_off WHERE id = ${timeOffId}::uuid)`,
  );

/** The time off of all specialists that was taken in one go with another, and itself: what of it stands and is not over. */
export const takenWith = (via: Queryable, timeOffId: string, now: Date): Promise<readonly TimeOff[]> =>
  timeOffWhere(
    via,
    sql`lifted_at IS NULL AND ends_at > ${now}
        AND taken_by_id = (SELECT taken_by_id FROM time_off WHERE id = ${timeOffId}::uuid)`,
  );

export const findTimeOff = async (via: Queryable, timeOffId: string): Promise<TimeOff | undefined> =>
  (await timeOffWhere(via, sql`id = ${timeOffId}::uuid`))[0];

/** The time off that one change took, or lifted. */
export const timeOffOf = (via: Queryable, changeId: string): Promise<readonly TimeOff[]> =>
  timeOffWhere(via, sql`taken_by_id = ${changeId}::uuid OR lifted_by_id = ${changeId}::uuid`);

/** The change that took exactly this time off, for the same reason and by the same person, if all of it stands still. */
export async function standingChangeId(
  via: Queryable,
  { rows, reason, actor }: Omit<NewTimeOff, "changeId">,
): Promise<string | undefined> {
  const found = await via.first<{ takenById: string }>(sql`
    SELECT off.taken_by_id
    FROM unnest(${rows.map(({ specialistId }) => specialistId)}::uuid[],
                ${rows.map(({ startsAt }) => startsAt)}::timestamptz[],
                ${rows.map(({ endsAt }) => endsAt)}::timestamptz[]) AS one (specialist_id, starts_at, ends_at)
    JOIN time_off off USING (specialist_id, starts_at, ends_at)
    WHERE off.lifted_at IS NULL AND off.reason = ${reason} AND off.staff_id IS NOT DISTINCT FROM ${staffIdOf(actor)}::uuid
    GROUP BY off.taken_by_id
    HAVING count(*) = ${rows.length}
      AND count(*) = (SELECT count(*) FROM time_off whole WHERE whole.taken_by_id = off.taken_by_id)
    LIMIT 1`);
  return found?.takenById;
}

/** Why a slot cannot be offered at a time: its specialist is off then. */
export async function offThen(
  via: Queryable,
  place: Interval & { readonly specialistId: string },
): Promise<Refused<"slot_in_time_off"> | undefined> {
  const [off] = await listTimeOff(via, place, { specialistIds: [place.specialistId] });
  return off && refuse("slot_in_time_off", { reason: off.reason, from: off.startsAt, until: off.endsAt });
}

type Place = Interval & { readonly specialistId: string };

/** The slots in some specialists' stretches of time. */
const slotsIn = (places: readonly Place[]): Sql => sql`
  id IN (
    SELECT inside.id
    FROM unnest(${places.map(({ specialistId }) => specialistId)}::uuid[],
                ${places.map(({ startsAt }) => startsAt)}::timestamptz[],
                ${places.map(({ endsAt }) => endsAt)}::timestamptz[]) AS place (whose, from_at, to_at)
    JOIN slots inside ON inside.specialist_id = whose
      AND tstzrange(inside.starts_at, inside.ends_at, '[)') && tstzrange(from_at, to_at, '[)'))`;

const freeIn = (places: readonly Place[]): Sql =>
  sql`${slotsIn(places)} AND state = 'open' AND booking_id IS NULL`;

/** How many free slots a time off would close. */
export async function countFreeSlots(via: Queryable, places: readonly Place[]): Promise<number> {
  const row = await via.first<{ free: number }>(
    sql`SELECT count(*) AS free FROM slots WHERE ${freeIn(places)}`,
  );
  return row?.free ?? 0;
}

export type NewTimeOff = {
  readonly changeId: string;
  /** Each stretch of each specialist with an id of its own, one at least; the specialists are locked already. */
  readonly rows: readonly (Place & { readonly id: string })[];
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
  const { changeId, rows, reason, actor } = off;
  const specialistIds = [...new Set(rows.map(({ specialistId }) => specialistId))];
  await tx.run(
    sql`SELECT FROM slots WHERE ${slotsIn(rows)} ORDER BY specialist_id, starts_at FOR NO KEY UPDATE`,
  );
  const slots = await countFreeSlots(tx, rows);
  const change = { id: changeId, action: "take_time_off", actor, specialistIds, slots } as const;
  await insertChange(tx, { ...change, ...wholeOf(rows), before: freeIn(rows) }, now);
  await finishChange(tx, changeId, { slots, counts: { closed: slots } });
  await tx.run(sql`
    INSERT INTO time_off (id, specialist_id, starts_at, ends_at, reason, staff_id, taken_by_id, created_at)
    SELECT id, specialist_id, starts_at, ends_at, ${reason}, ${staffIdOf(actor)}::uuid, ${changeId}::uuid, ${now}
    FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ specialistId }) => specialistId)}::uuid[],
                ${rows.map(({ startsAt }) => startsAt)}::timestamptz[], ${rows.map(({ endsAt }) => endsAt)}::timestamptz[])
      AS one (id, specialist_id, starts_at, ends_at)
    ORDER BY specialist_id, starts_at`);
  const closed = await closedBy(tx, changeId);
  for (const specialistId of specialistIds) {
    const own = rows.filter((row) => row.specialistId === specialistId);
    const subject = { subjectKind: "specialist", subjectId: specialistId, reason };
    const what = own.length === 1 ? { timeOffId: own[0]?.id } : { times: own.length };
    const told = { ...what, ...wholeOf(own), ...toldSpans(own), closed: closed.get(specialistId) ?? 0 };
    await recordAudit(tx, { actor, action: "take_time_off", ...subject, change: told }, now);
  }
  return slots;
}

/** From the first beginning to the last end. */
export const wholeOf = (stretches: readonly Interval[]): Interval => ({
  startsAt: new Date(Math.min(...stretches.map(({ startsAt }) => startsAt.getTime()))),
  endsAt: new Date(Math.max(...stretches.map(({ endsAt }) => endsAt.getTime()))),
});

/** How many slots a change that was just made has closed, of each specialist. */
async function closedBy(tx: Tx, changeId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.many<{ specialistId: string; closed: number }>(sql`
    SELECT slots.specialist_id, count(*) AS closed
    FROM time_off off JOIN slots ON slots.time_off_id = off.id
    WHERE off.taken_by_id = ${changeId}::uuid GROUP BY slots.specialist_id`);
  return new Map(rows.map(({ specialistId, closed }) => [specialistId, closed]));
}
