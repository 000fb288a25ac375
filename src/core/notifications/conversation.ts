import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { type Actor, staffIdOf } from "../kernel/actor.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { lockKnownClient, managersToTell } from "../people/index.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { enqueueMessage } from "./outbox.ts";
import { unfilledIn } from "./rules/quick-reply.ts";

export type ClientMessage = {
  readonly id: string;
  readonly clientId: string;
  readonly direction: "in" | "out";
  readonly text: string;
  readonly createdAt: Date;
};

export type ConversationRefusal = "message_empty" | "message_too_long" | "unknown_client";
export type AnswerClientRefusal = ConversationRefusal | "message_unfilled";

const TEXT_MAX = 2_000;

type WriteInput = {
  /** Chosen by the caller and kept across retries: the same id is the same message. */
  readonly messageId: string;
  readonly clientId: string;
  readonly text: string;
};

/** Passes a client's words to the people who run the business (PE-5). Safe to repeat with the same `messageId`. */
export async function writeToStaff(
  app: App,
  input: WriteInput,
): Promise<Outcome<ClientMessage, ConversationRefusal>> {
  return say(app, { ...input, direction: "in", staffId: null }, async (tx, message, now) => {
    for (const { id: staffId } of await managersToTell(tx)) {
      await enqueueMessage(
        tx,
        {
          id: app.newId(),
          key: `staff_client_message:${message.id}:${staffId}`,
          kind: "staff_client_message",
          to: { staffId },
          payload: { messageId: message.id, clientId: message.clientId },
          dueAt: now,
        },
        now,
      );
    }
  });
}

/**
 * Answers a client, from the panel or from Telegram (PE-5). Safe to repeat with the same `messageId`. A blank of a quick
 * reply that nobody filled in is not sent.
 */
export async function answerClient(
  app: App,
  input: WriteInput & { readonly actor: Actor },
): Promise<Outcome<ClientMessage, AnswerClientRefusal>> {
  const blank = unfilledIn(input.text);
  if (blank !== undefined) return refuse("message_unfilled", { given: blank });
  const staffId = staffIdOf(input.actor);
  return say(app, { ...input, direction: "out", staffId }, async (tx, message, now) => {
    const { id, clientId } = message;
    const key = `message_from_staff:${id}`;
    const payload = { messageId: id };
    await enqueueMessage(
      tx,
      { id: app.newId(), key, kind: "message_from_staff", to: { clientId }, payload, dueAt: now },
      now,
    );
    const subject = { subjectKind: "client", subjectId: clientId };
    await recordAudit(
      tx,
      { actor: input.actor, action: "answer_client", ...subject, change: { messageId: id } },
      now,
    );
  });
}

async function say(
  app: App,
  input: WriteInput & { readonly direction: "in" | "out"; readonly staffId: string | null },
  passOn: (tx: Tx, message: ClientMessage, now: Date) => Promise<void>,
): Promise<Outcome<ClientMessage, ConversationRefusal>> {
  const text = input.text.trim();
  if (text === "") return refuse("message_empty");
  if (text.length > TEXT_MAX) return refuse("message_too_long", { charactersMax: TEXT_MAX });
  const now = app.clock.now();
  const { messageId: id, direction } = input;

  return inTransaction<ClientMessage, ConversationRefusal>(app.db, {}, async (tx) => {
    const client = await lockKnownClient(tx, input.clientId);
    if (!client) return refuse("unknown_client");
    const clientId = client.id;
    const message: ClientMessage = { id, clientId, direction, text, createdAt: now };
    const added = await tx.run(sql`
      INSERT INTO client_messages (id, client_id, direction, text, staff_id, created_at)
      VALUES (${id}::uuid, ${clientId}::uuid, ${direction}, ${text}, ${input.staffId}::uuid, ${now})
      ON CONFLICT (id) DO NOTHING`);
    if (added > 0) await passOn(tx, message, now);
    return done(message);
  });
}

export async function findClientMessage(
  via: Queryable,
  messageId: string,
): Promise<ClientMessage | undefined> {
  return via.first(sql`
    SELECT id, client_id, direction, text, created_at FROM client_messages WHERE id = ${messageId}::uuid`);
}

/** What was said between a client and staff, newest first. */
export async function listClientMessages(
  via: Queryable,
  clientId: string,
): Promise<readonly ClientMessage[]> {
  return via.many(sql`
    SELECT id, client_id, direction, text, created_at FROM client_messages
    WHERE client_id = ${clientId}::uuid ORDER BY created_at DESC, id LIMIT 200`);
}
