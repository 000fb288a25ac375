import path from "node:path";
import { wrongValue } from "./usage.ts";

/** `xlsx` of `май.xlsx`; undefined: the name ends with none that says what is inside (`-`, `май.2026`, `/dev/full`). */
export const endingOf = (file: string | undefined): string | undefined =>
  /\.(\p{L}[\p{L}\d]*)$/u.exec(path.basename(file ?? ""))?.[1]?.toLowerCase();

/** What opens such files takes no table, CSV or JSON for them. */
const OF_OTHER_PROGRAMS: ReadonlySet<string | undefined> = new Set([
  ...["xlsx", "xls", "xlsm", "ods", "numbers", "doc", "docx", "odt", "rtf", "pdf", "html", "htm", "xml"],
  ...["zip", "gz"],
]);

/** Refuses a name that promises something else than a CSV. @throws UsageError */
export function checkIsCsv(file: string, flag: string): void {
  const ending = endingOf(file);
  if (ending === undefined || ending === "csv" || ending === "txt") return;
  throw wrongValue(flag, { given: file, expected: "имя на .csv (его открывает и Excel) или .txt" });
}

const EXPECTED = "имя на .csv, .json или .txt (.csv открывает и Excel)";

/**
 * Refuses a name that promises something else than what would be written: any unknown ending says nothing of a kind, and
 * with `--format` it is the writer's own; that of another program is never right.
 *
 * @throws UsageError
 */
export function checkEnding(out: string | undefined, format: "table" | "csv" | "json" | undefined): void {
  const ending = endingOf(out);
  if (out === undefined || ending === undefined || ending === "txt") return;
  const isKind = ending === "csv" || ending === "json";
  if (isKind && format !== undefined && format !== ending) {
    const fitting = format === "table" ? ".txt" : `.${format}`;
    throw wrongValue("--out", { given: out, expected: `с --format ${format} имя на ${fitting}` });
  }
  if (!isKind && (format === undefined || OF_OTHER_PROGRAMS.has(ending))) {
    throw wrongValue("--out", { given: out, expected: EXPECTED });
  }
}
