import { createReadStream } from "node:fs";
import { access, constants, readFile, stat } from "node:fs/promises";
import type { Command } from "commander";
import type {
  Field,
  Imported,
  ImportFile,
  Mapping,
  RejectedCell,
  RowProblem,
} from "../../core/import/index.ts";
import { done, type Outcome, refuse } from "../../core/kernel/outcome.ts";
import { formatWhole } from "../../core/kernel/points.ts";
import { type CsvColumn, csvChunks } from "../../core/reports/index.ts";
import { isSure } from "../confirm.ts";
import type { Answer, Desk } from "../desk.ts";
import { checkIsCsv } from "../file-ending.ts";
import { startProgress } from "../progress.ts";
import type { CliRefusal } from "../refusals.ts";
import { mayReplaceList } from "../replace-file.ts";
import { isStandardOutput, tryPlace, writeReport } from "../write-report.ts";
import { cellText, expectedOf } from "./import-words.ts";

export type BulkFlags = {
  readonly dryRun?: true;
  readonly yes?: true;
  readonly report?: string;
};

/** The flags of every command that writes what stands in a file. */
export const withBulkFlags = (command: Command): Command =>
  command
    .option("--dry-run", "только проверить (файл — весь) и показать, что изменится; ничего не записать")
    .option("--yes", "да, записать: в терминале без флага спросит, в скрипте только проверит файл")
    .option(
      "--report <файл>",
      "куда записать все строки с ошибками, CSV; прежний такой список заменит, другой файл — только с --yes",
    );

/** The flag of those whose columns may be called otherwise. */
export const withMapping = (command: Command): Command =>
  command.option("--mapping <файл>", "JSON: как столбцы называются в прежней системе");

/** The columns of a documented form, for the help. */
export const formOf = (fields: readonly Field<string>[]): string =>
  `Столбцы файла (первая строка — заголовки; лишние не переносятся):
${fields.map(({ title, key, isRequired }) => `  ${title} или ${key}${isRequired ? " (обязательно)" : ""}`).join("\n")}`;

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: "такого файла нет",
  ENOTDIR: "такого файла нет",
  EACCES: "нет права его читать",
  EPERM: "нет права его читать",
  EISDIR: "это папка, а нужен файл",
};

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

const problemOf = (error: unknown): string => PROBLEMS[codeOf(error)] ?? (codeOf(error) || String(error));

/** A file that can be read from its beginning more than once: no pipe. */
async function importFileOf(file: string): Promise<Outcome<ImportFile, "import_file_unreadable">> {
  const no = (problem: string) => refuse("import_file_unreadable", { given: file, problem });
  if (file === "-") return no("со стандартного ввода нельзя, файл читается дважды");
  try {
    const found = await stat(file);
    if (found.isDirectory()) return no("это папка, а нужен файл");
    if (!found.isFile()) return no("нужен обычный файл: он читается дважды");
    await access(file, constants.R_OK);
    return done({ bytes: found.size, open: () => createReadStream(file) });
  } catch (error) {
    return refuse("import_file_unreadable", { given: file, problem: problemOf(error) });
  }
}

type ReadMapping<Key extends string> = {
  readonly mapping: Mapping<Key>;
  readonly source: string | undefined;
};

