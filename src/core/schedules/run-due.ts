import type { App } from "../app.ts";
import { onlyOne } from "../runtime/only-one.ts";
import { nextDue, type Timetable } from "./cron.ts";
import type { Schedule } from "./model.ts";
import { findSchedule, keepSchedule, noteRun } from "./store.ts";

export type ScheduledWork = Timetable & {
  readonly name: string;
  /** @returns a few words on what came of it; what it throws is a failed run with the error's message */
  readonly work: (dueAt: Date) => Promise<string>;
};

/** A run that has just ended; undefined: it was not due, or another process is at it. */
export type EndedRun = NonNullable<Schedule["lastRun"]> | undefined;

/** A schedule that is new, or differs from the one that was written down, begins now: nothing of the past is owed. */
async function upToDate(app: App, { name, cron, timeZone }: ScheduledWork): Promise<Schedule> {
  const known = await findSchedule(app.db, name);
  if (known !== undefined && known.cron === cron && known.timeZone === timeZone) return known;
  const now = app.clock.now();
  const nextDueAt = nextDue({ cron, timeZone }, now);
  await keepSchedule(app.db, { name, cron, timeZone, nextDueAt }, now);
  return { name, cron, timeZone, nextDueAt, lastRun: known?.lastRun };
}

/** The latest due time that has passed: after a standstill the earlier ones are made up for by it. */
function latestDue(timetable: Timetable, { from, now }: { readonly from: Date; readonly now: Date }): Date {
  let latest = from;
  for (let steps = 0; steps < STEPS_MAX; steps += 1) {
    const next = nextDue(timetable, latest);
    if (next === undefined || next > now) break;
    latest = next;
  }
  return latest;
}

/** A long standstill of something frequent: which of its due times it is made up for does not matter any more. */
const STEPS_MAX = 1_000;

/**
 * Does the work when it is due: once per due time over all processes, and once for all that were missed in a standstill.
 *
 * Whoever works holds a lock of its connection, so that the death of the process frees it and leaves the due time to the
 * next one. A failure is noted and not tried again before the next due time; it is returned, for the caller to tell.
 */
export async function runDue(app: App, scheduled: ScheduledWork): Promise<EndedRun> {
  const { name, cron, timeZone, work } = scheduled;
  const seen = await upToDate(app, scheduled);
  if (!isDue(seen, app.clock.now())) return undefined;
  return onlyOne(app.db, `schedule:${name}`, async () => {
    // Another may have done it between our look and our lock.
    const { nextDueAt } = (await findSchedule(app.db, name)) ?? seen;
    const beganAt = app.clock.now();
    if (nextDueAt === undefined || nextDueAt > beganAt) return undefined;
    const dueAt = latestDue({ cron, timeZone }, { from: nextDueAt, now: beganAt });
    const ending = await work(dueAt).then(
      (words) => ({ outcome: "done" as const, words }),
      (error: unknown) => {
        app.log.error({ err: error, schedule: name }, "scheduled work failed");
        return { outcome: "failed" as const, words: error instanceof Error ? error.message : String(error) };
      },
    );
    const endedAt = app.clock.now();
    const run = { dueAt, beganAt, endedAt, ...ending };
    await noteRun(app.db, { name, cron, timeZone, nextDueAt: nextDue({ cron, timeZone }, beganAt) }, run);
    return run;
  });
}

const isDue = ({ nextDueAt }: Schedule, now: Date): boolean => nextDueAt !== undefined && nextDueAt <= now;
