import { parseLocalDay } from "../kernel/local-day.ts";
import { EXPORT_CONTENTS, type ExportFile } from "./model.ts";

/** The file that a message promised; undefined: it is none that we know. */
export function readExportFile(payload: Readonly<Record<string, unknown>>): ExportFile | undefined {
  const contents = EXPORT_CONTENTS.find((one) => one === payload.contents);
  const dialect = (["excel", "plain"] as const).find((one) => one === payload.dialect);
  const from = parseLocalDay(String(payload.from));
  const to = parseLocalDay(String(payload.to));
  if (!contents || !dialect || !from || !to) return undefined;
  return { contents, dialect, from, to };
}
