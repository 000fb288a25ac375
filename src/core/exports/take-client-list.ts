import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { dayOf, type LocalDay } from "../kernel/local-day.ts";
import { done } from "../kernel/outcome.ts";
import { CLIENT_COLUMNS, csvChunks, streamClients } from "../reports/index.ts";
import { inTransaction } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import type { ExportDialect } from "./model.ts";

/** All clients as a file, read while it is taken. */
export type ClientList = { readonly day: LocalDay; readonly chunks: AsyncIterable<string> };

/**
 * Lets somebody take the whole list of clients away as a file: that they did stands in the journal before the first line
 * leaves. Who may, the faces decide by the roles.
 *
 * @source PE-2 PE-3
 */
export async function takeClientList(
  app: App,
  { actor, dialect }: { readonly actor: Actor; readonly dialect: ExportDialect },
): Promise<ClientList> {
  const zone = (await loadSettings(app.db))["business.timeZone"];
  const now = app.clock.now();
  const taken = { actor, action: "export_clients", subjectKind: "client_list", subjectId: "all" };
  await inTransaction<null, never>(app.db, {}, async (tx) => {
    await recordAudit(tx, taken, now);
    return done(null);
  });
  return {
    day: dayOf(now, zone),
    chunks: csvChunks(CLIENT_COLUMNS, streamClients(app), { dialect, zone }),
  };
}
