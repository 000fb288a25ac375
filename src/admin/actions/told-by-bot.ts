import { findClient } from "../../core/people/index.ts";
import type { ActionCall } from "../panel-action.ts";

const BY_HAND = "Бот не может написать клиенту: сообщите ему сами.";

/**
 * Whether a client, or the client of a booking or of a wait, hears of something from the bot: whom it cannot write to has
 * to be told by staff.
 *
 * @param what after «сообщит клиенту»: «об отмене», «новое время»
 */
export const toldByBot = async (call: ActionCall, what: string): Promise<string> =>
  (await ifByBot(call, what)) || BY_HAND;

/** The same of what nobody has to be told by staff: the client stands before them, or has been. Empty: no bot tells it. */
export async function ifByBot({ app, row }: ActionCall, what: string): Promise<string> {
  const client = await findClient(app.db, String(row.clientId ?? row.id));
  return client?.isReachable ? `Бот сообщит клиенту ${what}.` : "";
}
