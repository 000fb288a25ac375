import { z } from "zod";
import { badRequest, forbidden } from "../bot-error.ts";
import { booleanParam, integerParam, jsonParam, type Params, textParam } from "../params.ts";
import { CALLBACK_QUERY_LIFE_MS } from "../update-queue.ts";
import { chatOf, findChat, privateChat, touch, unixSeconds, type World } from "../world.ts";
import { type Method, success } from "./method.ts";

const COMMANDS_MAX = 100;
const TOAST_CHARACTERS_MAX = 200;
const TOASTS_KEPT_MAX = 200;
const CHAT_ACTIONS =
  /^(typing|upload_photo|record_video|upload_video|record_voice|upload_voice|upload_document|choose_sticker|find_location|record_video_note|upload_video_note)$/i;
const PROFILE_LIMITS = { name: 64, description: 512, short_description: 120 } as const;

const getMe: Method = (world) =>
  success({
    ...world.bot,
    can_join_groups: false,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
    supports_join_request_queries: false,
  });

const getChat: Method = (world, params) => {
  const chat = privateChat(chatOf(world, params).user);
  return success({ ...chat, accent_color_id: 0, max_reaction_count: 11, accepted_gift_types: {} });
};

const sendChatAction: Method = (world, params) => {
  const chat = chatOf(world, params);
  if (!CHAT_ACTIONS.test(textParam(params, "action"))) throw badRequest("wrong parameter action in request");
  if (chat.isBlocked) throw forbidden("bot was blocked by the user");
  return success(true);
};

/** A query is answered once, and only while the client still waits for it. */
const answerCallbackQuery: Method = (world, params) => {
  const id = textParam(params, "callback_query_id");
  const text = textParam(params, "text");
  if ([...text].length > TOAST_CHARACTERS_MAX) throw badRequest("MESSAGE_TOO_LONG");
  const query = world.state.queries.find((asked) => asked.id === id);
  world.state.queries = world.state.queries.filter((asked) => asked.id !== id);
  if (!query || world.now().getTime() - query.askedAtMs > CALLBACK_QUERY_LIFE_MS) {
    throw badRequest("query is too old and response timeout expired or query ID is invalid");
  }

  const chat = findChat(world, query.chatId);
  const url = textParam(params, "url");
  if (chat) {
    if (text !== "" || url !== "") {
      chat.toasts.push({
        text,
        show_alert: booleanParam(params, "show_alert"),
        ...(url === "" ? {} : { url }),
        ...(query.messageId === undefined ? {} : { message_id: query.messageId }),
        date: unixSeconds(world.now()),
        revision: world.state.revision + 1,
      });
      if (chat.toasts.length > TOASTS_KEPT_MAX) chat.toasts.shift();
    }
    touch(world, chat);
  }
  return success(true);
};

const commandsSchema = z.array(z.object({ command: z.string(), description: z.string() }));

const setMyCommands: Method = (world, params) => {
  const commands = jsonParam(params, "commands", commandsSchema, "can't parse list of bot commands") ?? [];
  if (commands.length > COMMANDS_MAX) throw badRequest("BOT_COMMANDS_TOO_MUCH");
  const checked = commands.map(({ command, description }) => ({
    command: command.replace(/^\//, "").toLowerCase(),
    description: description.trim(),
  }));
  for (const { command, description } of checked) {
    if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest("BOT_COMMAND_INVALID");
    if (description === "" || [...description].length > 256)
      throw badRequest("BOT_COMMAND_DESCRIPTION_INVALID");
  }
  world.state.commands[commandsKey(world, params)] = checked;
  return success(true);
};

const getMyCommands: Method = (world, params) =>
  success(world.state.commands[commandsKey(world, params)] ?? []);

const deleteMyCommands: Method = (world, params) => {
  delete world.state.commands[commandsKey(world, params)];
  return success(true);
};

const scopeSchema = z.looseObject({
  type: z.string(),
  chat_id: z.union([z.int(), z.string()]).optional(),
  user_id: z.int().optional(),
});

/** Commands are kept apart for every scope and language. */
function commandsKey(world: World, params: Params): string {
  const scope = jsonParam(params, "scope", scopeSchema, "can't parse BotCommandScope JSON object") ?? {
    type: "default",
  };
  if (scope.chat_id !== undefined && !findChat(world, Number(scope.chat_id))?.isStarted) {
    throw badRequest("chat not found");
  }
  return [scope.type, scope.chat_id ?? "", scope.user_id ?? "", textParam(params, "language_code")].join("|");
}

const menuButtonSchema = z.looseObject({ type: z.enum(["commands", "default", "web_app"]) });

const setChatMenuButton: Method = (world, params) => {
  const button = jsonParam(
    params,
    "menu_button",
    menuButtonSchema,
    "can't parse menu button JSON object",
  ) ?? { type: "default" };
  if (integerParam(params, "chat_id") === undefined) world.state.menuButton = button;
  else chatOf(world, params).menuButton = button;
  return success(true);
};

const getChatMenuButton: Method = (world, params) => {
  const own = integerParam(params, "chat_id") === undefined ? undefined : chatOf(world, params).menuButton;
  return success(own ?? world.state.menuButton ?? { type: "commands" });
};

function profileSetter(field: keyof typeof PROFILE_LIMITS): Method {
  return (world, params) => {
    const text = textParam(params, field);
    if ([...text].length > PROFILE_LIMITS[field]) throw badRequest(`BOT_${field.toUpperCase()}_TOO_LONG`);
    world.state.profile[profileKey(field, params)] = text;
    return success(true);
  };
}

const profileGetter =
  (field: keyof typeof PROFILE_LIMITS): Method =>
  (world, params) =>
    success({
      [field]: world.state.profile[profileKey(field, params)] ?? world.state.profile[`${field}|`] ?? "",
    });

const profileKey = (field: string, params: Params): string =>
  `${field}|${textParam(params, "language_code")}`;

export const accountMethods: Readonly<Record<string, Method>> = {
  getMe,
  getChat,
  sendChatAction,
  answerCallbackQuery,
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  setChatMenuButton,
  getChatMenuButton,
  setMyName: profileSetter("name"),
  getMyName: profileGetter("name"),
  setMyDescription: profileSetter("description"),
  getMyDescription: profileGetter("description"),
  setMyShortDescription: profileSetter("short_description"),
  getMyShortDescription: profileGetter("short_description"),
};
