import type { App } from "../core/app.ts";
import { type Queryable, sql } from "../core/runtime/sql.ts";
import type { Expectation } from "./screen.ts";

/** Where a conversation stands: all that the bot itself remembers of it. */
export type Chat = {
  readonly telegramId: number;
  /** What the very first /start carried; an empty text when it carried nothing (EP-4). */
  readonly firstPayload: string | undefined;
  /** A link that came before its sender was a client, and is followed once they are. */
  readonly pendingPayload: string | undefined;
  /** The message that is the screen now. */
  readonly screenMessageId: number | undefined;
  readonly expects: Expectation["what"] | undefined;
  readonly expectsSubject: string | undefined;
};

type ChatRow = { [K in keyof Chat]: Exclude<Chat[K], undefined> | null };

const COLUMNS = sql`telegram_id, first_payload, pending_payload, screen_message_id, expects, expects_subject`;

const toChat = (row: ChatRow): Chat => ({
  telegramId: row.telegramId ?? 0,
  firstPayload: row.firstPayload ?? undefined,
  pendingPayload: row.pendingPayload ?? undefined,
  screenMessageId: row.screenMessageId ?? undefined,
  expects: row.expects ?? undefined,
  expectsSubject: row.expectsSubject ?? undefined,
});

export async function findChat(via: Queryable, telegramId: number): Promise<Chat | undefined> {
  const row = await via.first<ChatRow>(sql`SELECT ${COLUMNS} FROM chats WHERE telegram_id = ${telegramId}`);
  return row && toChat(row);
}

/**
 * Notes a /start: the first one's payload is kept for good, the latest one's until it is followed.
 *
 * @source EP-4
 */
export async function noteStart(
  app: Pick<App, "db" | "clock">,
  start: { readonly telegramId: number; readonly payload: string },
): Promise<void> {
  const now = app.clock.now();
  const pending = start.payload === "" ? null : start.payload;
  await app.db.run(sql`
    INSERT INTO chats (telegram_id, first_payload, pending_payload, created_at, updated_at)
    VALUES (${start.telegramId}, ${start.payload}, ${pending}, ${now}, ${now})
    ON CONFLICT (telegram_id) DO UPDATE
      SET first_payload = COALESCE(chats.first_payload, EXCLUDED.first_payload),
          pending_payload = EXCLUDED.pending_payload, updated_at = EXCLUDED.updated_at`);
}

/** The link was followed. */
export async function clearPendingPayload(app: Pick<App, "db" | "clock">, telegramId: number): Promise<void> {
  await app.db.run(sql`
    UPDATE chats SET pending_payload = NULL, updated_at = ${app.clock.now()}
    WHERE telegram_id = ${telegramId} AND pending_payload IS NOT NULL`);
}

/** Notes which message is the screen and what it waits for. */
export async function noteScreen(
  app: Pick<App, "db" | "clock">,
  telegramId: number,
  screen: { readonly messageId: number | undefined; readonly expects: Expectation | undefined },
): Promise<void> {
  const now = app.clock.now();
  await app.db.run(sql`
    INSERT INTO chats (telegram_id, screen_message_id, expects, expects_subject, created_at, updated_at)
    VALUES (${telegramId}, ${screen.messageId ?? null}, ${screen.expects?.what ?? null},
            ${screen.expects?.subject ?? null}, ${now}, ${now})
    ON CONFLICT (telegram_id) DO UPDATE
      SET screen_message_id = EXCLUDED.screen_message_id, expects = EXCLUDED.expects,
          expects_subject = EXCLUDED.expects_subject, updated_at = EXCLUDED.updated_at`);
}

/** The screen that still shows a booking waiting for its payment, if the client has not moved on. */
export async function screenOfBooking(
  via: Queryable,
  telegramId: number,
  bookingId: string,
): Promise<number | undefined> {
  const chat = await findChat(via, telegramId);
  const isOfBooking = chat?.expects === "payment" || chat?.expects === "points";
  return isOfBooking && chat.expectsSubject === bookingId ? chat.screenMessageId : undefined;
}

/** Chats whose own commands are not what they should be: those of staff at work, and of who is staff no more. */
export async function chatsToTellCommands(
  via: Queryable,
  { atWork, told }: { readonly atWork: readonly number[]; readonly told: string },
): Promise<readonly { readonly telegramId: number; readonly isStaff: boolean }[]> {
  return via.many(sql`
    SELECT telegram_id, true AS is_staff FROM chats
    WHERE telegram_id = ANY(${atWork}::bigint[]) AND own_commands <> ${told}
    UNION ALL
    SELECT telegram_id, false FROM chats
    WHERE own_commands <> '' AND NOT telegram_id = ANY(${atWork}::bigint[])`);
}

/** Notes which commands Telegram was told for a chat alone; none: it shows everybody's. */
export async function noteOwnCommands(
  app: Pick<App, "db" | "clock">,
  telegramId: number,
  commands: string,
): Promise<void> {
  await app.db.run(sql`
    UPDATE chats SET own_commands = ${commands}, updated_at = ${app.clock.now()} WHERE telegram_id = ${telegramId}`);
}
