import type { Context } from "grammy";
import type { App } from "../core/app.ts";
import { present } from "../core/kernel/invariant.ts";
import type { Client } from "../core/people/index.ts";
import type { Settings } from "../core/settings/index.ts";
import type { Tap } from "./callback-data.ts";
import type { Chat } from "./chats.ts";
import type { Speech } from "./recent-content.ts";
import type { Words } from "./texts.ts";

/** What the middleware has found out before a flow sees an update. */
export type Surroundings = {
  readonly app: App;
  readonly settings: Settings;
  readonly words: Words;
  /** The main menu and the pages about the business, by the version of the content that is in force. */
  readonly menu: Speech["menu"];
  readonly pages: Speech["pages"];
  /** The person who wrote or tapped, in a private chat. */
  readonly personId: number;
  /** The client they are, once they agreed to the processing of their data. */
  client: Client | undefined;
  chat: Chat | undefined;
  tap: Tap | undefined;
  /** Whether the tap's spinner was stopped already. */
  isAnswered: boolean;
};

export type BotContext = Context & { readonly on: Surroundings };

/** @throws InvariantError before the gate, where somebody may not be a client yet */
export const clientOf = (ctx: BotContext): Client => present(ctx.on.client, "the client behind an update");

/** Stops the spinner on the tapped button, once, with a word or without. */
export async function answerTap(ctx: BotContext, word?: string): Promise<void> {
  if (ctx.callbackQuery === undefined || ctx.on.isAnswered) return;
  ctx.on.isAnswered = true;
  try {
    await ctx.answerCallbackQuery(word === undefined ? {} : { text: word });
  } catch {
    // Only the spinner is lost: it goes away by itself.
  }
}
