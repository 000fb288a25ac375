import { done, type Outcome, refuse } from "../../kernel/outcome.ts";
import type { Picture } from "../model.ts";

export type PictureRefusal = "picture_unreadable" | "picture_too_large";

export const PICTURE_BYTES_MAX = 5 * 1024 * 1024;
const MEGABYTES_MAX = 5;
const BEGINNINGS = {
  jpeg: [0xff, 0xd8, 0xff],
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
} as const;

/** A picture that Telegram shows: a JPEG or a PNG by its first bytes, whatever it is called, of at most 5 MB. */
export function readPicture(bytes: Uint8Array): Outcome<Picture, PictureRefusal> {
  if (bytes.length > PICTURE_BYTES_MAX) return refuse("picture_too_large", { megabytesMax: MEGABYTES_MAX });
  const begins = (with_: readonly number[]) => with_.every((byte, index) => bytes[index] === byte);
  if (begins(BEGINNINGS.jpeg)) return done({ kind: "jpeg", bytes });
  return begins(BEGINNINGS.png) ? done({ kind: "png", bytes }) : refuse("picture_unreadable");
}
