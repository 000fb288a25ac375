import { Cron } from "croner";
import type { Zone } from "../kernel/local-day.ts";

/** A cron expression (five fields, or six with seconds) and the zone whose clocks it goes by. */
export type Timetable = { readonly cron: string; readonly timeZone: Zone };

/** Whether it is an expression that we can follow, and that ever comes due. */
export function isCron(text: string): boolean {
  return ways({ cron: text, timeZone: "UTC" }, (cron) => cron.nextRun() !== null) ?? false;
}

/** The first moment after this one that it comes due; undefined when it never does. */
export const nextDue = (timetable: Timetable, after: Date): Date | undefined =>
  ways(timetable, (cron) => cron.nextRun(after) ?? undefined);

/** The next few, for people who want to see what an expression means. */
export const nextDues = (timetable: Timetable, after: Date, count: number): readonly Date[] =>
  ways(timetable, (cron) => cron.nextRuns(count, after)) ?? [];

/** One that is merely asked, never run. */
function ways<T>({ cron, timeZone }: Timetable, ask: (cron: Cron) => T): T | undefined {
  const fields = cron.trim().split(/\s+/);
  if (fields.length < 5 || fields.length > 6) return undefined;
  try {
    return ask(new Cron(cron.trim(), { timezone: timeZone, paused: true }));
  } catch {
    return undefined;
  }
}
