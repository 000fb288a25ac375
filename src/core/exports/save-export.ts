import path from "node:path";
import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { folderProblem } from "../runtime/folder-problem.ts";
import { inTransaction } from "../runtime/transaction.ts";
import { dropSchedule, isCron } from "../schedules/index.ts";
import { type Export, type ExportTerms, scheduleName } from "./model.ts";
import { deleteExport, detailOf, findById, insertExport, lockByNumber, writeTerms } from "./store.ts";

export type ExportTermsRefusal =
  | "cron_unreadable"
  | "export_folder_not_absolute"
  | "export_folder_unwritable"
  | "export_goes_nowhere";
export type AddExportRefusal = ExportTermsRefusal | "export_is_another";
export type ChangeExportRefusal = ExportTermsRefusal | "unknown_export";

/** What is wrong with terms: that there is a folder and that it may be written into is looked at once, now. */
async function examined(terms: ExportTerms): Promise<Outcome<ExportTerms, ExportTermsRefusal>> {
  const { cron, folder, isToTelegram } = terms;
  if (!isCron(cron)) return refuse("cron_unreadable", { given: cron });
  if (folder === undefined) return isToTelegram ? done(terms) : refuse("export_goes_nowhere");
  if (!path.isAbsolute(folder)) return refuse("export_folder_not_absolute", { given: folder });
  const problem = await folderProblem(folder);
  if (problem !== undefined) return refuse("export_folder_unwritable", { given: folder, problem });
  return done({ ...terms, cron: cron.trim(), folder: path.normalize(folder) });
}

/**
 * Adds an export: from the next time at which its timetable comes due there is a file. Safe to repeat with the same
 * `exportId`.
 */
export async function addExport(
  app: App,
  { exportId, actor, ...terms }: ExportTerms & { readonly exportId: string; readonly actor: Actor },
): Promise<Outcome<Export, AddExportRefusal>> {
  const fit = await examined(terms);
  if (!fit.ok) return fit;
  const now = app.clock.now();
  return inTransaction<Export, AddExportRefusal>(app.db, {}, async (tx) => {
    const isNew = await insertExport(tx, { id: exportId, ...fit.value }, now);
    const found = await findById(tx, exportId);
    if (found === undefined) return refuse("export_is_another");
    if (!isNew) return isSame(found, fit.value) ? done(found) : refuse("export_is_another");
    const subject = { subjectKind: "export", subjectId: exportId };
    await recordAudit(tx, { actor, action: "add_export", ...subject, change: { ...fit.value } }, now);
    return done(found);
  });
}

const KEYS = ["cron", "span", "contents", "dialect", "folder", "isToTelegram"] as const;

const isSame = (one: ExportTerms, other: ExportTerms): boolean =>
  KEYS.every((key) => one[key] === other[key]);

export type ExportChange = { readonly [K in keyof ExportTerms]?: ExportTerms[K] | undefined };

/** Only what is given changes; `folder: null` takes the folder away. A new timetable or span owes nothing of the past. */
export async function changeExport(
  app: App,
  input: {
    readonly number: number;
    readonly change: Omit<ExportChange, "folder"> & { readonly folder?: string | null | undefined };
    readonly actor: Actor;
  },
): Promise<Outcome<Export, ChangeExportRefusal>> {
  const { number, change, actor } = input;
  const now = app.clock.now();
  return inTransaction<Export, ChangeExportRefusal>(app.db, {}, async (tx) => {
    const found = await lockByNumber(tx, number);
    if (found === undefined) return refuse("unknown_export", { given: number });
    const fit = await examined({
      cron: change.cron ?? found.cron,
      span: change.span ?? found.span,
      contents: change.contents ?? found.contents,
      dialect: change.dialect ?? found.dialect,
      folder: change.folder === undefined ? found.folder : (change.folder ?? undefined),
      isToTelegram: change.isToTelegram ?? found.isToTelegram,
    });
    if (!fit.ok) return fit;
    if (isSame(found, fit.value)) return done(found);
    const isAnew = fit.value.cron !== found.cron || fit.value.span !== found.span;
    const changed = { ...found, ...fit.value, owedSince: isAnew ? now : found.owedSince };
    await writeTerms(tx, changed);
    const changes = KEYS.filter((key) => found[key] !== changed[key]).map(
      (key) => [key, [found[key] ?? null, changed[key] ?? null]] as const,
    );
    const subject = { subjectKind: "export", subjectId: found.id };
    await recordAudit(
      tx,
      { actor, action: "change_export", ...subject, change: Object.fromEntries(changes) },
      now,
    );
    return done(changed);
  });
}

/** Removes an export and its timetable; files that it wrote stay. */
export async function removeExport(
  app: App,
  { number, actor }: { readonly number: number; readonly actor: Actor },
): Promise<Outcome<Export, "unknown_export">> {
  const now = app.clock.now();
  return inTransaction<Export, "unknown_export">(app.db, {}, async (tx) => {
    const found = await lockByNumber(tx, number);
    if (found === undefined) return refuse("unknown_export", detailOf({ number }));
    await deleteExport(tx, found.id);
    await dropSchedule(tx, scheduleName(found.id));
    const subject = { subjectKind: "export", subjectId: found.id };
    await recordAudit(tx, { actor, action: "remove_export", ...subject, change: { number } }, now);
    return done(found);
  });
}
