import type { App } from "../app.ts";
import type { Zone } from "../kernel/local-day.ts";
import { nextDues } from "../schedules/index.ts";
import { loadSettings } from "../settings/index.ts";
import type { Export, ExportRun } from "./model.ts";
import { listExportRuns } from "./runs.ts";
import { listAll } from "./store.ts";

/** An export as it stands: when it comes due next, and what came of it lately, by its timetable and by hand. */
export type ExportView = Export & {
  readonly timeZone: Zone;
  readonly next: readonly Date[];
  /** Newest first. */
  readonly runs: readonly ExportRun[];
  readonly lastRun: ExportRun | undefined;
};

const NEXT_SHOWN = 3;

/** So many of the last runs are told. */
export const EXPORT_RUNS_SHOWN = 10;

/** All exports in the order in which they were added. @param nextCount how many of the next due times are told */
export async function listExports(
  app: Pick<App, "db" | "clock">,
  nextCount = NEXT_SHOWN,
): Promise<readonly ExportView[]> {
  const timeZone = (await loadSettings(app.db))["business.timeZone"];
  const now = app.clock.now();
  const views: ExportView[] = [];
  for (const one of await listAll(app.db)) {
    const runs = await listExportRuns(app.db, one.id, EXPORT_RUNS_SHOWN);
    const next = nextDues({ cron: one.cron, timeZone }, now, nextCount);
    views.push({ ...one, timeZone, next, runs, lastRun: runs[0] });
  }
  return views;
}
