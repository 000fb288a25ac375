import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { type Actor, staffIdOf } from "../kernel/actor.ts";
import { HOUR_MS } from "../kernel/instant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { isInTelegram, lockKnownClient, managersToTell } from "../people/index.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { enqueueMessage } from "./outbox.ts";
import { isTalking, mayWriteMore, WORDS_PER_HOUR_MAX } from "./rules/answering.ts";
import { unfilledIn } from "./rules/quick-reply.ts";

export type ClientMessage = {
  readonly id: string;
  readonly clientId: string;
  readonly direction: "in" | "out";
  readonly text: string;
  readonly createdAt: Date;
};

export type ConversationRefusal = "message_empty" | "message_too_long" | "unknown_client";
export type WriteToStaffRefusal = ConversationRefusal | "messages_too_many";
export type AnswerClientRefusal = ConversationRefusal | "message_unfilled";

const TEXT_MAX = 2_000;

type WriteInput = {
  /** Chosen by the caller and kept across retries: the same id is the same message. */
  readonly messageId: string;
  readonly clientId: string;
  readonly text: string;
};

/**
 * Passes a client's words to the people who run the business, and to whoever of staff wrote to them last (PE-5). Safe to
 * repeat with the same `messageId`. More than twenty messages an hour are not taken.
 */
export async function writeToStaff(
  app: App,
  input: WriteInput,
): Promise<Outcome<ClientMessage, WriteToStaffRefusal>> {
  const admit = async (tx: Tx, clientId: string, now: Date) =>
    mayWriteMore(await countSaid(tx, clientId, new Date(now.getTime() - HOUR_MS)))
      ? done(undefined)
      : refuse("messages_too_many", { max: WORDS_PER_HOUR_MAX });
  return say(app, { ...input, direction: "in", staffId: null, admit }, async (tx, message, now) => {
    for (const staffId of await listenersOf(tx, message.clientId)) {
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

async function countSaid(tx: Tx, clientId: string, since: Date): Promise<number> {
  const row = await tx.first<{ said: number }>(sql`
    SELECT count(*)::int AS said FROM client_messages
    WHERE client_id = ${clientId}::uuid AND direction = 'in' AND created_at > ${since}`);
  return row?.said ?? 0;
}

async function listenersOf(tx: Tx, clientId: string): Promise<ReadonlySet<string>> {
  const managers = await managersToTell(tx);
  const writer = await tx.first<{ staffId: string | null }>(sql`
    SELECT staff_id FROM client_messages WHERE client_id = ${clientId}::uuid AND direction = 'out'
    ORDER BY created_at DESC, id DESC LIMIT 1`);
  const isThere = writer?.staffId != null && (await isInTelegram(tx, writer.staffId));
  return new Set([...managers.map(({ id }) => id), ...(isThere ? [String(writer.staffId)] : [])]);
}

/**
 * Whether words that a client typed of their own accord are meant for staff: the two have been writing to each other lately.
 *
 * @source PE-5
 */
export async function isMeantForStaff(app: Pick<App, "db" | "clock">, clientId: string): Promise<boolean> {
  const last = await app.db.first<{ createdAt: Date }>(sql`
    SELECT created_at FROM client_messages WHERE client_id = ${clientId}::uuid ORDER BY created_at DESC LIMIT 1`);
  return isTalking(last?.createdAt, app.clock.now());
}

/** Whether a message in a client's chat, by Telegram's id, is what staff wrote to them. */
export async function isFromStaff(
  via: Queryable,
  clientId: string,
  telegramMessageId: number,
): Promise<boolean> {
  const found = await via.first(sql`
    SELECT 1 FROM outbox WHERE client_id = ${clientId}::uuid AND kind = 'message_from_staff'
      AND telegram_message_id = ${telegramMessageId}`);
  return found !== undefined;
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

type SayInput<Refusal extends string> = WriteInput & {
  readonly direction: "in" | "out";
  readonly staffId: string | null;
  /** Asked of a message that is not kept yet. */
  readonly admit?: (tx: Tx, clientId: string, now: Date) => Promise<Outcome<undefined, Refusal>>;
};

async function say<Refusal extends string = never>(
  app: App,
  input: SayInput<Refusal>,
  passOn: (tx: Tx, message: ClientMessage, now: Date) => Promise<void>,
): Promise<Outcome<ClientMessage, ConversationRefusal | Refusal>> {
  const text = input.text.trim();
  if (text === "") return refuse("message_empty");
  if (text.length > TEXT_MAX) return refuse("message_too_long", { charactersMax: TEXT_MAX });
  const now = app.clock.now();
  const { messageId: id, direction } = input;

  return inTransaction<ClientMessage, ConversationRefusal | Refusal>(app.db, {}, async (tx) => {
    const client = await lockKnownClient(tx, input.clientId);
    if (!client) return refuse("unknown_client");
    const clientId = client.id;
    const message: ClientMessage = { id, clientId, direction, text, createdAt: now };
    if ((await findClientMessage(tx, id)) !== undefined) return done(message);
    const admitted = await input.admit?.(tx, clientId, now);
    if (admitted?.ok === false) return admitted;
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

/**
 * The last line of each conversation, the newest first: one that is the client's waits for an answer. The erased are left
 * out.
 */
export async function listLastWords(
  via: Queryable,
  { isWaiting, rowsMax }: { readonly isWaiting?: true; readonly rowsMax: number },
): Promise<readonly { readonly id: string; readonly isWaiting: boolean }[]> {
  return via.many(sql`
    SELECT id, direction = 'in' AS is_waiting FROM (
      SELECT DISTINCT ON (client_id) client_messages.id, direction, client_messages.created_at
      FROM client_messages JOIN clients ON clients.id = client_id AND clients.erased_at IS NULL
      ORDER BY client_id, client_messages.created_at DESC, client_messages.id DESC
    ) AS last
    WHERE direction = 'in' OR NOT ${isWaiting === true}::boolean
    ORDER BY created_at DESC, id DESC LIMIT ${rowsMax}`);
}
