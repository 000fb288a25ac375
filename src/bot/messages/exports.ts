import { InputFile } from "grammy";
import {
  EXPORT_CONTENTS_WORDS,
  exportDaysText,
  exportDocument,
  readExportFile,
} from "../../core/exports/index.ts";
import { findStaff } from "../../core/people/index.ts";
import type { Composing, Outgoing, Unwanted } from "./composing.ts";

/** To managers: the file that was due was not made, and why. */
export const exportFailed = async ({ words, message }: Composing): Promise<Outgoing> => ({
  text: words.t("staff-export-failed", {
    number: String(message.payload.number),
    problem: String(message.payload.problem),
  }),
  buttons: [],
});

/** To owners: the books of the days that were due, as a document. */
export async function exportFile({ app, words, message }: Composing): Promise<Outgoing | Unwanted> {
  const file = readExportFile(message.payload);
  if (file === undefined) return { unwanted: "words_gone" };
  const receiver = message.staffId === undefined ? undefined : await findStaff(app.db, message.staffId);
  if (receiver?.role !== "owner") return { unwanted: "wrong_receiver" };
  const document = await exportDocument(app, { file, zone: words.zone });
  const told = {
    number: String(message.payload.number),
    contents: EXPORT_CONTENTS_WORDS[file.contents],
    days: exportDaysText(file),
  };
  if (document === undefined) return { text: words.t("sent-export-too-large", told), buttons: [] };
  return {
    text: words.t("sent-export-file", told),
    file: new InputFile(document.bytes, document.name),
    buttons: [],
  };
}
