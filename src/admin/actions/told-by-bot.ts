import type { App } from "../../core/app.ts";
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
export const ifByBot = async ({ app, row }: ActionCall, what: string): Promise<string> =>
  (await isReached(app, String(row.clientId ?? row.id))) ? `Бот сообщит клиенту ${what}.` : "";

/** Whether the bot can write to a client; to an unknown one it cannot. */
export const isReached = async ({ db }: Pick<App, "db">, clientId: string): Promise<boolean> =>
  (await findClient(db, clientId))?.isReachable ?? false;
