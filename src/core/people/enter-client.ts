import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome } from "../kernel/outcome.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { findClientByIdOrPhone } from "./change-details.ts";
import type { Client } from "./model.ts";
import { makeReferralCode } from "./referral-code.ts";
import { readName, readPhone } from "./rules/contact-details.ts";
import { findClient, insertClient } from "./store.ts";

/** Whose phone it is, and whether they were known before. */
export type EnteredClient = Client & { readonly isKnown: boolean };

export type EnterClientInput = { readonly phone: string; readonly name: string; readonly actor: Actor };

export type EnterClientRefusal = "name_empty" | "name_too_long" | "phone_unreadable" | "phone_taken";

/** Two members of staff at once: the second finds the first one's client at the next try. */
const CONFLICTS = { clients_phone_once: "phone_taken" } as const;

/**
 * The client with this phone, or a new one that staff enter by phone and name. They become one person with the
 * Telegram client of the same checked phone later. Who is known keeps their name: safe to repeat.
 *
 * @source PE-4
 */
export async function enterClient(
  app: App,
  input: EnterClientInput,
): Promise<Outcome<EnteredClient, EnterClientRefusal>> {
  return inTransaction<EnteredClient, EnterClientRefusal>(app.db, CONFLICTS, (tx) =>
    enterWithin(app, tx, input),
  );
}

/** The same within a transaction of whoever does more with the client; whose conflict `clients_phone_once` then is. */
export async function enterWithin(
  app: App,
  tx: Tx,
  input: EnterClientInput,
): Promise<Outcome<EnteredClient, EnterClientRefusal>> {
  const phone = readPhone(input.phone);
  if (!phone.ok) return phone;
  const now = app.clock.now();
  const known = await findClientByIdOrPhone(tx, phone.value);
  if (known) return done({ ...known, isKnown: true });
  const name = readName(input.name);
  if (!name.ok) return name;
  const id = app.newId();
  await insertClient(tx, {
    id,
    telegramId: undefined,
    telegramUsername: undefined,
    name: name.value,
    phone: phone.value,
    email: undefined,
    timeZone: undefined,
    referralCode: makeReferralCode(id),
    invitedById: undefined,
    createdAt: now,
  });
  const subject = { subjectKind: "client", subjectId: id };
  await recordAudit(tx, { actor: input.actor, action: "enter_client", ...subject }, now);
  return done({ ...present(await findClient(tx, id), "the client just entered"), isKnown: false });
}
