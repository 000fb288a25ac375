import type { App } from "../app.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import type { Client } from "./model.ts";
import { makeReferralCode } from "./referral-code.ts";
import { readName } from "./rules/contact-details.ts";
import { appendConsent, findClientByCode, findClientByTelegram, insertClient } from "./store.ts";

export type RegisterClientInput = {
  readonly telegramId: number;
  readonly telegramUsername: string | undefined;
  /** What Telegram calls the person; they may change it at once. */
  readonly name: string;
  /** The code of the friend whose link the very first /start carried (EP-4). */
  readonly inviteCode: string | undefined;
  /** The caption of the button by which they agreed to the processing of their data (PE-1). */
  readonly pressed: string;
};

export type RegisterClientRefusal = "name_too_long";

/**
 * Makes a client of a person who just agreed to the processing of their data, and keeps that consent as evidence.
 *
 * Safe to repeat: somebody who is a client already stays the one they are. An unknown invitation, or one's own,
 * is no invitation.
 *
 * @source PE-1 PE-4 EP-4
 */
export async function registerClient(
  app: App,
  input: RegisterClientInput,
): Promise<Outcome<Client, RegisterClientRefusal>> {
  const now = app.clock.now();
  const name = readName(input.name);
  if (!name.ok && name.refusal === "name_too_long") return refuse(name.refusal, name.detail);

  return inTransaction<Client, RegisterClientRefusal>(app.db, {}, async (tx) => {
    await lockTelegramPerson(tx, input.telegramId);
    const known = await findClientByTelegram(tx, input.telegramId);
    if (known) return done(known);

    const settings = await loadSettings(tx);
    const inviter = input.inviteCode === undefined ? undefined : await findClientByCode(tx, input.inviteCode);
    const id = app.newId();
    await insertClient(tx, {
      id,
      telegramId: input.telegramId,
      telegramUsername: input.telegramUsername,
      name: name.ok ? name.value : "Гость",
      phone: undefined,
      email: undefined,
      timeZone: undefined,
      referralCode: makeReferralCode(id),
      invitedById: inviter?.id,
      createdAt: now,
    });
    await appendConsent(
      tx,
      {
        id: app.newId(),
        clientId: id,
        kind: "personal_data",
        action: "given",
        textVersion: settings["policy.version"],
        documentUrl: settings["policy.url"] || undefined,
        pressed: input.pressed,
      },
      now,
    );
    return done(present(await findClientByTelegram(tx, input.telegramId), "the client just registered"));
  });
}

/** Two first messages of one person at once: the second waits for the first. */
async function lockTelegramPerson(tx: Tx, telegramId: number): Promise<void> {
  await tx.run(sql`SELECT pg_advisory_xact_lock(hashtextextended('telegram:' || ${String(telegramId)}, 0))`);
}
