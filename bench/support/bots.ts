import { Bot } from "grammy";
import { createBot, handleInbox, pollUpdates, updateHandler } from "../../src/bot/index.ts";
import type { App } from "../../src/core/app.ts";
import { BOT_INFO } from "../../tests/support/bot-info.ts";
import { type Telegram, TOKEN } from "./telegram.ts";

export type RunningBot = { stop(): Promise<void> };

/** The product's bot as `src/main.ts` runs it without `PUBLIC_URL`: long polling, inbox, one person in order. */
export function runProduct(app: App, telegram: Telegram): RunningBot {
  const address = { token: TOKEN, apiRoot: telegram.url };
  const worker = handleInbox(app, updateHandler(createBot(app, { ...address, botInfo: BOT_INFO })));
  const stop = new AbortController();
  const polling = pollUpdates(app, worker, address, stop.signal);
  return {
    stop: async () => {
      stop.abort();
      await polling;
      await worker.stop();
    },
  };
}

/** What a bot shows for each button, known beforehand. */
export type Constants = ReadonlyMap<string, { readonly text: string; readonly rest: object }>;

/**
 * The least that grammY can do with a tap: stop the spinner and show a constant, at once and for everybody at the same
 * time. It forgets what it was handling when it dies, and asks for updates without waiting for the last ones.
 */
export function runBareBot(constants: Constants, telegram: Telegram): RunningBot {
  const bot = new Bot(TOKEN, { client: { apiRoot: telegram.url }, botInfo: BOT_INFO });
  bot.on("callback_query:data", async (ctx) => {
    const { text = "", rest = {} } = constants.get(ctx.callbackQuery.data) ?? {};
    await Promise.all([ctx.answerCallbackQuery(), ctx.editMessageText(text, rest)]);
  });
  bot.on("message", (ctx) =>
    ctx.reply("menu", { reply_markup: { inline_keyboard: [[{ text: "menu", callback_data: "m" }]] } }),
  );
  const stop = new AbortController();
  const polling = poll(bot, stop.signal);
  return {
    stop: async () => {
      stop.abort();
      await polling;
    },
  };
}

async function poll(bot: Bot, signal: AbortSignal): Promise<void> {
  let offset = 0;
  while (!signal.aborted) {
    const ask = bot.api.getUpdates({ offset, timeout: 30 }, signal as Parameters<typeof bot.api.getMe>[0]);
    const updates = await ask.catch(() => []);
    for (const update of updates) {
      offset = update.update_id + 1;
      bot
        .handleUpdate(update)
        .catch((error: unknown) => process.stderr.write(`the bare bot failed: ${String(error)}\n`));
    }
  }
}
