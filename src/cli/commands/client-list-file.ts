import { done, type Outcome } from "../../core/kernel/outcome.ts";
import { CLIENT_COLUMNS, csvChunks, streamClients } from "../../core/reports/index.ts";
import { countSegment, EVERYBODY } from "../../core/segments/index.ts";
import { type Desk, openShop } from "../desk.ts";
import type { Reply } from "../output.ts";
import type { CliRefusal } from "../refusals.ts";
import { writeReport } from "../write-report.ts";
import { segmentOf } from "./segment-of.ts";

export type ExportFlags = { readonly segment?: string; readonly out?: string; readonly plain?: true };

export const clientColumnsText = (): string =>
  `\nСтолбцы файла клиентов (имена из --plain):\n${CLIENT_COLUMNS.map(({ key, about }) => `  ${key}: ${about}`).join("\n")}`;

/** A file of clients, of all or of a segment: written while it is read. */
export async function exportList(
  desk: Desk,
  { segment: word, out, plain }: ExportFlags,
): Promise<Outcome<Reply, CliRefusal>> {
  const { app, zone } = await openShop(desk);
  const segment = word === undefined ? undefined : await segmentOf(app, word);
  if (segment?.ok === false) return segment;
  const style = { dialect: plain === true ? "plain" : "excel", zone } as const;
  const definition = segment?.value.definition ?? EVERYBODY;
  // Counted only for whoever watches.
  const total = desk.io.bar === undefined ? 0 : await countSegment(app, definition);
  let made = 0;
  const clients = counting(streamClients(app, definition), (rows) => {
    made += rows;
  });
  const place = { file: out, share: () => (total > 0 ? made / total : 0) };
  return done(await writeReport(desk, place, csvChunks(CLIENT_COLUMNS, clients, style)));
}

async function* counting<T>(
  batches: AsyncIterable<readonly T[]>,
  onRows: (count: number) => void,
): AsyncGenerator<readonly T[]> {
  for await (const rows of batches) {
    onRows(rows.length);
    yield rows;
  }
}
