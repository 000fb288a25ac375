import type { Api } from "grammy";
import type { App } from "../../core/app.ts";
import { findInChat } from "../../core/notifications/index.ts";

/**
 * Takes the buttons off the message that offered a start, once there is nothing to answer any more. Where that message is
 * gone or too old they stay: they lead to how things are.
 *
 * @source MS-9
 */
export async function closeOffer(
  app: Pick<App, "db">,
  api: Api,
  { telegramId, bookingId }: { readonly telegramId: number; readonly bookingId: string },
): Promise<void> {
  const messageId = await findInChat(app.db, { bookingId, kind: "waitlist_offer" });
  if (messageId === undefined) return;
  await api.editMessageReplyMarkup(telegramId, messageId).catch(() => undefined);
}
