import { Bot, type Composer, type Transformer } from "grammy";
import type { Update, UserFromGetMe } from "grammy/types";
import type { App } from "../core/app.ts";
import { type ApiAddress, clientOptions, installHabits } from "./api.ts";
import { choosing } from "./book-visit/choose-flow.ts";
import { holding } from "./book-visit/hold-flow.ts";
import { receipts } from "./book-visit/receipt-flow.ts";
import { broadcastButtons } from "./broadcasts/flow.ts";
import { cancelling } from "./cancel-booking/flow.ts";
import { answering, contacts, writing } from "./contact/flow.ts";
import { staffReplies } from "./contact/staff-flow.ts";
import type { BotContext } from "./context.ts";
import { answerTap } from "./context.ts";
import { rootOf } from "./failure.ts";
import { hotWindows } from "./hot-windows/flow.ts";
import { windowChoice } from "./hot-windows/window-flow.ts";
import { personOf } from "./inbox.ts";
import { information } from "./info/flow.ts";
import { surroundings } from "./middleware/surroundings.ts";
import { moving } from "./move-booking/flow.ts";
import { myBookings } from "./my-bookings/flow.ts";
import { myData } from "./my-data/flow.ts";
import { points } from "./points/flow.ts";
import { fixedSpeech, recentSpeech } from "./recent-content.ts";
import { inviting } from "./referral/flow.ts";
import { reminders } from "./reminders/flow.ts";
import { reviews } from "./review/flow.ts";
import { staffAtWork } from "./staff/flow.ts";
import { acquaintance, arrival } from "./start/flow.ts";
import { askConsent, showMenu, showMenuToWriter } from "./start/menu.ts";
import { loadTexts, type Texts } from "./texts.ts";
import { tipping } from "./tips/flow.ts";
import { waiting } from "./waitlist/flow.ts";
import type { UpdateHandler } from "./worker.ts";

export type BotOptions = ApiAddress & {
  readonly texts?: Texts;
  /** Who the bot is, when that is known already; asked of Telegram otherwise. */
  readonly botInfo?: UserFromGetMe;
  /** Stands between the bot and its server: for tests. */
  readonly transformer?: Transformer;
};

/** The kinds of updates that the bot asks Telegram for. */
export const ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member"] as const;

/**
 * The bot: what is found out first, then the flows in order, and last those who handle what no flow knows.
 * It decides nothing: a flow turns a tap into a use case, and its outcome into a screen.
 */
export function createBot(app: App, options: BotOptions): Bot<BotContext> {
  const speechNow = options.texts === undefined ? recentSpeech(app) : fixedSpeech(options.texts);
  const bot = new Bot<BotContext>(options.token, {
    client: clientOptions(options),
    ...(options.botInfo === undefined ? {} : { botInfo: options.botInfo }),
  });
  if (options.transformer) bot.api.config.use(options.transformer);
  installHabits(bot.api);
  bot.use(surroundings(app, speechNow));
  bot.use(contacts(), staffReplies(), staffAtWork(), arrival());
  bot.use(gate);
  for (const flow of clientFlows()) bot.use(flow);
  bot.use(unhandled);
  return bot;
}

const clientFlows = (): readonly Composer<BotContext>[] => [
  answering(),
  information(),
  myData(),
  acquaintance(),
  broadcastButtons(),
  windowChoice(),
  choosing(),
  holding(),
  receipts(),
  myBookings(),
  cancelling(),
  reminders(),
  reviews(),
  tipping(),
  moving(),
  waiting(),
  hotWindows(),
  points(),
  inviting(),
  writing(),
];

/** Whoever has not agreed to the processing of their data is asked to, and nothing else happens (PE-1). */
async function gate(ctx: BotContext, next: () => Promise<void>): Promise<void> {
  if (ctx.on.client !== undefined) return next();
  await Promise.all([askConsent(ctx), answerTap(ctx)]);
}

/** Old buttons, made-up data, words that nobody waits for: the present state, never an error. */
async function unhandled(ctx: BotContext): Promise<void> {
  const { words, tap } = ctx.on;
  if (tap !== undefined) {
    await Promise.all([showMenu(ctx), answerTap(ctx, words.c("stale-button"))]);
    return;
  }
  if (ctx.message !== undefined) await showMenuToWriter(ctx);
}

/** How the inbox's worker has an update handled. */
export function updateHandler(bot: Bot<BotContext>, texts: Texts = loadTexts()): UpdateHandler {
  return {
    handle: async (update: Update) => {
      try {
        // Who the bot is, is asked of Telegram with the first update, so that the product starts without it.
        if (!bot.isInited()) await bot.init();
        await bot.handleUpdate(update);
      } catch (error) {
        throw rootOf(error);
      }
    },
    apologise: async (update: Update) => {
      const person = personOf(update);
      if (person !== undefined && update.my_chat_member === undefined) {
        await bot.api.sendMessage(person, texts.t("sorry"));
      }
    },
  };
}

/** Tells Telegram which commands there are. */
export async function announceCommands(bot: Bot<BotContext>, texts: Texts = loadTexts()): Promise<void> {
  const described = COMMANDS.map(({ command, text }) => ({ command, description: texts.c(text) }));
  await bot.api.setMyCommands(described);
}

/** What clients are offered; staff have more (`staff/commands.ts`). */
export const COMMANDS = [
  { command: "book", text: "command-book" },
  { command: "my", text: "command-my" },
  { command: "points", text: "command-points" },
  { command: "invite", text: "command-invite" },
  { command: "me", text: "command-me" },
  { command: "menu", text: "command-menu" },
  { command: "help", text: "command-help" },
] as const;
