import type { MiddlewareFn } from "grammy";
import type { App } from "../../core/app.ts";
import { findClientByTelegram } from "../../core/people/index.ts";
import { loadSettings, type Settings } from "../../core/settings/index.ts";
import { readTap } from "../callback-data.ts";
import { findChat } from "../chats.ts";
import type { BotContext, Surroundings } from "../context.ts";
import type { SpeechNow } from "../recent-content.ts";

/** For words and zones only; what is decided by a setting is read by the use case itself. */
const SETTINGS_AGE_MAX_MS = 1_000;

/** The settings as they were at most a second ago. */
export function recentSettings(app: Pick<App, "db">): () => Promise<Settings> {
  let readAtMs = Number.NEGATIVE_INFINITY;
  let settings: Promise<Settings> | undefined;
  return () => {
    const nowMs = performance.now();
    if (settings === undefined || nowMs - readAtMs > SETTINGS_AGE_MAX_MS) {
      readAtMs = nowMs;
      settings = loadSettings(app.db);
      settings.catch(() => {
        settings = undefined;
      });
    }
    return settings;
  };
}

/** Finds out who writes, where their conversation stands, and in which words to answer. Private chats only. */
export function surroundings(app: App, speechNow: SpeechNow): MiddlewareFn<BotContext> {
  const settingsNow = recentSettings(app);
  return async (ctx, next) => {
    const personId = ctx.from?.id;
    if (personId === undefined || ctx.chat?.type !== "private") return;
    const [client, chat, settings, speech] = await Promise.all([
      findClientByTelegram(app.db, personId),
      findChat(app.db, personId),
      settingsNow(),
      speechNow(),
    ]);
    const data = ctx.callbackQuery?.data;
    const on: Surroundings = {
      app,
      settings,
      words: { ...speech.texts, zone: settings["business.timeZone"] },
      menu: speech.menu,
      pages: speech.pages,
      personId,
      client,
      chat,
      tap: data === undefined ? undefined : readTap(data),
      isAnswered: false,
    };
    Object.assign(ctx, { on });
    await next();
  };
}
