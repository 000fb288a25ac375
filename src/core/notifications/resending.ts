import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { MessagePayload } from "./messenger.ts";
import type { MessageKind, MessageState } from "./model.ts";
import { enqueueMessage } from "./outbox.ts";
import type { Reach } from "./rules/resending.ts";

/** A message as it was promised. */
export type PromisedMessage = {
  readonly id: string;
  readonly key: string;
  readonly kind: MessageKind;
  readonly state: MessageState;
  readonly clientId: string | null;
  readonly staffId: string | null;
  readonly bookingId: string | null;
  readonly payload: MessagePayload;
  readonly createdAt: Date;
};

export const findPromised = (via: Queryable, messageId: string): Promise<PromisedMessage | undefined> =>
  via.first<PromisedMessage>(sql`
    SELECT id, key, kind, state, client_id, staff_id, booking_id, payload, created_at
    FROM outbox WHERE id = ${messageId}::uuid`);

/** Whether the bot can reach whoever a message is for. */
export async function reachOf(
  via: Queryable,
  { clientId, staffId }: Pick<PromisedMessage, "clientId" | "staffId">,
): Promise<Reach> {
  const row = await via.first<{ isErased: boolean; hasLeft: boolean; hasChat: boolean; isGone: boolean }>(sql`
    SELECT client.erased_at IS NOT NULL AS is_erased, client.unreachable_at IS NOT NULL AS is_gone,
           coalesce(NOT staff.is_active, false) AS has_left,
           coalesce(client.telegram_id, staff.telegram_id) IS NOT NULL AS has_chat
    FROM (SELECT 1) AS one LEFT JOIN clients client ON client.id = ${clientId}::uuid
    LEFT JOIN staff ON staff.id = ${staffId}::uuid`);
  if (row?.isErased) return "erased";
  if (row?.hasLeft) return "left";
  if (!row?.hasChat) return "no_chat";
  return row.isGone ? "bot_blocked" : "reachable";
}

/** The key of a message that was sent once more. */
export const resentKey = (messageId: string, requestId: string): string => `resent:${messageId}:${requestId}`;

/** Promises the same message once more, under an id and a key of its own. */
export function enqueueAgain(
  tx: Tx,
  message: PromisedMessage,
  { requestId, now }: { readonly requestId: string; readonly now: Date },
): Promise<void> {
  const { id, kind, clientId, staffId, bookingId, payload } = message;
  const to = clientId === null ? { staffId: staffId ?? "" } : { clientId };
  const again = { id: requestId, key: resentKey(id, requestId), kind, to, payload, dueAt: now };
  return enqueueMessage(tx, bookingId === null ? again : { ...again, bookingId }, now);
}
