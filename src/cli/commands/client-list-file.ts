import type { Command } from "commander";
import { takeClientList } from "../../core/exports/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { done, type Outcome } from "../../core/kernel/outcome.ts";
import { formatWhole } from "../../core/kernel/points.ts";
import { birthdayCode } from "../../core/people/index.ts";
import { CLIENT_COLUMNS, csvChunks, type ExportedClient } from "../../core/reports/index.ts";
import { countSegment, EVERYBODY } from "../../core/segments/index.ts";
import { type Desk, openShop } from "../desk.ts";
import { counted, momentOf, type Reply, table } from "../output.ts";
import type { CliRefusal } from "../refusals.ts";
import { mayReplace } from "../replace-file.ts";
import { type FormatFlags, formatOf, type ReportFormat, wantsJson } from "../report-format.ts";
import { isStandardOutput, tryPlace, writeReport } from "../write-report.ts";
import { segmentOf } from "./segment-of.ts";

export type ExportFlags = FormatFlags & { readonly segment?: string };

export const clientColumnsText = (): string =>
  `\nСтолбцы файла клиентов (имена из --plain):\n${CLIENT_COLUMNS.map(({ key, about }) => `  ${key}: ${about}`).join("\n")}`;

/** As was said; otherwise CSV, and JSON for a program that reads the answer itself. @throws UsageError for two kinds */
function kindOf(flags: ExportFlags, command: Command): ReportFormat {
  const isAnswer =
    flags.format === undefined && flags.plain !== true && isStandardOutput(flags.out) && wantsJson(command);
  return isAnswer ? "json" : formatOf(flags, command, "csv");
}

/** A file of clients, of all or of a segment: written while it is read. What cannot be written is not taken. */
export async function exportList(
  desk: Desk,
  flags: ExportFlags,
  command: Command,
): Promise<Outcome<Reply, CliRefusal>> {
  const { segment: word, out, plain } = flags;
  const kind = kindOf(flags, command);
  const { app } = await openShop(desk);
  const segment = word === undefined ? undefined : await segmentOf(app, word);
  if (segment?.ok === false) return segment;
  const definition = segment?.value.definition ?? EVERYBODY;
  const may = await mayWrite(desk, flags);
  if (!may.ok) return may;
  // Counted only for whoever watches.
  const total = desk.io.bar === undefined ? 0 : await countSegment(app, definition);
  let made = 0;
  const { zone, batches } = await takeClientList(app, { actor: OPERATOR, segment: segment?.value });
  const clients = counting(batches, (rows) => {
    made += rows;
  });
  const place = { file: out, replacing: undefined, share: () => (total > 0 ? made / total : 0) };
  const dialect = plain === true ? "plain" : "excel";
  const parts = {
    csv: () => csvChunks(CLIENT_COLUMNS, clients, { dialect, zone }),
    json: () => jsonChunks(clients),
    table: () => tableChunks(clients, { zone, columns: desk.io.columns }),
  };
  return writeReport(desk, place, parts[kind]());
}

async function mayWrite(desk: Desk, flags: ExportFlags): Promise<Outcome<null, "file_in_the_way">> {
  const { out } = flags;
  if (isStandardOutput(out)) return done(null);
  await tryPlace(out, "--out");
  return mayReplace(desk, flags, out);
}

type Batches = AsyncIterable<readonly ExportedClient[]>;

async function* counting(
  batches: Batches,
  onRows: (count: number) => void,
): AsyncGenerator<readonly ExportedClient[]> {
  for await (const rows of batches) {
    onRows(rows.length);
    yield rows;
  }
}

const clientJson = (client: ExportedClient) => ({
  ...{ id: client.id, name: client.name, phone: client.phone ?? null, email: client.email ?? null },
  ...{
    birthday: client.birthday === undefined ? null : birthdayCode(client.birthday),
    note: client.note,
    tags: client.tags,
    points: client.points,
  },
  ...{ isVip: client.isVip, isMarketing: client.isMarketing, visits: client.visits },
  ...{ lastVisitAt: client.lastVisitAt ?? null, createdAt: client.createdAt },
});

/** One object, made while its items are read. */
async function* jsonChunks(batches: Batches): AsyncGenerator<string> {
  yield '{\n  "items": [';
  let before = "\n    ";
  for await (const rows of batches) {
    for (const client of rows) {
      yield before + JSON.stringify(clientJson(client));
      before = ",\n    ";
    }
  }
  yield "\n  ]\n}\n";
}

const CLIENTS = ["клиент", "клиента", "клиентов"] as const;

/** The widths of a table are known when all its rows are. */
async function* tableChunks(
  batches: Batches,
  { zone, columns }: { readonly zone: Zone; readonly columns: number },
): AsyncGenerator<string> {
  const rows: string[][] = [];
  for await (const batch of batches)
    for (const { name, phone, points, visits, lastVisitAt } of batch)
      rows.push([
        name,
        phone ?? "—",
        formatWhole(points),
        formatWhole(visits),
        lastVisitAt === undefined ? "—" : momentOf(lastVisitAt, zone),
      ]);
  const heads = [
    { title: "Клиент", isFlexible: true },
    { title: "Телефон" },
    { title: "Баллы", align: "right" },
    { title: "Визитов", align: "right" },
    { title: "Последний визит" },
  ] as const;
  yield rows.length === 0
    ? "Клиентов не найдено.\n"
    : `${table(heads, rows, columns)}\n\n${counted(rows.length, CLIENTS)}\n`;
}
