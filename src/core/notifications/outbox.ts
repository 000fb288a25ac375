import { secondsAfter } from "../kernel/instant.ts";
import type { StaffMessageGroup, StaffRole } from "../people/index.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Message, MessagePayload } from "./messenger.ts";
import type { MessageKind } from "./model.ts";
import { PRIORITIES, priorityOf } from "./rules/priority.ts";

export type NewMessage = {
  readonly id: string;
  /** What it is the only one of: `booking_confirmed:<booking>`; a second one with this key is not written. */
  readonly key: string;
  readonly kind: MessageKind;
  readonly to: { readonly clientId: string } | { readonly staffId: string };
  readonly bookingId?: string | undefined;
  readonly payload?: MessagePayload | undefined;
  readonly dueAt: Date;
};

/** Promises a message, within the transaction that causes it; the same key again promises nothing more. */
export const enqueueMessage = (tx: Tx, message: NewMessage, now: Date): Promise<void> =>
  enqueueMessages(tx, [message], now);

/** Promises several messages in one statement. */
export async function enqueueMessages(tx: Tx, messages: readonly NewMessage[], now: Date): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map(({ id, key, kind, to, bookingId, payload, dueAt }) => ({
    id,
    key,
    kind,
    client_id: "clientId" in to ? to.clientId : null,
    staff_id: "staffId" in to ? to.staffId : null,
    booking_id: bookingId ?? null,
    payload: payload ?? {},
    priority: priorityOf(kind),
    due_at: dueAt.toISOString(),
  }));
  await tx.run(sql`
    INSERT INTO outbox (id, key, kind, client_id, staff_id, booking_id, payload, priority, due_at, planned_at, created_at)
    SELECT id, key, kind, client_id, staff_id, booking_id, payload, priority, due_at, due_at, ${now}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS message (id uuid, key text, kind text, client_id uuid,
      staff_id uuid, booking_id uuid, payload jsonb, priority int, due_at timestamptz)
    ON CONFLICT (key) DO NOTHING`);
}

/** A message taken for sending, with the chat it goes to; `undefined`: the receiver has none, or has stopped the bot. */
export type TakenMessage = Omit<Message, "telegramId" | "isSilent" | "replacesMessageId"> & {
  readonly telegramId: number | undefined;
  readonly hasStoppedBot: boolean;
  readonly attempts: number;
  /** Of a message to staff: who they are, and which groups they switched off. */
  readonly staff: { readonly role: StaffRole; readonly muted: readonly StaffMessageGroup[] } | undefined;
};

/** How long a taken message is left to its sender before another may take it. */
const LEASE_SECONDS = 30;

/**
 * Takes the messages that are due, most urgent first: level by level, so that a million that may wait cost nothing
 * while a more urgent one is looked for. Each is put off by a lease while it is being sent, so a sender
 * that dies loses nothing, and two senders never send the same.
 */
export async function takeDueMessages(
  via: Queryable,
  now: Date,
  messagesMax: number,
): Promise<readonly TakenMessage[]> {
  const rows = await via.many<{
    id: string;
    kind: MessageKind;
    clientId: string | null;
    staffId: string | null;
    bookingId: string | null;
    payload: MessagePayload;
    attempts: number;
    priority: number;
    telegramId: number | null;
    hasStoppedBot: boolean;
    staffRole: StaffRole | null;
    muted: readonly StaffMessageGroup[] | null;
  }>(sql`
    WITH taken AS (
      UPDATE outbox SET due_at = ${secondsAfter(now, LEASE_SECONDS)}, attempts = attempts + 1
      WHERE id IN (
        SELECT due.id FROM unnest(${PRIORITIES}::int[]) AS level (priority) CROSS JOIN LATERAL (
          SELECT id, outbox.priority, due_at FROM outbox
          WHERE state = 'queued' AND outbox.priority = level.priority AND due_at <= ${now}
          ORDER BY due_at LIMIT ${messagesMax} FOR UPDATE SKIP LOCKED) AS due
        ORDER BY due.priority, due.due_at LIMIT ${messagesMax})
      RETURNING id, kind, client_id, staff_id, booking_id, payload, attempts, priority, created_at)
    SELECT taken.*,
           coalesce(CASE WHEN client.unreachable_at IS NULL THEN client.telegram_id END, staff.telegram_id) AS telegram_id,
           client.telegram_id IS NOT NULL AND client.unreachable_at IS NOT NULL AS has_stopped_bot,
           staff.role AS staff_role, staff.muted_messages AS muted
    FROM taken LEFT JOIN clients client ON client.id = taken.client_id LEFT JOIN staff ON staff.id = taken.staff_id AND staff.is_active
    ORDER BY taken.priority, taken.created_at`);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    clientId: row.clientId ?? undefined,
    staffId: row.staffId ?? undefined,
    bookingId: row.bookingId ?? undefined,
    payload: row.payload,
    attempts: row.attempts,
    telegramId: row.telegramId ?? undefined,
    hasStoppedBot: row.hasStoppedBot,
    staff: row.staffRole === null ? undefined : { role: row.staffRole, muted: row.muted ?? [] },
  }));
}

/** The newest message of a kind about a booking that stands in its receiver's chat, by Telegram's id. */
export async function findInChat(
  via: Queryable,
  about: {
    readonly bookingId: string;
    readonly kind: "reminder" | "waitlist_offer";
    readonly exceptId?: string;
  },
): Promise<number | undefined> {
  const row = await via.first<{ telegramMessageId: number }>(sql`
    SELECT telegram_message_id FROM outbox
    WHERE booking_id = ${about.bookingId}::uuid AND kind = ${about.kind} AND state = 'sent'
      AND id IS DISTINCT FROM ${about.exceptId ?? null}::uuid AND telegram_message_id IS NOT NULL
    ORDER BY sent_at DESC LIMIT 1`);
  return row?.telegramMessageId;
}

/**
 * Notes that a message went out, and what it said; one that was taken back while it was on its way went out all the
 * same. The words of somebody who was erased meanwhile are not written down again (PE-2).
 */
export async function markSent(
  via: Queryable,
  id: string,
  {
    telegramMessageId,
    text,
  }: { readonly telegramMessageId: number | undefined; readonly text?: string | undefined },
  now: Date,
): Promise<void> {
  await via.run(sql`
    UPDATE outbox SET state = 'sent', state_reason = NULL, sent_at = ${now}, telegram_message_id = ${telegramMessageId ?? null},
      sent_text = coalesce(sent_text, ${text ?? null})
    WHERE id = ${id}::uuid AND state IN ('queued', 'skipped')`);
}

export async function markEnded(
  via: Queryable,
  id: string,
  end: { readonly state: "skipped" | "failed"; readonly reason: string },
): Promise<void> {
  await via.run(sql`
    UPDATE outbox SET state = ${end.state}, state_reason = ${end.reason.slice(0, 300)}
    WHERE id = ${id}::uuid AND state = 'queued'`);
}

export async function putOff(
  via: Queryable,
  id: string,
  end: { readonly until: Date; readonly reason: string; readonly wasTried: boolean },
): Promise<void> {
  await via.run(sql`
    UPDATE outbox SET due_at = ${end.until}, state_reason = ${end.reason.slice(0, 300)},
      attempts = attempts - CASE WHEN ${end.wasTried} THEN 0 ELSE 1 END
    WHERE id = ${id}::uuid AND state = 'queued'`);
}
