import { secondsAfter } from "../kernel/instant.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Message, MessagePayload } from "./messenger.ts";
import type { MessageKind } from "./model.ts";
import { priorityOf } from "./rules/priority.ts";

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
export async function enqueueMessage(tx: Tx, message: NewMessage, now: Date): Promise<void> {
  const { to } = message;
  await tx.run(sql`
    INSERT INTO outbox (id, key, kind, client_id, staff_id, booking_id, payload, priority, due_at, created_at)
    VALUES (${message.id}::uuid, ${message.key}, ${message.kind}, ${"clientId" in to ? to.clientId : null}::uuid,
            ${"staffId" in to ? to.staffId : null}::uuid, ${message.bookingId ?? null}::uuid,
            ${JSON.stringify(message.payload ?? {})}::jsonb, ${priorityOf(message.kind)}, ${message.dueAt}, ${now})
    ON CONFLICT (key) DO NOTHING`);
}

/** A message taken for sending, with the chat it goes to; `undefined`: the receiver has none, or is unreachable. */
export type TakenMessage = Omit<Message, "telegramId"> & {
  readonly telegramId: number | undefined;
  readonly attempts: number;
};

/** How long a taken message is left to its sender before another may take it. */
const LEASE_SECONDS = 60;

/**
 * Takes the messages that are due, most urgent first. Each is put off by a lease while it is being sent, so a sender
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
  }>(sql`
    WITH taken AS (
      UPDATE outbox SET due_at = ${secondsAfter(now, LEASE_SECONDS)}, attempts = attempts + 1
      WHERE id IN (
        SELECT id FROM outbox WHERE state = 'queued' AND due_at <= ${now}
        ORDER BY priority, due_at LIMIT ${messagesMax} FOR UPDATE SKIP LOCKED)
      RETURNING id, kind, client_id, staff_id, booking_id, payload, attempts, priority, created_at)
    SELECT taken.*,
           coalesce(CASE WHEN client.unreachable_at IS NULL THEN client.telegram_id END, staff.telegram_id) AS telegram_id
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
  }));
}

export async function markSent(
  via: Queryable,
  id: string,
  telegramMessageId: number | undefined,
  now: Date,
): Promise<void> {
  await via.run(sql`
    UPDATE outbox SET state = 'sent', sent_at = ${now}, telegram_message_id = ${telegramMessageId ?? null}
    WHERE id = ${id}::uuid AND state = 'queued'`);
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
  end: { readonly until: Date; readonly reason: string },
): Promise<void> {
  await via.run(sql`
    UPDATE outbox SET due_at = ${end.until}, state_reason = ${end.reason.slice(0, 300)}
    WHERE id = ${id}::uuid AND state = 'queued'`);
}
