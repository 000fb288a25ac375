import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction } from "../runtime/transaction.ts";
import { findPhoneHolder } from "./join-people.ts";
import type { Client } from "./model.ts";
import { readPhone } from "./rules/contact-details.ts";
import { lockKnownClient } from "./store.ts";

export type ChangePhoneRefusal = "phone_unreadable" | "phone_of_another" | "unknown_client";

/** Two cards given one phone at once: the second is somebody else's then. */
const CONFLICTS = { clients_phone_once: "phone_of_another" } as const;

/**
 * Writes down the phone that staff heard from a client. Nobody checked it: it becomes the client's own for certain when
 * they share it in Telegram. Another client's phone is refused; the same one again changes nothing, and a checked one
 * stays checked. The trail says who changed it, not the number (PE-2).
 *
 * @source PE-4
 */
export async function changePhone(
  app: App,
  input: { readonly clientId: string; readonly phone: string; readonly actor: Actor },
): Promise<Outcome<Client, ChangePhoneRefusal>> {
  const phone = readPhone(input.phone);
  if (!phone.ok) return phone;
  return inTransaction<Client, ChangePhoneRefusal>(app.db, CONFLICTS, async (tx) => {
    const client = await lockKnownClient(tx, input.clientId);
    if (!client) return refuse("unknown_client");
    if (client.phone === phone.value) return done(client);
    if ((await findPhoneHolder(tx, phone.value)) !== undefined) return refuse("phone_of_another");
    await tx.run(sql`
      UPDATE clients SET phone = ${phone.value}, phone_checked_at = NULL WHERE id = ${client.id}::uuid`);
    const subject = { subjectKind: "client", subjectId: client.id };
    await recordAudit(tx, { actor: input.actor, action: "change_phone", ...subject }, app.clock.now());
    return done({ ...client, phone: phone.value, phoneCheckedAt: undefined });
  });
}
