import {
  type ChatState,
  MESSAGE_KIND_WORDS,
  type MessageKind,
  type MessageState,
} from "../notifications/index.ts";
import { type Queryable, type Sql, sql } from "../runtime/sql.ts";

/** A message of the bot's as it stands: promised, on its way, sent, or not wanted any more. */
export type MessageView = {
  readonly id: string;
  readonly kind: MessageKind;
  readonly state: MessageState;
  /** A code, or Telegram's own sentence: `messageReasonText` puts it into words. */
  readonly stateReason: string | null;
  /** When it is to go out; of one that is over, when it was tried last. */
  readonly dueAt: Date;
  /** When it was promised for; null: from before this was kept. */
  readonly plannedAt: Date | null;
  readonly sentAt: Date | null;
  readonly attempts: number;
  readonly telegramMessageId: number | null;
  readonly createdAt: Date;
  readonly clientId: string | null;
  readonly clientName: string | null;
  /** By which whoever the bot cannot reach is rung. */
  readonly clientPhone: string | null;
  /** Of a client's; staff's is not looked at. */
  readonly chat: ChatState;
  readonly staffId: string | null;
  readonly staffName: string | null;
  readonly bookingId: string | null;
  readonly bookingNumber: number | null;
  /** Of a reminder: how long before the visit. */
  readonly reminderHours: number | null;
  /** Of what has to do with a broadcast: which. */
  readonly broadcastNumber: number | null;
  readonly broadcastTitle: string | null;
};

export type MessageFilter = {
  readonly state?: MessageState | undefined;
  readonly clientId?: string | undefined;
  readonly bookingId?: string | undefined;
  /** Only what will be sent, and what should have been: the first to go is first. */
  readonly isUpcoming?: boolean | undefined;
  readonly rowsMax: number;
  readonly offset?: number | undefined;
};

const BROADCAST_ID = sql`CASE WHEN message.payload ->> 'broadcastId' ~ '^[0-9a-f-]{36}$'
                              THEN (message.payload ->> 'broadcastId')::uuid END`;

/** How the bot can write to a row `client` of clients; to whom it is not one of them, it can. */
export const CHAT: Sql = sql`
  CASE WHEN client.id IS NULL THEN 'open' WHEN client.telegram_id IS NULL THEN 'none'
       WHEN client.unreachable_at IS NOT NULL THEN 'closed' ELSE 'open' END`;

const VIEW = sql`
  SELECT message.id, message.kind, message.state, message.state_reason, message.due_at, message.planned_at, message.sent_at, message.attempts,
         message.telegram_message_id, message.created_at, message.client_id, client.name AS client_name, client.phone AS client_phone,
         ${CHAT} AS chat,
         message.staff_id, staff.name AS staff_name, message.booking_id, booking.number AS booking_number,
         CASE WHEN message.kind = 'reminder' THEN (message.payload ->> 'hours')::int END AS reminder_hours,
         (SELECT number FROM broadcasts WHERE id = ${BROADCAST_ID}) AS broadcast_number,
         (SELECT title FROM broadcasts WHERE id = ${BROADCAST_ID}) AS broadcast_title
  FROM outbox message
  LEFT JOIN clients client ON client.id = message.client_id
  LEFT JOIN staff ON staff.id = message.staff_id
  LEFT JOIN bookings booking ON booking.id = message.booking_id`;

/** The bot's messages, newest first; of those that will be sent, the next one first. */
export async function listMessages(via: Queryable, filter: MessageFilter): Promise<readonly MessageView[]> {
  const { state, clientId, bookingId, isUpcoming = false, rowsMax, offset = 0 } = filter;
  const wanted = isUpcoming ? "queued" : state;
  const order: Sql = isUpcoming ? sql`due_at, message.id` : sql`coalesce(sent_at, due_at) DESC, message.id`;
  return via.many(sql`${VIEW}
    WHERE (${wanted ?? null}::text IS NULL OR message.state = ${wanted ?? null})
      AND (${clientId ?? null}::uuid IS NULL OR message.client_id = ${clientId ?? null}::uuid)
      AND (${bookingId ?? null}::uuid IS NULL OR message.booking_id = ${bookingId ?? null}::uuid)
    ORDER BY ${order} LIMIT ${rowsMax} OFFSET ${offset}`);
}

/**
 * Of each visit ahead whose client the bot does not reach, the reminder that is due first: whoever rings once has
 * reminded. The soonest first.
 *
 * @source MS-1 MS-6
 */
export async function listUnreachedReminders(
  via: Queryable,
  { rowsMax }: { readonly rowsMax: number },
): Promise<readonly string[]> {
  const rows = await via.many<{ id: string }>(sql`
    SELECT id FROM (
      SELECT DISTINCT ON (message.booking_id) message.id, message.due_at
      FROM outbox message JOIN clients client ON client.id = message.client_id
      WHERE message.state = 'queued' AND message.kind = 'reminder'
        AND (client.telegram_id IS NULL OR client.unreachable_at IS NOT NULL)
      ORDER BY message.booking_id, message.due_at, message.id) AS soonest
    ORDER BY due_at, id LIMIT ${rowsMax}`);
  return rows.map(({ id }) => id);
}

export const findMessage = (via: Queryable, messageId: string): Promise<MessageView | undefined> =>
  via.first(sql`${VIEW} WHERE message.id = ${messageId}::uuid`);

/** What a message is about, as people read it: «напоминание за 24 ч», «рассылка №3 «Осень»». */
export function messageWords({
  kind,
  reminderHours,
  broadcastNumber,
  broadcastTitle,
}: Pick<MessageView, "kind" | "reminderHours" | "broadcastNumber" | "broadcastTitle">): string {
  const word = MESSAGE_KIND_WORDS[kind];
  if (reminderHours !== null) return `${word} за ${reminderHours}\u00a0ч`;
  return broadcastNumber === null ? word : `${word} №${broadcastNumber} «${broadcastTitle ?? ""}»`;
}
