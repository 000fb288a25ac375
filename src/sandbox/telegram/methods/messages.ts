import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { badRequest } from "../bot-error.ts";
import { readCaption, readText } from "../formatted-text.ts";
import type { FormattedText } from "../html-entities.ts";
import { readInlineMarkup, readMarkup } from "../keyboard.ts";
import { admitSending, appendBotMessage, changeMessage } from "../messages.ts";
import type { Chat, Content, InlineMarkup, Message, StoredMessage } from "../model.ts";
import { booleanParam, integerParam, jsonParam, type Params, textParam } from "../params.ts";
import { chatOf, findMessage, touch, type World } from "../world.ts";
import { type Method, type MethodAnswer, success } from "./method.ts";

const DELETE_WITHIN_SECONDS = 48 * 3600;
const DELETED_AT_ONCE_MAX = 100;
const NOT_MODIFIED =
  "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

const sendMessage: Method = (world, params) => {
  const chat = chatOf(world, params);
  const { text, entities } = readText(params);
  return send(world, params, chat, { text, ...(entities.length > 0 ? { entities: [...entities] } : {}) });
};

/** The common end of every `send…` method. */
export const send = (world: World, params: Params, chat: Chat, content: Content): MethodAnswer =>
  success(deliver(world, params, chat, content));

function deliver(world: World, params: Params, chat: Chat, content: Content): Message {
  const markup = readMarkup(params);
  checkReply(params, chat);
  admitSending(world, chat);
  const look = {
    markup,
    isSilent: booleanParam(params, "disable_notification"),
    isProtected: booleanParam(params, "protect_content"),
  };
  return appendBotMessage(world, chat, content, look);
}

export const captionOf = (caption: FormattedText | undefined): Content =>
  caption === undefined
    ? {}
    : {
        caption: caption.text,
        ...(caption.entities.length > 0 ? { caption_entities: [...caption.entities] } : {}),
      };

function checkReply(params: Params, chat: Chat): void {
  const reply = jsonParam(
    params,
    "reply_parameters",
    z.looseObject({ message_id: z.int(), allow_sending_without_reply: z.boolean().optional() }),
    "can't parse reply parameters JSON object",
  );
  const messageId = reply?.message_id ?? integerParam(params, "reply_to_message_id");
  const isOptional =
    reply?.allow_sending_without_reply ?? booleanParam(params, "allow_sending_without_reply");
  if (messageId !== undefined && !isOptional && !findMessage(chat, messageId)) {
    throw badRequest("message to be replied not found");
  }
}

const editMessageText: Method = (world, params) => {
  const place = editable(world, params);
  const { text, entities } = readText(params, "MESSAGE_TOO_LONG");
  if (place.stored.message.text === undefined) throw badRequest("there is no text in the message to edit");
  const content = { text, ...(entities.length > 0 ? { entities: [...entities] } : {}) };
  return edit(world, place, content, readInlineMarkup(params));
};

const editMessageCaption: Method = (world, params) => {
  const place = editable(world, params);
  if (!place.stored.message.document && !place.stored.message.photo) {
    throw badRequest("there is no caption in the message to edit");
  }
  const { caption: _, caption_entities: __, ...rest } = contentOf(place.stored.message);
  const content = { ...rest, ...captionOf(readCaption(params)) };
  return edit(world, place, content, readInlineMarkup(params));
};

const editMessageReplyMarkup: Method = (world, params) => {
  const place = editable(world, params);
  return edit(world, place, contentOf(place.stored.message), readInlineMarkup(params));
};

type Place = { readonly chat: Chat; readonly stored: StoredMessage };

function editable(world: World, params: Params): Place {
  const chat = chatOf(world, params);
  const stored = findMessage(chat, integerParam(params, "message_id"));
  if (!stored) throw badRequest("message to edit not found");
  if (!stored.message.from.is_bot || stored.hasReplyKeyboard) throw badRequest("message can't be edited");
  return { chat, stored };
}

function edit(
  world: World,
  { chat, stored }: Place,
  content: Content,
  markup: InlineMarkup | undefined,
): MethodAnswer {
  const isSame =
    isDeepStrictEqual(content, contentOf(stored.message)) &&
    isDeepStrictEqual(markup, stored.message.reply_markup);
  if (isSame) throw badRequest(NOT_MODIFIED);
  return success(changeMessage(world, chat, stored, { content, markup }));
}

function contentOf(message: Message): Content {
  const { message_id: _id, from: _from, chat: _chat, date: _date, edit_date: _edit, ...rest } = message;
  const { reply_markup: _markup, has_protected_content: _protected, ...content } = rest;
  return content;
}

const deleteMessage: Method = (world, params) => {
  const chat = chatOf(world, params);
  const stored = findMessage(chat, integerParam(params, "message_id"));
  if (!stored) throw badRequest("message to delete not found");
  if (isTooOldToDelete(world, stored)) throw badRequest("message can't be deleted");
  stored.isDeleted = true;
  touch(world, chat);
  return success(true);
};

/** Those it cannot delete it leaves alone, without a word. */
const deleteMessages: Method = (world, params) => {
  const chat = chatOf(world, params);
  const ids = jsonParam(
    params,
    "message_ids",
    z.array(z.int()),
    "can't parse message identifiers JSON array",
  );
  if (!ids || ids.length === 0) throw badRequest("message identifiers are not specified");
  if (ids.length > DELETED_AT_ONCE_MAX) throw badRequest("too many message identifiers specified");
  for (const id of ids) {
    const stored = findMessage(chat, id);
    if (stored && !isTooOldToDelete(world, stored)) stored.isDeleted = true;
  }
  touch(world, chat);
  return success(true);
};

const isTooOldToDelete = (world: World, { message }: StoredMessage): boolean =>
  world.now().getTime() / 1000 - message.date > DELETE_WITHIN_SECONDS;

const copyMessage: Method = (world, params) => {
  const { message } = source(world, params, "copy");
  const caption = params.values.has("caption") ? captionOf(readCaption(params)) : {};
  const { message_id } = deliver(world, params, chatOf(world, params), { ...contentOf(message), ...caption });
  return success({ message_id });
};

const forwardMessage: Method = (world, params) => {
  const { message } = source(world, params, "forward");
  return send(world, params, chatOf(world, params), contentOf(message));
};

function source(world: World, params: Params, verb: "copy" | "forward"): StoredMessage {
  const stored = findMessage(chatOf(world, params, "from_chat_id"), integerParam(params, "message_id"));
  if (!stored) throw badRequest(`message to ${verb} not found`);
  return stored;
}

/** Pins are not shown here; the call only checks what it is about. */
const pinChatMessage: Method = (world, params) => {
  const chat = chatOf(world, params);
  if (textParam(params, "message_id") !== "" && !findMessage(chat, integerParam(params, "message_id"))) {
    throw badRequest("message to pin not found");
  }
  return success(true);
};

export const messageMethods: Readonly<Record<string, Method>> = {
  sendMessage,
  editMessageText,
  editMessageCaption,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  copyMessage,
  forwardMessage,
  pinChatMessage,
  unpinChatMessage: pinChatMessage,
  unpinAllChatMessages: pinChatMessage,
};
