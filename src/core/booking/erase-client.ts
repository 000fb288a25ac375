import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { eraseWords } from "../feedback/index.ts";
import { type Actor, staffIdOf } from "../kernel/actor.ts";
import { done, type Outcome, type Refused, refuse } from "../kernel/outcome.ts";
import { burnPoints } from "../loyalty/index.ts";
import { eraseMessages } from "../notifications/index.ts";
import { findPendingMoney, forgetRequests } from "../payments/index.ts";
import { type Client, erasePerson, findClient, idsOfPerson, lockClient } from "../people/index.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { eraseWaiting } from "./waitlist-store.ts";

export type EraseClientInput = {
  readonly clientId: string;
  readonly actor: Actor;
  /** Needed unless it is the client's own wish. */
  readonly reason?: string | undefined;
  /** The caption of the client's button; of the evidence that their consents ended. */
  readonly pressed?: string | undefined;
};

type Standing = "erase_has_bookings" | "erase_money_pending";
export type EraseClientRefusal = Standing | "unknown_client" | "reason_missing";

export type ErasedClient = { readonly clientId: string };

/** Why a client cannot be erased yet, if they cannot: what is still to happen with them or their money. */
export async function previewErasure(
  app: App,
  clientId: string,
): Promise<Outcome<ErasedClient, Standing | "unknown_client">> {
  const client = await findClient(app.db, clientId);
  if (client === undefined) return refuse("unknown_client");
  return (await standsInTheWay(app.db, client.id)) ?? done({ clientId: client.id });
}

/**
 * Erases a client's personal data for good, everywhere at once: name, contacts, birthday, zone, notes, words, chat. The
 * rows of visits, money and ledger stay with their ids; points burn; consents end by new evidence.
 *
 * Refused while a booking lives or the fate of money is open. Erased already is erased once. Whoever comes back by
 * /start is a new acquaintance.
 *
 * @source PE-2 EP-5 PY-5
 */
export async function eraseClient(
  app: App,
  input: EraseClientInput,
): Promise<Outcome<ErasedClient, EraseClientRefusal>> {
  const isOwnWish = input.actor.kind === "client";
  const reason = input.reason?.trim().slice(0, 300);
  if (!isOwnWish && !reason) return refuse("reason_missing");
  const now = app.clock.now();

  return inTransaction<ErasedClient, EraseClientRefusal>(app.db, {}, async (tx) => {
    const client = await lockClient(tx, input.clientId);
    if (!client) return refuse("unknown_client");
    if (client.isErased) return done({ clientId: client.id });
    const inTheWay = await standsInTheWay(tx, client.id);
    if (inTheWay !== undefined) return inTheWay;

    await erase(app, tx, client, input, now);
    const subject = { subjectKind: "client", subjectId: client.id };
    await recordAudit(tx, { actor: input.actor, action: "erase_client", ...subject, reason }, now);
    return done({ clientId: client.id });
  });
}

async function standsInTheWay(via: Queryable, clientId: string): Promise<Refused<Standing> | undefined> {
  const live = await via.first<{ number: number; startsAt: Date }>(sql`
    SELECT number, starts_at FROM bookings
    WHERE client_id = ${clientId}::uuid AND state IN ('held', 'confirming', 'confirmed') ORDER BY starts_at LIMIT 1`);
  if (live !== undefined) return refuse("erase_has_bookings", { ...live });
  const pending = await findPendingMoney(via, clientId);
  if (pending === undefined) return undefined;
  const booking = await via.first<{ number: number }>(
    sql`SELECT number FROM bookings WHERE id = ${pending.bookingId}::uuid`,
  );
  return refuse("erase_money_pending", { ...booking });
}

async function erase(
  app: App,
  tx: Tx,
  client: Client,
  { actor, pressed = "по просьбе клиента" }: EraseClientInput,
  now: Date,
): Promise<void> {
  const ids = await idsOfPerson(tx, client.id);
  const burnt = { entryId: app.newId(), clientId: client.id, staffId: staffIdOf(actor) };
  await burnPoints(tx, { ...burnt, reason: "данные клиента удалены" }, now);
  await erasePerson(tx, { client, ids, pressed }, app.newId, now);
  for (const id of ids) {
    await eraseMessages(tx, id);
    await forgetRequests(tx, id);
    await eraseWords(tx, id);
    await eraseWaiting(tx, id, now);
    await tx.run(sql`
      UPDATE bookings SET note = '', meeting_url = NULL
      WHERE client_id = ${id}::uuid AND (note <> '' OR meeting_url IS NOT NULL)`);
  }
}
