import { done, type Outcome, refuse } from "../../kernel/outcome.ts";
import { pictureKind } from "../../kernel/picture.ts";
import type { Picture } from "../model.ts";

export type PictureRefusal = "picture_unreadable" | "picture_too_large";

export const PICTURE_BYTES_MAX = 5 * 1024 * 1024;
const MEGABYTES_MAX = 5;

/** A picture that Telegram shows: a JPEG or a PNG by its first bytes, whatever it is called, of at most 5 MB. */
export function readPicture(bytes: Uint8Array): Outcome<Picture, PictureRefusal> {
  if (bytes.length > PICTURE_BYTES_MAX) return refuse("picture_too_large", { megabytesMax: MEGABYTES_MAX });
  const kind = pictureKind(bytes);
  return kind === undefined ? refuse("picture_unreadable") : done({ kind, bytes });
}
