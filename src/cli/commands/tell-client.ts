import type { App } from "../../core/app.ts";
import { reachOf } from "../../core/notifications/index.ts";
import { findClient } from "../../core/people/index.ts";

/** Who tells a client of what was done: the bot, or whoever did it. */
export type Telling = {
  /** Ends a question: what will come of it for the client. */
  readonly ahead: string;
  /** Follows what was done, with a space before it; empty: the bot tells, nothing is left to do. */
  readonly after: string;
  readonly json: { readonly isToldByBot: boolean; readonly phoneToTell: string | null };
};

export async function tellingOf(
  { db }: Pick<App, "db">,
  { clientId }: { readonly clientId: string },
): Promise<Telling> {
  const reach = await reachOf(db, { clientId, staffId: null });
  if (reach === "reachable") {
    return {
      ahead: "Клиент узнает об этом от бота.",
      after: "",
      json: { isToldByBot: true, phoneToTell: null },
    };
  }
  const phone = (await findClient(db, clientId))?.phone;
  const by = phone === undefined ? "" : `, ${phone}`;
  const said = reach === "erased" ? NOBODY : `${WHY_BY_HAND[reach]}: сообщите сами${by}.`;
  return { ahead: said, after: ` ${said}`, json: { isToldByBot: false, phoneToTell: phone ?? null } };
}

/** The same after what a client always has to hear of: that the bot tells them is said, too. */
export const sayingBot = (telling: Telling): Telling =>
  telling.json.isToldByBot ? { ...telling, after: " Клиенту сообщит бот." } : telling;

const NOBODY = "Данные клиента удалены: сообщить некому.";

const WHY_BY_HAND = {
  bot_blocked: "Клиент остановил бота",
  no_chat: "У клиента нет бота",
  left: "У клиента нет бота",
} as const;
