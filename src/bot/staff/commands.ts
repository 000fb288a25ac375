import { type Api, GrammyError } from "grammy";
import type { App } from "../../core/app.ts";
import { listStaff } from "../../core/people/index.ts";
import { COMMANDS } from "../bot.ts";
import { chatsToTellCommands, noteOwnCommands } from "../chats.ts";
import { loadTexts, type Texts } from "../texts.ts";

/** Staff come to work first, and may be clients as well. */
const STAFF_COMMANDS = [
  { command: "today", text: "command-today" },
  { command: "notify", text: "command-notify" },
  ...COMMANDS,
] as const;

const TOLD = STAFF_COMMANDS.map(({ command }) => command).join(" ");

/**
 * Tells Telegram the commands of each member of staff for their own chat, and takes them away from who is staff no
 * more; what it was told already is not told again. Chats that the bot has never seen come when they are there.
 */
export async function announceStaffCommands(
  app: Pick<App, "db" | "clock" | "log">,
  api: Api,
  texts: Texts = loadTexts(),
): Promise<void> {
  const staff = await listStaff(app.db);
  const atWork = staff.flatMap(({ isActive, telegramId }) =>
    isActive && telegramId !== undefined ? [telegramId] : [],
  );
  const described = STAFF_COMMANDS.map(({ command, text }) => ({ command, description: texts.c(text) }));
  for (const { telegramId, isStaff } of await chatsToTellCommands(app.db, { atWork, told: TOLD })) {
    const scope = { type: "chat", chat_id: telegramId } as const;
    try {
      if (isStaff) await api.setMyCommands(described, { scope });
      else await api.deleteMyCommands({ scope });
      await noteOwnCommands(app, telegramId, isStaff ? TOLD : "");
    } catch (error) {
      if (!(error instanceof GrammyError)) throw error;
      app.log.debug({ err: error }, "the commands of one chat were not set, they will be told again");
    }
  }
}
