import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { type ClientExport, exportClient } from "../booking/index.ts";
import type { Actor } from "../kernel/actor.ts";
import type { Outcome } from "../kernel/outcome.ts";
import { write } from "../runtime/transaction.ts";

/**
 * Lets staff take away everything that is kept about a client, their own notes included: that they did stands in the
 * journal before any of it leaves. Who may, the faces decide by the roles.
 *
 * @source PE-2 PE-3
 */
export async function takeClientData(
  app: App,
  { clientId, actor }: { readonly clientId: string; readonly actor: Actor },
): Promise<Outcome<ClientExport, "unknown_client">> {
  const gathered = await exportClient(app, { clientId, isForStaff: true });
  if (!gathered.ok) return gathered;
  const { client, exportedAt } = gathered.value;
  const taken = { actor, action: "export_client", subjectKind: "client", subjectId: client.id };
  await write(app.db, (tx) => recordAudit(tx, taken, exportedAt));
  return gathered;
}
