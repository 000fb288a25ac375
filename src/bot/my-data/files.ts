import { InputFile } from "grammy";
import { type ClientExport, clientPage } from "../../core/booking/index.ts";
import { dayOf, type Zone } from "../../core/kernel/local-day.ts";

/** A client's data as files: a page to read and print, and the same for machines. */
export function dataFiles(
  data: ClientExport,
  facts: { readonly business: string; readonly zone: Zone },
): { readonly page: InputFile; readonly json: InputFile } {
  const name = `moi-dannye-${dayOf(data.exportedAt, facts.zone)}`;
  const file = (text: string, ending: string) =>
    new InputFile(Buffer.from(text, "utf8"), `${name}.${ending}`);
  return { page: file(clientPage(data, facts), "html"), json: file(JSON.stringify(data, null, 2), "json") };
}
