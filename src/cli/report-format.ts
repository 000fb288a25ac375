import { type Command, Option } from "commander";
import { oneOf } from "./arguments.ts";
import type { YesFlag } from "./confirm.ts";
import { checkEnding, endingOf } from "./file-ending.ts";
import { UsageError } from "./usage.ts";
import { isStandardOutput } from "./write-report.ts";

const FORMATS = ["table", "csv", "json"] as const;
export type ReportFormat = (typeof FORMATS)[number];

export type FormatFlags = YesFlag & {
  readonly format?: ReportFormat;
  readonly out?: string;
  readonly plain?: boolean;
};

/** The flag of everything that can be a file. */
export const formatOption = (usual: ReportFormat = "table"): Option =>
  new Option(
    "--format <вид>",
    `${FORMATS.join(", ")}; без флага — по имени --out (.csv, .json), иначе ${usual}`,
  ).argParser(oneOf(FORMATS));

/** The flag of everything that can be a file for programs. */
export const plainOption = (): Option =>
  new Option(
    "--plain",
    "csv (и без --format) для программ: запятые, точка в числах, ГГГГ-ММ-ДД, время в UTC, вместо слов коды, как в JSON; без флага — для Excel",
  );

/** How a report is written: as was said, or as the name of its file ends. @throws UsageError where two kinds are asked */
export function formatOf(
  { format, out, plain }: FormatFlags,
  command: Command,
  usual: ReportFormat = "table",
): ReportFormat {
  const ending = endingOf(out);
  const named = format ?? (ending === "csv" || ending === "json" ? ending : undefined);
  if (plain === true && named !== undefined && named !== "csv") {
    const other = format === undefined ? `--out ${out}` : `--format ${format}`;
    throw new UsageError(`--plain — это csv: с ${other} вместе не бывает.`, { flag: "--plain" });
  }
  checkEnding(out, format ?? (plain === true ? "csv" : undefined));
  const chosen = named ?? (plain === true ? "csv" : usual);
  if (chosen === "csv" && isStandardOutput(out) && wantsJson(command)) {
    const flag = named === undefined && plain === true ? "--plain" : "--format";
    const words = flag === "--plain" ? flag : "--format csv";
    throw new UsageError(`--json и ${words} вместе не бывают: уберите одно из них или дайте --out <файл>.`, {
      flag,
    });
  }
  return chosen;
}

export const wantsJson = (command: Command): boolean =>
  command.optsWithGlobals<{ json?: true }>().json === true;
