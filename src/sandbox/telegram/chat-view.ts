import type { Chat, Entity, InlineButton, Message, StoredMessage } from "./model.ts";
import { CALLBACK_QUERY_LIFE_MS } from "./update-queue.ts";
import type { World } from "./world.ts";

/** One message as `GET /sim/telegram/chats/<user>` shows it. */
type MessageView = {
  readonly message_id: number;
  /** Unix seconds, as in the Bot API. */
  readonly date: number;
  readonly from: "bot" | "user";
  readonly text: string;
  readonly entities: readonly Entity[];
  readonly buttons: readonly (readonly InlineButton[])[];
  readonly silent: boolean;
  readonly edited: boolean;
  readonly deleted: boolean;
  readonly document?: { file_name: string; mime_type: string; file_size: number; url: string };
  readonly photo?: { url: string };
  readonly contact?: Message["contact"];
  readonly location?: Message["location"];
  readonly venue?: Message["venue"];
};

/** A chat as its user sees it, and what only a test wants to know. */
export function viewChat(
  world: World,
  chat: Chat,
  messagesMax = Number.POSITIVE_INFINITY,
): Record<string, unknown> {
  const nowMs = world.now().getTime();
  const unanswered = world.state.queries.filter(
    ({ chatId, askedAtMs }) => chatId === chat.user.id && nowMs - askedAtMs <= CALLBACK_QUERY_LIFE_MS,
  );
  return {
    user: viewUser(chat),
    blocked: chat.isBlocked,
    revision: chat.revision,
    messages: chat.messages.slice(-messagesMax).map((stored) => viewMessage(world, stored)),
    toasts: chat.toasts,
    unanswered_presses: unanswered.length,
    ...(chat.replyKeyboard ? { reply_keyboard: chat.replyKeyboard } : {}),
    commands: commandsFor(world, chat),
    menu_button: chat.menuButton ?? world.state.menuButton ?? { type: "commands" },
  };
}

/** Every chat in a line, the one that changed last on top. */
export function listChats(world: World): Record<string, unknown> {
  const chats = Object.values(world.state.chats).sort((a, b) => b.revision - a.revision);
  const staff = new Set(world.staff.map(({ id }) => id));
  return {
    revision: world.state.revision,
    chats: chats.map((chat) => {
      const last = chat.messages.findLast(({ isDeleted }) => !isDeleted);
      return {
        user: viewUser(chat),
        blocked: chat.isBlocked,
        ...(staff.has(chat.user.id) ? { staff: true } : {}),
        revision: chat.revision,
        ...(last
          ? {
              last: {
                text: textOf(last.message),
                date: last.message.date,
                message_id: last.message.message_id,
              },
            }
          : {}),
      };
    }),
  };
}

export const viewUser = ({ user, phoneNumber }: Chat): Record<string, unknown> => ({
  ...user,
  phone_number: phoneNumber,
});

function viewMessage(world: World, { message, isSilent, isDeleted }: StoredMessage): MessageView {
  const { document, photo, contact, location, venue } = message;
  const photoId = photo?.at(-1)?.file_id;
  return {
    message_id: message.message_id,
    date: message.date,
    from: message.from.is_bot ? "bot" : "user",
    text: message.text ?? message.caption ?? "",
    entities: message.entities ?? message.caption_entities ?? [],
    buttons: message.reply_markup?.inline_keyboard ?? [],
    silent: isSilent,
    edited: message.edit_date !== undefined,
    deleted: isDeleted,
    ...(document
      ? {
          document: {
            file_name: document.file_name ?? "",
            mime_type: document.mime_type ?? "",
            file_size: document.file_size,
            url: fileUrl(world, document.file_id),
          },
        }
      : {}),
    ...(photoId === undefined ? {} : { photo: { url: fileUrl(world, photoId) } }),
    ...(contact ? { contact } : {}),
    ...(location ? { location } : {}),
    ...(venue ? { venue } : {}),
  };
}

const fileUrl = (world: World, fileId: string): string =>
  `${world.baseUrl}/sim/telegram/files/${encodeURIComponent(fileId)}`;

function textOf(message: Message): string {
  if (message.document) return `📎 ${message.document.file_name ?? "файл"}`;
  if (message.photo) return "🖼 Фото";
  if (message.contact) return "📱 Контакт";
  if (message.venue) return `📍 ${message.venue.title}`;
  if (message.location) return "📍 Место";
  return message.text ?? "";
}

/** The narrowest scope that has commands wins, the user's language before none, as in the Bot API. */
function commandsFor(world: World, chat: Chat): readonly { command: string; description: string }[] {
  const language = chat.user.language_code ?? "";
  for (const scope of [`chat|${chat.user.id}|`, "all_private_chats||", "default||"]) {
    const found = world.state.commands[`${scope}|${language}`] ?? world.state.commands[`${scope}|`];
    if (found) return found;
  }
  return [];
}
