import { setTimeout as sleep } from "node:timers/promises";
import { type Api, GrammyError, HttpError } from "grammy";
import type { App } from "../core/app.ts";
import type { Delivery, Message, MessageKind, Messenger } from "../core/notifications/index.ts";
import { isGone } from "./api.ts";
import { findChat, screenOfBooking } from "./chats.ts";
import { failureFacts } from "./failure.ts";
import { COMPOSE } from "./messages/compose.ts";
import type { Outgoing, Unwanted } from "./messages/composing.ts";
import { recentSettings } from "./middleware/surroundings.ts";
import { isFileUnknown, type Look, sendPhoto } from "./photos.ts";
import { recentSpeech } from "./recent-content.ts";
import { keyboardOf, type Screen } from "./screen.ts";
import { plainText } from "./texts.ts";
import { closeOffer } from "./waitlist/close-offer.ts";

const TOO_MANY = 429;
const SERVER_TROUBLE = 500;

type Ground = Pick<App, "db" | "clock" | "log" | "payments">;

/**
 * The messages port over the Bot API: looks up what a message is about, writes it out, and says what became
 * of it. A receiver who blocked the bot is an answer, not an error.
 */
export function createMessenger(app: Ground, api: Api, speechNow = recentSpeech(app)): Messenger {
  const settingsNow = recentSettings(app);
  const compose = async (message: Message): Promise<Outgoing | Unwanted> => {
    const [settings, { texts }] = await Promise.all([settingsNow(), speechNow()]);
    const words = { ...texts, zone: settings["business.timeZone"] };
    return COMPOSE[message.kind]({ app, words, settings, message });
  };
  return {
    preview: async (message) => {
      const outgoing = await compose(message);
      return "unwanted" in outgoing ? outgoing : { text: plainText(outgoing.text) };
    },
    deliver: async (message) => {
      const outgoing = await compose(message);
      if ("unwanted" in outgoing) return { outcome: "skipped", reason: outgoing.unwanted };
      try {
        const telegramMessageId = await send(app, api, message, outgoing);
        return { outcome: "sent", telegramMessageId, text: plainText(outgoing.text) };
      } catch (error) {
        app.log.info(
          { ...failureFacts(error), messageId: message.id, kind: message.kind },
          "A message did not go out",
        );
        return deliveryOf(error);
      }
    },
  };
}

/** With these an offer from the waitlist has its answer: it was taken, or nobody answered. */
const ANSWERED: ReadonlySet<MessageKind> = new Set(["booking_confirmed", "hold_expired"]);

async function send(app: Ground, api: Api, message: Message, outgoing: Outgoing): Promise<number> {
  const { telegramId, bookingId } = message;
  const edited = await editScreen(app, api, message, outgoing.screenBecomes);
  if (ANSWERED.has(message.kind) && bookingId !== undefined)
    await closeOffer(app, api, { telegramId, bookingId });
  if (edited !== undefined && outgoing.instead) return edited;
  const isSilent = message.isSilent || outgoing.isSilent === true;
  const look = {
    reply_markup: keyboardOf(outgoing),
    ...(isSilent ? { disable_notification: true as const } : {}),
  };
  const sent = await sendAs(api, telegramId, outgoing, look);
  if (!(await isScreenOfMove(app, message))) await takeAway(api, message);
  return sent;
}

async function sendAs(api: Api, chat: number, { text, file, photo }: Outgoing, look: Look): Promise<number> {
  if (photo) return sendPhoto(api, chat, photo, { caption: text, ...look });
  const sent = file
    ? await api.sendDocument(chat, file, { caption: text, ...look })
    : await api.sendMessage(chat, text, look);
  return sent.message_id;
}

/** The reminder became the screen on which the client has just moved the visit: that stays under their eyes. */
async function isScreenOfMove(app: Ground, message: Message): Promise<boolean> {
  if (message.kind !== "booking_confirmed" || message.replacesMessageId === undefined) return false;
  return (await findChat(app.db, message.telegramId))?.screenMessageId === message.replacesMessageId;
}

/** How often, in milliseconds after one another, what stands in a bad moment's way is tried again. */
const TAKE_AWAY_AGAIN_MS = [200, 1_000];

/**
 * The message that this one takes the place of. A bad moment of Telegram's or of the network is waited out, shortly;
 * where Telegram lets it stand, it stands.
 */
async function takeAway(api: Api, { telegramId, replacesMessageId }: Message): Promise<void> {
  if (replacesMessageId === undefined) return;
  for (const pauseMs of [...TAKE_AWAY_AGAIN_MS, undefined]) {
    const trouble = await api.deleteMessage(telegramId, replacesMessageId).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (trouble === undefined || isFinal(trouble) || pauseMs === undefined) return;
    await sleep(pauseMs);
  }
}

/** Telegram has understood, and will say the same again. */
const isFinal = (error: unknown): boolean =>
  error instanceof GrammyError && error.error_code < SERVER_TROUBLE && error.error_code !== TOO_MANY;

/** The screen that still asks to pay for this booking no longer does. */
async function editScreen(
  app: Ground,
  api: Api,
  { telegramId, bookingId }: Message,
  screen: Screen | undefined,
): Promise<number | undefined> {
  if (screen === undefined || bookingId === undefined) return undefined;
  const messageId = await screenOfBooking(app.db, telegramId, bookingId);
  if (messageId === undefined) return undefined;
  try {
    await api.editMessageText(telegramId, messageId, screen.text, { reply_markup: keyboardOf(screen) });
    return messageId;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

function deliveryOf(error: unknown): Delivery {
  if (error instanceof HttpError) return { outcome: "unknown", reason: "network" };
  if (!(error instanceof GrammyError)) throw error;
  const { error_code: code, description, parameters } = error;
  if (code === 403 || description.includes("chat not found")) {
    const reason = description.includes("user is deactivated") ? "account_deleted" : "bot_blocked";
    return { outcome: "unreachable", reason };
  }
  if (code === TOO_MANY) return { outcome: "slow_down", retryAfterSeconds: parameters.retry_after ?? 1 };
  if (code >= SERVER_TROUBLE || isFileUnknown(error)) return { outcome: "unknown", reason: description };
  return { outcome: "failed", reason: description };
}
