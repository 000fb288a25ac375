import type { App } from "../app.ts";
import { sql } from "../runtime/sql.ts";
import { loadSettings } from "../settings/index.ts";
import type { Moment, SegmentDefinition } from "./model.ts";
import { segmentWhere } from "./segment-where.ts";

type Reading = Pick<App, "db" | "clock">;

export type SegmentClient = {
  readonly id: string;
  readonly name: string;
  readonly phone: string | undefined;
};

/** The present moment, with the zone in which the business counts its days. */
export async function momentNow(app: Reading): Promise<Moment> {
  const settings = await loadSettings(app.db);
  return { now: app.clock.now(), zone: settings["business.timeZone"] };
}

/** Counts the clients who are in a segment now (MS-3). */
export async function countSegment(app: Reading, definition: SegmentDefinition): Promise<number> {
  const row = await app.db.first<{ count: number }>(sql`
    SELECT count(*) AS count FROM clients client WHERE ${segmentWhere(definition, await momentNow(app))}`);
  return row?.count ?? 0;
}

/** The clients who are in a segment now, newest first. */
export async function listSegmentClients(
  app: Reading,
  definition: SegmentDefinition,
  page: { readonly rowsMax: number; readonly offset?: number | undefined },
): Promise<readonly SegmentClient[]> {
  const rows = await app.db.many<{ id: string; name: string; phone: string | null }>(sql`
    SELECT client.id, client.name, client.phone FROM clients client
    WHERE ${segmentWhere(definition, await momentNow(app))}
    ORDER BY client.created_at DESC, client.id LIMIT ${page.rowsMax} OFFSET ${page.offset ?? 0}`);
  return rows.map((row) => ({ ...row, phone: row.phone ?? undefined }));
}
