import { afterAll } from "vitest";
import { createApi, createBot, createMessenger, handleInbox, updateHandler } from "../../src/bot/index.ts";
import type { App } from "../../src/core/app.ts";
import { unwantedBecause } from "../../src/core/booking/index.ts";
import { deliverDue } from "../../src/core/notifications/index.ts";
import { startTelegram, type TelegramUnderTest, TOKEN } from "../sandbox/telegram-sandbox.ts";
import type { TestApp } from "../support/app.ts";
import { BOT_INFO } from "../support/bot-info.ts";

type Message = Awaited<ReturnType<TelegramUnderTest["chat"]>>["messages"][number];

/**
 * The bot against Telegram's emulator over real HTTP. Updates are fetched and handled when a test says so, so
 * that nothing is waited for by luck.
 */
export async function startBot(base: TestApp) {
  const telegram = await startTelegram();
  const address = { token: TOKEN, apiRoot: telegram.url };
  const app: App = { ...base, messenger: createMessenger(base, createApi(address)) };
  const bot = createBot(app, { ...address, botInfo: BOT_INFO });
  const worker = handleInbox(app, updateHandler(bot));
  afterAll(async () => {
    await worker.stop();
    await telegram.close();
  });
  let offset = 0;

  /** Has everything handled that was written or pressed, and everything sent that is due. */
  const settle = async (): Promise<void> => {
    const updates = await telegram.updates({ offset, timeout: 0 });
    offset = Math.max(offset, ...updates.map(({ update_id }) => update_id + 1));
    await worker.accept(updates as unknown as Parameters<typeof worker.accept>[0]);
    await worker.idle();
    await deliverDue(app, { unwantedBecause: (message) => unwantedBecause(app, message) });
  };
  return { app, bot, telegram, worker, settle, person: (id: number, name?: string) => person(id, name) };

  function person(id: number, name = "Анна") {
    const act = async (path: string, body: object): Promise<void> => {
      await telegram.sim(path, { user: id, ...body });
      await settle();
    };
    /** With plain spaces, as a person who writes an expectation types them. */
    const messages = async (): Promise<readonly Message[]> => {
      const chat = JSON.parse(JSON.stringify(await telegram.chat(id)).replaceAll("\u00a0", " "));
      return chat.messages.filter((message: Message) => message.from === "bot" && !message.deleted);
    };
    return {
      id,
      come: async (text = "/start") => {
        await telegram.sim("users", { id, first_name: name, language_code: "ru" });
        await act("message", { text });
      },
      write: (text: string) => act("message", { text }),
      share: (contact: object) => act("message", { contact }),
      press: (button: string, message_id?: number) =>
        act("press", { button, ...(message_id === undefined ? {} : { message_id }) }),
      pressData: (data: string) => act("press", { data }),
      block: () => act("block", {}),
      unblock: () => act("unblock", {}),
      messages,
      /** The newest message of the bot's. */
      last: async () => {
        const all = await messages();
        const message = all.at(-1);
        if (message === undefined) throw new Error("the bot has said nothing");
        return message;
      },
      toasts: async () => (await telegram.chat(id)).toasts.map(({ text }) => text),
      captions: async () => captionsOf((await messages()).at(-1)),
      /** From nothing to the menu. */
      join: async (start = "/start") => {
        await telegram.sim("users", { id, first_name: name, language_code: "ru" });
        await act("message", { text: start });
        await act("press", { button: "Даю согласие" });
        await act("press", { button: "Оставить" });
        await act("message", { text: "Пропустить" });
        await act("press", { button: "Не сейчас" });
      },
    };
  }
}

export const captionsOf = (message: Message | undefined): readonly string[] =>
  message?.buttons.flat().map(({ text }) => text) ?? [];
