/**
 * The Telegram bot: every tap and word becomes a use case of the core, and every outcome a screen. Updates are
 * written to the inbox before they are acknowledged and handled once, in order per person. It decides nothing and
 * remembers nothing but where a conversation stands.
 */
export { type ApiAddress, createApi } from "./api.ts";
export { announceCommands, type BotOptions, createBot, updateHandler } from "./bot.ts";
export { type BotAnswer, type BotIdentity, learnIdentity } from "./identity.ts";
export { purgeInbox, receiveUpdate } from "./inbox.ts";
export { createMessenger } from "./messenger.ts";
export { type PollingOptions, type PollingState, pollUpdates } from "./polling.ts";
export { announceStaffCommands } from "./staff/commands.ts";
export { setWebhook, webhookHandler } from "./webhook.ts";
export { handleInbox, type InboxWorker, type UpdateHandler } from "./worker.ts";
