import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { lockSpecialists } from "../catalog/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction } from "../runtime/transaction.ts";
import type { TimeOff } from "./model.ts";
import { findChange, finishChange, insertChange } from "./slot-changes.ts";
import { findTimeOff } from "./time-off.ts";

export type LiftTimeOffInput = {
  readonly timeOffId: string;
  /** Chosen by the caller and kept across retries; it names the change when it is to be undone. */
  readonly changeId?: string | undefined;
  readonly actor: Actor;
};

export type LiftedTimeOff = {
  readonly timeOff: TimeOff;
  /** How many slots are offered again; those in another time off stay closed. */
  readonly reopened: number;
};

export type LiftTimeOffRefusal = "unknown_time_off" | "change_is_another";

const CONFLICTS = { slot_changes_pkey: "change_is_another" } as const;

/**
 * Lifts a time off: exactly the slots that it closed are offered again, which the database does itself.
 *
 * One that is lifted already is answered as it is, and nothing is written.
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
    await lockSpecialists(tx, [known.specialistId]);
    const timeOff = present(await findTimeOff(tx, timeOffId), "a time off is never deleted");
    const earlier = await findChange(tx, changeId);
    if (earlier !== undefined && earlier.action !== "lift_time_off") return refuse("change_is_another");
    if (earlier !== undefined) return done({ timeOff, reopened: Number(earlier.counts.reopened ?? 0) });
    if (timeOff.liftedAt !== undefined) return done({ timeOff, reopened: 0 });

    const { specialistId, startsAt, endsAt } = timeOff;
    const change = { id: changeId, action: "lift_time_off", actor, specialistIds: [specialistId] } as const;
    const own = sql`time_off_id = ${timeOffId}::uuid`;
    const closed = await tx.run(sql`SELECT FROM slots WHERE ${own} ORDER BY starts_at FOR NO KEY UPDATE`);
    await insertChange(tx, { ...change, startsAt, endsAt, slots: closed, before: own }, now);
    await tx.run(sql`
      UPDATE time_off SET lifted_at = ${now}, lifted_by_id = ${changeId}::uuid WHERE id = ${timeOffId}::uuid`);
    const row = await tx.first<{ reopened: number }>(sql`
      SELECT count(*) AS reopened FROM slots
      WHERE specialist_id = ${specialistId}::uuid AND change_id = ${changeId}::uuid AND state = 'open'`);
    const reopened = row?.reopened ?? 0;
    await finishChange(tx, changeId, { slots: closed, counts: { reopened } });
    const subject = { subjectKind: "specialist", subjectId: specialistId };
    await recordAudit(
      tx,
      { actor, action: "lift_time_off", ...subject, change: { timeOffId, startsAt, endsAt, reopened } },
      now,
    );
    return done({ timeOff: { ...timeOff, liftedAt: now }, reopened });
  });
}
