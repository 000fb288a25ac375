import { badRequest } from "./bot-error.ts";
import type { Changes } from "./changes.ts";
import type { Faults } from "./faults.ts";
import type { Limits } from "./limits.ts";
import type { Chat, PrivateChat, StoredMessage, TelegramState, User } from "./model.ts";
import { integerParam, type Params, textParam } from "./params.ts";

/** All that a Bot API method or a `/sim` call may reach. `state` is replaced as a whole by a reset. */
export type World = {
  state: TelegramState;
  readonly now: () => Date;
  readonly baseUrl: string;
  readonly token: string;
  readonly bot: User;
  /** Those who work for the business: they stand among the people of the chat page from the first moment. */
  readonly staff: readonly StaffPerson[];
  readonly changes: Changes;
  readonly limits: Limits;
  readonly faults: Faults;
};

export type StaffPerson = { readonly id: number; readonly firstName: string };

/** @param firstNumber where update ids start; a real bot's start anywhere */
export function emptyState(firstNumber: number): TelegramState {
  return {
    chats: {},
    pending: [],
    queries: [],
    files: {},
    commands: {},
    profile: {},
    nextUpdateId: firstNumber,
    nextMessageId: 1,
    nextQueryNumber: 1,
    nextFileNumber: 1,
    revision: 1,
  };
}

export const unixSeconds = (at: Date): number => Math.floor(at.getTime() / 1000);

export const findChat = (world: World, id: number): Chat | undefined => world.state.chats[String(id)];

/** Marks a chat as changed, so that whoever looks at it looks again. */
export function touch(world: World, chat: Chat): void {
  world.state.revision += 1;
  chat.revision = world.state.revision;
  world.changes.announce();
}

/** The chat a call is about. The bot knows nobody who has not written to it. */
export function chatOf(world: World, params: Params, name = "chat_id"): Chat {
  if (textParam(params, name) === "") throw badRequest(`${name} is empty`);
  const chat = findChat(world, integerParam(params, name) ?? Number.NaN);
  if (!chat?.isStarted) throw badRequest("chat not found");
  return chat;
}

export function privateChat({ id, first_name, last_name, username }: User): PrivateChat {
  return {
    id,
    type: "private",
    first_name,
    ...(last_name === undefined ? {} : { last_name }),
    ...(username === undefined ? {} : { username }),
  };
}

export const findMessage = (chat: Chat, messageId: number | undefined): StoredMessage | undefined =>
  chat.messages.find(({ message, isDeleted }) => message.message_id === messageId && !isDeleted);
