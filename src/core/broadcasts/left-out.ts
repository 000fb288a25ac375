import type { App } from "../app.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { findClient } from "../people/index.ts";
import { sql } from "../runtime/sql.ts";
import { momentNow, type SegmentClient } from "../segments/index.ts";
import { audienceNow } from "./dry-run.ts";
import type { Broadcast, LeftOutReason } from "./model.ts";
import { judged } from "./plan-recipients.ts";
import { findBroadcast } from "./store.ts";

type Reading = Pick<App, "db" | "clock">;

export type LeftOutNames = Readonly<Partial<Record<LeftOutReason, readonly SegmentClient[]>>>;

/**
 * Names who of a broadcast's segment would not get it if it started now, by reason, newest clients first.
 *
 * @param clientsMax of each reason, so many
 * @source MS-3
 */
export async function listLeftOut(
  app: Reading,
  { broadcastId, clientsMax }: { readonly broadcastId: string; readonly clientsMax: number },
): Promise<Outcome<LeftOutNames, "unknown_broadcast">> {
  const broadcast = await findBroadcast(app.db, broadcastId);
  if (!broadcast) return refuse("unknown_broadcast");
  const rows = await app.db.many<{ id: string; name: string; phone: string | null; leftOut: LeftOutReason }>(
    sql`
    SELECT id, name, phone, left_out FROM (
      SELECT client.id, client.name, client.phone, client.created_at, one.left_out,
             row_number() OVER (PARTITION BY one.left_out ORDER BY client.created_at DESC, client.id) AS place
      FROM (${judged(await audienceNow(app, broadcast), await momentNow(app))}) AS one JOIN clients client ON client.id = one.id
      WHERE one.left_out IS NOT NULL) AS placed
    WHERE place <= ${clientsMax} ORDER BY left_out, created_at DESC, id`,
  );
  const named: Partial<Record<LeftOutReason, SegmentClient[]>> = {};
  for (const { leftOut, id, name, phone } of rows) {
    named[leftOut] = [...(named[leftOut] ?? []), { id, name, phone: phone ?? undefined }];
  }
  return done(named);
}

/** Why one client would not get it: not of its segment, or left out of it. */
export type NotReaderReason = LeftOutReason | "not_in_segment";

/**
 * Says why a client would not get a broadcast if it started now; undefined: they would, or it has started already, and
 * who gets it was decided then.
 *
 * @source MS-3
 */
export async function whyNotReader(
  app: Reading,
  { broadcast, clientId }: { readonly broadcast: Broadcast; readonly clientId: string },
): Promise<NotReaderReason | undefined> {
  if (broadcast.state !== "draft" && broadcast.state !== "scheduled") return undefined;
  const client = await findClient(app.db, clientId);
  const within = sql`client.id = ${client?.id ?? clientId}::uuid`;
  const row = await app.db.first<{ leftOut: LeftOutReason | null }>(
    sql`SELECT left_out FROM (${judged(await audienceNow(app, broadcast), await momentNow(app), within)}) AS one`,
  );
  return row === undefined ? "not_in_segment" : (row.leftOut ?? undefined);
}
