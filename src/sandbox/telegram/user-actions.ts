import { withFoundEntities } from "./formatted-text.ts";
import { appendUserMessage } from "./messages.ts";
import type { Chat, Contact, Content, InlineButton, StoredMessage, User } from "./model.ts";
import { appendUpdate, CALLBACK_QUERY_LIFE_MS } from "./update-queue.ts";
import { findChat, privateChat, touch, unixSeconds, type World } from "./world.ts";

const TEXT_CHARACTERS_MAX = 4096;
const CALLBACK_DATA_BYTES_MAX = 64;

/** A wish that a person with a telephone could not have either; the message says why. */
export class SimError extends Error {}

/** What a press brought: an update for the bot, or something that happens in the client alone. */
export type Pressed = { update_id: number | null } | { url: string } | { copied: string };

/** Makes a user, or changes what is known of one. The bot learns of it only from the first message. */
export function putUser(world: World, user: Omit<User, "is_bot">, phoneNumber: string | undefined): Chat {
  const known = findChat(world, user.id);
  const chat: Chat = known ?? {
    user: { ...user, is_bot: false },
    phoneNumber: `+7900${String(user.id % 10_000_000).padStart(7, "0")}`,
    isStarted: false,
    isBlocked: false,
    messages: [],
    toasts: [],
    revision: 0,
  };
  chat.user = { ...chat.user, ...user };
  if (phoneNumber !== undefined) chat.phoneNumber = phoneNumber;
  world.state.chats[String(user.id)] = chat;
  touch(world, chat);
  return chat;
}

/** The staff of the business have written to the bot some time ago, so it may write to them. */
export function addStaff(world: World): void {
  for (const { id, firstName } of world.staff) {
    if (findChat(world, id) !== undefined) continue;
    putUser(world, { id, first_name: firstName, language_code: "ru" }, undefined).isStarted = true;
  }
}

export function loadChat(world: World, userId: number): Chat {
  const chat = findChat(world, userId);
  if (!chat) throw new SimError(`there is no user ${userId}: make one with POST /sim/telegram/users`);
  return chat;
}

export function writeText(world: World, chat: Chat, given: string): { update_id: number | null } {
  const text = given.trim();
  if (text === "") throw new SimError("the text is empty");
  if ([...text].length > TEXT_CHARACTERS_MAX) throw new SimError("the text is longer than 4096 characters");
  const { entities } = withFoundEntities({ text, entities: [] });
  const isFromKeyboard = chat.replyKeyboard?.keyboard.flat().some((button) => button.text === text) ?? false;
  return write(
    world,
    chat,
    { text, ...(entities.length > 0 ? { entities: [...entities] } : {}) },
    isFromKeyboard,
  );
}

export type ContactCard = {
  readonly phone_number?: string | undefined;
  readonly first_name?: string | undefined;
  readonly last_name?: string | undefined;
  /** Absent: the sender's own; null: a card of somebody without Telegram. */
  readonly user_id?: number | null | undefined;
};

/** Shares a contact: the sender's own, as the keyboard's button does, or another person's card. */
export function shareContact(world: World, chat: Chat, card: ContactCard): { update_id: number | null } {
  const lastName = card.last_name ?? (card.first_name === undefined ? chat.user.last_name : undefined);
  const contact: Contact = {
    phone_number: card.phone_number ?? chat.phoneNumber,
    first_name: card.first_name ?? chat.user.first_name,
    ...(lastName === undefined ? {} : { last_name: lastName }),
    ...(card.user_id === null ? {} : { user_id: card.user_id ?? chat.user.id }),
  };
  return write(world, chat, { contact }, true);
}

function write(
  world: World,
  chat: Chat,
  content: Content,
  isFromKeyboard: boolean,
): { update_id: number | null } {
  refuseBlocked(chat);
  if (isFromKeyboard && chat.replyKeyboard?.one_time_keyboard) delete chat.replyKeyboard;
  const message = appendUserMessage(world, chat, content);
  return { update_id: appendUpdate(world, "message", chat.user.id, message) ?? null };
}

function refuseBlocked(chat: Chat): void {
  if (chat.isBlocked) {
    throw new SimError(`user ${chat.user.id} has blocked the bot: POST /sim/telegram/unblock first`);
  }
}

/** Presses the button with this caption: the exact one, else the only one containing it. */
export function pressCaption(
  world: World,
  chat: Chat,
  caption: string,
  messageId: number | undefined,
): Pressed {
  refuseBlocked(chat);
  for (const stored of shown(chat, messageId)) {
    const button = buttonOf(stored, caption);
    if (button) return press(world, chat, stored, button);
  }
  const reply =
    messageId === undefined ? only(chat.replyKeyboard?.keyboard.flat() ?? [], caption) : undefined;
  if (reply)
    return reply.request_contact ? shareContact(world, chat, {}) : writeText(world, chat, reply.text);
  throw new SimError(
    `${whereOf(chat, messageId)} has no button "${caption}"${captionsHint(chat, messageId)}`,
  );
}

