import { z } from "zod";
import { badRequest } from "./bot-error.ts";
import {
  type InlineButton,
  type InlineMarkup,
  inlineButtonSchema,
  type ReplyKeyboard,
  replyKeyboardSchema,
} from "./model.ts";
import { jsonParam, type Params } from "./params.ts";

const BUTTONS_MAX = 100;
const CALLBACK_DATA_BYTES_MAX = 64;
const COPY_TEXT_CHARACTERS_MAX = 256;
const STYLES = ["primary", "success", "danger"];

export type Markup =
  | { readonly kind: "none" }
  | { readonly kind: "inline"; readonly markup: InlineMarkup }
  | { readonly kind: "reply"; readonly keyboard: ReplyKeyboard }
  | { readonly kind: "remove" }
  | { readonly kind: "force_reply" };

const inlineMarkupSchema = z.looseObject({ inline_keyboard: z.array(z.array(z.unknown())) });

/** Reads and checks `reply_markup` as the real server does. */
export function readMarkup(params: Params): Markup {
  const given = jsonParam(
    params,
    "reply_markup",
    z.looseObject({}),
    "can't parse reply keyboard markup JSON object",
  );
  if (given === undefined || Object.keys(given).length === 0) return { kind: "none" };
  if ("inline_keyboard" in given) return { kind: "inline", markup: checkInline(given) };
  if ("keyboard" in given) return { kind: "reply", keyboard: checkReply(given) };
  if (given.remove_keyboard === true) return { kind: "remove" };
  if (given.force_reply === true) return { kind: "force_reply" };
  return { kind: "none" };
}

/** For edits: only an inline keyboard can be put under a message that is already there. */
export function readInlineMarkup(params: Params): InlineMarkup | undefined {
  const markup = readMarkup(params);
  if (markup.kind === "none") return undefined;
  if (markup.kind !== "inline") throw badRequest("inline keyboard expected");
  return markup.markup.inline_keyboard.length === 0 ? undefined : markup.markup;
}

function checkInline(given: object): InlineMarkup {
  const parsed = inlineMarkupSchema.safeParse(given);
  if (!parsed.success)
    throw badRequest('field "inline_keyboard" of the InlineKeyboardMarkup should be an Array of Arrays');
  const rows = parsed.data.inline_keyboard.map((row) => row.map(checkButton)).filter((row) => row.length > 0);
  if (rows.flat().length > BUTTONS_MAX) throw badRequest("reply markup is too long");
  return { inline_keyboard: rows };
}

function checkButton(given: unknown): InlineButton {
  const parsed = inlineButtonSchema.safeParse(given);
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path[0] ?? "text");
    throw badRequest(`can't parse inline keyboard button: Can't find field "${field}"`);
  }
  const { text, style, ...actions } = parsed.data;
  if (text.trim() === "") throw badRequest("can't parse inline keyboard button: text must be non-empty");
  return { text, ...styleOf(style), ...checkAction(actions) };
}

/** The first action in the server's own order counts; the others are dropped. */
function checkAction(actions: Omit<InlineButton, "text" | "style">): Omit<InlineButton, "text"> {
  const { url, callback_data: data, web_app: app, copy_text: copy } = actions;
  if (url !== undefined && url !== "") return { url: checkUrl(url) };
  if (data !== undefined) {
    const bytes = Buffer.byteLength(data, "utf8");
    if (bytes < 1 || bytes > CALLBACK_DATA_BYTES_MAX) throw badRequest("BUTTON_DATA_INVALID");
    return { callback_data: data };
  }
  if (actions.switch_inline_query !== undefined) return { switch_inline_query: actions.switch_inline_query };
  if (app) {
    if (!app.url.startsWith("https://")) {
      throw badRequest(
        `inline keyboard button Web App URL '${app.url}' is invalid: Only HTTPS links are allowed`,
      );
    }
    return { web_app: app };
  }
  if (copy) {
    if (copy.text === "" || [...copy.text].length > COPY_TEXT_CHARACTERS_MAX)
      throw badRequest("BUTTON_COPY_TEXT_INVALID");
    return { copy_text: copy };
  }
  if (actions.disabled) return { disabled: {} };
  throw badRequest("text buttons are unallowed in the inline keyboard");
}

function checkUrl(given: string): string {
  const url = /^[a-z][\w+.-]*:/i.test(given) && !/^[\w.-]+:\d/.test(given) ? given : `http://${given}`;
  const isKnown = URL.canParse(url) && /^(https?|tg|ton):\/\/[^\s/]/i.test(url);
  if (!isKnown || /\s/.test(url)) throw badRequest("BUTTON_URL_INVALID");
  const { hostname, protocol } = new URL(url);
  const hasHost =
    protocol === "tg:" || protocol === "ton:" || hostname === "localhost" || /[.:]/.test(hostname);
  if (!hasHost) throw badRequest("BUTTON_URL_INVALID");
  return url;
}

function checkReply(given: object): ReplyKeyboard {
  const parsed = replyKeyboardSchema.safeParse(given);
  if (!parsed.success)
    throw badRequest('field "keyboard" of the ReplyKeyboardMarkup must be an Array of Arrays');
  const keyboard = parsed.data.keyboard.map((row) =>
    row.map(({ style, ...button }) => ({ ...button, ...styleOf(style) })),
  );
  return { ...parsed.data, keyboard };
}

function styleOf(given: string | undefined): { style?: string } {
  const style = (given ?? "").toLowerCase();
  if (style === "" || style === "default") return {};
  if (!STYLES.includes(style)) throw badRequest("invalid button style specified");
  return { style };
}
