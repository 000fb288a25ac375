import { daysAfter } from "../kernel/instant.ts";
import { type Queryable, type RowOf, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { ExportRun } from "./model.ts";

/** How long what came of a run can be looked at. */
const KEPT_DAYS = 365;

/** Writes down what came of a run, unless its export was removed meanwhile; what is older than a year goes. The same id again changes nothing. */
export async function noteExportRun(tx: Tx, exportId: string, run: ExportRun): Promise<void> {
  const { id, dueAt, beganAt, endedAt, outcome, file, rows, words } = run;
  await tx.run(sql`
    INSERT INTO export_runs (id, export_id, due_at, began_at, ended_at, outcome, file, rows, words)
    SELECT ${id}::uuid, id, ${dueAt ?? null}::timestamptz, ${beganAt}::timestamptz, ${endedAt}::timestamptz,
           ${outcome}::text, ${file ?? null}::text, ${rows ?? null}::int, ${words}::text
    FROM exports WHERE id = ${exportId}::uuid FOR KEY SHARE
    ON CONFLICT (id) DO NOTHING`);
  await tx.run(sql`
    DELETE FROM export_runs
    WHERE export_id = ${exportId}::uuid AND ended_at <= ${daysAfter(endedAt, -KEPT_DAYS)}`);
}

/** The last runs of an export, by its timetable and by hand, newest first. */
export async function listExportRuns(
  via: Queryable,
  exportId: string,
  runsMax: number,
): Promise<readonly ExportRun[]> {
  const rows = await via.many<RowOf<ExportRun>>(sql`
    SELECT id, due_at, began_at, ended_at, outcome, file, rows, words FROM export_runs
    WHERE export_id = ${exportId}::uuid ORDER BY began_at DESC, ended_at DESC, id LIMIT ${runsMax}`);
  return rows.map((row) => ({
    ...row,
    dueAt: row.dueAt ?? undefined,
    file: row.file ?? undefined,
    rows: row.rows ?? undefined,
  }));
}
