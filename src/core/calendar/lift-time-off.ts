import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { lockSpecialists } from "../catalog/index.ts";
import { type Actor, staffIdOf } from "../kernel/actor.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { covers, scopeOf } from "../people/index.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import type { TimeOff } from "./model.ts";
import { findChange, finishChange, insertChange } from "./slot-changes.ts";
import { findTimeOff, seriesOf, wholeOf } from "./time-off.ts";
import { toldSpans } from "./told-slots.ts";

export type LiftTimeOffInput = {
  readonly timeOffId: string;
  /** And all that was taken with it for the same specialist and is not over. */
  readonly isWholeSeries?: boolean | undefined;
  /** Chosen by the caller and kept across retries; it names the change when it is to be undone. */
  readonly changeId?: string | undefined;
  readonly actor: Actor;
};

export type LiftedTimeOff = {
  readonly timeOff: TimeOff;
  /** How many were lifted: more than one of a series, none when it was lifted already. */
  readonly lifted: number;
  /** How many slots are offered again; those in another time off stay closed. */
  readonly reopened: number;
};

export type LiftTimeOffRefusal = "unknown_time_off" | "time_off_of_others" | "change_is_another";

const CONFLICTS = { slot_changes_pkey: "change_is_another" } as const;

/**
 * Lifts a time off, or what is ahead of its series: exactly the slots that it closed are offered again, which the database
 * does itself.
 *
 * One that is lifted already is answered as it is, and nothing is written. A specialist lifts what they took for
 * themselves; what managers took for them, such as a holiday of all, is not theirs to work through; who is not staff any
 * more lifts nothing (PE-3).
 *
 * @source SL-4
 */
export async function liftTimeOff(
  app: App,
  input: LiftTimeOffInput,
): Promise<Outcome<LiftedTimeOff, LiftTimeOffRefusal>> {
  const { timeOffId, actor, changeId = app.newId() } = input;
  const now = app.clock.now();
  return inTransaction<LiftedTimeOff, LiftTimeOffRefusal>(app.db, CONFLICTS, async (tx) => {
    const known = await findTimeOff(tx, timeOffId);
    if (known === undefined) return refuse("unknown_time_off");
    if (!(await mayLift(tx, known, actor))) return refuse("time_off_of_others");
    await lockSpecialists(tx, [known.specialistId]);
    const timeOff = present(await findTimeOff(tx, timeOffId), "a time off is never deleted");
    const earlier = await findChange(tx, changeId);
    if (earlier !== undefined && earlier.action !== "lift_time_off") return refuse("change_is_another");
    if (earlier !== undefined) {
      const { reopened = 0, lifted = 1 } = earlier.counts;
      return done({ timeOff, lifted: Number(lifted), reopened: Number(reopened) });
    }
    const series = input.isWholeSeries ? await seriesOf(tx, timeOffId, now) : [];
    const standing = timeOff.liftedAt === undefined ? [timeOff] : [];
    const all = [...standing, ...series.filter(({ id }) => id !== timeOffId)];
    if (all.length === 0) return done({ timeOff, lifted: 0, reopened: 0 });

    const { specialistId } = timeOff;
    const { startsAt, endsAt } = wholeOf(all);
    const ids = all.map(({ id }) => id);
    const change = { id: changeId, action: "lift_time_off", actor, specialistIds: [specialistId] } as const;
    const own = sql`time_off_id = ANY(${ids}::uuid[])`;
    const closed = await tx.run(sql`SELECT FROM slots WHERE ${own} ORDER BY starts_at FOR NO KEY UPDATE`);
    await insertChange(tx, { ...change, startsAt, endsAt, slots: closed, before: own }, now);
    await tx.run(sql`
      UPDATE time_off SET lifted_at = ${now}, lifted_by_id = ${changeId}::uuid WHERE id = ANY(${ids}::uuid[])`);
    const row = await tx.first<{ reopened: number }>(sql`
      SELECT count(*) AS reopened FROM slots
      WHERE specialist_id = ${specialistId}::uuid AND change_id = ${changeId}::uuid AND state = 'open'`);
    const reopened = row?.reopened ?? 0;
    await finishChange(tx, changeId, { slots: closed, counts: { reopened, lifted: ids.length } });
    const subject = { subjectKind: "specialist", subjectId: specialistId };
    const what = ids.length === 1 ? { timeOffId: ids[0] } : { times: ids.length };
    const told = { ...what, startsAt, endsAt, ...toldSpans(all), reopened };
    await recordAudit(tx, { actor, action: "lift_time_off", ...subject, change: told }, now);
    return done({ timeOff: { ...timeOff, liftedAt: timeOff.liftedAt ?? now }, lifted: ids.length, reopened });
  });
}

async function mayLift(tx: Tx, { staffId, specialistId }: TimeOff, actor: Actor): Promise<boolean> {
  const scope = await scopeOf(tx, actor);
  return scope === "everybody" || (covers(scope, specialistId) && staffId === staffIdOf(actor));
}
