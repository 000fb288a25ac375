import type { ExportFile } from "../model.ts";

/**
 * What an export's file is called: `finance-2026-11-25.csv`, `finance-by-specialist-2026-11-16_2026-11-22.csv`. The same
 * contents of the same days have the same name, so that a file written anew takes the place of the old one.
 */
export function fileName({ contents, dialect, from, to }: ExportFile): string {
  const what = contents === "operations" ? "finance" : `finance-by-${contents}`;
  const days = from === to ? from : `${from}_${to}`;
  return `${what}-${days}${dialect === "plain" ? "-plain" : ""}.csv`;
}
