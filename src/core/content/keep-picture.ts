import type { App } from "../app.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { pictureKind } from "../kernel/picture.ts";
import { insertPicture } from "./store.ts";

export const CONTENT_PICTURE_BYTES_MAX = 2 * 1024 * 1024;
const MEGABYTES_MAX = 2;

export type KeepPictureRefusal = "picture_unreadable" | "picture_too_large";

/**
 * Keeps a picture for pages: a JPEG or a PNG of at most 2 MB. It never changes; pages of old versions show it still.
 *
 * @param input `pictureId` is chosen by the caller: the same id is the same picture
 */
export async function keepContentPicture(
  app: App,
  input: { readonly pictureId: string; readonly bytes: Uint8Array },
): Promise<Outcome<{ readonly pictureId: string }, KeepPictureRefusal>> {
  const { pictureId, bytes } = input;
  if (bytes.length > CONTENT_PICTURE_BYTES_MAX)
    return refuse("picture_too_large", { megabytesMax: MEGABYTES_MAX });
  const kind = pictureKind(bytes);
  if (kind === undefined) return refuse("picture_unreadable");
  await insertPicture(app.db, { id: pictureId, kind, bytes }, app.clock.now());
  return done({ pictureId });
}