/** Presses with any callback data at all, on the keyboard or not, as a modified client can. */
export function pressData(world: World, chat: Chat, data: string, messageId: number | undefined): Pressed {
  refuseBlocked(chat);
  const bytes = Buffer.byteLength(data, "utf8");
  if (bytes < 1 || bytes > CALLBACK_DATA_BYTES_MAX) throw new SimError("callback data is 1 to 64 bytes");
  if (messageId !== undefined) {
    const stored = chat.messages.find(
      ({ message }) => message.message_id === messageId && message.from.is_bot,
    );
    if (!stored) throw new SimError(`chat ${chat.user.id} has no message ${messageId} of the bot's`);
    return ask(world, chat, stored, data);
  }
  const messages = shown(chat, undefined);
  const stored =
    messages.find(({ message }) =>
      buttonsOf(message.reply_markup).some((button) => button.callback_data === data),
    ) ??
    messages.find(({ message }) => message.reply_markup) ??
    messages[0];
  if (!stored) throw new SimError(`chat ${chat.user.id} has no message of the bot's to press on`);
  return ask(world, chat, stored, data);
}

function press(world: World, chat: Chat, stored: StoredMessage, button: InlineButton): Pressed {
  if (button.callback_data !== undefined) return ask(world, chat, stored, button.callback_data);
  const url = button.url ?? button.web_app?.url;
  if (url !== undefined) return { url };
  if (button.copy_text) return { copied: button.copy_text.text };
  throw new SimError(`the button "${button.text}" does nothing when pressed`);
}

function ask(world: World, chat: Chat, stored: StoredMessage, data: string): Pressed {
  const { state } = world;
  const nowMs = world.now().getTime();
  const id = `${4_000_000_000 + chat.user.id}${String(state.nextQueryNumber).padStart(9, "0")}`;
  state.nextQueryNumber += 1;
  const { message, isDeleted } = stored;
  state.queries = state.queries.filter(({ askedAtMs }) => nowMs - askedAtMs <= CALLBACK_QUERY_LIFE_MS);
  state.queries.push({ id, chatId: chat.user.id, messageId: message.message_id, askedAtMs: nowMs });
  const update_id = appendUpdate(world, "callback_query", chat.user.id, {
    id,
    from: chat.user,
    message: isDeleted ? { chat: message.chat, message_id: message.message_id, date: 0 } : message,
    chat_instance: String(7_000_000_000 + chat.user.id),
    data,
  });
  touch(world, chat);
  return { update_id: update_id ?? null };
}

/** Blocks or unblocks the bot; when that is how it was already, nothing happens. */
export function setBlocked(world: World, chat: Chat, isBlocked: boolean): { update_id: number | null } {
  if (chat.isBlocked === isBlocked) return { update_id: null };
  chat.isBlocked = isBlocked;
  touch(world, chat);
  if (!chat.isStarted) return { update_id: null };
  const [before, after] = isBlocked ? ["member", "kicked"] : ["kicked", "member"];
  const member = (status: string | undefined): object => ({
    user: world.bot,
    status,
    ...(status === "kicked" ? { until_date: 0 } : {}),
  });
  const update_id = appendUpdate(world, "my_chat_member", chat.user.id, {
    chat: privateChat(chat.user),
    from: chat.user,
    date: unixSeconds(world.now()),
    old_chat_member: member(before),
    new_chat_member: member(after),
  });
  return { update_id: update_id ?? null };
}

const buttonsOf = (markup: { inline_keyboard: InlineButton[][] } | undefined): InlineButton[] =>
  markup?.inline_keyboard.flat() ?? [];

/** The bot's messages that are still there, newest first. */
const shown = (chat: Chat, messageId: number | undefined): StoredMessage[] =>
  chat.messages
    .filter(
      ({ message, isDeleted }) =>
        !isDeleted && message.from.is_bot && (messageId === undefined || message.message_id === messageId),
    )
    .reverse();

const buttonOf = ({ message }: StoredMessage, caption: string): InlineButton | undefined =>
  only(buttonsOf(message.reply_markup), caption);

function only<T extends { readonly text: string }>(buttons: readonly T[], caption: string): T | undefined {
  const exact = buttons.find(({ text }) => text === caption);
  if (exact) return exact;
  const containing = buttons.filter(({ text }) => text.includes(caption));
  if (containing.length > 1) {
    const captions = containing.map(({ text }) => `"${text}"`).join(", ");
    throw new SimError(`several buttons contain "${caption}": ${captions}`);
  }
  return containing[0];
}

const whereOf = (chat: Chat, messageId: number | undefined): string =>
  messageId === undefined ? `chat ${chat.user.id}` : `message ${messageId} of chat ${chat.user.id}`;

function captionsHint(chat: Chat, messageId: number | undefined): string {
  const newest = shown(chat, messageId).find(({ message }) => message.reply_markup);
  const captions = [
    ...buttonsOf(newest?.message.reply_markup),
    ...(chat.replyKeyboard?.keyboard.flat() ?? []),
  ];
  return captions.length === 0 ? "" : `; there are ${captions.map(({ text }) => `"${text}"`).join(", ")}`;
}
