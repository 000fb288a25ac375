import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { inTransaction, write } from "../runtime/transaction.ts";
import type { Client } from "./model.ts";
import { readName, readPhone } from "./rules/contact-details.ts";
import { findClient, lockKnownClient } from "./store.ts";

export type RenameClientRefusal = "name_empty" | "name_too_long" | "unknown_client";

/** Gives a client the name they want to be called by; the trail says which member of staff did, not the name (PE-2). */
export async function renameClient(
  app: App,
  input: { readonly clientId: string; readonly name: string; readonly actor?: Actor | undefined },
): Promise<Outcome<Client, RenameClientRefusal>> {
  const name = readName(input.name);
  if (!name.ok) return name;
  return inTransaction<Client, RenameClientRefusal>(app.db, {}, async (tx) => {
    const client = await lockKnownClient(tx, input.clientId);
    if (!client) return refuse("unknown_client");
    await tx.run(sql`UPDATE clients SET name = ${name.value} WHERE id = ${client.id}::uuid`);
    const { actor } = input;
    if (actor !== undefined && actor.kind !== "client" && client.name !== name.value) {
      const subject = { subjectKind: "client", subjectId: client.id };
      await recordAudit(tx, { actor, action: "rename_client", ...subject }, app.clock.now());
    }
    return done({ ...client, name: name.value });
  });
}

/** Notes that a person blocked the bot or came back: nobody is written to in between (MS-6). */
export async function markReachable(
  app: App,
  input: { readonly telegramId: number; readonly isReachable: boolean },
): Promise<void> {
  const now = app.clock.now();
  await write(app.db, async (tx) => {
    await tx.run(
      input.isReachable
        ? sql`UPDATE clients SET unreachable_at = NULL WHERE telegram_id = ${input.telegramId} AND unreachable_at IS NOT NULL`
        : sql`UPDATE clients SET unreachable_at = ${now} WHERE telegram_id = ${input.telegramId} AND unreachable_at IS NULL`,
    );
  });
}

/** A client by what an operator typed: an id, a phone in any spelling. */
export async function findClientByIdOrPhone(via: Queryable, typed: string): Promise<Client | undefined> {
  if (/^[0-9a-f-]{36}$/i.test(typed)) return findClient(via, typed);
  const phone = readPhone(typed);
  if (!phone.ok) return undefined;
  const row = await via.first<{ id: string }>(sql`
    SELECT id FROM clients WHERE phone = ${phone.value} AND merged_into_id IS NULL`);
  return row && findClient(via, row.id);
}
