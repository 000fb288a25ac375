import { formatWhole } from "../core/kernel/points.ts";
import {
  countSegment,
  describeDefinition,
  findSegmentNames,
  listSegmentClients,
  listSegments,
} from "../core/segments/index.ts";
import { whoIs } from "./actions/typed-client.ts";
import type { Params, Telling } from "./table-list.ts";
import { waysTo } from "./ways.ts";

const FIRST_CLIENTS = 10;

/** Who is in each segment in words, and how many there are now; on a segment's own page also the first of them. */
export async function tellSegments(
  rows: readonly Params[],
  { app, viewer, isCard }: Telling,
): Promise<readonly Params[]> {
  const segments = new Map((await listSegments(app.db)).map((segment) => [segment.id, segment]));
  const names = await findSegmentNames(app.db);
  const told: Params[] = [];
  for (const { id } of rows) {
    const definition = segments.get(String(id))?.definition;
    if (definition === undefined) {
      told.push({});
      continue;
    }
    const first = isCard ? await listSegmentClients(app, definition, { rowsMax: FIRST_CLIENTS }) : [];
    const all = { column: "segment", id: String(id) };
    told.push({
      conditions: describeDefinition(definition, names),
      clients: formatWhole(await countSegment(app, definition)),
      ways: isCard ? waysTo([["Client", "Все клиенты сегмента"]], all, viewer) : [],
      first: first.map(whoIs).join("\n"),
    });
  }
  return told;
}
