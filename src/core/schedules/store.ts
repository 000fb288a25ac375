import type { Queryable, RowOf } from "../runtime/sql.ts";
import { sql } from "../runtime/sql.ts";
import type { Schedule } from "./model.ts";

const COLUMNS = sql`name, cron, time_zone, next_due_at, last_due_at, last_began_at, last_ended_at, last_outcome, last_words`;

export async function findSchedule(via: Queryable, name: string): Promise<Schedule | undefined> {
  const row = await via.first<Row>(sql`SELECT ${COLUMNS} FROM schedules WHERE name = ${name}`);
  return row && toSchedule(row);
}

/** Writes down when it comes due next; a run that it had stays. */
export async function keepSchedule(
  via: Queryable,
  { name, cron, timeZone, nextDueAt }: Pick<Schedule, "name" | "cron" | "timeZone" | "nextDueAt">,
  now: Date,
): Promise<void> {
  await via.run(sql`
    INSERT INTO schedules (name, cron, time_zone, next_due_at, created_at)
    VALUES (${name}, ${cron}, ${timeZone}, ${nextDueAt ?? null}, ${now})
    ON CONFLICT (name) DO UPDATE
      SET cron = excluded.cron, time_zone = excluded.time_zone, next_due_at = excluded.next_due_at`);
}

/** Notes what came of a due time, and when the next one is, unless the timetable was changed meanwhile. */
export async function noteRun(
  via: Queryable,
  { name, cron, timeZone, nextDueAt }: Pick<Schedule, "name" | "cron" | "timeZone" | "nextDueAt">,
  run: NonNullable<Schedule["lastRun"]>,
): Promise<void> {
  await via.run(sql`
    UPDATE schedules
    SET last_due_at = ${run.dueAt}, last_began_at = ${run.beganAt}, last_ended_at = ${run.endedAt},
        last_outcome = ${run.outcome}, last_words = ${run.words},
        next_due_at = CASE WHEN cron = ${cron} AND time_zone = ${timeZone} THEN ${nextDueAt ?? null} ELSE next_due_at END
    WHERE name = ${name}`);
}

/** Forgets a schedule; true when there was one. */
export async function dropSchedule(via: Queryable, name: string): Promise<boolean> {
  return (await via.run(sql`DELETE FROM schedules WHERE name = ${name}`)) > 0;
}

type Row = RowOf<
  Pick<Schedule, "name" | "cron" | "timeZone" | "nextDueAt"> & {
    readonly lastDueAt: Date | undefined;
    readonly lastBeganAt: Date | undefined;
    readonly lastEndedAt: Date | undefined;
    readonly lastOutcome: "done" | "failed" | undefined;
    readonly lastWords: string;
  }
>;

function toSchedule(row: Row): Schedule {
  const { name, cron, timeZone, nextDueAt, lastDueAt, lastBeganAt, lastEndedAt, lastOutcome } = row;
  const isRun = lastDueAt !== null && lastBeganAt !== null && lastEndedAt !== null && lastOutcome !== null;
  return {
    name,
    cron,
    timeZone,
    nextDueAt: nextDueAt ?? undefined,
    lastRun: isRun
      ? {
          dueAt: lastDueAt,
          beganAt: lastBeganAt,
          endedAt: lastEndedAt,
          outcome: lastOutcome,
          words: row.lastWords,
        }
      : undefined,
  };
}
