import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { dayOf, type LocalDay, type Zone } from "../kernel/local-day.ts";
import { type ExportedClient, streamClients } from "../reports/index.ts";
import { write } from "../runtime/transaction.ts";
import type { Segment } from "../segments/index.ts";
import { loadSettings } from "../settings/index.ts";

/** The clients of a list, some hundreds at a time, read while they are taken. */
export type ClientList = {
  readonly day: LocalDay;
  readonly zone: Zone;
  readonly batches: AsyncIterable<readonly ExportedClient[]>;
};

/** The subject of a list that leaves nobody out. */
const ALL = "all";

/**
 * Lets somebody take the list of clients away, of all or of a segment: that they did stands in the journal before the
 * first line leaves. Who may, the faces decide by the roles.
 *
 * @source PE-2 PE-3
 */
export async function takeClientList(
  app: App,
  { actor, segment }: { readonly actor: Actor; readonly segment?: Segment | undefined },
): Promise<ClientList> {
  const zone = (await loadSettings(app.db))["business.timeZone"];
  const now = app.clock.now();
  const list = { subjectKind: "client_list", subjectId: segment?.id ?? ALL };
  await write(app.db, (tx) => recordAudit(tx, { actor, action: "export_clients", ...list }, now));
  return { day: dayOf(now, zone), zone, batches: streamClients(app, segment?.definition) };
}
