import path from "node:path";
import { type PluralForms, plural } from "../kernel/plural.ts";
import { formatWhole } from "../kernel/points.ts";
import type { ExportContents, ExportDays, ExportSpan } from "./model.ts";

/** As every face says them. */
export const EXPORT_SPAN_WORDS = {
  day: "прошлый день",
  week: "прошлая неделя",
  month: "прошлый месяц",
} as const satisfies Readonly<Record<ExportSpan, string>>;

export const EXPORT_CONTENTS_WORDS = {
  operations: "операции",
  day: "итоги по дням",
  service: "итоги по услугам",
  specialist: "итоги по специалистам",
  kind: "итоги по видам операций",
} as const satisfies Readonly<Record<ExportContents, string>>;

const told = (day: string): string => `${day.slice(8, 10)}.${day.slice(5, 7)}.${day.slice(0, 4)}`;

/** `25.11.2026`, `16.11.2026 — 22.11.2026`. */
export const exportDaysText = ({ from, to }: ExportDays): string =>
  from === to ? told(from) : `${told(from)} — ${told(to)}`;

/** One file of a run: of which days, where it is kept (undefined: nowhere), how many rows it has. */
export type RunFile = {
  readonly days: ExportDays;
  readonly place: string | undefined;
  readonly rows: number;
};

/** More files than that are told by their number. */
const FILES_TOLD_MAX = 3;
const ROWS: PluralForms = ["строка", "строки", "строк"];
const FILES: PluralForms = ["файл", "файла", "файлов"];

/** `12 строк` */
export const rowsText = (rows: number): string => `${formatWhole(rows)} ${plural(rows, ROWS)}`;

/** What a run made: «25.11.2026: finance-2026-11-25.csv, 12 строк»; of many files, from when to when and how many. */
export function runText(files: readonly RunFile[]): string {
  const [first, last] = [files[0], files.at(-1)];
  if (first === undefined || last === undefined) return "";
  if (files.length <= FILES_TOLD_MAX) return files.map(fileText).join("; ");
  const days = exportDaysText({ from: first.days.from, to: last.days.to });
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  return `${days}: ${files.length} ${plural(files.length, FILES)}, всего ${rowsText(rows)}`;
}

const fileText = ({ days, place, rows }: RunFile): string =>
  `${exportDaysText(days)}: ${place === undefined ? "" : `${path.basename(place)}, `}${rowsText(rows)}`;
