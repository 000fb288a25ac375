import { join, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import { type Client, type ConsentKind, ERASED_NAME } from "./model.ts";
import { appendConsent, hasConsent } from "./store.ts";

const CONSENTS: readonly ConsentKind[] = ["personal_data", "marketing"];

/** The locked client and those who turned out to be the same person: what is done to one is done to all (PE-4). */
export async function idsOfPerson(tx: Tx, clientId: string): Promise<readonly string[]> {
  const merged = await tx.many<{ id: string }>(
    sql`SELECT id FROM clients WHERE merged_into_id = ${clientId}::uuid ORDER BY id`,
  );
  return [clientId, ...merged.map(({ id }) => id)];
}

/**
 * Takes everything personal from a locked client: who they are, what staff noted, where their chat stands and what they
 * sent. Consents end by new evidence. The row stays, a nobody's, for the money and the ledger that name it.
 *
 * @param pressed the caption that the client pressed, or who asked for it
 * @source PE-2
 */
export async function erasePerson(
  tx: Tx,
  person: { readonly client: Client; readonly ids: readonly string[]; readonly pressed: string },
  newId: () => string,
  now: Date,
): Promise<void> {
  const { client, pressed } = person;
  const ids = join(person.ids.map((id) => sql`${id}::uuid`));
  for (const kind of CONSENTS) {
    if (!(await hasConsent(tx, client.id, kind))) continue;
    const settings = await loadSettings(tx);
    const document = {
      textVersion: settings["policy.version"],
      documentUrl: settings["policy.url"] || undefined,
    };
    const withdrawal = { id: newId(), clientId: client.id, kind, action: "withdrawn", pressed } as const;
    await appendConsent(tx, { ...withdrawal, ...document }, now);
  }
  await tx.run(sql`
    UPDATE clients SET name = ${ERASED_NAME}, phone = NULL, phone_checked_at = NULL, email = NULL, birthday = NULL,
      telegram_id = NULL, telegram_username = NULL, time_zone = NULL, note = '', tags = '{}', is_vip = false,
      erased_at = ${now}
    WHERE id IN (${ids})`);
  await tx.run(sql`DELETE FROM client_notes WHERE client_id IN (${ids})`);
  await tx.run(
    sql`UPDATE client_blocks SET reason = '(удалено)' WHERE client_id IN (${ids}) AND kind = 'manual'`,
  );
  if (client.telegramId !== undefined) await forgetChat(tx, client.telegramId, now);
}

/**
 * Forgets a conversation. Updates keep their number alone, by which Telegram's next ones are asked for; what was sent and
 * not handled yet came before the erasure and goes with it.
 */
async function forgetChat(tx: Tx, telegramId: number, now: Date): Promise<void> {
  await tx.run(sql`DELETE FROM chats WHERE telegram_id = ${telegramId}`);
  await tx.run(sql`
    UPDATE inbox SET person_id = 0, body = '{}', failure = NULL, handled_at = coalesce(handled_at, ${now})
    WHERE person_id = ${telegramId}`);
}
