/**
 * Exports: files of the books that the owner wants regularly, of the past day, week or month, in a folder and, if wanted,
 * from the bot. Each due time has its file once over any number of processes; what a standstill or a failure left out is
 * made up for. What the files say is the reports' affair.
 */
export { EXPORT_RUNS_SHOWN, type ExportView, listExports } from "./list-exports.ts";
export {
  EXPORT_CONTENTS,
  EXPORT_SPANS,
  type Export,
  type ExportContents,
  type ExportDialect,
  type ExportFile,
  type ExportRun,
  type ExportSpan,
} from "./model.ts";
export { previewTimetable, type TimetablePreview } from "./preview-timetable.ts";
export { readExportFile } from "./read-export-file.ts";
export { runDueExports } from "./run-due-exports.ts";
export { type RunExportRefusal, runExport, type WrittenExport } from "./run-export.ts";
export {
  type AddExportRefusal,
  addExport,
  type ChangeExportRefusal,
  changeExport,
  removeExport,
} from "./save-export.ts";
export { takeClientData } from "./take-client-data.ts";
export { type ClientList, takeClientList } from "./take-client-list.ts";
export { EXPORT_CONTENTS_WORDS, EXPORT_SPAN_WORDS, exportDaysText, rowsText } from "./words.ts";
export { exportDocument } from "./write-export.ts";
