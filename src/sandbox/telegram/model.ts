import { z } from "zod";

export const entitySchema = z.object({
  type: z.string(),
  offset: z.int(),
  length: z.int(),
  url: z.string().optional(),
  language: z.string().optional(),
  custom_emoji_id: z.string().optional(),
  unix_time: z.int().optional(),
  date_time_format: z.string().optional(),
});
/** Offsets and lengths in UTF-16 units, as in the Bot API and in JavaScript. */
export type Entity = z.infer<typeof entitySchema>;

const userSchema = z.object({
  id: z.int(),
  is_bot: z.boolean(),
  first_name: z.string(),
  last_name: z.string().optional(),
  username: z.string().optional(),
  language_code: z.string().optional(),
});
export type User = z.infer<typeof userSchema>;

const privateChatSchema = z.object({
  id: z.int(),
  type: z.literal("private"),
  first_name: z.string(),
  last_name: z.string().optional(),
  username: z.string().optional(),
});
export type PrivateChat = z.infer<typeof privateChatSchema>;

export const inlineButtonSchema = z.object({
  text: z.string(),
  style: z.string().optional(),
  url: z.string().optional(),
  callback_data: z.string().optional(),
  web_app: z.object({ url: z.string() }).optional(),
  copy_text: z.object({ text: z.string() }).optional(),
  switch_inline_query: z.string().optional(),
  disabled: z.object({}).optional(),
});
export type InlineButton = z.infer<typeof inlineButtonSchema>;

const replyButtonSchema = z.object({
  text: z.string(),
  style: z.string().optional(),
  request_contact: z.boolean().optional(),
});
export type ReplyButton = z.infer<typeof replyButtonSchema>;

export const replyKeyboardSchema = z.object({
  keyboard: z.array(
    z.array(z.union([replyButtonSchema, z.string().transform((text): ReplyButton => ({ text }))])),
  ),
  one_time_keyboard: z.boolean().optional(),
  resize_keyboard: z.boolean().optional(),
  is_persistent: z.boolean().optional(),
  input_field_placeholder: z.string().optional(),
});
export type ReplyKeyboard = z.infer<typeof replyKeyboardSchema>;

const documentSchema = z.object({
  file_id: z.string(),
  file_unique_id: z.string(),
  file_name: z.string().optional(),
  mime_type: z.string().optional(),
  file_size: z.int(),
});
const photoSizeSchema = z.object({
  file_id: z.string(),
  file_unique_id: z.string(),
  width: z.int(),
  height: z.int(),
  file_size: z.int(),
});
const locationSchema = z.object({ latitude: z.number(), longitude: z.number() });
const contactSchema = z.object({
  phone_number: z.string(),
  first_name: z.string(),
  last_name: z.string().optional(),
  user_id: z.int().optional(),
});
export type Contact = z.infer<typeof contactSchema>;

/** What a message carries; everything else about it is who, where and when. */
const contentSchema = z.object({
  text: z.string().optional(),
  entities: z.array(entitySchema).optional(),
  caption: z.string().optional(),
  caption_entities: z.array(entitySchema).optional(),
  document: documentSchema.optional(),
  photo: z.array(photoSizeSchema).optional(),
  contact: contactSchema.optional(),
  location: locationSchema.optional(),
  venue: z.object({ location: locationSchema, title: z.string(), address: z.string() }).optional(),
});
export type Content = z.infer<typeof contentSchema>;

const inlineMarkupSchema = z.object({ inline_keyboard: z.array(z.array(inlineButtonSchema)) });
export type InlineMarkup = z.infer<typeof inlineMarkupSchema>;

const messageSchema = contentSchema.extend({
  message_id: z.int(),
  from: userSchema,
  chat: privateChatSchema,
  date: z.int(),
  edit_date: z.int().optional(),
  has_protected_content: z.literal(true).optional(),
  reply_markup: inlineMarkupSchema.optional(),
});
export type Message = z.infer<typeof messageSchema>;

const storedMessageSchema = z.object({
  message: messageSchema,
  isSilent: z.boolean(),
  isDeleted: z.boolean(),
  /** A message that brought or removed a reply keyboard can never be edited. */
  hasReplyKeyboard: z.boolean(),
});
export type StoredMessage = z.infer<typeof storedMessageSchema>;

const toastSchema = z.object({
  text: z.string(),
  show_alert: z.boolean(),
  url: z.string().optional(),
  message_id: z.int().optional(),
  date: z.int(),
  /** The chat's revision that brought it. */
  revision: z.int(),
});

const chatSchema = z.object({
  user: userSchema,
  phoneNumber: z.string(),
  /** The bot may write to a user only after the user's first message. */
  isStarted: z.boolean(),
  isBlocked: z.boolean(),
  messages: z.array(storedMessageSchema),
  toasts: z.array(toastSchema),
  replyKeyboard: replyKeyboardSchema.optional(),
  menuButton: z.unknown().optional(),
  revision: z.int(),
});
export type Chat = z.infer<typeof chatSchema>;

export const updateKinds = ["message", "edited_message", "callback_query", "my_chat_member"] as const;
export type UpdateKind = (typeof updateKinds)[number];

const pendingUpdateSchema = z.object({
  update: z.looseObject({ update_id: z.int() }),
  expiresAtMs: z.number(),
  /** Webhook deliveries keep their order inside one queue only. */
  queue: z.string(),
  isDoubled: z.boolean(),
  isHeld: z.boolean(),
});
export type PendingUpdate = z.infer<typeof pendingUpdateSchema>;

const callbackQuerySchema = z.object({
  id: z.string(),
  chatId: z.int(),
  messageId: z.int().optional(),
  askedAtMs: z.number(),
});

const webhookSchema = z.object({
  url: z.string(),
  secretToken: z.string().optional(),
  maxConnections: z.int(),
  lastErrorAtMs: z.number().optional(),
  lastErrorMessage: z.string().optional(),
  goneSinceMs: z.number().optional(),
});
export type Webhook = z.infer<typeof webhookSchema>;

const fileSchema = z.object({
  fileId: z.string(),
  path: z.string(),
  name: z.string(),
  mimeType: z.string(),
  base64: z.string(),
});
export type StoredFile = z.infer<typeof fileSchema>;

export const stateSchema = z.object({
  chats: z.record(z.string(), chatSchema),
  pending: z.array(pendingUpdateSchema),
  queries: z.array(callbackQuerySchema),
  files: z.record(z.string(), fileSchema),
  commands: z.record(z.string(), z.array(z.object({ command: z.string(), description: z.string() }))),
  profile: z.record(z.string(), z.string()),
  menuButton: z.unknown().optional(),
  allowedUpdates: z.array(z.string()).optional(),
  webhook: webhookSchema.optional(),
  nextUpdateId: z.int(),
  nextMessageId: z.int(),
  nextQueryNumber: z.int(),
  nextFileNumber: z.int(),
  revision: z.int(),
});
export type TelegramState = z.infer<typeof stateSchema>;
