import { findClient } from "../../core/people/index.ts";
import type { ActionCall } from "../panel-action.ts";

/**
 * Whether the client of a booking hears of something from the bot: who does not use it has to be told by staff.
 *
 * @param what after «сообщит клиенту»: «об отмене», «новое время»
 */
export async function toldByBot({ app, row }: ActionCall, what: string): Promise<string> {
  const client = await findClient(app.db, String(row.clientId));
  return client?.telegramId === undefined
    ? "Клиент не пользуется ботом: сообщите ему сами."
    : `Бот сообщит клиенту ${what}.`;
}
