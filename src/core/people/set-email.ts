import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction } from "../runtime/transaction.ts";
import type { Client } from "./model.ts";
import { readEmail } from "./rules/email.ts";
import { lockKnownClient } from "./store.ts";

export type SetEmailRefusal = "email_unreadable" | "unknown_client";

/**
 * Keeps the e-mail to which a client's receipts go; undefined takes it away, the same again changes nothing. Receipts
 * that are under way go to the one they were written with. The trail says who set it, not what it is (PE-2).
 *
 * @source PY-6
 */
export async function setEmail(
  app: App,
  input: {
    readonly clientId: string;
    readonly email: string | undefined;
    /** Undefined: the client. */
    readonly actor?: Actor | undefined;
  },
): Promise<Outcome<Client, SetEmailRefusal>> {
  const read = input.email === undefined ? done(undefined) : readEmail(input.email);
  if (!read.ok) return read;
  const email: string | undefined = read.value;
  const now = app.clock.now();

  return inTransaction<Client, SetEmailRefusal>(app.db, {}, async (tx) => {
    const client = await lockKnownClient(tx, input.clientId);
    if (!client) return refuse("unknown_client");
    if (client.email === email) return done(client);
    await tx.run(sql`UPDATE clients SET email = ${email ?? null} WHERE id = ${client.id}::uuid`);
    const actor = input.actor ?? { kind: "client", id: client.id };
    await recordAudit(tx, { actor, action: "set_email", subjectKind: "client", subjectId: client.id }, now);
    return done({ ...client, email });
  });
}
