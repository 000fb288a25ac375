import type { App } from "../app.ts";
import { dayOf } from "../kernel/local-day.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { inTransaction, write } from "../runtime/transaction.ts";
import { FileTrouble } from "../runtime/whole-file.ts";
import { loadSettings } from "../settings/index.ts";
import type { Export, ExportDays } from "./model.ts";
import { pastSpan } from "./rules/past-span.ts";
import { doneRun, failedRun, promise, writeOne } from "./run-due-exports.ts";
import { noteExportRun } from "./runs.ts";
import { detailOf, lockByNumber } from "./store.ts";
import { problemOf } from "./write-export.ts";

/** What was written: where, of which days, and how many owners get it from the bot. */
export type WrittenExport = {
  readonly found: Export;
  readonly days: ExportDays;
  readonly file: string | undefined;
  readonly rows: number;
  readonly owners: number;
};

export type RunExportRefusal = "unknown_export" | "export_folder_unwritable";

/**
 * Writes an export's file now, of the days that are over at this moment, beside its timetable, which stays as it is, and
 * notes what came of it among its runs: once for each `runId` that made a file, and each failure. What stands in the way
 * of the file is said, and told to nobody else.
 */
export async function runExport(
  app: App,
  { number, runId }: { readonly number: number; readonly runId: string },
): Promise<Outcome<WrittenExport, RunExportRefusal>> {
  const zone = (await loadSettings(app.db))["business.timeZone"];
  const known = await inTransaction<Export, "unknown_export">(app.db, {}, async (tx) => {
    const one = await lockByNumber(tx, number);
    return one === undefined ? refuse("unknown_export", detailOf({ number })) : done(one);
  });
  if (!known.ok) return known;
  const found = known.value;
  const days = pastSpan(found.span, dayOf(app.clock.now(), zone));
  const begun = { dueAt: undefined, beganAt: app.clock.now() };
  try {
    const written = await writeOne(app, found, { days, zone });
    const owners = await write(app.db, async (tx) => {
      await noteExportRun(tx, found.id, doneRun({ id: runId, ...begun }, [written], app.clock.now()));
      return promise(app, tx, { found, spans: [days], occasion: runId });
    });
    return done({ found, days, file: written.place, rows: written.rows, owners });
  } catch (error) {
    if (!(error instanceof FileTrouble)) throw error;
    // Under an id of its own: nothing was made under the other, which may be used again.
    const failed = failedRun({ id: app.newId(), ...begun }, problemOf(error), app.clock.now());
    await write(app.db, (tx) => noteExportRun(tx, found.id, failed));
    return refuse("export_folder_unwritable", { given: error.file, problem: error.code });
  }
}
