import type { App } from "../app.ts";
import {
  type MessageKind,
  type MessagePayload,
  type MessageState,
  messageReasonText,
} from "../notifications/index.ts";
import { type Queryable, type Sql, sql } from "../runtime/sql.ts";

/** What a message says, and how that is known. */
export type MessageText =
  /** As it was sent, or as the person who wrote it did. */
  | { readonly how: "kept"; readonly text: string }
  /** As it would be written out now: the words are looked up at the moment of sending. */
  | { readonly how: "preview"; readonly text: string }
  /** A broadcast as it was written, before names and dates are put in. */
  | { readonly how: "template"; readonly text: string }
  | { readonly how: "unknown"; readonly why: string };

type Row = {
  readonly id: string;
  readonly kind: MessageKind;
  readonly state: MessageState;
  readonly clientId: string | null;
  readonly staffId: string | null;
  readonly bookingId: string | null;
  readonly payload: MessagePayload;
  readonly sentText: string | null;
  readonly said: string | null;
  readonly template: string | null;
};

/**
 * What a message says: as it was sent where that is kept, else as it would be written out now, which a process that
 * sends messages can tell, else why nobody knows. Nothing is sent.
 *
 * @source MS-1 PE-2
 */
export async function findMessageText(
  app: Pick<App, "db" | "messenger">,
  messageId: string,
): Promise<MessageText> {
  const row = await rowOf(app.db, messageId);
  if (row === undefined) return unknown("сообщения больше нет");
  if (row.sentText === "") return unknown("текст удалён вместе с данными клиента");
  const kept = row.sentText ?? row.said;
  if (kept !== null) return { how: "kept", text: kept };
  const preview = await previewOf(app, row);
  if (preview !== undefined) return preview;
  if (row.template !== null) return { how: "template", text: row.template };
  return row.state === "queued"
    ? unknown("слова подставляются в момент отправки; как это выглядит сейчас, показывает панель")
    : unknown("не сохранился");
}

const unknown = (why: string): MessageText => ({ how: "unknown", why });

/** What is over and never went out has its reason in its state. */
async function previewOf({ messenger }: Pick<App, "messenger">, row: Row): Promise<MessageText | undefined> {
  if (messenger?.preview === undefined || row.state === "skipped") return undefined;
  const preview = await messenger.preview({
    id: row.id,
    kind: row.kind,
    clientId: row.clientId ?? undefined,
    staffId: row.staffId ?? undefined,
    bookingId: row.bookingId ?? undefined,
    payload: row.payload,
    // Nobody's chat: it is written out and goes nowhere.
    telegramId: 0,
    isSilent: false,
    replacesMessageId: undefined,
  });
  if ("text" in preview) return { how: "preview", text: preview.text };
  return row.state === "queued"
    ? unknown(`сейчас оно бы не ушло: ${messageReasonText(preview.unwanted)}`)
    : undefined;
}

const idIn = (name: "messageId" | "broadcastId"): Sql => sql`
  CASE WHEN message.payload ->> ${name}::text ~ '^[0-9a-f-]{36}$' THEN (message.payload ->> ${name}::text)::uuid END`;

const rowOf = (via: Queryable, messageId: string): Promise<Row | undefined> =>
  via.first(sql`
    SELECT message.id, message.kind, message.state, message.client_id, message.staff_id, message.booking_id, message.payload,
           message.sent_text,
           (SELECT text FROM client_messages WHERE id = ${idIn("messageId")}) AS said,
           (SELECT text FROM broadcasts WHERE id = ${idIn("broadcastId")}) AS template
    FROM outbox message WHERE message.id = ${messageId}::uuid`);