/** What other systems call the columns: `{"source": "…", "columns": {"name": "Имя клиента", "phone": ["Телефон", "Моб."]}}`. */
export async function mappingOf<Key extends string>(
  file: string | undefined,
  keys: readonly Key[],
): Promise<Outcome<ReadMapping<Key>, "mapping_unreadable">> {
  const mapping: Partial<Record<Key, readonly string[]>> = {};
  if (file === undefined) return done({ mapping, source: undefined });
  const no = (problem: string) => refuse("mapping_unreadable", { given: file, problem });
  let typed: unknown;
  try {
    typed = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    return no(error instanceof SyntaxError ? "это не JSON" : problemOf(error));
  }
  if (!isObject(typed) || !isObject(typed.columns)) return no('ожидается {"columns": {…}}');
  for (const [name, headings] of Object.entries(typed.columns)) {
    const key = keys.find((one) => one === name);
    if (key === undefined) return no(`дано «${name}», ожидается одно из: ${keys.join(", ")}`);
    const list = Array.isArray(headings) ? headings : [headings];
    if (!list.every((heading) => typeof heading === "string" && heading.trim() !== ""))
      return no(`у «${name}» ожидается заголовок столбца или список заголовков`);
    mapping[key] = list;
  }
  if (typed.source !== undefined && typeof typed.source !== "string")
    return no("source — это название прежней системы, текст");
  return done({ mapping, source: typed.source });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const SHOWN_MAX = 20;

const REPORT_COLUMNS: readonly CsvColumn<RejectedCell>[] = [
  { key: "line", title: "Строка", about: "номер строки в файле", as: "whole", of: ({ line }) => line },
  { key: "column", title: "Столбец", about: "заголовок столбца", as: "text", of: ({ column }) => column },
  { key: "given", title: "Дано", about: "что стоит в ячейке", as: "text", of: ({ given }) => given },
  { key: "problem", title: "Код", about: "код ошибки", as: "text", of: ({ problem }): RowProblem => problem },
  { key: "expected", title: "Ожидается", about: "что должно стоять", as: "text", of: expectedOf },
];

export type Bulk<Counts> = {
  readonly file: string;
  readonly flags: BulkFlags;
  readonly run: (run: {
    readonly file: ImportFile;
    readonly isDryRun: boolean;
    readonly onProgress: (share: number) => void;
    readonly onRejected: (cell: RejectedCell) => void;
  }) => Promise<Outcome<Imported<Counts>, CliRefusal>>;
  /** The flag that takes the rows without errors over by themselves. */
  readonly others?: string;
  /** Whether anything of the file is to be written: where nothing is, nobody is asked. */
  readonly isIdle: (counts: Imported<Counts>) => boolean;
  /** What the file holds against what is there, in a sentence or two. */
  readonly words: (counts: Imported<Counts>) => string;
};

/**
 * Checks a file, then writes it when the operator said so: with a bar while it takes long, every rejected cell named on
 * standard error (the first ones) and in the report (all of them).
 */
export async function runBulk<Counts extends object>(
  desk: Desk,
  bulk: Bulk<Counts>,
  isToldAlready = false,
): Promise<Answer> {
  const { file, flags, run, words, isIdle, others } = bulk;
  const opened = await importFileOf(file);
  if (!opened.ok) return opened;
  const may = await mayReport(desk, flags, file);
  if (!may.ok) return may;
  const isDryRun = flags.dryRun === true || flags.yes !== true;
  const rejected: RejectedCell[] = [];
  const progress = startProgress(desk.io);
  const imported = await run({
    file: opened.value,
    isDryRun,
    onProgress: progress.report,
    onRejected: (cell) => rejected.push(cell),
  }).finally(progress.end);
  if (!imported.ok) {
    if (imported.refusal !== "import_rows_rejected") return imported;
    const told = await tellRejected(desk, rejected, flags);
    return {
      ...refuse(imported.refusal, { ...imported.detail, ...told, ...(others && { others }) }),
      attached: { rejected: listOf(rejected) },
    };
  }
  const counts = imported.value;
  if (rejected.length > 0 && !isToldAlready) await tellRejected(desk, rejected, flags);
  const found = [words(counts), ignoredWords(counts.ignoredColumns)].filter(Boolean).join(" ");
  const isNothing = isDryRun && isIdle(counts);
  if (isDryRun && flags.dryRun !== true && !isNothing) {
    if (!(await isSure(desk, {}, found))) return refuse("import_not_confirmed", { found });
    return runBulk(desk, { ...bulk, flags: { ...flags, yes: true } }, true);
  }
  const checked = flags.dryRun === true ? "Это проверка: ничего не записано." : "Записывать нечего.";
  const text = isDryRun ? `${found}\n${checked}` : found;
  const left = rejected.length === 0 ? {} : { rejected: listOf(rejected) };
  return done({ json: { ...counts, ignoredColumns: counts.ignoredColumns, ...left }, text: () => text });
}

/** Found out before the import: afterwards it would be late. */
async function mayReport(desk: Desk, flags: BulkFlags, about: string) {
  const { report: file } = flags;
  if (file === undefined || isStandardOutput(file)) return done(null);
  checkIsCsv(file, "--report");
  const heading = REPORT_COLUMNS.map(({ title }) => title).join(";");
  const may = await mayReplaceList(desk, flags, { ...{ file, about, heading }, flag: "--report" });
  if (may.ok) await tryPlace(file, "--report");
  return may;
}

/** What a check found, or what is written: never the same words. */
export const saidOfFile = (
  { isDryRun }: { readonly isDryRun: boolean },
  rows: string,
  said: string,
): string => (isDryRun ? `В файле ${rows}: ${said}.` : `Записано: ${said}; в файле ${rows}.`);

const ignoredWords = (columns: readonly string[]): string =>
  columns.length === 0 ? "" : `Столбцы, которые не переносятся: ${columns.join(", ")}.`;

/** More of them are in the report; a program sees by the whole count that these are not all. */
const LISTED_MAX = 1_000;

/** The rejected cells as a program reads them, the first of them. */
const listOf = (rejected: readonly RejectedCell[]) => ({
  total: rejected.length,
  items: rejected.slice(0, LISTED_MAX).map((cell) => ({
    ...{ line: cell.line, column: cell.column ?? null, given: cell.given },
    ...{ problem: cell.problem, expected: expectedOf(cell) },
  })),
});

async function tellRejected(desk: Desk, rejected: readonly RejectedCell[], { report }: BulkFlags) {
  for (const cell of rejected.slice(0, SHOWN_MAX)) desk.io.err(`${cellText(cell)}\n`);
  const more = rejected.length - SHOWN_MAX;
  if (more > 0)
    desk.io.err(
      `…и ещё ${formatWhole(more)}${report === undefined ? "; все — с флагом --report <файл>" : ""}\n`,
    );
  const [first] = rejected;
  const detail = first === undefined ? {} : { firstLine: first.line, first: cellText(first) };
  if (report === undefined) return detail;
  const style = { dialect: "excel", zone: "UTC" } as const;
  const place = { file: report, flag: "--report", replacing: undefined };
  await writeReport(desk, place, csvChunks(REPORT_COLUMNS, batchesOf(rejected), style));
  return { ...detail, report };
}

async function* batchesOf<T>(all: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let at = 0; at < all.length; at += BATCH) yield all.slice(at, at + BATCH);
}

const BATCH = 500;
