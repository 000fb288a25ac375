import { forbidden, tooManyRequests } from "./bot-error.ts";
import type { Markup } from "./keyboard.ts";
import type { Chat, Content, InlineMarkup, Message, StoredMessage } from "./model.ts";
import { privateChat, touch, unixSeconds, type World } from "./world.ts";

/** Older messages of a chat are forgotten, so that a long load test does not fill the memory. */
const MESSAGES_KEPT_MAX = 1000;

/** Refuses to write to who blocked the bot, and to write faster than Telegram lets. */
export function admitSending(world: World, chat: Chat): void {
  if (chat.isBlocked) throw forbidden("bot was blocked by the user");
  const waitSeconds = world.limits.admit(chat.user.id);
  if (waitSeconds !== undefined) throw tooManyRequests(waitSeconds);
}

/** Puts a message of the bot's into a chat, with the keyboard it brings. */
export function appendBotMessage(
  world: World,
  chat: Chat,
  content: Content,
  look: { readonly markup: Markup; readonly isSilent: boolean; readonly isProtected: boolean },
): Message {
  const { markup } = look;
  const message = append(world, chat, {
    message: {
      ...header(world, chat),
      from: world.bot,
      ...content,
      ...(look.isProtected ? { has_protected_content: true as const } : {}),
      ...replyMarkup(markup.kind === "inline" ? markup.markup : undefined),
    },
    isSilent: look.isSilent,
    isDeleted: false,
    hasReplyKeyboard: markup.kind === "reply" || markup.kind === "remove" || markup.kind === "force_reply",
  });
  if (markup.kind === "reply") chat.replyKeyboard = markup.keyboard;
  if (markup.kind === "remove") delete chat.replyKeyboard;
  touch(world, chat);
  return message;
}

/** Puts a message of the user's into the chat with the bot. */
export function appendUserMessage(world: World, chat: Chat, content: Content): Message {
  const message = append(world, chat, {
    message: { ...header(world, chat), from: chat.user, ...content },
    isSilent: false,
    isDeleted: false,
    hasReplyKeyboard: false,
  });
  chat.isStarted = true;
  touch(world, chat);
  return message;
}

/** Replaces what a message shows. */
export function changeMessage(
  world: World,
  chat: Chat,
  stored: StoredMessage,
  change: { readonly content: Content; readonly markup: InlineMarkup | undefined },
): Message {
  const { message_id, from, chat: where, date, has_protected_content } = stored.message;
  stored.message = {
    message_id,
    from,
    chat: where,
    date,
    edit_date: unixSeconds(world.now()),
    ...(has_protected_content ? { has_protected_content } : {}),
    ...change.content,
    ...replyMarkup(change.markup),
  };
  touch(world, chat);
  return stored.message;
}

const replyMarkup = (markup: InlineMarkup | undefined): { reply_markup?: InlineMarkup } =>
  markup === undefined || markup.inline_keyboard.length === 0 ? {} : { reply_markup: markup };

function header(world: World, chat: Chat): Pick<Message, "message_id" | "chat" | "date"> {
  const message_id = world.state.nextMessageId;
  world.state.nextMessageId += 1;
  return { message_id, chat: privateChat(chat.user), date: unixSeconds(world.now()) };
}

function append(world: World, chat: Chat, stored: StoredMessage): Message {
  chat.messages.push(stored);
  if (chat.messages.length > MESSAGES_KEPT_MAX) chat.messages.shift();
  world.state.revision += 1;
  return stored.message;
}
