import { minutesAfter } from "../../kernel/instant.ts";
import type { MessageKind } from "../../notifications/index.ts";
import { type Queryable, sql } from "../../runtime/sql.ts";

/** A message is late when it should have gone out so long ago. */
export const LATE_MINUTES = 5;
/** How old a failure may be and still be told. */
const FAILED_HOURS = 24;

export type InboxBacklog = {
  readonly waiting: number;
  readonly oldestAt: Date | null;
  /** Given up within a day: their senders got an apology instead of an answer. */
  readonly failed: number;
};

/** The updates that were written down and are not handled. @param now the business's time */
export async function readInbox(via: Queryable, now: Date): Promise<InboxBacklog> {
  const row = await via.first<InboxBacklog>(sql`
    SELECT (SELECT count(*) FROM inbox WHERE handled_at IS NULL) AS waiting,
           (SELECT min(received_at) FROM inbox WHERE handled_at IS NULL) AS oldest_at,
           (SELECT count(*) FROM inbox WHERE failure IS NOT NULL AND handled_at IS NOT NULL
              AND received_at >= ${minutesAfter(now, -FAILED_HOURS * 60)}) AS failed`);
  return row ?? { waiting: 0, oldestAt: null, failed: 0 };
}

export type OutboxBacklog = {
  readonly kind: MessageKind;
  readonly priority: number;
  /** Due now, late or not. */
  readonly due: number;
  /** Due five minutes ago and more. */
  readonly late: number;
  /** Tried in vain and to be tried again, fifteen minutes and more after they were promised for. */
  readonly retrying: number;
  /** When the oldest of the late and the retried was to go out. */
  readonly since: Date | null;
};

const RETRYING_MINUTES = 15;

/** The messages that should have gone out, kind by kind. */
export async function readOutbox(via: Queryable, now: Date): Promise<readonly OutboxBacklog[]> {
  const lateFrom = minutesAfter(now, -LATE_MINUTES);
  const retryingFrom = minutesAfter(now, -RETRYING_MINUTES);
  return via.many<OutboxBacklog>(sql`
    SELECT kind, priority, count(*) FILTER (WHERE due_at <= ${now}) AS due, count(*) FILTER (WHERE due_at <= ${lateFrom}) AS late,
           count(*) FILTER (WHERE due_at > ${lateFrom} AND attempts > 0 AND planned_at <= ${retryingFrom}) AS retrying,
           min(coalesce(planned_at, due_at)) FILTER (
             WHERE due_at <= ${lateFrom} OR (attempts > 0 AND planned_at <= ${retryingFrom})) AS since
    FROM outbox WHERE state = 'queued' AND (due_at <= ${now} OR attempts > 0)
    GROUP BY kind, priority ORDER BY priority, kind`);
}

export type Ticks = {
  readonly queue: string;
  /** The newest tick, taken or not; null: there is none of the last minutes. */
  readonly newestAt: Date | null;
  /** Since when a tick waits for somebody to take it. */
  readonly waitingSince: Date | null;
  /** Since when one is being worked on. */
  readonly runningSince: Date | null;
  /** Taken and never finished: the process died, or the work took too long. */
  readonly failed: number;
  /** The database's own time, by which ticks are stamped. */
  readonly now: Date;
};

/** The ticks of every queue as the job engine keeps them; undefined: it never ran on this database. */
export async function readTicks(via: Queryable): Promise<readonly Ticks[] | undefined> {
  const there = await via.first<{ isThere: boolean }>(
    sql`SELECT to_regclass('pgboss.job') IS NOT NULL AND to_regclass('pgboss.queue') IS NOT NULL AS is_there`,
  );
  if (there?.isThere !== true) return undefined;
  return via.many<Ticks>(sql`
    SELECT queue.name AS queue, max(job.created_on) AS newest_at,
           min(job.created_on) FILTER (WHERE job.state = 'created') AS waiting_since,
           min(job.started_on) FILTER (WHERE job.state = 'active') AS running_since,
           count(job.id) FILTER (WHERE job.state = 'failed') AS failed, clock_timestamp() AS now
    FROM pgboss.queue queue LEFT JOIN pgboss.job job ON job.name = queue.name
    WHERE queue.name NOT LIKE '\_\_pgboss%'
    GROUP BY queue.name ORDER BY queue.name`);
}
