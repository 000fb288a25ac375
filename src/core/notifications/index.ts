/**
 * Notifications: every message to a client or to staff is promised as a row in the transaction that causes it, once
 * per key, and sent at its time in the order of MS-6; words between clients and staff pass through here too (PE-5).
 * The sentences are the bot's; what a message is about is only an id here.
 */
export { eraseMessages, moveMessages } from "./change-receiver.ts";
export {
  type AnswerClientRefusal,
  answerClient,
  type ClientMessage,
  findClientMessage,
  isFromStaff,
  isMeantForStaff,
  listClientMessages,
  listLastWords,
  writeToStaff,
} from "./conversation.ts";
export { deliverDue, type NotNow, type SendingOptions } from "./deliver.ts";
export type { Delivery, Message, MessagePayload, Messenger, Preview } from "./messenger.ts";
export type { MessageKind, MessageState } from "./model.ts";
export { enqueueMessage, enqueueMessages, findInChat, type NewMessage } from "./outbox.ts";
export { dropReminders, fitReminders } from "./promised-reminders.ts";
export {
  listQuickReplies,
  type QuickReply,
  type RemoveQuickReplyRefusal,
  removeQuickReply,
  type SaveQuickReplyRefusal,
  saveQuickReply,
} from "./quick-replies.ts";
export { enqueueAgain, findPromised, type PromisedMessage, reachOf, resentKey } from "./resending.ts";
export { fillQuickReply, QUICK_REPLY_BLANKS, type QuickReplyBlank } from "./rules/quick-reply.ts";
export { type QuietHours, quietEndsAt } from "./rules/quiet-hours.ts";
export { plannedReminders, reminderProblem } from "./rules/reminders.ts";
export { admitResending, type Reach, type ResendProblem } from "./rules/resending.ts";
export {
  type ChatState,
  isUnreached,
  MESSAGE_KIND_WORDS,
  MESSAGE_REASON_WORDS,
  MESSAGE_STATE_WORDS,
  type MessageReason,
  messageReasonText,
  messageStateText,
  ONLY_IF_OPENED,
  RECEIVER_GONE,
} from "./words.ts";
