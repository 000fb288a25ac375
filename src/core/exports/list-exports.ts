import type { App } from "../app.ts";
import type { Zone } from "../kernel/local-day.ts";
import { findSchedule, nextDues, type Schedule } from "../schedules/index.ts";
import { loadSettings } from "../settings/index.ts";
import { type Export, scheduleName } from "./model.ts";
import { listAll } from "./store.ts";

/** An export as it stands: when it comes due next, and what came of it last. */
export type ExportView = Export & {
  readonly timeZone: Zone;
  readonly next: readonly Date[];
  readonly lastRun: Schedule["lastRun"];
};

const NEXT_SHOWN = 3;

/** All exports in the order in which they were added. @param nextCount how many of the next due times are told */
export async function listExports(
  app: Pick<App, "db" | "clock">,
  nextCount = NEXT_SHOWN,
): Promise<readonly ExportView[]> {
  const timeZone = (await loadSettings(app.db))["business.timeZone"];
  const now = app.clock.now();
  const views: ExportView[] = [];
  for (const one of await listAll(app.db)) {
    const known = await findSchedule(app.db, scheduleName(one.id));
    const next = nextDues({ cron: one.cron, timeZone }, now, nextCount);
    views.push({ ...one, timeZone, next, lastRun: known?.lastRun });
  }
  return views;
}
