import { type Api, GrammyError, type InputFile } from "grammy";
import type { InlineKeyboardMarkup } from "grammy/types";

/** A picture that is sent to many: its bytes travel once, then Telegram is told its own name for it. */
export type Photo = {
  /** The same for the same picture. */
  readonly id: string;
  /** What Telegram calls it, once it was given it. */
  readonly findName: () => Promise<string | undefined>;
  readonly open: () => Promise<InputFile>;
  /** Keeps the name, or forgets one that Telegram does not know any more. */
  readonly keepName: (name: string | undefined) => Promise<void>;
};

export type Look = { readonly reply_markup: InlineKeyboardMarkup; readonly disable_notification?: true };

/** A picture may go without words. */
type Words = { readonly caption?: string } & Partial<Look>;

/** Those who wait for the first of them to upload a picture, by its id. */
const uploads = new Map<string, Promise<unknown>>();

/** Sends a picture with words under it; of several at once the first uploads it, and the others wait for its name. */
export async function sendPhoto(api: Api, chat: number, photo: Photo, words: Words): Promise<number> {
  const known = await photo.findName();
  if (known !== undefined) return sendKnown(api, chat, { photo, name: known, words });
  const mine = (uploads.get(photo.id) ?? Promise.resolve()).then(async () => {
    const name = await photo.findName();
    if (name !== undefined) return sendKnown(api, chat, { photo, name, words });
    const sent = await api.sendPhoto(chat, await photo.open(), words);
    await photo.keepName(sent.photo.at(-1)?.file_id);
    return sent.message_id;
  });
  const settled = mine
    .catch(() => undefined)
    .finally(() => {
      if (uploads.get(photo.id) === settled) uploads.delete(photo.id);
    });
  uploads.set(photo.id, settled);
  return mine;
}

type Known = { readonly photo: Photo; readonly name: string; readonly words: Words };

async function sendKnown(api: Api, chat: number, { photo, name, words }: Known): Promise<number> {
  try {
    return (await api.sendPhoto(chat, name, words)).message_id;
  } catch (error) {
    // The next try uploads it again.
    if (isFileUnknown(error)) await photo.keepName(undefined);
    throw error;
  }
}

export const isFileUnknown = (error: unknown): boolean =>
  error instanceof GrammyError && error.description.includes("wrong file identifier");
