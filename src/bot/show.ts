import { visibleLength } from "../core/kernel/markup.ts";
import { isGone, LENGTH_MAX } from "./api.ts";
import { noteScreen } from "./chats.ts";
import type { BotContext } from "./context.ts";
import { type Photo, sendPhoto } from "./photos.ts";
import { type Expectation, keyboardOf, type Screen } from "./screen.ts";

/**
 * Shows a screen: in place of the one that was tapped, or as a new message that takes the buttons off the
 * screen before it. Either way the chat has one screen with buttons.
 */
export async function show(ctx: BotContext, screen: Screen): Promise<void> {
  const edited = await editTapped(ctx, screen);
  const messageId = edited ?? (await sendAnew(ctx, screen));
  await remember(ctx, messageId, screen.expects);
}

/**
 * A screen with a picture above it: always a new message, for one of words alone cannot become it. Words that do not
 * fit under a picture come after it, with the buttons.
 */
export async function showWithPhoto(ctx: BotContext, screen: Screen, photo: Photo): Promise<void> {
  if (visibleLength(screen.text) > LENGTH_MAX.caption) {
    await sendPhoto(ctx.api, ctx.on.personId, photo, {});
    return remember(ctx, await sendAnew(ctx, screen), screen.expects);
  }
  const earlier = ctx.on.chat?.screenMessageId;
  const words = { caption: screen.text, reply_markup: keyboardOf(screen) };
  const [messageId] = await Promise.all([
    sendPhoto(ctx.api, ctx.on.personId, photo, words),
    earlier === undefined ? undefined : takeButtonsOff(ctx, earlier),
  ]);
  await remember(ctx, messageId, screen.expects);
}

/** Sends a message that is no screen: it has no buttons and stays as it is. */
export async function say(ctx: BotContext, html: string): Promise<void> {
  await ctx.api.sendMessage(ctx.on.personId, html);
}

async function editTapped(ctx: BotContext, screen: Screen): Promise<number | undefined> {
  const message = ctx.callbackQuery?.message;
  if (message === undefined || ctx.on.tap?.opensAnew) return undefined;
  const isText = "text" in message && message.text !== undefined;
  if (!isText) return undefined;
  try {
    await ctx.api.editMessageText(ctx.on.personId, message.message_id, screen.text, {
      reply_markup: keyboardOf(screen),
    });
    return message.message_id;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

async function sendAnew(ctx: BotContext, screen: Screen): Promise<number> {
  const earlier = ctx.on.chat?.screenMessageId;
  const [sent] = await Promise.all([
    ctx.api.sendMessage(ctx.on.personId, screen.text, { reply_markup: keyboardOf(screen) }),
    earlier === undefined ? undefined : takeButtonsOff(ctx, earlier),
  ]);
  return sent.message_id;
}

/** The old message may be gone, or too old: its buttons still lead to the present state. */
async function takeButtonsOff(ctx: BotContext, messageId: number): Promise<void> {
  await ctx.api.editMessageReplyMarkup(ctx.on.personId, messageId).catch(() => undefined);
}

async function remember(ctx: BotContext, messageId: number, expects: Expectation | undefined): Promise<void> {
  const { chat, app, personId } = ctx.on;
  const isKnown =
    chat?.screenMessageId === messageId &&
    chat.expects === expects?.what &&
    chat.expectsSubject === expects?.subject;
  if (isKnown) return;
  await noteScreen(app, personId, { messageId, expects });
  ctx.on.chat = {
    telegramId: personId,
    firstPayload: chat?.firstPayload,
    pendingPayload: chat?.pendingPayload,
    screenMessageId: messageId,
    expects: expects?.what,
    expectsSubject: expects?.subject,
  };
}
